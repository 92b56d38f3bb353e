/** Barriers half-way, read off a grid: of one pair, or their mean over all, with how sure each is. */
import { meanInterval, SURE } from '../standard-error.ts';
import { gridBarriers, gridErrors, measureOf, type GridQuantity, type GridSide } from './grid-barriers.ts';
import type { BarrierReference, LayerGrid } from './results.ts';

/** A number, and the margin within which it is nothing: half its 95 % interval over pairs, or twice its standard error over examples. NaN: not known. */
export interface Certain {
  readonly value: number;
  readonly margin: number;
}

/** The barrier of a set of layers, the worse way: that of one cell. */
export interface SetBarrier extends Certain {
  readonly name: string;
  readonly into: GridSide;
}

/** Losses or errors against the reference in use; rows as the grid has them, row 0 = full. */
export interface Midpoints {
  readonly names: readonly string[];
  readonly intoA: readonly number[];
  readonly intoB: readonly number[];
  /** Every row's cell, the larger of both ways. */
  readonly worst: readonly SetBarrier[];
  readonly full: number;
  readonly margin: number;
  /** Over how many pairs the mean and its margin are; 1: a pair's, with its error over examples. */
  readonly over: number;
  /** Raw, of the ends and half-way. */
  readonly endA: number;
  readonly endB: number;
  readonly middle: number;
  /** Mean of |end A − end B| over the pairs shown: differences of either sign do not cancel. Its margin is at least that of noise in each pair. */
  readonly endsApart: Certain;
  /** The full path half-way over the worse end of each pair. */
  readonly overWorse: Certain;
  /** Smallest and largest full barrier of all pairs. */
  readonly spread: readonly [number, number];
}

/**
 * null where the grid has no column at α = ½, or not what the reference needs. `pair` null: the mean over pairs; one too large: the last.
 */
export function meanMidpoints(grid: LayerGrid, metric: GridQuantity, pair: number | null, reference: BarrierReference = 'full'): Midpoints | null {
  const column = grid.alpha.indexOf(0.5);
  if (column < 0 || (reference === 'own' && !(grid.alpha.includes(0) && grid.alpha.includes(1)))) return null;
  const rows = grid.names.length;
  const all = Array.from({ length: grid.pairs }, (_, p) => p);
  const chosen = chosenPairs(grid, pair);
  const at = (values: Float64Array, p: number, row: number): number => values[(p * rows + row) * grid.alpha.length + column];
  const mean = (of: (p: number) => number): number => meanOf(chosen, of);
  const [intoA, intoB] = (['A', 'B'] as const).map((side) => gridBarriers(grid, side, metric, reference));
  const [endA, endB, values] = [grid.endA, grid.endB, grid.intoA].map((field) => measureOf(field, metric));
  const fulls = all.map((p) => at(intoA, p, 0));
  const cells = (side: GridSide): SetBarrier[] => {
    const [barriers, errors] = [side === 'A' ? intoA : intoB, gridErrors(grid, side, metric, reference)];
    return grid.names.map((name, row) => ({
      name,
      into: side,
      ...certainOf(
        chosen,
        (p) => at(barriers, p, row),
        (p) => at(errors, p, row),
      ),
    }));
  };
  const [ofA, ofB] = [cells('A'), cells('B')];
  const [overA, overB, overMean] = (
    [
      ['A', 'base'],
      ['B', 'base'],
      ['A', 'full'],
    ] as const
  ).map(([side, against]) => {
    const errors = gridErrors(grid, side, metric, against);
    return (p: number): number => at(errors, p, 0);
  });
  const apart = certainOf(
    chosen,
    (p) => Math.abs(endA[p] - endB[p]),
    () => NaN,
  );
  // Over A and over B add up to twice over the mean: by the law of the parallelogram their difference's error follows, example by example.
  const noise = mean((p) => SURE * Math.sqrt(Math.max(0, 2 * overA(p) ** 2 + 2 * overB(p) ** 2 - 4 * overMean(p) ** 2)));
  return {
    names: grid.names,
    intoA: ofA.map(({ value }) => value),
    intoB: ofB.map(({ value }) => value),
    worst: ofA.map((cell, row) => worse(cell, ofB[row])),
    full: ofA[0].value,
    margin: ofA[0].margin,
    over: chosen.length,
    endA: mean((p) => endA[p]),
    endB: mean((p) => endB[p]),
    middle: mean((p) => at(values, p, 0)),
    endsApart: { ...apart, margin: chosen.length > 1 ? Math.max(apart.margin, noise) : noise },
    overWorse: certainOf(
      chosen,
      (p) => at(values, p, 0) - Math.max(endA[p], endB[p]),
      (p) => (endB[p] > endA[p] ? overB : overA)(p),
    ),
    spread: [Math.min(...fulls), Math.max(...fulls)],
  };
}

/**
 * Of every row, how far its barrier against the mean of the full ends exceeds this fraction of the full barrier, the worse way: over pairs
 * by the spread of that difference itself; of one pair by no less than its standard error, the sum of both (their covariance is not kept).
 * null where the grid has no column at α = ½. `pair` as in `meanMidpoints`.
 */
export function midpointExcess(grid: LayerGrid, metric: GridQuantity, pair: number | null, fraction: number): Certain[] | null {
  const column = grid.alpha.indexOf(0.5);
  if (column < 0) return null;
  const chosen = chosenPairs(grid, pair);
  const [intoA, intoB] = (['A', 'B'] as const).map((side): Certain[] => {
    const [values, errors] = [gridBarriers(grid, side, metric, 'full'), gridErrors(grid, side, metric, 'full')];
    const at = (of: Float64Array, p: number, row: number): number => of[(p * grid.rows.length + row) * grid.alpha.length + column];
    return grid.rows.map((layers, row) =>
      certainOf(
        chosen,
        (p) => at(values, p, row) - fraction * at(values, p, 0),
        // A row of all layers is the full one.
        (p) => (layers.length === grid.rows[0].length ? Math.abs(1 - fraction) * at(errors, p, 0) : at(errors, p, row) + fraction * at(errors, p, 0)),
      ),
    );
  });
  return intoA.map((into, row) => worse(into, intoB[row]));
}

/** The pair, one too large being the last, or all of them. */
function chosenPairs({ pairs }: LayerGrid, pair: number | null): number[] {
  return pair === null ? Array.from({ length: pairs }, (_, p) => p) : [Math.min(pair, pairs - 1)];
}

function meanOf(pairs: readonly number[], of: (pair: number) => number): number {
  return pairs.reduce((sum, p) => sum + of(p), 0) / pairs.length;
}

function certainOf(pairs: readonly number[], of: (pair: number) => number, error: (pair: number) => number): Certain {
  return { value: meanOf(pairs, of), margin: pairs.length > 1 ? meanInterval(pairs.map(of)) : SURE * error(pairs[0]) };
}

/** Not finite where either is not. */
function worse<Value extends Certain>(first: Value, second: Value): Value {
  return second.value > first.value || Number.isNaN(second.value) ? second : first;
}
