/** Words that several figures' sentences share. */
import type { LayerGrid } from '../../landscape/layers/results.ts';
import { largestMidpoint, meanMidpoints, type Midpoints } from '../../landscape/layers/midpoints.ts';
import { formatChange, formatNumber } from '../../base/format.ts';
import type { LabGrids } from './grids.ts';
import type { SharedLab } from './lab-view.ts';
import type { OfPair } from './pair-figure.ts';

/** Loss differences below this are rounding, not barriers. */
export const NEGLIGIBLE = 1e-3;

/** Says of which pair it is, where there are several. */
export function ofPair({ pairs }: SharedLab, { pairName }: OfPair<unknown>, text: string | null): string | null {
  return text === null || pairs === null || pairs.count === 1 ? text : `${pairName}: ${text}`;
}

/** What is shown of the last column, of the naive path where there is one. */
export function shownMidpoints(figure: LabGrids, lab: SharedLab): Midpoints | null {
  const grid = lastGrid(figure.naive ?? figure.aligned);
  return grid === null ? null : meanMidpoints(grid, lab.metric, lab.pair);
}

function lastGrid(grids: readonly (LayerGrid | null)[] | null): LayerGrid | null {
  return grids?.[grids.length - 1] ?? null;
}

/** Where the ends differ by over half the barrier, what it is measured against decides (methods.md §1). */
export function qualityWords({ endA, endB, endsApart, full, middle }: Midpoints, what: string): string | null {
  if (!(endsApart > Math.abs(full) / 2) || endsApart < NEGLIGIBLE) return null;
  // Of several pairs the means may agree where the ends of each do not.
  if (Math.abs(endA - endB) < 0.5 * endsApart)
    return `The ends of a pair differ by ${formatNumber(endsApart)} on average, so that the reference decides: against the mean of the two it is ${signed(full)}.`;
  const worse = Math.max(endA, endB);
  return `A and B themselves differ (${what} ${formatNumber(endA)} and ${formatNumber(endB)}), so that the reference decides: half-way it is ${formatNumber(middle)}, ${signed(full)} against the mean of the two and ${signed(middle - worse)} against the worse one.`;
}

export function alignedWords(figure: LabGrids, lab: SharedLab): string | null {
  const grid = figure.naive === null ? null : lastGrid(figure.aligned);
  const midpoints = grid === null ? null : meanMidpoints(grid, lab.metric, lab.pair);
  if (midpoints === null) return null;
  return `Matched neuron by neuron, the whole path makes ${signed(midpoints.full)}, the largest single layer ${signed(largestMidpoint(midpoints).value)}.`;
}

/** 'Largest single layer, layer 1, = 20 % of full.' Whatever it is; of no barrier it is no part. */
export function largestWords({ full }: Midpoints, { name, value }: { readonly name: string; readonly value: number }): string | null {
  if (!(full >= NEGLIGIBLE) || !Number.isFinite(value)) return null;
  return `Largest single layer, ${name}, = ${formatNumber((100 * value) / full, 2)} % of full.`;
}

function pairWords(figure: LabGrids, lab: SharedLab, { spread }: Midpoints): string {
  if (figure.pairs.length < 2) return '';
  if (lab.pair !== null) return `for ${figure.pairs[Math.min(lab.pair, figure.pairs.length - 1)]}, `;
  return `on average over ${figure.pairs.length} pairs (full barriers from ${formatNumber(spread[0], 2)} to ${formatNumber(spread[1], 2)}), `;
}

export function quantity({ split }: LabGrids, { metric }: SharedLab): string {
  return `${split} ${metric}`;
}

export function signed(value: number): string {
  return formatChange(value, 2);
}

export function sentence(first: string, ...more: (string | null)[]): string {
  const start = first.charAt(0).toUpperCase() + first.slice(1);
  return [start, ...more.filter((part) => part !== null)].join(' ');
}

/** 'matched neuron by neuron, ' where that is all there is, behind the pairs. */
export function scopeWords(figure: LabGrids, lab: SharedLab, midpoints: Midpoints): string {
  return `${pairWords(figure, lab, midpoints)}${figure.naive === null ? 'matched neuron by neuron, ' : ''}`;
}
