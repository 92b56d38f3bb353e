/** Figures as text: snapshots made by this code from the synthetic results of testing/fake-app.ts, numbers rounded to 4 digits; and invariants. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { figureTheme } from '../draw/colours.ts';
import { escapeText } from '../draw/figure.ts';
import { toCsv } from '../draw/table.ts';
import { withCaption } from '../draw/caption.ts';
import { curveFigure, type CurveInput, curveIsFinite, curveNote, curveText } from './curve.ts';
import { curveTable } from './curve-table.ts';
import { layerPanels, layersFigure, layersTable, layersText, oneCostsMore } from './layers.ts';
import { heightAt, planeSurface } from './plane-surface.ts';
import { planeFigure, type PlaneInput, planeIsFinite, planesTable, planeTable, planeText, sharedColours } from './plane.ts';
import { similarityFigure, similarityTable } from './similarity.ts';
import { trainingPanel, type TrainingReport } from './training.ts';
import { pixelOf } from '../marker.ts';
import { fakeCurve, fakeLayers, fakePlane } from '../../testing/fake-app.ts';
import { measuredBarriers } from '../../testing/measured-curve.ts';

const theme = figureTheme('light', false);
const pair = (height: number): CurveInput['naive'] => ({ train: fakeCurve(0.9 * height, 5), test: fakeCurve(height, 5) });
const curve: CurveInput = {
  naive: pair(0.2),
  aligned: pair(0.004),
  split: 'test',
  metric: 'loss',
  log: false,
  definition: 'lerp',
  theme,
  room: { width: 640, height: 260 },
};
const naive = fakePlane(false, 5);
const plane: PlaneInput = {
  plane: naive,
  labels: ['A', 'B', 'C'],
  unit: ['A', 'B'],
  others: [{ label: "B'", point: { x: 0.2, y: 0.1, outOfPlane: 0.7 }, loss: 0.01 }],
  paths: [],
  metric: 'loss',
  colours: sharedColours([naive], 'loss'),
  window: null,
  colourBar: true,
  room: null,
  theme,
};
const layers = { naive: fakeLayers(1), aligned: fakeLayers(0.02), metric: 'loss' as const, into: 'both' as const, numbers: true, theme };

function rounded(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, entry: unknown) => (typeof entry === 'number' ? Number(entry.toPrecision(4)) : entry)));
}

describe('figures as text', () => {
  it.each([
    ['curve', curveFigure(curve)],
    ['curve, log', curveFigure({ ...curve, log: true })],
    ['curve, accuracy', curveFigure({ ...curve, metric: 'accuracy' })],
    ['plane', planeFigure(plane)],
    ['surface', planeSurface(plane, { x: 0.25, y: 0.1 })],
    ['layers', layersFigure(layers)],
    [
      'similarity',
      similarityFigure({ before: [Float32Array.of(0.1, -0.2)], after: [Float32Array.of(0.9, 0.95)], permutations: [Int32Array.of(1, 0)], theme }),
    ],
  ])('%s', (_, figure) => {
    expect(rounded(figure)).toMatchSnapshot();
  });

  it('says the figures in words', () => {
    expect([curveText(curve), planeText(plane), layersText(layers)]).toMatchSnapshot();
  });
});

describe('the split that is shown', () => {
  it('has the bold line, the bracket, the note and every number of the text', () => {
    const figure = curveFigure({ ...curve, split: 'train' });
    const widths: Record<string, unknown> = Object.fromEntries(
      figure.data.map((trace) => [trace['name'] as string, (trace['line'] as { width: number } | undefined)?.width]),
    );
    expect(widths).toMatchObject({ 'naive, train': 2.5, 'aligned, train': 2.5, 'naive, test': 1.25, 'aligned, test': 1.25 });
    expect(JSON.stringify(figure.layout['annotations'])).toContain('barrier <b>0.180 ± 0.0018</b>');
    expect(curveText({ ...curve, split: 'train' })).toMatch(/^Train loss .+barrier 0\.180 ± 0\.0018 at alpha 0\.50/);
    expect(curveNote({ ...curve, split: 'train' })).toBe('loss against the chord at α = 0.50 naive, 0.50 aligned; ± standard error over examples');
    expect(curveText({ ...curve, metric: 'accuracy' })).toContain('drop 12.0 ± 0.20 points at alpha');
  });
});

describe('colours of layer barriers', () => {
  it('are one scale for all panels: what is within its error has none, and the scale is of what has', () => {
    const both = layersFigure({ ...layers, aligned: fakeLayers(1e-9) });
    expect(new Set(both.data.map((trace) => trace['zmax']))).toEqual(new Set([0.21]));
    const colours = layersFigure({ ...layers, aligned: null }).data.flatMap((trace) => (trace['z'] as number[][]).flat());
    const values = layerPanels({ ...layers, aligned: null }).flatMap((panel) => [...panel.values]);
    // Standard errors of 0.004.
    expect(colours).toEqual(values.map((value) => (Math.abs(value) <= 0.008 ? 0 : value)));
    expect(colours).toContain(0);
    const alone = layersFigure({ ...layers, naive: fakeLayers(0.02), aligned: null });
    for (const trace of alone.data) expect((trace['z'] as number[][]).flat().every((value) => value === 0)).toBe(true);
  });

  it('along α have their bar, and each cell its number, place and error', () => {
    const along = fakeLayers(1, [0, 0.5, 1]);
    const figure = layersFigure({ ...layers, naive: along, aligned: null, numbers: false });
    expect(figure.data.map((trace) => trace['showscale'])).toEqual([true, false]);
    expect((figure.data[0]['customdata'] as string[][])[1][1]).toBe('0.0830 ± 0.0040<br>1: 2→64, α = 0.5');
  });
});

describe('live training curves', () => {
  const at = (epoch: number, loss: number): TrainingReport => ({ epoch, trainLoss: loss, trainAccuracy: 0.5, testLoss: 10 * loss, testAccuracy: 1 });

  it('run from the largest loss at the top to the smallest at the bottom, on a log scale, over the epochs to come', () => {
    const { ticks, lines } = trainingPanel({ names: ['seed 1'], points: [[at(0, 1), at(5, 0.1)]], epochs: 10 }, 'loss');
    expect(ticks).toEqual([
      { y: 0, text: '10.0' },
      { y: 1000, text: '0.100' },
    ]);
    expect(lines.map(({ split, path }) => [split, path])).toEqual([
      ['train', 'M0 500L500 1000'],
      ['test', 'M0 0L500 500'],
    ]);
  });

  it('leave out what is not finite, and stand empty before the first report', () => {
    expect(trainingPanel({ names: ['seed 1'], points: [[at(0, 1), at(1, NaN)]], epochs: 10 }, 'loss').lines[0].path).toBe('M0 1000');
    expect(trainingPanel({ names: ['seed 1'], points: [[]], epochs: 10 }, 'accuracy')).toMatchObject({
      ticks: [],
      lines: [{ path: '' }, { path: '' }],
    });
  });
});

describe('hostile names', () => {
  it('become text', () => {
    const name = '<a href="javascript:alert(1)">x</a>&lt;';
    expect(escapeText(name)).not.toMatch(/[<>]/);
    const text = JSON.stringify(planeFigure({ ...plane, others: [{ label: name, point: plane.plane.points.c, loss: 1 }] }));
    expect(text).not.toContain('<a ');
  });

  it('cannot become formulas or columns in a CSV file', () => {
    expect(toCsv({ title: 't', columns: ['=1+1', 'a,b'], rows: [['x\n"y"', -1]] })).toBe('\'=1+1,"a,b"\r\n"x\n""y""",-1\r\n');
  });
});

function everyNumber(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(everyNumber) : [];
}

it('what numbers were measured on goes into files: a last line of a table, a line under a picture', () => {
  const table = { title: 't', columns: ['a', 'b'], rows: [[1, 2]] };
  expect(toCsv({ ...table, note: 'two moons, test, N = 512; A seed 1' })).toBe('a,b\r\n1,2\r\n"two moons, test, N = 512; A seed 1"\r\n');
  expect(toCsv({ ...table, note: null })).toBe(toCsv(table));
  const { layout } = curveFigure(curve);
  const noted = withCaption({ ...layout }, '<b>N</b> = 512');
  const annotations = noted['annotations'] as { text: string }[];
  expect(annotations).toHaveLength(layout.annotations.length + 1);
  expect(annotations[annotations.length - 1].text).toBe('&lt;b&gt;N&lt;/b&gt; = 512');
  expect((noted['margin'] as { b: number }).b).toBeGreaterThan((layout['margin'] as { b: number }).b);
});

describe('values that are not finite', () => {
  const broken = {
    ...curve.naive.test,
    loss: curve.naive.test.loss.map(() => NaN),
    lossBarrier: measuredBarriers({ barrier: { lerp: NaN, mean: NaN, max: NaN }, at: { lerp: NaN, mean: NaN, max: NaN } }, NaN),
  };
  const pairOf = { train: broken, test: broken };

  it('never reach the drawing of a curve', () => {
    expect(everyNumber(curveFigure({ ...curve, naive: pairOf })).filter((value) => !Number.isFinite(value))).toEqual([]);
    expect(curveIsFinite(pairOf, null, 'loss')).toBe(false);
    expect(curveIsFinite(pairOf, curve.aligned, 'loss')).toBe(true);
  });

  it('nor a logarithmic curve whose ends are zero: they have no place on the axis', () => {
    const zero = { ...curve.naive.test, loss: curve.naive.test.loss.map((value, i) => (i === 0 ? 0 : value)) };
    const { shapes } = curveFigure({ ...curve, log: true, naive: { train: zero, test: zero }, aligned: null }).layout;
    for (const shape of shapes) expect(Math.min(shape['y0'] as number, shape['y1'] as number)).toBeGreaterThan(0);
  });

  it('nor of a plane', () => {
    const nowhere = { x: NaN, y: Infinity, outOfPlane: NaN };
    const figure = planeFigure({
      ...plane,
      window: [0, NaN, 0, 1],
      others: [{ label: 'C', point: nowhere, loss: NaN }],
      paths: [{ label: 'A', points: [nowhere, plane.plane.points.a] }],
    });
    expect(everyNumber(figure).filter((value) => !Number.isFinite(value))).toEqual([]);
    expect(planeIsFinite({ ...naive, loss: naive.loss.map(() => NaN) }, 'loss')).toBe(false);
  });
});

describe('invariants', () => {
  it('naive is dashed and aligned solid; test is wider than train', () => {
    const lines = curveFigure(curve).data.filter((trace) => trace['mode'] === 'lines');
    for (const trace of lines) {
      const line = trace['line'] as { dash: string; width: number };
      expect(line.dash).toBe(String(trace['name']).startsWith('naive') ? 'dash' : 'solid');
      expect(line.width > 2).toBe(String(trace['name']).endsWith('test'));
    }
    expect(lines).toHaveLength(4);
  });

  it('the map has equal aspect, masks what is not finite and caps the rest', () => {
    const loss = Float64Array.from(naive.loss);
    loss[0] = NaN;
    loss[1] = 1e30;
    const figure = planeFigure({ ...plane, plane: { ...naive, loss } });
    const z = figure.data[0]['z'] as (number | null)[][];
    expect(z[0][0]).toBeNull();
    expect(z[0][1]).toBe(plane.colours.high);
    expect(figure.layout['yaxis']).toMatchObject({ scaleanchor: 'x', scaleratio: 1 });
  });

  it('naive and aligned planes share their colours', () => {
    const both = sharedColours([fakePlane(false, 9), fakePlane(true, 9)], 'loss');
    const one = sharedColours([fakePlane(false, 9)], 'loss');
    expect(both.low).toBeLessThanOrEqual(one.low);
    expect(both.high).toBeGreaterThan(both.low);
  });

  it('the layer scale is centred on zero', () => {
    for (const trace of layersFigure(layers).data) expect(trace['zmin']).toBe(-(trace['zmax'] as number));
  });

  it('tables keep all digits and every number', () => {
    const table = curveTable(curve.naive, curve.aligned);
    expect(table.rows[2][1]).toBe(curve.naive.test.loss[2]);
    expect(planeTable(plane).rows).toHaveLength(4 + 25);
    expect(layersTable(layers).rows[1][1]).toBe(layers.naive.lossIntoA[1]);
  });

  it('the plane’s table holds the losses of its networks, and the table of matched units names both', () => {
    const scores = [{ loss: 0.123456789, accuracy: 0.9 }, null, { loss: 0.2, accuracy: 0.8 }];
    const rows = planeTable({ ...plane, scores }).rows.slice(0, 4);
    expect(rows.map(([label, , , loss, accuracy]) => [label, loss, accuracy])).toEqual([
      ['A', 0.123456789, 0.9],
      ['B', '', ''],
      ['C', 0.2, 0.8],
      ['B′', 0.01, ''],
    ]);
    const units = similarityTable({ before: [Float32Array.of(0.5, -0.25)], after: [Float32Array.of(0.75, 1)], permutations: [Int32Array.of(1, 0)] }, [
      Int8Array.of(1, -1),
    ]);
    expect(units.rows).toEqual([
      [1, 1, 2, 1, 0.5, 0.75],
      [1, 2, 1, -1, -0.25, 1],
    ]);
  });

  it('one layer costs more than all where a row half-way exceeds the full one', () => {
    const profile = fakeLayers(1, [0.25, 0.5]);
    const input = { naive: profile, metric: 'loss', into: 'both' } as const;
    expect(oneCostsMore(input)).toBe(false);
    // Row of layer 2, column of 1/2.
    const lossIntoB = profile.lossIntoB.with(2 * 2 + 1, 0.5);
    expect(oneCostsMore({ ...input, naive: { ...profile, lossIntoB } })).toBe(true);
    expect(oneCostsMore({ ...input, naive: { ...profile, lossIntoB }, into: 'A' })).toBe(false);
    expect(oneCostsMore({ ...input, naive: { ...profile, lossIntoB, schedule: 'fromInput' } })).toBe(false);
  });

  it('several planes share a table, named in its first column', () => {
    const table = planesTable([
      { name: 'naive', input: plane },
      { name: 'aligned', input: plane },
    ]);
    expect(table.columns[0]).toBe('plane');
    expect(table.rows.map((row) => row[0])).toEqual([...Array<string>(29).fill('naive'), ...Array<string>(29).fill('aligned')]);
    expect(table.rows[29].slice(1)).toEqual(planeTable(plane).rows[0]);
  });

  it('a pin stands at the height of the surface: exact for a bilinear one', () => {
    const height = (x: number, y: number): number => 0.3 * x - 0.5 * y + 0.2 * x * y;
    const loss = Float64Array.from(naive.loss, (_, i) => 10 ** height(naive.x[i % 5], naive.y[Math.floor(i / 5)]));
    const input = { ...plane, plane: { ...naive, loss }, colours: { low: -9, high: 9 } };
    const within = naive.x[1] + 0.37 * (naive.x[2] - naive.x[1]);
    const above = naive.y[3] + 0.81 * (naive.y[4] - naive.y[3]);
    expect(heightAt(input, within, above)).toBeCloseTo(height(within, above), 10);
    expect(heightAt(input, naive.x[4], naive.y[0])).toBeCloseTo(height(naive.x[4], naive.y[0]), 10);
  });

  it('the text of layers over all alpha says where the greatest lie', () => {
    const alpha = Float64Array.of(0, 0.5, 1);
    const rows = Float64Array.of(0, 0.2, 0, 0, 0.1, 0.7);
    const profile = { ...fakeLayers(1), alpha, layers: ['layer 1'], lossIntoA: rows, lossIntoB: rows };
    expect(layersText({ naive: profile, aligned: null, metric: 'loss', into: 'A' })).toContain(
      'alpha from 0.00 to 1.00. naive into A: full up to 0.200 at alpha 0.50, largest layer layer 1 with 0.700 at alpha 1.00.',
    );
  });

  it('a marker stands where its axis says', () => {
    const axis = { range: [-1, 3] as const, offset: 10, length: 400 };
    expect([pixelOf(axis, -1, false), pixelOf(axis, 3, false), pixelOf(axis, 1, false), pixelOf(axis, -1, true)]).toEqual([10, 410, 210, 410]);
  });

  it('names no cloud server', () => {
    const source = readFileSync(new URL('../Plot.tsx', import.meta.url), 'utf8');
    expect(source).toMatch(/showSendToCloud: false,\s+plotlyServerURL: ''/);
  });
});
