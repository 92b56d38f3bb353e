/** Barriers read off a grid of layer-wise losses (methods.md §4): every reference and quantity from one evaluation, of each pair or over all. */
import { RidgelineError } from '../../base/errors.ts';
import type { Field } from '../evaluator.ts';
import { cellReference } from './cell-weights.ts';
import type { BarrierReference, LayerGrid } from './results.ts';

export type GridSide = 'A' | 'B';
export type GridQuantity = 'loss' | 'error';

/** The loss, or the share of errors. */
export function measureOf({ loss, accuracy }: Field, quantity: GridQuantity): Float64Array {
  return quantity === 'loss' ? loss : accuracy.map((value) => 1 - value);
}

/** What of a cell's reference is not in the grid. */
export interface ReferenceOptions {
  /** The cells wanted are those of layers replaced, whose own reference is the mean of the segment's ends. */
  readonly replaced?: boolean;
}

/**
 * L(θ^{·,S}(α)) minus its reference (cell-weights.ts), [pairs, rows, alpha], of the loss or of the error (1 − accuracy); negative where it
 * is, NaN where not finite or to come. The ends are the two networks or the segment's own: the network that the other layers come from,
 * and that network with the set S fully replaced.
 * Throws `invalid-argument` for the own reference where the grid's α lack the replaced networks: 1 into A, 0 into B.
 */
export function gridBarriers(
  grid: LayerGrid,
  side: GridSide,
  quantity: GridQuantity,
  reference: BarrierReference,
  { replaced = false }: ReferenceOptions = {},
): Float64Array {
  // The 1 of 1 − accuracy falls out of a barrier.
  const of = ({ loss, accuracy }: Field): Float64Array => (quantity === 'loss' ? loss : accuracy.map((value) => -value));
  const [values, endA, endB] = [side === 'A' ? grid.intoA : grid.intoB, grid.endA, grid.endB].map(of);
  const columns = grid.alpha.length;
  const replacedAt = reference === 'own' ? replacedColumn(grid, side) : 0;
  return values.map((value, i) => {
    const pair = Math.floor(i / (grid.rows.length * columns));
    const row = Math.floor(i / columns) % grid.rows.length;
    const { ends, weight } = cellReference(reference, grid.alpha[i % columns], replaced);
    const full = ends === 'full' || isWhole(grid, row);
    const swapped = values[i - (i % columns) + replacedAt];
    const start = full || side === 'A' ? endA[pair] : swapped;
    const end = full || side === 'B' ? endB[pair] : swapped;
    return value - ((1 - weight) * start + weight * end);
  });
}

/** As `gridBarriers`; all NaN where the grid lacks the replaced networks that its own reference needs. */
export function knownBarriers(
  grid: LayerGrid,
  side: GridSide,
  quantity: GridQuantity,
  reference: BarrierReference,
  options: ReferenceOptions = {},
): Float64Array {
  const told = reference !== 'own' || grid.alpha.includes(side === 'A' ? 1 : 0);
  return told ? gridBarriers(grid, side, quantity, reference, options) : unknownCells(grid);
}

/** Standard errors over examples of what `gridBarriers` gives; NaN where they were not measured. */
export function gridErrors(
  grid: LayerGrid,
  side: GridSide,
  quantity: GridQuantity,
  reference: BarrierReference | 'base',
  { replaced = false }: ReferenceOptions = {},
): Float64Array {
  const errors = side === 'A' ? grid.errors?.intoA : grid.errors?.intoB;
  if (errors === undefined) return unknownCells(grid);
  const against = !replaced || reference === 'base' ? reference : reference === 'own' ? 'ownMean' : 'full';
  return errors[against][quantity];
}

function unknownCells({ intoA }: LayerGrid): Float64Array {
  return new Float64Array(intoA.loss.length).fill(NaN);
}

/** One entry of values [pairs, stride], over the pairs. */
export interface OverPairs {
  /** The chosen pair's (NaN where there is no such pair), or the mean of all: NaN where any is not finite, which a mean of the others would hide. */
  readonly value: number;
  /** Over all pairs that are finite; NaN where none is. */
  readonly low: number;
  readonly high: number;
  readonly each: readonly number[];
}

/** Entry `index` of values [pairs, stride]. @param pair null: the mean */
export function overPairs(values: Float64Array, pairs: number, stride: number, index: number, pair: number | null): OverPairs {
  const each = Array.from({ length: pairs }, (_, p) => values[p * stride + index]);
  const finite = each.filter(Number.isFinite);
  const mean = each.reduce((sum, value) => sum + value, 0) / pairs;
  return {
    value: pair !== null ? (each[pair] ?? NaN) : Number.isFinite(mean) ? mean : NaN,
    low: finite.length === 0 ? NaN : Math.min(...finite),
    high: finite.length === 0 ? NaN : Math.max(...finite),
    each,
  };
}

/** Values [pairs, rows, alpha] of one pair, or their mean over all: [rows, alpha]; see `OverPairs`. */
export function meanOverPairs(grid: LayerGrid, values: Float64Array, pair: number | null = null): Float64Array {
  const size = grid.rows.length * grid.alpha.length;
  return Float64Array.from({ length: size }, (_, i) => overPairs(values, grid.pairs, size, i, pair).value);
}

/** ‖δ_S‖ of every row, [pairs, rows]. */
export function rowDistances({ rows, pairs, distance }: LayerGrid): Float64Array {
  const k = distance.length / pairs;
  return Float64Array.from({ length: pairs * rows.length }, (_, i) => {
    const pair = Math.floor(i / rows.length);
    return Math.hypot(...rows[i % rows.length].map((layer) => distance[pair * k + layer]));
  });
}

/**
 * What each row would hold if every layer carried an equal part: b₀ + (full − b₀)·|S|/k, with b₀ the value where nothing moves (S = ∅), the
 * network that the other layers come from. As `gridBarriers`, [pairs, rows, alpha].
 */
export function evenShare(grid: LayerGrid, side: GridSide, quantity: GridQuantity, reference: BarrierReference): Float64Array {
  const values = knownBarriers(grid, side, quantity, reference);
  const [endA, endB] = [grid.endA, grid.endB].map((field) => measureOf(field, quantity));
  const columns = grid.alpha.length;
  const size = grid.rows.length * columns;
  return values.map((_, i) => {
    const pair = Math.floor(i / size);
    const { weight } = cellReference(reference, grid.alpha[i % columns]);
    // Against its own ends a segment on which nothing moves is flat.
    const nothing = reference === 'own' ? 0 : (side === 'A' ? endA[pair] : endB[pair]) - ((1 - weight) * endA[pair] + weight * endB[pair]);
    const full = values[pair * size + (i % columns)];
    return nothing + ((full - nothing) * grid.rows[Math.floor(i / columns) % grid.rows.length].length) / grid.rows[0].length;
  });
}

function isWhole({ rows }: LayerGrid, row: number): boolean {
  return rows[row].length === rows[0].length;
}

function replacedColumn(grid: LayerGrid, side: GridSide): number {
  const end = side === 'A' ? 1 : 0;
  const column = grid.alpha.indexOf(end);
  if (column >= 0 || grid.rows.every((_, row) => isWhole(grid, row))) return Math.max(0, column);
  throw new RidgelineError(
    'invalid-argument',
    `Barriers against the segment's own ends into ${side} need the layers fully replaced, α = ${end}, and this grid lacks it. Add ${end} to its values of α.`,
    { argument: 'alpha', received: [...grid.alpha] },
  );
}
