/** What a cell of a layer grid is measured against, as weights: every reference is a mean of two ends, at every α (methods.md §1, §4). */
import type { BarrierReference } from './results.ts';

export interface CellReference {
  /** The two networks; or the segment's own ends: the network that the other layers come from, and that network with the set replaced. */
  readonly ends: 'full' | 'own';
  /** Of the end at α = 1, always counted from A; the other has the rest. */
  readonly weight: number;
}

/** @param replaced the cell shows layers replaced, at an end of its segment: a chord would be the cell itself */
export function cellReference(reference: BarrierReference, alpha: number, replaced = false): CellReference {
  return { ends: reference === 'own' ? 'own' : 'full', weight: replaced || reference === 'full' ? 0.5 : alpha };
}
