/**
 * Where the cells of a plane lie. A plane has a home: a window with an even grid. Any other window of the plane takes its cells from
 * that grid, refined or coarsened by twos, so that windows that overlap share points, bit for bit.
 */
import { gridValue } from '../segment.ts';

export interface LatticeAxis {
  readonly values: Float64Array;
  /** Of the first value, counted from home's first in steps of this axis: coarser grids are those whose indices a power of two divides. */
  readonly first: number;
}

const MOST_VALUES = 401;
/** Steps stay far above the rounding of a coordinate, and indices far below 2⁵³. */
const FINEST = 30;
const COARSEST = -30;
/** In steps: an edge this near to a value lies on it. */
const ON_VALUE = 1e-6;

/**
 * The values that cover the window [first, last], as many to its width as home has (within a factor √2; never more than 401).
 * @param home first and last value @param resolution values over home
 */
export function latticeAxis(home: readonly [number, number], resolution: number, [first, last]: readonly [number, number]): LatticeAxis {
  const width = home[1] - home[0];
  let level = Math.min(FINEST, Math.max(COARSEST, Math.round(Math.log2(width / (last - first)))));
  let range = covered();
  while (range.to - range.from >= MOST_VALUES) {
    level--;
    range = covered();
  }
  // Below home's own step indices are scaled, above it intervals: either way the products are exact.
  const intervals = (resolution - 1) * 2 ** Math.max(0, level);
  const scale = 2 ** Math.max(0, -level);
  return {
    values: Float64Array.from({ length: range.to - range.from + 1 }, (_, i) => gridValue((range.from + i) * scale, intervals, home[0], home[1])),
    first: range.from,
  };

  function covered(): { from: number; to: number } {
    const steps = (resolution - 1) * 2 ** level;
    const from = Math.floor(((first - home[0]) / width) * steps + ON_VALUE);
    return { from, to: Math.max(from + 1, Math.ceil(((last - home[0]) / width) * steps - ON_VALUE)) };
  }
}
