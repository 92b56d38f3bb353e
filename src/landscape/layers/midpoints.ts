/** Barriers half-way, read off a grid: of one pair, or their mean over all. */
import type { Field } from '../evaluator.ts';
import { gridBarriers, type GridQuantity } from './grid-barriers.ts';
import type { LayerGrid } from './results.ts';

/** Losses or errors against the mean of the full ends; rows as the grid has them, row 0 = full. */
export interface Midpoints {
  readonly names: readonly string[];
  readonly intoA: readonly number[];
  readonly intoB: readonly number[];
  readonly full: number;
  /** Raw, of the ends and half-way. */
  readonly endA: number;
  readonly endB: number;
  readonly middle: number;
  /** Mean of |end A − end B| over the pairs shown: differences of either sign do not cancel. */
  readonly endsApart: number;
  /** Smallest and largest full barrier of all pairs. */
  readonly spread: readonly [number, number];
}

/** null where the grid has no column at α = ½. `pair` null: the mean over pairs; one too large: the last. */
export function meanMidpoints(grid: LayerGrid, metric: GridQuantity, pair: number | null): Midpoints | null {
  const column = grid.alpha.indexOf(0.5);
  if (column < 0) return null;
  const rows = grid.names.length;
  const all = Array.from({ length: grid.pairs }, (_, p) => p);
  const chosen = pair === null ? all : [Math.min(pair, grid.pairs - 1)];
  const at = (values: Float64Array, p: number, row: number): number => values[(p * rows + row) * grid.alpha.length + column];
  const mean = (of: (p: number) => number): number => chosen.reduce((sum, p) => sum + of(p), 0) / chosen.length;
  const raw = ({ loss, accuracy }: Field): Float64Array => (metric === 'loss' ? loss : accuracy.map((value) => 1 - value));
  const [intoA, intoB] = (['A', 'B'] as const).map((side) => gridBarriers(grid, side, metric, 'full'));
  const [endA, endB, values] = [grid.endA, grid.endB, grid.intoA].map(raw);
  const fulls = all.map((p) => at(intoA, p, 0));
  return {
    names: grid.names,
    intoA: grid.names.map((_, row) => mean((p) => at(intoA, p, row))),
    intoB: grid.names.map((_, row) => mean((p) => at(intoB, p, row))),
    full: mean((p) => fulls[p]),
    endA: mean((p) => endA[p]),
    endB: mean((p) => endB[p]),
    middle: mean((p) => at(values, p, 0)),
    endsApart: mean((p) => Math.abs(endA[p] - endB[p])),
    spread: [Math.min(...fulls), Math.max(...fulls)],
  };
}
