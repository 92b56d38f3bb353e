/**
 * Loss or accuracy along the segment from A to B and from A to its aligned copy B′. Naive is dashed, aligned solid; the split that is
 * shown in full weight, the other thin and lighter. The barrier is a bracket from the reference (chord, mean or worse end, by its
 * definition) to the curve, with its number.
 */
import { formatCoordinate, formatNumber, formatPercent, formatPoints, formatUncertain } from '../../base/format.ts';
import type { BarrierDefinition, Curve, MeasuredBarriers } from '../../landscape/results.ts';
import { baseAxis, baseLayout, legendAbove } from '../draw/base-layout.ts';
import { type FigureTheme, roleColour, roleInk } from '../draw/colours.ts';
import type { Extents, Point } from '../draw/label-places.ts';
import { extentOf, type Figure, finite, type Shape, type Trace } from '../draw/figure.ts';
import type { Marker } from '../marker.ts';
import { type BarrierLabel, curveLabels, type Frame } from './curve-labels.ts';

export type Metric = 'loss' | 'accuracy';

export interface CurvePair {
  readonly train: Curve;
  readonly test: Curve;
}

/** Which of the two splits numbers are of, and lines in full weight. */
export type CurveSplit = keyof CurvePair;

export interface CurveInput {
  readonly naive: CurvePair;
  readonly aligned: CurvePair | null;
  readonly split: CurveSplit;
  readonly metric: Metric;
  readonly log: boolean;
  readonly definition: BarrierDefinition;
  readonly theme: FigureTheme;
  /** From the naive curve alone, 0, to the aligned one alone, 1: both as they were computed, one fading into the other. Left out: both. */
  readonly fade?: number;
  /** Without the box of numbers at the pointer, which in a lecture hall covers the curves. Left out: with it. */
  readonly quiet?: boolean;
  /** Of the whole figure, in pixels: its labels find their places in it. */
  readonly room: Extents;
}

/** The curve's own values of a metric, [alpha.length]. */
export function curveValues(curve: Curve, metric: Metric): Float64Array {
  return metric === 'loss' ? curve.loss : curve.accuracy;
}

/** Barrier of the loss, or of the error where accuracy is shown. */
export function barrierOf(curve: Curve, metric: Metric): MeasuredBarriers {
  return metric === 'loss' ? curve.lossBarrier : curve.errorBarrier;
}

/** The barrier's reference level at α: the chord, the mean of the ends, or the worse end. In the metric's own units. */
export function referenceAt(curve: Curve, metric: Metric, definition: BarrierDefinition, alpha: number): number {
  const values = curveValues(curve, metric);
  const first = values[nearestIndex(curve.alpha, 0)];
  const last = values[nearestIndex(curve.alpha, 1)];
  if (definition === 'lerp') return (1 - alpha) * first + alpha * last;
  if (definition === 'mean') return (first + last) / 2;
  return metric === 'loss' ? Math.max(first, last) : Math.min(first, last);
}

function nearestIndex(alpha: Float64Array, target: number): number {
  let best = 0;
  for (let i = 1; i < alpha.length; i++) if (Math.abs(alpha[i] - target) < Math.abs(alpha[best] - target)) best = i;
  return best;
}

/** How strongly the curve of a kind is drawn. */
function weightOf(kind: 'naive' | 'aligned', { fade }: Pick<CurveInput, 'fade'>): number {
  if (fade === undefined) return 1;
  return kind === 'naive' ? 1 - fade : fade;
}

function line(curve: Curve, input: CurveInput, kind: 'naive' | 'aligned', split: CurveSplit): Trace {
  const { metric, theme } = input;
  const full = split === input.split;
  const values = curveValues(curve, metric);
  const colours = kind === 'naive' ? { full: theme.naive, thin: theme.naiveThin } : { full: theme.ink, thin: theme.alignedThin };
  return {
    type: 'scatter',
    mode: 'lines',
    name: `${kind}, ${split}`,
    ...(input.fade === undefined ? {} : { opacity: weightOf(kind, input) }),
    x: Array.from(curve.alpha),
    y: finite(values),
    customdata: Array.from(values, (value) => (metric === 'loss' ? formatNumber(value) : formatPercent(value))),
    line: {
      color: full ? colours.full : colours.thin,
      width: (full ? 2.5 : 1.25) * theme.stroke,
      dash: kind === 'naive' ? 'dash' : 'solid',
      shape: 'linear',
    },
    hovertemplate: `${kind}, ${split} %{customdata}<extra></extra>`,
  };
}

/** Marks the ends on the curve with their letters. */
function ends(input: CurveInput): Trace[] {
  const shown = input.naive[input.split];
  const values = curveValues(shown, input.metric);
  const labels = ['A', 'B'];
  return labels.map((label, end) => ({
    type: 'scatter',
    mode: 'markers+text',
    name: label,
    showlegend: false,
    x: [end],
    y: finite([values[nearestIndex(shown.alpha, end)]]),
    text: [`<b>${label}</b>`],
    textfont: { color: roleInk(label), size: input.theme.fontSize },
    marker: { size: input.theme.fontSize + 8, color: roleColour(label), line: { color: input.theme.paper, width: 2 * input.theme.stroke } },
    hoverinfo: 'skip',
    cliponaxis: false,
  }));
}

/** Has a place on the axis: a logarithmic one has none for zero and below. */
function drawable(value: number, log: boolean): boolean {
  return Number.isFinite(value) && (!log || value > 0);
}

function reference(input: CurveInput): Shape[] {
  const { naive, split, metric, definition, theme } = input;
  const at = (alpha: number): number => referenceAt(naive[split], metric, definition, alpha);
  if (![at(0), at(1)].every((value) => drawable(value, input.log))) return [];
  return [{ type: 'line', x0: 0, x1: 1, y0: at(0), y1: at(1), line: { color: theme.muted, width: 1 * theme.stroke, dash: 'dot' }, layer: 'below' }];
}

interface Bracket {
  readonly shapes: Shape[];
  readonly label: BarrierLabel;
}

/** None where the curve's ends or its barrier are not finite. */
function bracket(curve: Curve, kind: 'naive' | 'aligned', input: CurveInput): Bracket | null {
  const { metric, definition, theme, log } = input;
  const report = barrierOf(curve, metric);
  const alpha = report.at[definition];
  const size = report.barrier[definition];
  const low = referenceAt(curve, metric, definition, alpha);
  const high = metric === 'loss' ? low + size : low - size;
  if (![alpha, low, high].every(Number.isFinite)) return null;
  const colour = kind === 'naive' ? theme.naive : theme.ink;
  const stroke = { color: colour, width: 1.25 * theme.stroke };
  const cap = 0.008;
  const shapes: Shape[] = [
    { type: 'line', x0: alpha, x1: alpha, y0: low, y1: high, line: stroke },
    { type: 'line', x0: alpha - cap, x1: alpha + cap, y0: low, y1: low, line: stroke },
    { type: 'line', x0: alpha - cap, x1: alpha + cap, y0: high, y1: high, line: stroke },
  ];
  const number = barrierText(curve, metric, definition);
  return {
    shapes: kind === 'naive' && drawable(low, log) && drawable(high, log) ? shapes : [],
    label: {
      kind,
      text: `${kind === 'aligned' ? 'aligned' : metric === 'loss' ? 'barrier' : 'drop'} <b>${number}</b>`,
      colour,
      x: alpha,
      low: onAxis(low, log),
      high: onAxis(high, log),
    },
  };
}

/** In the axis' own unit. */
function onAxis(value: number, log: boolean): number {
  return log ? Math.log10(Math.max(value, 1e-12)) : value;
}

/** The barriers' numbers at places that are on no curve, no bracket and no end. */
function labelsOf(input: CurveInput, brackets: readonly Bracket[], frame: Frame): Record<string, unknown>[] {
  const { naive, aligned, split, metric, definition, log, theme } = input;
  const shown = naive[split];
  const points = (curve: Curve): Point[] => Array.from(curveValues(curve, metric), (value, i) => ({ x: curve.alpha[i], y: onAxis(value, log) }));
  const chord = [0, 1].map((x) => ({ x, y: onAxis(referenceAt(shown, metric, definition, x), log) }));
  const strokes = brackets.filter(({ shapes }) => shapes.length > 0).map(({ label: { x, low, high } }) => [low, high].map((y) => ({ x, y })));
  const curves = [naive.train, naive.test, ...(aligned === null ? [] : [aligned.train, aligned.test])].map(points);
  return curveLabels({
    frame,
    labels: brackets.map(({ label }) => label),
    aligned: points((aligned ?? naive)[split]),
    lines: [...curves, chord, ...strokes],
    ends: [0, 1].map((x) => ({ x, y: onAxis(curveValues(shown, metric)[nearestIndex(shown.alpha, x)], log) })),
    theme,
  });
}

function valueRange(input: CurveInput): [number, number] {
  const curves = [input.naive.train, input.naive.test, ...(input.aligned === null ? [] : [input.aligned.train, input.aligned.test])];
  const extent = extentOf(curves.flatMap((curve) => Array.from(curveValues(curve, input.metric)))) ?? { low: 0, high: 1 };
  if (input.metric === 'accuracy') return [Math.max(-0.02, extent.low - 0.06), 1.02];
  if (input.log) return [Math.log10(Math.max(extent.low, 1e-8)) - 0.15, Math.log10(Math.max(extent.high, 1e-7)) + 0.15];
  // From zero, unless all of it lies far above zero and the hump would be squeezed.
  const floor = extent.low > 0.4 * extent.high ? extent.low : Math.min(0, extent.low);
  const span = Math.max(extent.high - floor, 0.05 * extent.high, 1e-9);
  return [floor - (floor > 0 ? 0.15 : 0.05) * span, extent.high + 0.12 * span];
}

/** Whether any value of the curves can be drawn. */
export function curveIsFinite(naive: CurvePair, aligned: CurvePair | null, metric: Metric): boolean {
  const curves = [naive.train, naive.test, ...(aligned === null ? [] : [aligned.train, aligned.test])];
  return extentOf(curves.flatMap((curve) => Array.from(curveValues(curve, metric)))) !== null;
}

/** The curve figure. On accuracy `log` is left out: accuracies are fractions. */
export function curveFigure(given: CurveInput): Figure {
  const input = given.metric === 'accuracy' ? { ...given, log: false } : given;
  const { naive, aligned, theme, metric, log } = input;
  const { split } = input;
  const other = split === 'test' ? 'train' : 'test';
  const brackets = [bracket(naive[split], 'naive', input), ...(aligned === null ? [] : [bracket(aligned[split], 'aligned', input)])].filter(
    (entry) => entry !== null,
  );
  // A number stands beside the curve that is seen.
  const shown = brackets.filter(({ label }) => weightOf(label.kind, input) >= 0.5);
  const margin = { l: 4.6 * theme.fontSize, r: 36, t: 12, b: 3.6 * theme.fontSize };
  const layout = baseLayout(theme, margin);
  const alphas = naive.test.alpha;
  const pad = 0.03 * (alphas[alphas.length - 1] - alphas[0]);
  const [across, along] = [[alphas[0] - pad, alphas[alphas.length - 1] + pad] as const, valueRange(input)];
  const room = { width: input.room.width - margin.l - margin.r, height: input.room.height - margin.t - margin.b };
  return {
    surface: false,
    keyInFiles: true,
    data: [
      line(naive[other], input, 'naive', other),
      ...(aligned === null ? [] : [line(aligned[other], input, 'aligned', other)]),
      line(naive[split], input, 'naive', split),
      ...(aligned === null ? [] : [line(aligned[split], input, 'aligned', split)]),
      ...ends(input),
    ],
    layout: {
      ...layout,
      legend: legendAbove(theme),
      hovermode: input.quiet === true ? false : 'x unified',
      hoverlabel: { bgcolor: theme.paper, bordercolor: theme.rule, font: { color: theme.ink, size: theme.fontSize } },
      dragmode: false,
      xaxis: { ...baseAxis(theme, 'α, from A (0) to B (1)'), range: across, hoverformat: '.3f' },
      yaxis: {
        ...baseAxis(theme, metric === 'loss' ? 'loss (cross-entropy)' : 'accuracy'),
        type: log ? 'log' : 'linear',
        range: along,
        tickformat: metric === 'accuracy' ? '.0%' : log ? '.1~g' : '',
        ...(log ? { dtick: 'D2', minor: { showgrid: false } } : { nticks: 6 }),
      },
      shapes: [...reference(input), ...shown.flatMap((entry) => entry.shapes)],
      annotations: labelsOf(input, shown, { room, x: across, y: along }),
    },
  };
}

/** The line that stands at α; none where the probe is off the path. */
export function alphaMarker(alpha: number | null, theme: FigureTheme): Marker[] {
  return alpha === null ? [] : [{ kind: 'line', x: alpha, colour: theme.accent }];
}

/** Of the loss as it is, of the accuracy in per cent. */
export function valueText(value: number, metric: Metric): string {
  return metric === 'loss' ? formatNumber(value) : formatPercent(value);
}

/** The barrier with its standard error: of the loss as it is, of the accuracy a drop in percentage points. */
export function barrierText(curve: Curve, metric: Metric, definition: BarrierDefinition): string {
  const { barrier, se } = barrierOf(curve, metric);
  return metric === 'loss' ? formatUncertain(barrier[definition], se[definition]) : formatPoints(barrier[definition], se[definition]);
}

const ABOVE: Readonly<Record<BarrierDefinition, string>> = {
  lerp: 'against the chord',
  mean: 'against the mean of the ends',
  max: 'against the worse end',
};

type SpokenCurve = Pick<CurveInput, 'naive' | 'aligned' | 'split' | 'metric' | 'definition'>;

/** What the numbers are against, and where: the end of the quiet line. */
export function curveNote({ naive, aligned, split, metric, definition }: SpokenCurve): string {
  const place = (pair: CurvePair): string => formatCoordinate(barrierOf(pair[split], metric).at[definition]);
  const at = aligned === null ? place(naive) : `${place(naive)} naive, ${place(aligned)} aligned`;
  return `${metric} ${ABOVE[definition]} at α = ${at}; ± standard error over examples`;
}

/** Ends, barrier and where it lies, for the naive and the aligned path, on the split that is shown. */
export function curveText({ naive, aligned, split, metric, definition }: SpokenCurve): string {
  const describe = (kind: string, pair: CurvePair): string => {
    const values = curveValues(pair[split], metric);
    const report = barrierOf(pair[split], metric);
    // An extended path goes on beyond both.
    const [first, last] = [0, 1].map((end) => values[nearestIndex(pair[split].alpha, end)]);
    return `${kind}: from ${valueText(first, metric)} to ${valueText(last, metric)}, ${metric === 'loss' ? 'barrier' : 'drop'} ${barrierText(pair[split], metric, definition)} at alpha ${formatCoordinate(report.at[definition])}.`;
  };
  return [
    `${split === 'test' ? 'Test' : 'Train'} ${metric} along the straight path from A to B.`,
    describe('Naive', naive),
    ...(aligned === null ? [] : [describe('Aligned', aligned)]),
  ].join(' ');
}
