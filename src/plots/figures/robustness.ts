/**
 * Is the way to the other network special (methods.md §4; Adilova et al. 2024, Fig. 5)? For all layers and for each alone: the loss at
 * random directions of norm t·‖δ‖, beside the way to the other network at the same distance; below, the difference of both. t = ½ is
 * hollow, t = 1 filled; around A beside around B.
 */
import type { Robustness, RobustnessSide } from '../../landscape/layers/robustness.ts';
import { shownBarrier } from '../draw/barrier-cells.ts';
import { baseAxis, keyedLayout } from '../draw/base-layout.ts';
import { extentOf, finite, type Extent, type Figure, type Trace } from '../draw/figure.ts';
import { formatNumber } from '../format.ts';
import { measureOf, type LabMetric, type LabPath, type LabSide } from '../draw/layer-panels.ts';
import { NARROW } from './barriers.ts';
import { axisId, axisKey, panelHeading, type PanelPlace } from '../draw/panel-places.ts';
import { roleColour, type FigureTheme } from '../draw/palette.ts';
import { summaryOf, type Summary } from '../draw/statistics.ts';

export interface RobustnessInput {
  readonly result: Robustness;
  readonly path: LabPath;
  readonly metric: LabMetric;
  readonly split: 'train' | 'test';
  /** Pixels that the figure will have. */
  readonly width: number;
  readonly theme: FigureTheme;
}

/** Of one end, row and t. */
export interface RobustnessPoint {
  readonly around: LabSide;
  readonly row: number;
  readonly name: string;
  readonly t: number;
  readonly distance: number;
  readonly draws: readonly number[];
  readonly random: Summary;
  readonly path: number;
  /** The path minus the mean of the random ones. */
  readonly difference: number;
  readonly clean: number;
}

/** Every row at every t, around A and then around B. */
export function robustnessPoints({ result, metric }: Pick<RobustnessInput, 'result' | 'metric'>): RobustnessPoint[] {
  const { names, t, draws, distance } = result;
  const around = (side: RobustnessSide, label: LabSide): RobustnessPoint[] => {
    const random = measureOf(side.random, metric);
    const path = measureOf(side.path, metric);
    const clean = cleanOf(side, metric);
    return names.flatMap((name, row) =>
      Array.from(t, (at, i) => {
        const place = row * t.length + i;
        const values = Array.from(random.subarray(place * draws, (place + 1) * draws));
        const random_ = summaryOf(values);
        return {
          around: label,
          row,
          name,
          t: at,
          distance: at * distance[row],
          draws: values,
          random: random_,
          path: path[place],
          difference: path[place] - random_.mean,
          clean,
        };
      }),
    );
  };
  return [...around(result.a, 'A'), ...around(result.b, 'B')];
}

function cleanOf({ clean }: RobustnessSide, metric: LabMetric): number {
  return metric === 'loss' ? clean.loss : 1 - clean.accuracy;
}

/** 0.5 is a half. */
export function fractionName(t: number): string {
  return t === 0.5 ? '½' : formatNumber(t).replace(/\.00$/, '');
}

interface Panels {
  readonly loss: readonly PanelPlace[];
  readonly difference: readonly PanelPlace[];
  readonly height: number;
}

/** Losses over differences; B beside A, or (narrow) below it. */
function panelsOf(narrow: boolean, fontSize: number, inner: number): Panels {
  if (narrow) {
    const places = [
      [0.79, 1],
      [0.56, 0.73],
      [0.24, 0.45],
      [0, 0.17],
    ].map((y) => ({ x: [0, 1] as const, y: [y[0], y[1]] as const }));
    return { loss: [places[0], places[2]], difference: [places[1], places[3]], height: 900 };
  }
  const gap = (1.5 * fontSize) / inner / 2;
  const columns = [[0, 0.5 - gap] as const, [0.5 + gap, 1] as const];
  return { loss: columns.map((x) => ({ x, y: [0.47, 1] })), difference: columns.map((x) => ({ x, y: [0, 0.36] })), height: 560 };
}

function offset(input: RobustnessInput, t: number): number {
  const { t: all } = input.result;
  return all.length === 1 ? 0 : (all.indexOf(t) / (all.length - 1) - 0.5) * 0.44;
}

function hoverOf(point: RobustnessPoint, metric: LabMetric): string {
  const number = (value: number): string => shownBarrier(value, metric);
  return `${point.name} around ${point.around}, t = ${fractionName(point.t)}, distance ${formatNumber(point.distance)}<br>way to the other <b>${number(point.path)}</b><br>random, mean of ${point.random.count} <b>${number(point.random.mean)}</b>, quartiles ${number(point.random.lower)} to ${number(point.random.upper)}`;
}

function lossTraces(points: readonly RobustnessPoint[], panel: number, input: RobustnessInput): Trace[] {
  const { theme, metric, path } = input;
  const unit = (value: number): number => (metric === 'loss' ? value : 100 * value);
  const axes = { type: 'scatter', xaxis: axisId('x', panel), yaxis: axisId('y', panel) };
  const key = (name: string): Record<string, unknown> => ({ name, legendgroup: name, showlegend: panel === 0 });
  const place = (point: RobustnessPoint): number => point.row + offset(input, point.t);
  const draws = points.flatMap((point) => point.draws.map((value) => ({ x: place(point), y: unit(value) })));
  const bars = points.flatMap((point) => [unit(point.random.lower), unit(point.random.upper), NaN].map((y) => ({ x: place(point), y })));
  const colour = path === 'naive' ? theme.naive : theme.ink;
  const around = points[0].around;
  const rows = input.result.names.length;
  return [
    {
      ...axes,
      ...key('random directions'),
      mode: 'markers',
      x: draws.map(({ x }) => x),
      y: finite(draws.map(({ y }) => y)),
      marker: { size: 4, color: theme.muted, opacity: 0.55 },
      hoverinfo: 'skip',
    },
    {
      ...axes,
      ...key('their quartiles'),
      mode: 'lines',
      x: bars.map(({ x }) => x),
      y: finite(bars.map(({ y }) => y)),
      line: { color: theme.muted, width: 3 },
      hoverinfo: 'skip',
      connectgaps: false,
    },
    {
      ...axes,
      ...key('their mean'),
      mode: 'markers',
      x: points.map(place),
      y: finite(points.map(({ random }) => unit(random.mean))),
      marker: { symbol: 'line-ew', size: 9, line: { color: theme.ink, width: 2 } },
      hoverinfo: 'skip',
    },
    ...Array.from(input.result.t, (t): Trace => {
      const at = points.filter((point) => point.t === t);
      const symbol = t === 0.5 ? 'diamond-open' : 'diamond';
      return {
        ...axes,
        ...key(`way to the other, t = ${fractionName(t)}`),
        mode: 'markers',
        x: at.map(place),
        y: finite(at.map((point) => unit(point.path))),
        marker: { symbol, size: 9, color: colour, line: { color: colour, width: 1.75 } },
        text: at.map((point) => hoverOf(point, metric)),
        hoverinfo: 'text',
      };
    }),
    {
      ...axes,
      name: `${around} itself`,
      mode: 'lines',
      x: [-0.5, rows - 0.5],
      y: finite([unit(points[0].clean), unit(points[0].clean)]),
      line: { color: roleColour(around), width: 1.5, dash: 'dot' },
      hoverinfo: 'skip',
    },
  ];
}

/** The range of the layers' differences and zero; the full row's may lie outside and is then drawn at the edge, with its number. */
function differenceRange(points: readonly RobustnessPoint[]): Extent {
  const layers = extentOf([0, ...points.filter(({ row }) => row > 0).map(({ difference }) => difference)]) ?? { low: 0, high: 0 };
  const all = extentOf([0, ...points.map(({ difference }) => difference)]) ?? { low: 0, high: 0 };
  // None are known yet.
  if (all.low === all.high) return { low: -1, high: 1 };
  const span = Math.max(layers.high - layers.low, 0.1 * (all.high - all.low), 1e-3);
  return { low: Math.max(all.low, layers.low - span) - 0.12 * span, high: Math.min(all.high, layers.high + span) + 0.12 * span };
}

function differenceTraces(points: readonly RobustnessPoint[], panel: number, range: Extent, input: RobustnessInput): Trace[] {
  const { theme, metric, path } = input;
  const unit = (value: number): number => (metric === 'loss' ? value : 100 * value);
  const axes = { type: 'scatter', mode: 'markers+text', xaxis: axisId('x', panel), yaxis: axisId('y', panel), showlegend: false };
  const colour = path === 'naive' ? theme.naive : theme.ink;
  const edge = 0.04 * (range.high - range.low);
  const drawn = points
    .filter(({ difference }) => Number.isFinite(difference))
    .map((point) => ({ point, y: Math.min(range.high - edge, Math.max(range.low + edge, point.difference)) }));
  const outside = ({ difference }: RobustnessPoint): boolean => difference > range.high || difference < range.low;
  const symbol = (point: RobustnessPoint): string =>
    `${outside(point) ? (point.difference > 0 ? 'triangle-up' : 'triangle-down') : 'diamond'}${point.t === 0.5 ? '-open' : ''}`;
  return [
    {
      ...axes,
      x: drawn.map(({ point }) => point.row + offset(input, point.t)),
      y: drawn.map(({ y }) => unit(y)),
      text: drawn.map(({ point }) => (outside(point) ? shownBarrier(point.difference, metric) : '')),
      textposition: drawn.map(({ point }) => (point.t === 0.5 ? (point.difference > 0 ? 'bottom right' : 'top right') : 'middle right')),
      textfont: { size: theme.fontSize - 1, color: colour },
      marker: { symbol: drawn.map(({ point }) => symbol(point)), size: 9, color: colour, line: { color: colour, width: 1.75 } },
      hovertext: drawn.map(
        ({ point }) =>
          `${point.name} around ${point.around}, t = ${fractionName(point.t)}<br>difference <b>${shownBarrier(point.difference, metric)}</b>`,
      ),
      hoverinfo: 'text',
      cliponaxis: false,
    },
  ];
}

function lossAxis(points: readonly RobustnessPoint[], input: RobustnessInput): Record<string, unknown> {
  const values = points.flatMap(({ draws, path, clean }) => [...draws, path, clean]);
  const extent = extentOf(values) ?? { low: 0, high: 1 };
  if (input.metric === 'loss' && extent.low > 0 && extent.high > 12 * extent.low)
    return {
      type: 'log',
      range: [Math.log10(extent.low) - 0.08, Math.log10(extent.high) + 0.08],
      dtick: 'D2',
      tickformat: '~g',
      minor: { showgrid: false },
    };
  const pad = 0.08 * Math.max(extent.high - extent.low, 1e-3);
  const unit = input.metric === 'loss' ? 1 : 100;
  return { range: [(extent.low - pad) * unit, (extent.high + pad) * unit], nticks: 6 };
}

/** 'full', then the layers by their numbers. */
function rowTicks(names: readonly string[]): Record<string, unknown> {
  return {
    tickvals: names.map((_, r) => r),
    ticktext: names.map((name) => name.replace(/^layer /, '')),
    range: [-0.6, names.length - 0.4],
    tickangle: 0,
  };
}

/** The figure. Panels: losses around A and around B on one scale, then the differences on another. */
export function robustnessFigure(input: RobustnessInput): Figure {
  const { theme, metric, split, width, result } = input;
  const narrow = width < NARROW;
  const margin = { l: 4.8 * theme.fontSize, r: narrow ? 12 : 20, t: (narrow ? 13 : 7) * theme.fontSize, b: 3.6 * theme.fontSize };
  const panels = panelsOf(narrow, theme.fontSize, width - margin.l - margin.r);
  const places = [...panels.loss, ...panels.difference];
  const points = robustnessPoints(input);
  const sides = (['A', 'B'] as const).map((side) => points.filter(({ around }) => around === side));
  const range = differenceRange(points);
  const unit = metric === 'loss' ? 1 : 100;
  const suffix = metric === 'loss' ? `${split} loss` : `${split} error, %`;
  const axes = places.flatMap((place, i): [string, Record<string, unknown>][] => {
    const labels = narrow || i % 2 === 0;
    const losses = i < 2;
    const scale = losses
      ? lossAxis(points, input)
      : { range: [range.low * unit, range.high * unit], nticks: 5, zeroline: true, zerolinecolor: theme.muted, zerolinewidth: 1 };
    const title = labels ? (losses ? suffix : metric === 'loss' ? 'difference' : 'difference, points') : '';
    return [
      [
        axisKey('x', i),
        {
          ...baseAxis(theme, losses && !narrow ? '' : narrow && i !== 3 ? '' : 'layer'),
          domain: place.x,
          anchor: axisId('y', i),
          showgrid: false,
          ...rowTicks(result.names),
        },
      ],
      [axisKey('y', i), { ...baseAxis(theme, title), domain: place.y, anchor: axisId('x', i), showticklabels: labels, ...scale }],
    ];
  });
  return {
    surface: false,
    height: panels.height,
    data: [...sides.flatMap((side, i) => lossTraces(side, i, input)), ...sides.flatMap((side, i) => differenceTraces(side, i + 2, range, input))],
    layout: {
      ...keyedLayout(theme, margin),
      ...Object.fromEntries(axes),
      annotations: (['A', 'B'] as const).flatMap((side, i) => [
        panelHeading(`<b>around ${side}</b>`, panels.loss[i], theme),
        panelHeading('way to the other minus the random mean', panels.difference[i], theme),
      ]),
    },
  };
}
