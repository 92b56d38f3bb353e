/** When a difference is said to be one: beyond twice its standard error over examples, and beyond what float32 rounds away. */
import { pairedError, roundingError, SURE } from '../../../landscape/standard-error.ts';
import type { BarrierDefinition, Curve } from '../../../landscape/results.ts';

/** Whether a difference of this size is one. An error that is not known counts for nothing. @param scale of the numbers whose difference it is */
export function isBeyondError(value: number, se: number, scale: number): boolean {
  const error = Number.isFinite(se) ? SURE * se : 0;
  return Math.abs(value) > Math.max(error, roundingError(scale));
}

/** What matching changed of a barrier, after minus before, and its standard error: example by example, since both paths are measured on the same. */
export function changeBetween(before: Curve, after: Curve, definition: BarrierDefinition): { value: number; se: number } {
  const [first, last] = [before.lossBarrier, after.lossBarrier];
  return {
    value: last.barrier[definition] - first.barrier[definition],
    se: last.change?.[definition] ?? pairedError(last.contribution[definition], first.contribution[definition], after.count),
  };
}

/** The largest finite size among values; 0 where there is none. */
export function scaleOf(values: Iterable<number>): number {
  let largest = 0;
  for (const value of values) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  return largest;
}

/** Whether a difference exceeds the margin that it comes with. */
export function isBeyondMargin({ value, margin }: { readonly value: number; readonly margin: number }, scale: number): boolean {
  return isBeyondError(value, margin / SURE, scale);
}
