/** Barriers read off a grid of layer-wise losses (methods.md §4): every reference and quantity from one evaluation. */
import { RidgelineError } from '../../base/errors.ts';
import type { Field } from '../evaluator.ts';
import type { BarrierReference, LayerGrid } from './results.ts';

export type GridSide = 'A' | 'B';
export type GridQuantity = 'loss' | 'error';

/**
 * L(θ^{·,S}(α)) minus the mean of two ends, [pairs, rows, alpha], of the loss or of the error (1 − accuracy); negative where it is, NaN
 * where not finite or to come. The ends are the two networks (full, as published) or the segment's own: the network that the other
 * layers come from, and that network with the set S fully replaced.
 * Throws `invalid-argument` for the own reference where the grid's α lack the replaced networks: 1 into A, 0 into B.
 */
export function gridBarriers(grid: LayerGrid, side: GridSide, quantity: GridQuantity, reference: BarrierReference): Float64Array {
  // The 1 of 1 − accuracy falls out of a barrier.
  const of = ({ loss, accuracy }: Field): Float64Array => (quantity === 'loss' ? loss : accuracy.map((value) => -value));
  const [values, endA, endB] = [side === 'A' ? grid.intoA : grid.intoB, grid.endA, grid.endB].map(of);
  const base = side === 'A' ? endA : endB;
  const columns = grid.alpha.length;
  const replaced = reference === 'own' ? replacedColumn(grid, side) : 0;
  return values.map((value, i) => {
    const pair = Math.floor(i / (grid.rows.length * columns));
    const row = Math.floor(i / columns) % grid.rows.length;
    const full = reference === 'full' || isWhole(grid, row);
    return value - 0.5 * (full ? endA[pair] + endB[pair] : base[pair] + values[i - (i % columns) + replaced]);
  });
}

/** The mean over pairs of values [pairs, rows, alpha]: [rows, alpha]; NaN where any pair's value is. */
export function meanOverPairs(grid: LayerGrid, values: Float64Array): Float64Array {
  const size = grid.rows.length * grid.alpha.length;
  return Float64Array.from({ length: size }, (_, i) => {
    let sum = 0;
    for (let pair = 0; pair < grid.pairs; pair++) sum += values[pair * size + i];
    return sum / grid.pairs;
  });
}

/**
 * What each row would hold if every layer carried an equal part of the full row's barrier: full · |S| / k. The shape of the values, which
 * are barriers [.., rows, alpha].
 */
export function evenShare(grid: LayerGrid, values: Float64Array): Float64Array {
  const columns = grid.alpha.length;
  const size = grid.rows.length * columns;
  return values.map((_, i) => {
    const full = values[i - (i % size) + (i % columns)];
    return (full * grid.rows[Math.floor(i / columns) % grid.rows.length].length) / grid.rows[0].length;
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
