/** Layers joining one after another until all are averaged (methods.md §4; Adilova et al. 2024, Fig. 3): the barrier half-way against their number. */
import { evenShare, knownBarriers, meanOverPairs, measureOf, overPairs, type GridQuantity, type GridSide } from './grid-barriers.ts';
import type { BarrierReference, LayerGrid } from './results.ts';

/** What of a grid is read. */
export interface CumulativeReading {
  readonly metric: GridQuantity;
  readonly reference: BarrierReference;
  /** From 0; null: the mean over all pairs. */
  readonly pair: number | null;
}

/** Arrays in the order of x. All NaN where the grid has no column at α = ½. */
export interface CumulativeBarriers {
  /** Layers moved; of a window or of single layers the first layer, from 1. */
  readonly x: readonly number[];
  readonly names: readonly string[];
  /** Of each pair. */
  readonly each: readonly (readonly number[])[];
  /** The pair chosen, or the mean over all. */
  readonly shown: readonly number[];
  /** An even share for every layer: from where nothing moves to where all do. */
  readonly even: readonly number[];
}

interface Point {
  readonly x: number;
  readonly name: string;
  readonly each: readonly number[];
  readonly shown: number;
  readonly even: number;
}

export function cumulativeBarriers(grid: LayerGrid, side: GridSide, reading: CumulativeReading): CumulativeBarriers {
  const moving = grid.sequence !== 'window' && grid.sequence !== 'single';
  const rows = rowPoints(grid, side, reading, moving);
  const points = [...(moving ? [nothingMoved(grid, side, reading)] : []), ...rows.slice(1)].sort((a, b) => a.x - b.x);
  return {
    x: points.map(({ x }) => x),
    names: points.map(({ name }) => name),
    each: Array.from({ length: grid.pairs }, (_, p) => points.map(({ each }) => each[p])),
    shown: points.map(({ shown }) => shown),
    even: points.map(({ even }) => even),
  };
}

/** Of every row, the full one first. */
function rowPoints(grid: LayerGrid, side: GridSide, { metric, reference, pair }: CumulativeReading, moving: boolean): Point[] {
  const columns = grid.alpha.length;
  const size = grid.rows.length * columns;
  const column = grid.alpha.indexOf(0.5);
  const values = knownBarriers(grid, side, metric, reference);
  const shown = meanOverPairs(grid, values, pair);
  const even = meanOverPairs(grid, evenShare(grid, side, metric, reference), pair);
  const halfWay = (of: Float64Array, p: number, row: number): number => (column < 0 ? NaN : of[p * size + row * columns + column]);
  return grid.rows.map((layers, row) => ({
    x: moving ? layers.length : layers[0] + 1,
    name: grid.names[row],
    each: Array.from({ length: grid.pairs }, (_, p) => halfWay(values, p, row)),
    shown: halfWay(shown, 0, row),
    even: halfWay(even, 0, row),
  }));
}

/** S = ∅ is the end itself: half the difference of the ends, or 0 against its own. */
function nothingMoved(grid: LayerGrid, side: GridSide, { metric, reference, pair }: CumulativeReading): Point {
  const [a, b] = [measureOf(grid.endA, metric), measureOf(grid.endB, metric)];
  const own = a.map((value, p) => (reference === 'own' ? 0 : (side === 'A' ? 1 : -1) * ((value - b[p]) / 2)));
  const { value, each } = overPairs(own, grid.pairs, 1, 0, pair);
  return { x: 0, name: 'no layer', each, shown: value, even: value };
}
