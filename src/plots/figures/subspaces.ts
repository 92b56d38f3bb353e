/**
 * Noise inside and outside the directions of training (methods.md §4; Adilova et al. 2024, Fig. 6): the loss around A against the noise's
 * norm. Draws are faint points, their median a line and their quartiles a band; the way to B and away from it are lines; the clean
 * losses of A and B stand across.
 */
import { formatCount, formatNumber } from '../../base/format.ts';
import { measureOf } from '../../landscape/layers/grid-barriers.ts';
import type { Subspaces } from '../../landscape/layers/results.ts';
import { shownBarrier } from '../draw/barrier-cells.ts';
import { baseAxis, keyedLayout } from '../draw/base-layout.ts';
import { classColour, type FigureTheme, roleColour } from '../draw/colours.ts';
import { extentOf, type Figure, finite, type Trace } from '../draw/figure.ts';
import type { LabMetric } from '../draw/layer-panels.ts';
import { axisRoom, keyHeight, linesOf } from '../draw/room.ts';
import { type Summary, summaryOf } from '../draw/statistics.ts';
import { type NumberTable, UNITS } from '../draw/table.ts';

export interface SubspacesInput {
  readonly result: Subspaces;
  readonly metric: LabMetric;
  readonly split: 'train' | 'test';
  /** Pixels that the figure will have. */
  readonly width: number;
  readonly theme: FigureTheme;
}

/** One noise norm. */
export interface SubspacePoint {
  readonly norm: number;
  readonly training: Summary;
  readonly complement: Summary;
  readonly towards: number;
  readonly away: number;
}

/** Medians and quartiles at every norm. */
export function subspacePoints({ result, metric }: Pick<SubspacesInput, 'result' | 'metric'>): SubspacePoint[] {
  const { draws, norms } = result;
  const [training, complement, towards, away] = [result.training, result.complement, result.towards, result.away].map((field) =>
    measureOf(field, metric),
  );
  const at = (values: Float64Array, i: number): Summary => summaryOf(values.subarray(i * draws, (i + 1) * draws));
  return Array.from(norms, (norm, i) => ({ norm, training: at(training, i), complement: at(complement, i), towards: towards[i], away: away[i] }));
}

/** What the subspace is, in one line. */
export function basisText({ basis, dimension, parameters, tolerance, layer }: Subspaces): string {
  const span = basis === 'checkpoints' ? 'span of both runs’ checkpoints' : 'span of A and B';
  const scope = layer === null ? 'whole network' : `layer ${layer + 1}`;
  return `${scope}; training subspace: ${span}, ${formatCount(dimension)} of ${formatCount(parameters)} dimensions, tolerance ${formatNumber(tolerance)}`;
}

function cloud(name: string, values: Float64Array, summaries: readonly Summary[], input: SubspacesInput, colour: string, symbol: string): Trace[] {
  const { result, metric, theme } = input;
  const unit = metric === 'loss' ? 1 : 100;
  const shared = { type: 'scatter', legendgroup: name, showlegend: false };
  const known = summaries.map((summary, i) => ({ summary, norm: result.norms[i] })).filter(({ summary }) => summary.count > 0);
  const x = known.map(({ norm }) => norm);
  const fill = `${colour}2e`;
  const hover = known.map(
    ({ summary, norm }) =>
      `${name}, norm ${formatNumber(norm)}<br>median <b>${shownBarrier(summary.median, metric)}</b> of ${summary.count}, quartiles ${shownBarrier(summary.lower, metric)} to ${shownBarrier(summary.upper, metric)}`,
  );
  return [
    {
      ...shared,
      mode: 'markers',
      x: Array.from(values, (_, i) => result.norms[Math.floor(i / result.draws)]),
      y: finite(values.map((value) => value * unit)),
      marker: { size: 3.5, color: colour, opacity: 0.3, symbol },
      hoverinfo: 'skip',
    },
    { ...shared, mode: 'lines', x, y: known.map(({ summary }) => summary.lower * unit), line: { width: 0, color: colour }, hoverinfo: 'skip' },
    {
      ...shared,
      mode: 'lines',
      x,
      y: known.map(({ summary }) => summary.upper * unit),
      line: { width: 0, color: colour },
      fill: 'tonexty',
      fillcolor: fill,
      hoverinfo: 'skip',
    },
    {
      ...shared,
      name,
      showlegend: true,
      mode: 'lines+markers',
      x,
      y: known.map(({ summary }) => summary.median * unit),
      line: { width: 2.5 * theme.stroke, color: colour },
      marker: { size: 6, symbol, color: colour },
      text: hover,
      hoverinfo: 'text',
    },
  ];
}

/** The figure: the norm on a log axis, the loss too where it spans more than a factor of twelve. */
export function subspacesFigure(input: SubspacesInput): Figure {
  const { theme, metric, split, width, result } = input;
  const unit = metric === 'loss' ? 1 : 100;
  const points = subspacePoints(input);
  const [training, complement] = [result.training, result.complement].map((field) => measureOf(field, metric));
  const clean = ({ loss, accuracy }: { loss: number; accuracy: number }): number => (metric === 'loss' ? loss : 1 - accuracy);
  const norms = Array.from(result.norms);
  const ends = [norms[0] * 0.85, norms[norms.length - 1] / 0.85];
  const along = (name: string, values: readonly number[], dash: string): Trace => ({
    type: 'scatter',
    name,
    mode: 'lines',
    x: norms,
    y: finite(values.map((value) => value * unit)),
    line: { color: theme.ink, width: 1.75 * theme.stroke, dash },
    text: values.map((value, i) => `${name}, norm ${formatNumber(norms[i])}<br><b>${shownBarrier(value, metric)}</b>`),
    hoverinfo: 'text',
  });
  const level = (name: 'A' | 'B', value: number): Trace => ({
    type: 'scatter',
    name: `${name} itself`,
    mode: 'lines',
    x: ends,
    y: finite([value * unit, value * unit]),
    line: { color: roleColour(name), width: 1.5 * theme.stroke, dash: 'dot' },
    hoverinfo: 'skip',
  });
  const values = [
    ...training,
    ...complement,
    ...points.flatMap(({ towards, away }) => [towards, away]),
    clean(result.clean.a),
    clean(result.clean.b),
  ];
  const extent = extentOf(values) ?? { low: 0, high: 1 };
  const log = metric === 'loss' && extent.low > 0 && extent.high > 12 * extent.low;
  const pad = log ? 0.08 : 0.06 * Math.max(extent.high - extent.low, 1e-3);
  const ticks = normTicks(ends);
  const side = { l: axisRoom(log ? { low: 1, high: 1 } : { low: extent.low * unit, high: extent.high * unit }, 6, theme), r: 12 };
  const inner = width - side.l - side.r;
  const note = linesOf(basisText(result), inner, theme.fontSize);
  const key = ['complement', 'training subspace', 'towards B', 'away from B', 'A itself', 'B itself'];
  const margin = { ...side, t: keyHeight(key, inner, theme) + 0.6 * theme.fontSize, b: (4 + 1.4 * note.length) * theme.fontSize };
  return {
    surface: false,
    height: margin.t + 300 + margin.b,
    data: [
      ...cloud(
        'complement',
        complement,
        points.map((point) => point.complement),
        input,
        classColour(1, theme.name),
        'square',
      ),
      ...cloud(
        'training subspace',
        training,
        points.map((point) => point.training),
        input,
        classColour(0, theme.name),
        'circle',
      ),
      along(
        'towards B',
        points.map(({ towards }) => towards),
        'solid',
      ),
      along(
        'away from B',
        points.map(({ away }) => away),
        'dash',
      ),
      level('A', clean(result.clean.a)),
      level('B', clean(result.clean.b)),
    ],
    layout: {
      ...keyedLayout(theme, margin),
      xaxis: {
        ...baseAxis(theme, `norm of the noise around A (‖δ‖ = ${formatNumber(result.distance)})`),
        type: 'log',
        range: ends.map(Math.log10),
        tickvals: ticks,
        ticktext: ticks.map(String),
        tickangle: 0,
      },
      yaxis: {
        ...baseAxis(theme, metric === 'loss' ? `${split} loss` : `${split} error, %`),
        ...(log
          ? {
              type: 'log',
              range: [Math.log10(extent.low) - pad, Math.log10(extent.high) + pad],
              dtick: extent.high > 1e3 * extent.low ? 1 : 'D2',
              tickformat: '~g',
              minor: { showgrid: false },
            }
          : { range: [(extent.low - pad) * unit, (extent.high + pad) * unit], nticks: 6 }),
      },
      annotations: [
        {
          text: note.join('<br>'),
          xref: 'paper',
          yref: 'paper',
          x: 0,
          y: 0,
          xanchor: 'left',
          yanchor: 'top',
          yshift: -3.7 * theme.fontSize,
          align: 'left',
          showarrow: false,
          font: { color: theme.muted, size: theme.fontSize },
        },
      ],
    },
  };
}

/** 1, 2, 5 times powers of ten within a range; powers alone where those were more than eight. */
function normTicks([low, high]: readonly number[]): number[] {
  const decades = Array.from({ length: 25 }, (_, i) => i - 12);
  const fine = Math.log10(high / low) < 2.4;
  return decades
    .flatMap((decade) => (fine ? [1, 2, 5] : [1]).map((digit) => Number(`${digit}e${decade}`)))
    .filter((value) => value >= low && value <= high);
}

/** The medians at the largest norm, and the way to B. */
export function subspacesText(input: Pick<SubspacesInput, 'result' | 'metric' | 'split'>): string {
  const points = subspacePoints(input);
  const last = points[points.length - 1];
  const number = (value: number): string => shownBarrier(value, input.metric);
  return `${input.split === 'test' ? 'Test' : 'Train'} ${input.metric} under noise around A. ${basisText(input.result)}. At norm ${formatNumber(last.norm)}: training subspace ${number(last.training.median)}, complement ${number(last.complement.median)} (medians), towards B ${number(last.towards)}, away from B ${number(last.away)}.`;
}

/** One row a noise norm. */
export function subspacesTable(input: Pick<SubspacesInput, 'result' | 'metric'>): NumberTable {
  const spread = (name: string): string[] =>
    [...['lower quartile', 'median', 'upper quartile'].map((what) => `${what}${UNITS[input.metric]}`), 'draws that are finite'].map(
      (what) => `${name}, ${what}`,
    );
  return {
    title: 'subspaces',
    columns: [
      'norm (of the noise)',
      ...['towards B', 'away from B'].map((name) => `${name}${UNITS[input.metric]}`),
      ...spread('training subspace'),
      ...spread('complement'),
    ],
    rows: subspacePoints(input).map(({ norm, towards, away, training, complement }) => [
      norm,
      towards,
      away,
      ...[training, complement].flatMap(({ lower, median, upper, count }) => [lower, median, upper, count]),
    ]),
  };
}
