/** The layer laboratory's figures from the synthetic results of testing/fake-lab.ts: places, scales and tables, against the contracts' own layout. */
import { formatNumber } from '../../base/format.ts';
import { describe, expect, it } from 'vitest';
import { computeDiagonalToy } from '../../landscape/layers/diagonal-toy.ts';
import type { LayerGrid } from '../../landscape/layers/results.ts';
import { toldError } from '../draw/panel-words.ts';
import { barrierScale, colouredCells, scaleFloor, cellTexts } from '../draw/barrier-cells.ts';
import { figureTheme } from '../draw/colours.ts';
import type { Figure } from '../draw/figure.ts';
import { gridPanels, type GridSeries } from '../draw/layer-panels.ts';
import { summaryOf } from '../draw/statistics.ts';
import { averagingFigure, averagingRows, averagingTable, averagingText, chosenLayers } from './averaging.ts';
import { layerGridFigure, type LayerGridInput, layerGridTable, layerGridText } from './barriers.ts';
import { cumulativeCurves, cumulativeFigure, cumulativeTable } from './cumulative.ts';
import {
  byContribution,
  carriedBy,
  contributionCurve,
  decompositionMap,
  decompositionTable,
  decompositionText,
  summedContributions,
} from './decomposition.ts';
import { robustnessFigure, robustnessPoints, robustnessTable } from './robustness.ts';
import { sensitivityFigure, sensitivityTable, sensitivityText } from './sensitivity.ts';
import { subspacePoints, subspacesFigure, subspacesTable } from './subspaces.ts';
import { nearestEnd, ownSegment, toyCurvesFigure, toyMapFigure, toyTable, toyText, toyWindow } from './toy.ts';
import { fakeAverages, fakeDecomposition, fakeGrid, fakeRobustness, fakeSubspaces, withErrors } from '../../testing/fake-lab.ts';

const theme = figureTheme('light', false);
const shown = { metric: 'loss' as const, reference: 'full' as const, columns: 'epochs' as const, replaced: false, pair: null };
const alpha = [0, 0.5, 1];
const series: GridSeries = {
  split: 'test',
  pairs: ['one', 'two', 'three'],
  epochs: [0, 50, 100],
  naive: [fakeGrid('single', 0.1, alpha), null, fakeGrid('single', 0.3, alpha)],
  aligned: [null, null, fakeGrid('single', 0.05, alpha)],
};
const input: LayerGridInput = { ...shown, series, settled: true, cell: null, width: 700, theme };

function broken(grid: LayerGrid, at: number): LayerGrid {
  return { ...grid, intoA: { ...grid.intoA, loss: grid.intoA.loss.map((value, i) => (i === at ? NaN : value)) } };
}

function everyNumber(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(everyNumber) : [];
}

function notFinite(figure: Figure | null): number[] {
  return everyNumber(figure).filter((value) => !Number.isFinite(value));
}

describe('the grid of layers', () => {
  const grid = fakeGrid('single', 0.3, alpha);
  const barrier = (pair: number, row: number, column: number): number =>
    grid.intoB.loss[(pair * 10 + row) * 3 + column] - 0.5 * (grid.endA.loss[pair] + grid.endB.loss[pair]);

  it('shows the mean over pairs and their range, one pair, or the layers replaced', () => {
    const cell = 4 * 3 + 2;
    const each = [0, 1, 2].map((pair) => barrier(pair, 4, 1));
    const [, intoB] = gridPanels(series, shown);
    expect(intoB.values[cell]).toBeCloseTo((each[0] + each[1] + each[2]) / 3, 14);
    expect([intoB.low[cell], intoB.high[cell]]).toEqual([Math.min(...each), Math.max(...each)]);
    expect(gridPanels(series, { ...shown, pair: 1 })[1].values[cell]).toBe(each[1]);
    expect(gridPanels(series, { ...shown, pair: 0, replaced: true })[1].values[cell]).toBe(barrier(0, 4, 0));
    expect(gridPanels(series, { ...shown, pair: 0, columns: 'alpha' })[1].values.slice(12, 15)).toEqual(
      Float64Array.of(barrier(0, 4, 0), barrier(0, 4, 1), barrier(0, 4, 2)),
    );
  });

  it('gives ‖δ‖ of what a row moves and the cosine of single layers', () => {
    const [panel] = gridPanels(series, shown);
    expect(panel.distance[1]).toBeCloseTo(grid.distance[0], 12);
    expect(panel.distance[0]).toBeCloseTo(Math.hypot(...grid.distance.subarray(0, 9)), 12);
    expect(panel.cosine[0]).toBeNaN();
    expect(panel.cosine[9]).toBeCloseTo(grid.cosine[8], 12);
  });

  it('needs the replaced networks for the own reference: without them no number, not a wrong one', () => {
    const half = { ...series, naive: [fakeGrid('single', 0.1)], aligned: null, epochs: [0] };
    expect(gridPanels(half, { ...shown, reference: 'own' })[0].values.every(Number.isNaN)).toBe(true);
    const own = gridPanels(series, { ...shown, reference: 'own', pair: 0 })[1].values[14];
    expect(own).toBeCloseTo(grid.intoB.loss[13] - 0.5 * (grid.endB.loss[0] + grid.intoB.loss[12]), 14);
  });

  it('has one scale for all panels, centred on zero; the full row may go beyond it', () => {
    const traces = layerGridFigure(input)?.data.filter(({ type }) => type === 'heatmap') ?? [];
    expect(traces).toHaveLength(4);
    expect(new Set(traces.map((trace) => trace['zmax'])).size).toBe(1);
    for (const trace of traces) expect(trace['zmin']).toBe(-(trace['zmax'] as number));
    const values = Float64Array.of(2, 2.1, 0.01, -0.3, 0.2, 0.1);
    expect(barrierScale([{ values, columns: 2 }])).toEqual({ cap: 0.6, capped: true });
    // Nothing but rounding stays blank: each cell is far from the full colour.
    const noise = Float64Array.of(1e-7, 1e-8);
    expect(barrierScale([{ values: noise, columns: 1, floor: scaleFloor(0.1) }])).toEqual({ cap: 1e-4, capped: false });
    expect(barrierScale([{ values: noise, columns: 1 }]).cap).toBe(1e-6);
    // Where no cell has a colour the bar still holds the numbers.
    expect(barrierScale([{ values: new Float64Array(2), all: Float64Array.of(0.02, -0.03), columns: 1 }])).toEqual({ cap: 0.03, capped: false });
  });

  it('gives a cell a colour only beyond its error, over pairs beyond their interval, and ends the scale at the largest that has one', () => {
    const cells = { values: Float64Array.of(0.3, -0.02, 0.05, NaN), margin: Float64Array.of(0.1, 0.03, NaN, 0.04), columns: 2 };
    expect([...colouredCells(cells)]).toEqual([0.3, 0, 0.05, NaN]);
    expect([...colouredCells({ ...cells, margin: Float64Array.of(0.1, 0.03, NaN, 0.06) })]).toEqual([0.3, 0, 0, NaN]);
    expect([...colouredCells({ ...cells, texts: ['0.300', '−0.020', '0', ''] })]).toEqual([0.3, 0, 0, NaN]);
    for (const pair of [null, 0]) {
      const panels = gridPanels(series, { ...shown, pair });
      const traces = layerGridFigure({ ...input, pair })?.data.filter(({ type }) => type === 'heatmap') ?? [];
      for (const [i, { values, margin, error, columns }] of panels.entries()) {
        const z = (traces[i]['z'] as (number | null)[][]).flat();
        for (const [at, value] of values.entries()) {
          if (Number.isFinite(margin[at]) && Math.abs(value) <= margin[at]) expect(z[at]).toBe(0);
          if (Number.isFinite(margin[at]) && margin[at] > 0) expect(margin[at]).toBeCloseTo((pair === null ? 1 : 2) * error[at], 12);
        }
        expect(columns.length * panels[i].names.length).toBe(z.length);
      }
    }
  });

  it('tells an error that was not measured from a number that is not finite', () => {
    expect(toldError(0.2, NaN)).toBe('not measured');
    expect(toldError(NaN, NaN)).toBeNaN();
    expect(toldError(0.2, 0.01)).toBe(0.01);
  });

  it('marks a mean over a pair that is not finite as not finite, and leaves what is to come empty', () => {
    const given = { ...input, series: { ...series, naive: [broken(grid, 3 * 3 + 1), null, grid], aligned: null } };
    const figure = layerGridFigure(given);
    expect(notFinite(figure)).toEqual([]);
    expect((figure?.data[0]['z'] as (number | null)[][])[3]).toEqual([null, null, expect.any(Number)]);
    expect(figure?.data.filter(({ mode }) => mode === 'markers').map(({ x, y }) => ({ x, y }))).toEqual([{ x: [0], y: [3] }]);
    expect(layerGridFigure({ ...given, settled: false })?.data.some(({ mode }) => mode === 'markers')).toBe(false);
    expect(layerGridFigure({ ...input, series: { ...series, naive: [null], aligned: null } })).toBeNull();
  });

  it('writes as many digits as fit, none where none do', () => {
    const values = [Float64Array.of(0.2604, -0.0312, 1.234, NaN)];
    expect(cellTexts(values, 'loss', 60, theme)?.texts[0]).toEqual(['0.260', '−0.031', '1.23', '']);
    expect(cellTexts(values, 'loss', 24, theme)).toBeNull();
    expect(cellTexts(values, 'loss', 30, theme)?.texts[0]).toEqual(['.26', '−.03', '1.23', '']);
    expect(cellTexts(values, 'loss', 8, theme)).toBeNull();
  });

  it('stands panels under one another where it is narrow', () => {
    const domains = (width: number): unknown[] =>
      ['xaxis', 'xaxis2'].map((axis) => (layerGridFigure({ ...input, width })?.layout[axis] as { domain: unknown }).domain);
    expect(domains(360)[0]).toEqual(domains(360)[1]);
    expect(domains(700)[0]).not.toEqual(domains(700)[1]);
  });

  it('fills its table and its text with the same numbers', () => {
    const table = layerGridTable(series, shown);
    expect(table.rows).toHaveLength(4 * 10 * 3);
    const [panel] = gridPanels(series, shown);
    expect(table.rows[5].slice(0, 5)).toEqual(['naive', 'into A', 'layer 1', 100, panel.values[5]]);
    // Distances are of the networks at hand, the last epoch's.
    expect(table.rows[4].slice(-2)).toEqual(['', '']);
    expect(table.rows[5].slice(-2)).toEqual([panel.distance[1], panel.cosine[1]]);
    expect(layerGridText(series, shown)).toContain('naive into A at epoch 100: full');
    expect(layerGridText(series, shown)).toContain('largest layer 5');
  });
});

describe('cumulative curves', () => {
  const given = { ...shown, series: { ...series, naive: [fakeGrid('fromOutput', 0.3)], aligned: null }, epoch: null, width: 700, theme };

  it('run from no layer to all of them, with the even share a straight line between', () => {
    const [curve] = cumulativeCurves(given);
    expect(curve.x).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(curve.names[1]).toBe('layer 9');
    expect(curve.shown[0]).toBe(0);
    expect(curve.even[9]).toBeCloseTo(curve.shown[9], 14);
    expect(curve.even[3]).toBeCloseTo(curve.shown[9] / 3, 14);
    expect(cumulativeTable(given).rows[9].slice(3, 5)).toEqual([9, curve.shown[9]]);
  });

  it('start at half the difference of unequal ends', () => {
    const grid = fakeGrid('fromInput', 0.3);
    const [intoA, intoB] = cumulativeCurves({
      ...given,
      pair: 0,
      series: { ...given.series, naive: [{ ...grid, endB: { ...grid.endB, loss: grid.endB.loss.map((value) => value + 0.2) } }] },
    });
    expect([intoA.shown[0], intoB.shown[0]]).toEqual([expect.closeTo(-0.1, 12), expect.closeTo(0.1, 12)]);
  });

  it('of a window stand at its first layer', () => {
    expect(cumulativeCurves({ ...given, series: { ...given.series, naive: [fakeGrid('window', 0.3)] } })[0].x).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('share one range, naive dashed, each pair thin', () => {
    const figure = cumulativeFigure({ ...given, series: { ...series, naive: [fakeGrid('fromInput', 0.3)], aligned: [fakeGrid('fromInput', 0.1)] } });
    expect((figure?.layout['yaxis'] as { range: unknown }).range).toEqual((figure?.layout['yaxis2'] as { range: unknown }).range);
    for (const { name, line } of figure?.data ?? []) {
      const { dash, width } = line as { dash: string; width: number };
      if (!String(name).startsWith('even')) expect(dash).toBe(String(name).startsWith('naive') ? 'dash' : 'solid');
      expect(width > 2).toBe(String(name).endsWith('mean'));
    }
  });
});

describe('random directions', () => {
  const result = fakeRobustness(5);

  it('are summed up by mean and quartiles', () => {
    expect(summaryOf([4, 1, NaN, 2, 3])).toEqual({ mean: 2.5, lower: 1.75, median: 2.5, upper: 3.25, count: 4 });
    expect(summaryOf([])).toMatchObject({ mean: NaN, count: 0 });
  });

  it('stand beside the way to the other network at the same place', () => {
    const point = robustnessPoints({ result, metric: 'loss' }).find(({ around, row, t }) => around === 'B' && row === 4 && t === 1);
    const draws = Array.from(result.b.random.loss.subarray(7 * 5, 8 * 5));
    expect(point?.draws).toEqual(draws);
    expect(point?.path).toBe(result.b.path.loss[7]);
    expect(point?.difference).toBeCloseTo(result.b.path.loss[7] - draws.reduce((sum, value) => sum + value, 0) / 5, 14);
    expect(robustnessTable({ result, metric: 'loss' }).rows[22 + 9].slice(-5)).toEqual(draws);
    expect(point?.name).toBe('layer 3');
    expect(point?.below).toBe(draws.filter((value) => value < result.b.path.loss[7]).length);
  });

  it('of all layers are of two kinds, beside one way', () => {
    const [alike, own] = [0, 1].map((row) => robustnessPoints({ result, metric: 'loss' }).find((point) => point.row === row && point.t === 1));
    expect([alike?.path, own?.path]).toEqual([result.a.path.loss[1], result.a.path.loss[1]]);
    expect(alike?.draws).toEqual(Array.from(result.a.random.loss.subarray(5, 10)));
    expect(own?.draws).toEqual(Array.from(result.a.own.loss.subarray(5, 10)));
    expect([alike?.distance, own?.distance]).toEqual([result.distance[0], result.distance[0]]);
  });

  it('share the scales of A and B and draw no number that is not finite', () => {
    const field = { ...result.a.path, loss: result.a.path.loss.map((value, i) => (i === 0 ? NaN : i === 1 ? 1e6 : value)) };
    const { layout, data } = robustnessFigure({
      result: { ...result, a: { ...result.a, path: field } },
      path: 'naive',
      metric: 'loss',
      split: 'test',
      width: 700,
      theme,
    });
    expect(notFinite({ layout, data, surface: false })).toEqual([]);
    const range = (axis: string): unknown => (layout[axis] as { range: unknown }).range;
    expect([range('yaxis2'), range('yaxis4')]).toEqual([range('yaxis'), range('yaxis3')]);
  });
});

describe('subspaces', () => {
  it('give the median of each norm, and survive an empty complement', () => {
    const result = fakeSubspaces(21);
    expect(subspacePoints({ result, metric: 'loss' })[2].training.median).toBe(
      Array.from(result.training.loss.subarray(42, 63)).sort((a, b) => a - b)[10],
    );
    expect(subspacesTable({ result, metric: 'loss' }).rows[2][4]).toBe(subspacePoints({ result, metric: 'loss' })[2].training.median);
    const empty = { ...result, complement: { loss: result.complement.loss.map(() => NaN), accuracy: result.complement.accuracy.map(() => NaN) } };
    expect(notFinite(subspacesFigure({ result: empty, metric: 'loss', split: 'test', width: 700, theme }))).toEqual([]);
  });
});

describe('the toy', () => {
  const toy = computeDiagonalToy({ factors: 2, a: 1, r: 5, ends: null, points: 101 });

  it('marks the closed forms at a half: 0.64, 4, 0.16', () => {
    const rings = toyCurvesFigure({ toy, width: 500, theme })
      .data.filter(({ mode }) => mode === 'markers')
      .map((trace) => (trace['y'] as number[])[2]);
    expect(rings).toEqual([0.64, 4, 0.16].map((value): unknown => expect.closeTo(value, 12)));
    expect(toyTable(toy).rows[50].slice(0, 2)).toEqual([0.5, toy.paths[0].loss[50]]);
    expect(toyText(toy)).toContain('full 0.640 (closed form 0.640)');
    // r = 5: the first weight alone ends at (5·1 − 1)² = 16, the second at (1/5 − 1)² = 0.64; the means of their ends are 8 and 0.32.
    expect(toy.paths.map(ownSegment)).toEqual([0.64, 4 - 8, 0.16 - 0.32].map((value): unknown => expect.closeTo(value, 12)));
    expect(toyText(toy)).toContain('−4.00 against its own segment');
  });

  it('draws nothing that is not finite, and finds the end under a hand', () => {
    expect(notFinite(toyMapFigure({ toy, window: toyWindow(toy.ends), width: 500, theme }))).toEqual([]);
    expect([nearestEnd(toy, 1.2, 0.9), nearestEnd(toy, 4, 0)]).toEqual(['a', 'b']);
  });
});

describe('averages', () => {
  const given = { naive: fakeAverages(), aligned: fakeAverages(), sets: ['A', 'B', 'both', 'test'], metric: 'loss' as const };

  it('name the clients once and place every score in its set', () => {
    const rows = averagingRows(given);
    expect(rows.map(({ model }) => model)).toEqual(['a', 'b', 'average', 'someIntoA', 'someIntoB', 'average', 'someIntoA', 'someIntoB']);
    expect(rows[2].values).toEqual(Array.from(given.naive.scores.loss.subarray(8, 12)));
    expect(averagingTable(given).rows[2].slice(1)).toEqual([...rows[2].values, 0.01, 0.01, 0.01, 0.01]);
    expect(averagingText(given)).toContain('all layers averaged, naive: A 0.200 ± 0.010, B 0.210 ± 0.010, both 0.205 ± 0.010, test 0.240 ± 0.010.');
    expect([chosenLayers([0, 1, 2]), chosenLayers([2, 0]), chosenLayers([4])]).toEqual(['layers 1–3', 'layers 1, 3', 'layer 5']);
  });

  it('draw each standard error that is known, of the loss and of the error, and the number beyond it', () => {
    const se = { loss: given.naive.se.loss.map((error, i) => (i === 4 ? NaN : error)), accuracy: given.naive.se.accuracy.map(() => 0.02) };
    const of = (metric: 'loss' | 'error') => {
      const figure = averagingFigure({ ...given, naive: { ...given.naive, se }, aligned: null, metric, width: 700, theme });
      const [, dots, text] = (figure?.data ?? []) as unknown as { x: number[]; text: string[]; error_x: { array: (number | null)[] } }[];
      return { errors: dots.error_x.array, texts: text.text, apart: text.x.map((x, i) => x - dots.x[i]) };
    };
    const loss = of('loss');
    expect(loss.errors).toEqual([0.01, null, 0.01, 0.01, 0.01]);
    expect(loss.texts.slice(0, 2)).toEqual(['\u20020.020 ± 0.010', '\u20020.310']);
    expect(loss.apart.map((value) => Math.round(1000 * value))).toEqual([10, 0, 10, 10, 10]);
    const error = of('error');
    expect(error.errors).toEqual([2, 2, 2, 2, 2]);
    expect(error.texts[1]).toBe('\u20029.3 ± 2.0 %');
  });

  it.each([360, 520, 620, 700, 1000, 1400])('have room for every number within %i pixels', (width) => {
    const figure = averagingFigure({ ...given, width, theme });
    const margin = figure?.layout['margin'] as { l: number; r: number };
    for (const trace of figure?.data ?? []) {
      if (trace['mode'] !== 'text') continue;
      const axis = String(trace['xaxis']).replace('x', 'xaxis');
      const { domain, range } = figure?.layout[axis] as { domain: [number, number]; range: [number, number] };
      const [left, right] = domain.map((part) => margin.l + part * (width - margin.l - margin.r));
      for (const [at, x] of (trace['x'] as number[]).entries()) {
        const start = left + ((x - range[0]) / (range[1] - range[0])) * (right - left);
        // Digits are some 0.55 of the font's size wide.
        const words = (trace['text'] as string[])[at];
        expect(start + 0.55 * theme.fontSize * words.length, `${words} at ${width}`).toBeLessThanOrEqual(right + 16);
      }
    }
  });

  it('have one scale, and say what is not finite', () => {
    const scores = { ...given.naive.scores, loss: given.naive.scores.loss.map((value, i) => (i === 0 ? Infinity : value)) };
    const figure = averagingFigure({ ...given, naive: { ...given.naive, scores }, width: 700, theme });
    expect(notFinite(figure)).toEqual([]);
    expect(figure?.data.some((trace) => (trace['text'] as string[] | undefined)?.includes('not finite'))).toBe(true);
    expect(
      new Set(['xaxis', 'xaxis2', 'xaxis3', 'xaxis4'].map((axis) => JSON.stringify((figure?.layout[axis] as { range: unknown }).range))).size,
    ).toBe(1);
  });
});

describe('the barrier by example', () => {
  const decomposition = { ...fakeDecomposition(4), contribution: Float64Array.of(0.1, 2, -0.4, 0.3), mean: 0.5 };

  it('adds up from the worst to the barrier itself', () => {
    expect(byContribution(decomposition)).toEqual([1, 3, 0, 2]);
    expect(summedContributions(decomposition)[3]).toBeCloseTo(0.5, 14);
    expect(carriedBy(decomposition, 0.25)).toBeCloseTo(1, 14);
    expect(carriedBy({ ...decomposition, mean: -0.1 }, 0.25)).toBeNull();
    expect(decompositionTable(decomposition).rows[0].slice(0, 4)).toEqual([1, decomposition.label[1], decomposition.predicted[1], 2]);
    expect(decompositionText({ decomposition, split: 'test' })).toContain(
      'Loss above its reference 0.500 ± 0.020 on 4 test examples at alpha 0.50; 3 add to it',
    );
  });

  it('draws what is finite on a scale centred on zero', () => {
    const contribution = Float64Array.of(NaN, 2, -0.4, 0.3);
    const given = { decomposition: { ...decomposition, contribution, mean: NaN }, split: 'test' as const, theme };
    const map = decompositionMap({ ...given, examples: { index: Int32Array.of(0, 1, 2, 3), x: Float32Array.of(0, 0, 1, 1, 2, 2, 3, 3) } });
    expect([notFinite(map), notFinite(contributionCurve(given))]).toEqual([[], []]);
    const marker = map.data[0]['marker'] as { cmin: number; cmax: number };
    expect(marker.cmin).toBe(-marker.cmax);
    expect(map.data[1]['x']).toEqual([0]);
  });
});

describe('the sweep', () => {
  const given = {
    entries: [
      { name: 'slow', status: 'done' as const, grid: fakeGrid('single', 0.1) },
      { name: 'fast', status: 'done' as const, grid: fakeGrid('single', 2) },
      { name: 'next', status: 'waiting' as const, grid: null },
    ],
    metric: 'loss' as const,
    split: 'test' as const,
    pair: null,
  };

  it('draws every setting on one scale, and says what is to come', () => {
    const figure = sensitivityFigure({ ...given, width: 700, theme });
    expect(figure.data.map((trace) => trace['zmax'])).toEqual([figure.data[0]['zmax'], figure.data[0]['zmax']]);
    expect(figure.layout.annotations.map(({ text }) => text)).toContain('waiting …');
    expect(notFinite(figure)).toEqual([]);
    expect(sensitivityTable(given).rows).toHaveLength(2 * 2 * 10);
    expect(sensitivityText(given)).toContain('next: waiting.');
  });

  it('colours no cell within its error, and says the error of a cell', () => {
    const grid = withErrors(fakeGrid('single', 1e-3), 0.05);
    const figureOf = (pair: number | null) =>
      sensitivityFigure({ ...given, entries: [{ name: 'flat', status: 'done', grid }], pair, width: 700, theme });
    expect((figureOf(1).data[0]['z'] as number[][]).flat().every((value) => value === 0)).toBe(true);
    const sure = withErrors(fakeGrid('single', 0.3), 1e-4);
    const told = sensitivityFigure({ ...given, entries: [{ name: 'sure', status: 'done', grid: sure }], pair: 1, width: 700, theme });
    expect((told.data[0]['z'] as number[][])[0][0]).toBeGreaterThan(0.1);
    expect((figureOf(1).data[0]['hovertext'] as string[][])[0][0]).toContain(' ± 0.050</b>');
    const unknown = sensitivityFigure({ ...given, entries: [{ name: 'flat', status: 'done', grid: fakeGrid('single', 1e-5) }], width: 700, theme });
    // A thousandth of the loss of the ends, 0.126.
    expect(unknown.data[0]['zmax']).toBeCloseTo(1.26e-4, 12);
  });

  it('says under every panel how good its networks are, how far apart, and from where to where the pairs go', () => {
    const feet = (pair: number | null): string[] =>
      sensitivityFigure({ ...given, pair, width: 700, theme }).layout.annotations.flatMap(({ text }) =>
        String(text).startsWith('ends') ? [String(text)] : [],
      );
    const grid = fakeGrid('single', 0.1);
    const distance = Math.hypot(...grid.distance.slice(0, 9));
    const fulls = [0, 1, 2].map((p) => grid.intoA.loss[10 * p] - grid.endA.loss[p]);
    expect(feet(null)).toHaveLength(2);
    expect(feet(null)[0]).toBe(
      `ends 0.12, 0.12<br>‖δ‖ ${formatNumber(distance)}<br>full ${formatNumber(Math.min(...fulls), 2)} to ${formatNumber(Math.max(...fulls), 2)}`,
    );
    expect(feet(1)[0]).toBe(`ends 0.12, 0.12<br>‖δ‖ ${formatNumber(distance)}`);
    expect(sensitivityTable(given).columns.slice(-2)).toEqual(['end A (loss, nats)', 'end B (loss, nats)']);
    expect(sensitivityTable({ ...given, metric: 'error' }).columns[3]).toBe('barrier (error, a part of 1)');
  });
});
