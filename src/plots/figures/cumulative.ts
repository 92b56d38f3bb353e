/**
 * Layers joining one after another until all are averaged (methods.md §4; Adilova et al. 2024, Fig. 3): the barrier against their number,
 * into A beside into B. Naive is dashed, aligned solid; every pair thin, their mean thick; dotted an even share, full/k a layer.
 * As a heatmap over epochs the same grids are drawn by barriers.ts.
 */
import { cumulativeBarriers, type CumulativeBarriers, type CumulativeReading } from '../../landscape/layers/cumulative.ts';
import type { LayerGrid, LayerSequence } from '../../landscape/layers/results.ts';
import { shownBarrier } from '../draw/barrier-cells.ts';
import { baseAxis, keyedLayout, NARROW } from '../draw/base-layout.ts';
import type { FigureTheme } from '../draw/colours.ts';
import { extentOf, type Figure, finite, type Trace } from '../draw/figure.ts';
import { type GridSeries, type LabPath, type LabSide, lastOf } from '../draw/layer-panels.ts';
import { axisId, axisKey, panelHeading, panelPlaces } from '../draw/panel-places.ts';
import { axisRoom, keyHeight } from '../draw/room.ts';
import { type NumberTable, UNITS } from '../draw/table.ts';

export interface CumulativeChoice extends CumulativeReading {
  readonly series: GridSeries;
  /** Which of the epochs; null: the last that has come. */
  readonly epoch: number | null;
}

export interface CumulativeInput extends CumulativeChoice {
  /** Pixels that the figure will have. */
  readonly width: number;
  readonly theme: FigureTheme;
}

/** One path and side. */
export interface CumulativeCurve extends CumulativeBarriers {
  readonly path: LabPath;
  readonly into: LabSide;
  readonly sequence: LayerSequence;
}

/** Numbers on the vertical axis, at most. */
const TICKS = 6;

const SEQUENCE_AXIS: Readonly<Record<LayerSequence, string>> = {
  single: 'layer',
  fromInput: 'layers moved, from the input',
  fromOutput: 'layers moved, from the output',
  random: 'layers moved, in a random order',
  window: 'first layer of the window',
};

/** The grid that the curves are read off. */
function gridAt(grids: readonly (LayerGrid | null)[], epoch: number | null, epochs: readonly number[]): LayerGrid | null {
  return epoch === null ? lastOf(grids) : (grids[epochs.indexOf(epoch)] ?? null);
}

/** The curves in order: naive into A, naive into B, aligned into A, aligned into B; those that have come. */
export function cumulativeCurves(input: CumulativeChoice): CumulativeCurve[] {
  return (['naive', 'aligned'] as const).flatMap((path) => {
    const grid = gridAt(input.series[path] ?? [], input.epoch, input.series.epochs);
    return grid === null
      ? []
      : (['A', 'B'] as const).map((into) => ({ path, into, sequence: grid.sequence, ...cumulativeBarriers(grid, into, input) }));
  });
}

function tracesOf(curve: CumulativeCurve, input: CumulativeInput, first: boolean): { thin: Trace[]; thick: Trace } {
  const { theme, metric, pair } = input;
  const panel = curve.into === 'A' ? 0 : 1;
  const naive = curve.path === 'naive';
  const shared = { type: 'scatter', mode: 'lines', xaxis: axisId('x', panel), yaxis: axisId('y', panel), x: curve.x, connectgaps: false };
  const dash = naive ? 'dash' : 'solid';
  const unit = (values: readonly number[]): (number | null)[] => finite(values.map((value) => (metric === 'loss' ? value : 100 * value)));
  const key = (name: string): Record<string, unknown> => ({ name, showlegend: panel === 0, legendgroup: name });
  const thin =
    curve.each.length > 1
      ? curve.each.map((values, p) => ({
          ...shared,
          ...key(`${curve.path}, each pair`),
          showlegend: panel === 0 && p === 0,
          y: unit(values),
          line: { color: naive ? theme.naiveThin : theme.alignedThin, width: 1 * theme.stroke, dash },
          hoverinfo: 'skip',
        }))
      : [];
  const label = pair === null && curve.each.length > 1 ? `${curve.path}, mean` : curve.path;
  const hover = curve.names.map((name, i) => `${name}, ${curve.path}: ${shownBarrier(curve.shown[i], metric)}`);
  const even: Trace = {
    ...shared,
    ...key('even share, full/k'),
    showlegend: panel === 0 && first,
    y: unit(curve.even),
    line: { color: theme.muted, width: 1 * theme.stroke, dash: 'dot' },
    hoverinfo: 'skip',
  };
  const thick: Trace = {
    ...shared,
    ...key(label),
    mode: 'lines+markers',
    y: unit(curve.shown),
    line: { color: naive ? theme.naive : theme.ink, width: 2.5 * theme.stroke, dash },
    marker: { size: 5 * theme.stroke, color: naive ? theme.naive : theme.ink, symbol: naive ? 'circle' : 'square' },
    text: hover,
    hoverinfo: 'text',
  };
  return { thin: [...thin, even], thick };
}

/** The curves; null while none has come. */
export function cumulativeFigure(input: CumulativeInput): Figure | null {
  const { theme, metric, series, width } = input;
  const curves = cumulativeCurves(input);
  if (curves.length === 0) return null;
  const traces = curves.map((curve) => tracesOf(curve, input, curve.path === curves[0].path));
  const narrow = width < NARROW;
  const extent = extentOf(curves.flatMap((curve) => [...curve.each.flat(), ...curve.even, 0])) ?? { low: 0, high: 1 };
  const pad = 0.06 * Math.max(extent.high - extent.low, 1e-3);
  const range = [extent.low - pad, extent.high + pad].map((value) => (metric === 'loss' ? value : 100 * value));
  const side = { l: axisRoom({ low: range[0], high: range[1] }, TICKS, theme), r: 12 };
  const inner = width - side.l - side.r;
  const key = traces.flatMap(({ thin, thick }) => [...thin, thick]).flatMap((trace) => (trace['showlegend'] === true ? [String(trace['name'])] : []));
  const margin = { ...side, t: keyHeight(key, inner, theme) + 2 * theme.fontSize, b: 3.6 * theme.fontSize };
  const height = margin.t + (narrow ? 490 : 340) + margin.b;
  const places = panelPlaces({ rows: narrow ? 2 : 1, columns: narrow ? 1 : 2, across: (1.5 * theme.fontSize) / inner, down: 0.14 });
  const last = Math.max(...curves[0].x);
  const axes = (['A', 'B'] as const).flatMap((_, i): [string, Record<string, unknown>][] => {
    const labels = narrow || i === 0;
    const title = metric === 'loss' ? `barrier of the ${series.split} loss` : `barrier of the ${series.split} error, points`;
    return [
      [
        axisKey('x', i),
        {
          ...baseAxis(theme, narrow && i === 0 ? '' : SEQUENCE_AXIS[curves[0].sequence]),
          domain: places[i].x,
          anchor: axisId('y', i),
          range: [Math.min(...curves[0].x) - 0.3, last + 0.3],
          dtick: 1,
          showgrid: false,
        },
      ],
      [
        axisKey('y', i),
        {
          ...baseAxis(theme, labels ? title : ''),
          domain: places[i].y,
          anchor: axisId('x', i),
          range,
          showticklabels: labels,
          nticks: TICKS,
          zeroline: true,
          zerolinecolor: theme.muted,
          zerolinewidth: 1,
        },
      ],
    ];
  });
  return {
    surface: false,
    height,
    // Every pair below every mean.
    data: [...traces.flatMap(({ thin }) => thin), ...traces.map(({ thick }) => thick)],
    layout: {
      ...keyedLayout(theme, margin),
      ...Object.fromEntries(axes),
      annotations: (['A', 'B'] as const).map((into, i) => panelHeading(`<b>into ${into}</b>`, places[i], theme)),
    },
  };
}

/** Where each curve ends and where it climbs most. */
export function cumulativeText(input: CumulativeChoice): string {
  const curves = cumulativeCurves(input);
  if (curves.length === 0) return 'No cumulative barriers yet.';
  const sentences = curves.map(({ path, into, names, shown }) => {
    const steps = shown
      .slice(1)
      .map((value, i) => ({ name: names[i + 1], step: value - shown[i] }))
      .filter(({ step }) => Number.isFinite(step));
    const steepest = steps.length === 0 ? null : steps.reduce((most, entry) => (entry.step > most.step ? entry : most));
    return `${path} into ${into}: from ${shownBarrier(shown[0], input.metric)} to ${shownBarrier(shown[shown.length - 1], input.metric)}${steepest === null || steepest.step <= 0 ? '' : `, the largest rise ${shownBarrier(steepest.step, input.metric)} at ${steepest.name}`}.`;
  });
  return `Barrier of the ${input.series.split} ${input.metric} against the layers averaged. ${sentences.join(' ')}`;
}

/** One row a point of a curve, with every pair's own value. */
export function cumulativeTable(input: CumulativeChoice): NumberTable {
  const curves = cumulativeCurves(input);
  const pairs = curves[0]?.each.length ?? 0;
  return {
    title: 'cumulative barriers',
    columns: [
      'path',
      'side',
      'layers',
      curves[0]?.sequence === 'window' ? 'first layer' : 'layers moved',
      ...['barrier', 'even share', ...input.series.pairs.slice(0, pairs)].map((name) => `${name}${UNITS[input.metric]}`),
    ],
    rows: curves.flatMap(({ path, into, x, names, each, shown, even }) =>
      x.map((at, i) => [path, `into ${into}`, names[i], at, shown[i], even[i], ...each.map((values) => values[i])]),
    ),
  };
}
