/**
 * Which examples carry a barrier (the exact identity of methods.md §1): of points in two dimensions each in the colour of what it adds,
 * and for any data the contributions summed from the greatest on, against the share of the examples.
 */
import { formatCoordinate, formatNumber, formatPercent, formatPlace, formatUncertain } from '../../base/format.ts';
import type { Decomposition } from '../../landscape/layers/results.ts';
import { roundingError, SURE } from '../../landscape/standard-error.ts';
import { baseAxis, baseLayout } from '../draw/base-layout.ts';
import { divergingScale, type FigureTheme } from '../draw/colours.ts';
import { extentOf, type Figure, finite, type Shape } from '../draw/figure.ts';
import { type NumberTable, UNITS } from '../draw/table.ts';

export interface DecompositionInput {
  readonly decomposition: Decomposition;
  readonly split: 'train' | 'test';
  readonly theme: FigureTheme;
}

export interface DecompositionMapInput extends DecompositionInput {
  /** Examples to draw, [index.length, 2]. */
  readonly examples: { readonly index: Int32Array; readonly x: Float32Array };
}

/** Barriers below this have no shares. */
const NO_BARRIER = 1e-9;

/** Examples from the one that adds most to the one that takes most; what is not finite first, since it carries all. */
export function byContribution({ contribution }: Pick<Decomposition, 'contribution'>): number[] {
  const rank = (i: number): number => (Number.isFinite(contribution[i]) ? contribution[i] : Infinity);
  return Array.from(contribution.keys()).sort((i, j) => (rank(i) === rank(j) ? i - j : rank(j) - rank(i)));
}

/** The barrier summed from the greatest contribution on, [examples]: entry i is the sum of i + 1 of them over the number of all. NaN from the first that is not finite. */
export function summedContributions(decomposition: Pick<Decomposition, 'contribution'>): Float64Array {
  const { contribution } = decomposition;
  let sum = 0;
  return Float64Array.from(byContribution(decomposition), (i) => (sum += contribution[i]) / contribution.length);
}

/** Whether the mean is a barrier beyond its error, of which there can be shares. */
function isBarrier({ mean, se }: Pick<Decomposition, 'mean' | 'se'>): boolean {
  return mean > Math.max(NO_BARRIER, Number.isFinite(se) ? SURE * se : 0);
}

/** Of the barrier, what the worst share of the examples carries; null where there is none beyond its error. It may exceed 1: others take away. */
export function carriedBy(decomposition: Decomposition, share: number): number | null {
  const summed = summedContributions(decomposition);
  const count = Math.min(summed.length, Math.max(1, Math.ceil(share * summed.length - 1e-9)));
  const carried = summed[count - 1] / decomposition.mean;
  return isBarrier(decomposition) && Number.isFinite(carried) ? carried : null;
}

/**
 * The colours' half-width: the contribution that 98 % of the examples stay within; where they add up to nothing beyond its error at least
 * their standard deviation, so that a trifle does not look like a finding.
 */
function colourCap(decomposition: Decomposition): number {
  const { contribution, mean, se } = decomposition;
  const spread = Number.isFinite(se) && Math.abs(mean) <= SURE * se ? se * Math.sqrt(contribution.length) : 0;
  const sizes = Array.from(contribution, Math.abs)
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  return Math.max(1e-6, spread, sizes[Math.floor(0.98 * (sizes.length - 1))] ?? 1);
}

/** Points in the colour of what they add, centred on zero; the class by its symbol; an example that is not finite is a cross. */
export function decompositionMap({ decomposition, examples, theme, split }: DecompositionMapInput): Figure {
  const { contribution, label, predicted } = decomposition;
  const cap = colourCap(decomposition);
  const capped = Array.from(contribution).some((value) => Math.abs(value) > cap);
  // The greatest last: drawn over the others.
  const order = Array.from(examples.index.keys()).sort(
    (i, j) => Math.abs(contribution[examples.index[i]]) - Math.abs(contribution[examples.index[j]]),
  );
  const drawn = order.filter((i) => Number.isFinite(contribution[examples.index[i]]));
  const broken = order.filter((i) => !Number.isFinite(contribution[examples.index[i]]));
  const place = (which: readonly number[]): { x: (number | null)[]; y: (number | null)[] } => ({
    x: finite(which.map((i) => examples.x[2 * i])),
    y: finite(which.map((i) => examples.x[2 * i + 1])),
  });
  const symbols = ['circle', 'square', 'diamond', 'triangle-up', 'pentagon'];
  const ticks = [-cap, 0, cap];
  return {
    surface: false,
    height: 420,
    data: [
      {
        type: 'scatter',
        mode: 'markers',
        ...place(drawn),
        marker: {
          size: 8,
          color: drawn.map((i) => Math.max(-cap, Math.min(cap, contribution[examples.index[i]]))),
          cmin: -cap,
          cmax: cap,
          colorscale: divergingScale(theme.name),
          symbol: drawn.map((i) => symbols[label[examples.index[i]] % symbols.length]),
          line: { color: theme.muted, width: 0.5 * theme.stroke },
          showscale: true,
          colorbar: {
            orientation: 'h',
            title: {
              text: `added by each ${split} example, α = ${formatPlace(decomposition.alpha, 3)}<br> `,
              side: 'top',
              font: { size: theme.fontSize, color: theme.muted },
            },
            tickvals: ticks,
            ticktext: [`${capped ? '≤ ' : ''}${formatNumber(-cap)}`, '0', `${capped ? '≥ ' : ''}${formatNumber(cap)}`],
            tickfont: { size: theme.fontSize, color: theme.muted },
            thickness: 8,
            outlinewidth: 0,
            len: 0.9,
            x: 0.5,
            xanchor: 'center',
            yref: 'container',
            y: 0,
            yanchor: 'bottom',
            xpad: 0,
            ypad: 4,
          },
        },
        text: drawn
          .map((i) => examples.index[i])
          .map((e) => `example ${e}, class ${label[e]}, given ${predicted[e]}<br>adds <b>${formatNumber(contribution[e])}</b>`),
        hoverinfo: 'text',
      },
      ...(broken.length === 0
        ? []
        : [
            {
              type: 'scatter',
              mode: 'markers',
              ...place(broken),
              marker: { symbol: 'x-thin', size: 9 * theme.stroke, line: { color: theme.ink, width: 1.5 * theme.stroke } },
              text: broken.map((i) => `example ${examples.index[i]}: not finite`),
              hoverinfo: 'text',
            },
          ]),
    ],
    layout: {
      ...baseLayout(theme, { l: 3.4 * theme.fontSize, r: 8, t: 8, b: 7.6 * theme.fontSize }),
      hovermode: 'closest',
      dragmode: false,
      xaxis: { ...baseAxis(theme, ''), nticks: 6, constrain: 'domain' },
      yaxis: { ...baseAxis(theme, ''), nticks: 6, scaleanchor: 'x', scaleratio: 1, constrain: 'domain' },
    },
  };
}

/** The barrier as it adds up from the worst example on. Past its top the other examples take away. */
export function contributionCurve({ decomposition, split, theme }: DecompositionInput): Figure {
  const summed = summedContributions(decomposition);
  const total = summed.length;
  const x = Array.from(summed, (_, i) => (100 * (i + 1)) / total);
  const tenth = carriedBy(decomposition, 0.1);
  const at = Math.max(1, Math.ceil(0.1 * total)) - 1;
  const known = Number.isFinite(decomposition.mean);
  const level: Shape[] = known
    ? [
        {
          type: 'line',
          x0: 0,
          x1: 100,
          y0: decomposition.mean,
          y1: decomposition.mean,
          line: { color: theme.muted, width: 1 * theme.stroke, dash: 'dot' },
          layer: 'below',
        },
      ]
    : [];
  const note = { showarrow: false, font: { color: theme.ink, size: theme.fontSize } };
  return {
    surface: false,
    height: 320,
    data: [
      {
        type: 'scatter',
        mode: 'lines',
        x: [0, ...x],
        y: finite([0, ...summed]),
        line: { color: theme.naive, width: 2.5 * theme.stroke },
        text: ['', ...x.map((share, i) => `worst ${formatNumber(share)} %<br>add up to <b>${formatNumber(summed[i])}</b>`)],
        hoverinfo: 'text',
      },
      ...(tenth === null
        ? []
        : [
            {
              type: 'scatter',
              mode: 'markers',
              x: [x[at]],
              y: finite([summed[at]]),
              marker: { size: 9 * theme.stroke, color: theme.naive, line: { color: theme.paper, width: 2 * theme.stroke } },
              hoverinfo: 'skip',
            },
          ]),
    ],
    layout: {
      ...baseLayout(theme, { l: 4.8 * theme.fontSize, r: 2.2 * theme.fontSize, t: 1.6 * theme.fontSize, b: 3.6 * theme.fontSize }),
      hovermode: 'closest',
      dragmode: false,
      xaxis: { ...baseAxis(theme, `share of the ${split} examples, worst first`), range: [0, 100], ticksuffix: ' %', nticks: 6 },
      yaxis: {
        ...baseAxis(theme, 'barrier of the loss, added up'),
        rangemode: 'tozero',
        nticks: 6,
        zeroline: true,
        zerolinecolor: theme.muted,
        zerolinewidth: 1,
      },
      shapes: level,
      annotations: [
        ...(known
          ? [
              {
                ...note,
                x: 100,
                y: decomposition.mean,
                xanchor: 'right',
                yanchor: 'top',
                text: `all: <b>${formatNumber(decomposition.mean)}</b>`,
                yshift: -2,
              },
            ]
          : []),
        ...(tenth === null
          ? []
          : [
              {
                ...note,
                x: x[at],
                y: summed[at],
                xanchor: 'left',
                yanchor: 'top',
                xshift: 10,
                text: `worst 10 %: <b>${formatNumber(100 * tenth)} %</b> of it`,
              },
            ]),
      ],
    },
  };
}

/** The barrier with its standard error, and that it is no more where it is not; 0 where it is rounding alone. */
export function decompositionMean({ mean, se, contribution }: Decomposition): string {
  const scale = extentOf(contribution) ?? { low: 0, high: 0 };
  if (Math.abs(mean) <= roundingError(Math.max(-scale.low, scale.high))) return formatNumber(0);
  return `${formatUncertain(mean, se)}${Math.abs(mean) <= SURE * se ? ', no more than its error' : ''}`;
}

/** The barrier and what its worst examples carry. */
export function decompositionText({ decomposition, split }: Pick<DecompositionInput, 'decomposition' | 'split'>): string {
  const shares = [0.01, 0.1].flatMap((share) => {
    const carried = carriedBy(decomposition, share);
    return carried === null ? [] : [`the worst ${formatPercent(share)} of the examples carry ${formatPercent(carried)}`];
  });
  const { contribution } = decomposition;
  const costs = contribution.reduce((count, value) => count + (value > 0 ? 1 : 0), 0);
  return `Loss above its reference ${decompositionMean(decomposition)} on ${contribution.length} ${split} examples at alpha ${formatCoordinate(decomposition.alpha)}; ${costs} add to it${shares.length === 0 ? '' : `; ${shares.join(', ')}`}.`;
}

/** One row an example, from the one that adds most. */
export function decompositionTable(decomposition: Decomposition): NumberTable {
  const { contribution, d, j, ey, label, predicted } = decomposition;
  return {
    title: 'barrier by example',
    columns: [
      'example (place in the split, from 0)',
      'class (from 0)',
      'given by the mixed network (class, from 0)',
      ...['contribution', 'D', 'J', 'e_y'].map((name) => `${name}${UNITS.loss}`),
    ],
    rows: byContribution(decomposition).map((i) => [i, label[i], predicted[i], contribution[i], d[i], j[i], ey[i]]),
  };
}
