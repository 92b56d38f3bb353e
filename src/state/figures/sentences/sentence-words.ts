/** Words that several figures' sentences share. */
import type { BarrierReference, LayerGrid } from '../../../landscape/layers/results.ts';
import { meanMidpoints, midpointExcess, type Certain, type Midpoints } from '../../../landscape/layers/midpoints.ts';
import { formatChange, formatNumber, formatUncertain } from '../../../base/format.ts';
import { SURE } from '../../../landscape/standard-error.ts';
import { isBeyondError, isBeyondMargin, scaleOf } from './certainty.ts';
import type { Field } from '../../../landscape/evaluator.ts';
import type { LabGrids } from '../grids.ts';
import type { SharedLab } from '../lab-view.ts';
import type { OfPair } from '../pair-figure.ts';
import { largestWords, singleLayerWords } from './single-layers.ts';

/** Says of which pair it is, where there are several. */
export function ofPair({ pairs }: SharedLab, { pairName }: OfPair<unknown>, text: string | null): string | null {
  return text === null || pairs === null || pairs.count === 1 ? text : `${pairName}: ${text}`;
}

/** What is shown of the last column, of the naive path where there is one. */
export function shownMidpoints(figure: LabGrids, lab: SharedLab, reference: BarrierReference = 'full'): Midpoints | null {
  const grid = lastGrid(figure.naive ?? figure.aligned);
  return grid === null ? null : meanMidpoints(grid, lab.metric, lab.pair, reference);
}

/** Of the same, row by row, how far a barrier exceeds this fraction of the full one. */
export function shownExcess(figure: LabGrids, lab: SharedLab, fraction: number): Certain[] | null {
  const grid = lastGrid(figure.naive ?? figure.aligned);
  return grid === null ? null : midpointExcess(grid, lab.metric, lab.pair, fraction);
}

function lastGrid(grids: readonly (LayerGrid | null)[] | null): LayerGrid | null {
  return grids?.[grids.length - 1] ?? null;
}

/** Where the ends differ by over half the barrier, and beyond the error of that, what it is measured against decides (methods.md §1). */
export function qualityWords({ endA, endB, endsApart, overWorse, full, margin, middle, over }: Midpoints, what: string): string | null {
  const scale = scaleOf([endA, endB, middle]);
  if (!(endsApart.value > Math.abs(full) / 2) || !isBeyondMargin(endsApart, scale)) return null;
  const against = (certain: Certain): string => measuredWords(certain, over, scale);
  const both = `${against({ value: full, margin })} against the mean of the two and ${against(overWorse)} against the worse one.`;
  // Of several pairs the means may agree where the ends of each do not.
  if (Math.abs(endA - endB) < 0.5 * endsApart.value)
    return `The ends of a pair differ by ${formatNumber(endsApart.value)} on average, so that the reference decides: half-way it is ${both}`;
  return `The ends have a ${what} of ${formatNumber(endA)} (A) and ${formatNumber(endB)} (B), so that the reference decides: half-way it is ${formatNumber(middle)}, ${both}`;
}

/** What matching does to the whole path and, where rows are single layers, to the largest of them; where no number changes, that. */
export function alignedWords(figure: LabGrids, lab: SharedLab, reference: BarrierReference = 'full'): string | null {
  const [naive, aligned] = [figure.naive, figure.aligned].map(lastGrid);
  const midpoints = naive === null || aligned === null ? null : meanMidpoints(aligned, lab.metric, lab.pair, reference);
  if (naive === null || aligned === null || midpoints === null) return null;
  if (isSame(naive.intoA, aligned.intoA) && isSame(naive.intoB, aligned.intoB)) return 'Matching neuron by neuron changes nothing here.';
  const { full, margin, over, endA, endB } = midpoints;
  const scale = scaleOf([full, endA, endB]);
  const layers = aligned.sequence === 'single' ? midpoints.worst.slice(1) : [];
  const largest = layers.some(({ value }) => !Number.isFinite(value)) ? null : largestWords(layers, scale, over);
  return `Matched neuron by neuron, the whole path makes ${measuredWords({ value: full, margin }, over, scale)}${largest === null ? '' : `; ${largest}`}.`;
}

/** '+0.26 ± 0.02', over pairs with half the 95 % interval; of what lies within its error, that. */
export function measuredWords({ value, margin }: Certain, over: number, scale: number): string {
  if (!isBeyondError(value, NaN, scale) && Number.isFinite(value)) return formatNumber(0);
  const number = `${value > 0 ? '+' : ''}${fullWords({ full: value, margin, over })}`;
  return isBeyondMargin({ value, margin }, scale) || !Number.isFinite(value)
    ? number
    : `no more than its error (${number.replace(' (', ', ').replace(')', '')})`;
}

/** But for what float32 rounds away. */
function isSame({ loss: before }: Field, { loss: after }: Field): boolean {
  return before.every((value, i) => Number.isFinite(value - after[i]) && !isBeyondError(after[i] - value, NaN, Math.abs(value)));
}

/** Whether averaging all layers changes anything beyond the error of that. */
export function isBarrier({ full, margin, endA, endB }: Midpoints): boolean {
  return isBeyondMargin({ value: full, margin }, scaleOf([full, endA, endB]));
}

/** '0.26 ± 0.02', a standard error over examples; over pairs half of the 95 % interval, and so said. */
export function fullWords({ full, margin, over }: Pick<Midpoints, 'full' | 'margin' | 'over'>): string {
  if (over < 2) return formatUncertain(full, margin / SURE, 2);
  return Number.isFinite(margin) ? `${formatNumber(full, 2)} (± ${formatNumber(margin, 2)}, 95 % over ${over} pairs)` : formatNumber(full, 2);
}

/**
 * What averaging all layers does where it makes no barrier that is known to be one. A mean over pairs within a wide interval is no evidence
 * that there is none.
 * @param none what there then is none of: 'no barrier half-way'
 */
export function noBarrierWords(midpoints: Midpoints, what: string, none: string): string {
  const { full, margin, over, endA, endB } = midpoints;
  if (isBarrier(midpoints)) return `lowers the ${what} by ${fullWords({ ...midpoints, full: -full })}: there is ${none}`;
  // Over pairs that differ a mean of nothing is chance.
  const size = over < 2 || !Number.isFinite(margin) ? Math.abs(full) : Math.max(Math.abs(full), margin);
  if (!isBeyondError(size, NaN, scaleOf([endA, endB]))) return `leaves the ${what} where it is: there is ${none}`;
  return over < 2
    ? `changes the ${what} by no more than the error, ${fullWords(midpoints)}: there is ${none} beyond its error`
    : `changes the ${what} by ${fullWords(midpoints)}: ${over} pairs do not settle whether there is a barrier half-way`;
}

/** Of single layers, by the cells of the figure. */
export function layersWords({ worst, full, over, endA, endB }: Midpoints, reference: BarrierReference): string | null {
  const ends = reference === 'own' ? null : { a: endA, b: endB };
  return singleLayerWords({ layers: worst.slice(1), full, over, ends, scale: scaleOf([full, endA, endB]) });
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
