/**
 * Is the way to the other network special (methods.md §4; Adilova et al. 2024, Fig. 5)? For all layers and for each alone: the loss at
 * random directions of norm t·‖δ‖, beside the way to the other network at the same distance; below, the difference of both. t = ½ is
 * hollow, t = 1 filled; around A beside around B.
 */
import { formatNumber } from '../../base/format.ts';
import { measureOf } from '../../landscape/layers/grid-barriers.ts';
import type { Robustness, RobustnessSide } from '../../landscape/layers/robustness.ts';
import { shownBarrier } from '../draw/barrier-cells.ts';
import { baseAxis, keyedLayout, NARROW } from '../draw/base-layout.ts';
import { type FigureTheme, roleColour } from '../draw/colours.ts';
import { differenceRange, drawMargin, drawPanels, lossAxis, rowTicks } from '../draw/draw-panels.ts';
import { type Extent, type Figure, finite, type Trace } from '../draw/figure.ts';
import type { LabMetric, LabPath, LabSide } from '../draw/layer-panels.ts';
import { axisId, axisKey, panelHeading } from '../draw/panel-places.ts';
import { type Summary, summaryOf } from '../draw/statistics.ts';
import { type NumberTable, UNITS } from '../draw/table.ts';

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
  /** Place in the figure: full, full with every layer's own length, then the layers. */
  readonly row: number;
  /** Whether all layers move. */
  readonly full: boolean;
  readonly name: string;
  readonly t: number;
  readonly distance: number;
  readonly draws: readonly number[];
  readonly random: Summary;
  readonly path: number;
  /** The path minus the mean of the random ones. */
  readonly difference: number;
  /** How many draws cost less than the path. */
  readonly below: number;
  readonly clean: number;
}

/** All layers, each as far as its own part of the way. */
const BY_LAYER = 'full, by layer';

/** Of the rows of the figure. */
function rowNames({ names: [full, ...layers] }: Robustness): string[] {
  return [full, BY_LAYER, ...layers];
}

/** Every row at every t, around A and then around B. */
export function robustnessPoints({ result, metric }: Pick<RobustnessInput, 'result' | 'metric'>): RobustnessPoint[] {
  const { t, draws, distance } = result;
  const around = (side: RobustnessSide, label: LabSide): RobustnessPoint[] => {
    const [random, own, path] = [side.random, side.own, side.path].map((field) => measureOf(field, metric));
    const clean = metric === 'loss' ? side.clean.loss : 1 - side.clean.accuracy;
    return rowNames(result).flatMap((name, row) =>
      Array.from(t, (at, i): RobustnessPoint => {
        // Both rows of all layers have one path.
        const source = Math.max(0, row - 1);
        const place = source * t.length + i;
        const drawn = row === 1 ? own.subarray(i * draws, (i + 1) * draws) : random.subarray(place * draws, (place + 1) * draws);
        const summary = summaryOf(Array.from(drawn));
        return {
          around: label,
          row,
          full: row < 2,
          name,
          t: at,
          distance: at * distance[source],
          draws: Array.from(drawn),
          random: summary,
          path: path[place],
          difference: path[place] - summary.mean,
          below: drawn.filter((value) => value < path[place]).length,
          clean,
        };
      }),
    );
  };
  return [...around(result.a, 'A'), ...around(result.b, 'B')];
}

/** 0.5 is a half. */
export function fractionName(t: number): string {
  return t === 0.5 ? '½' : formatNumber(t).replace(/\.00$/, '');
}

function offset(input: RobustnessInput, t: number): number {
  const { t: all } = input.result;
  return all.length === 1 ? 0 : (all.indexOf(t) / (all.length - 1) - 0.5) * 0.44;
}

function hoverOf(point: RobustnessPoint, metric: LabMetric): string {
  const number = (value: number): string => shownBarrier(value, metric);
  return `${point.name} around ${point.around}, t = ${fractionName(point.t)}, distance ${formatNumber(point.distance)}<br>way to the other <b>${number(point.path)}</b><br>random, mean of ${point.random.count} <b>${number(point.random.mean)}</b>, quartiles ${number(point.random.lower)} to ${number(point.random.upper)}<br>the way costs more than ${point.below} of ${point.random.count}`;
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
  const rows = rowNames(input.result).length;
  return [
    {
      ...axes,
      ...key('random directions'),
      mode: 'markers',
      x: draws.map(({ x }) => x),
      y: finite(draws.map(({ y }) => y)),
      marker: { size: 4 * theme.stroke, color: theme.muted, opacity: 0.55 },
      hoverinfo: 'skip',
    },
    {
      ...axes,
      ...key('their quartiles'),
      mode: 'lines',
      x: bars.map(({ x }) => x),
      y: finite(bars.map(({ y }) => y)),
      line: { color: theme.muted, width: 3 * theme.stroke },
      hoverinfo: 'skip',
      connectgaps: false,
    },
    {
      ...axes,
      ...key('their mean'),
      mode: 'markers',
      x: points.map(place),
      y: finite(points.map(({ random }) => unit(random.mean))),
      marker: { symbol: 'line-ew', size: 9 * theme.stroke, line: { color: theme.ink, width: 2 * theme.stroke } },
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
        marker: { symbol, size: 9 * theme.stroke, color: colour, line: { color: colour, width: 1.75 * theme.stroke } },
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
      line: { color: roleColour(around), width: 1.5 * theme.stroke, dash: 'dot' },
      hoverinfo: 'skip',
    },
  ];
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
      textfont: { size: theme.fontSize, color: colour },
      marker: {
        symbol: drawn.map(({ point }) => symbol(point)),
        size: 9 * theme.stroke,
        color: colour,
        line: { color: colour, width: 1.75 * theme.stroke },
      },
      hovertext: drawn.map(
        ({ point }) =>
          `${point.name} around ${point.around}, t = ${fractionName(point.t)}<br>difference <b>${shownBarrier(point.difference, metric)}</b>`,
      ),
      hoverinfo: 'text',
      cliponaxis: false,
    },
  ];
}

/** The figure. Panels: losses around A and around B on one scale, then the differences on another. */
export function robustnessFigure(input: RobustnessInput): Figure {
  const { theme, metric, split, width, result } = input;
  const narrow = width < NARROW;
  const points = robustnessPoints(input);
  const sides = (['A', 'B'] as const).map((side) => points.filter(({ around }) => around === side));
  const range = differenceRange(points.map((point) => ({ ...point, row: point.full ? 0 : point.row })));
  const unit = metric === 'loss' ? 1 : 100;
  const lossScale = lossAxis(points, metric);
  const differences = [range.low * unit, range.high * unit];
  const lossData = sides.flatMap((side, i) => lossTraces(side, i, input));
  const margin = drawMargin(lossData, [lossScale, { range: differences }], width, theme);
  const panels = drawPanels(narrow, theme.fontSize, width - margin.l - margin.r);
  const places = [...panels.loss, ...panels.difference];
  const suffix = metric === 'loss' ? `${split} loss` : `${split} error, %`;
  const axes = places.flatMap((place, i): [string, Record<string, unknown>][] => {
    const labels = narrow || i % 2 === 0;
    const losses = i < 2;
    const scale = losses ? lossScale : { range: differences, nticks: 5, zeroline: true, zerolinecolor: theme.muted, zerolinewidth: 1 };
    const title = labels ? (losses ? suffix : metric === 'loss' ? 'difference' : 'difference, points') : '';
    return [
      [
        axisKey('x', i),
        {
          ...baseAxis(theme, losses && !narrow ? '' : narrow && i !== 3 ? '' : 'layer'),
          domain: place.x,
          anchor: axisId('y', i),
          showgrid: false,
          ...rowTicks(rowNames(result).map((name) => (name === BY_LAYER ? '<br>by layer' : name))),
        },
      ],
      [axisKey('y', i), { ...baseAxis(theme, title), domain: place.y, anchor: axisId('x', i), showticklabels: labels, ...scale }],
    ];
  });
  return {
    surface: false,
    height: panels.height + margin.t,
    data: [...lossData, ...sides.flatMap((side, i) => differenceTraces(side, i + 2, range, input))],
    layout: {
      ...keyedLayout(theme, margin),
      ...Object.fromEntries(axes),
      annotations: (['A', 'B'] as const).flatMap((side, i) => [
        panelHeading(`<b>around ${side}</b>`, panels.loss[i], theme),
        panelHeading(narrow ? 'way minus the random mean' : 'way to the other minus the random mean', panels.difference[i], theme),
      ]),
    },
  };
}

/** How many layers cost more on the way to the other network than at random, and the largest difference. */
export function robustnessText(input: Pick<RobustnessInput, 'result' | 'metric' | 'split' | 'path'>): string {
  const points = robustnessPoints(input).filter(({ difference }) => Number.isFinite(difference));
  const sentences = (['A', 'B'] as const).flatMap((around) =>
    Array.from(input.result.t, (t) => {
      const at = points.filter((point) => point.around === around && point.t === t);
      const layers = at.filter((point) => !point.full);
      const [full, own] = [0, 1].map((place) => at.find(({ row }) => row === place));
      const costlier = layers.filter(({ difference }) => difference > 0).length;
      return `Around ${around} at t = ${fractionName(t)}: the way to the other network costs more than random in ${costlier} of ${layers.length} layers; all layers together ${full === undefined ? 'not finite' : `${shownBarrier(full.path, input.metric)} against ${shownBarrier(full.random.mean, input.metric)}, more than ${full.below} of ${full.draws.length} draws`}${own === undefined ? '' : `; against ${shownBarrier(own.random.mean, input.metric)} with every layer as far as its own part of the way, more than ${own.below} of ${own.draws.length} draws`}.`;
    }),
  );
  return `${input.split === 'test' ? 'Test' : 'Train'} ${input.metric} under random perturbations of the distance between the networks, ${input.path}. ${sentences.join(' ')}`;
}

/** One row an end, layer and t; every draw in a column of its own. */
export function robustnessTable(input: Pick<RobustnessInput, 'result' | 'metric'>): NumberTable {
  const measured = (name: string): string => `${name}${UNITS[input.metric]}`;
  return {
    title: 'robustness',
    columns: [
      'around',
      'layers',
      't (part of the way to the other)',
      'distance (norm of the move)',
      ...['clean', 'way to the other', 'random mean', 'random lower quartile', 'random median', 'random upper quartile', 'difference'].map(measured),
      'draws below the way',
      ...Array.from({ length: input.result.draws }, (_, d) => measured(`draw ${d + 1}`)),
    ],
    rows: robustnessPoints(input).map(({ around, name, t, distance, clean, path, random, difference, below, draws }) => [
      around,
      name,
      t,
      distance,
      clean,
      path,
      random.mean,
      random.lower,
      random.median,
      random.upper,
      difference,
      below,
      ...draws,
    ]),
  };
}
