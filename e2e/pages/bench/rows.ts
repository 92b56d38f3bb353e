/** All rows that evaluate, train or match, by their numbers. Row 6 comes along with 1 to 3; rows 9 and 11 are the app's, measured from outside (src/tools/bench-tasks.mjs, bench-mnist.mjs). */
import { matching } from './matching.ts';
import { memory } from './memory.ts';
import { curves, layerGrid, layerHeatmap } from './paths.ts';
import { deepPlane, imagePlane, moonPlanes } from './planes.ts';
import type { Bench, BenchRow, RowFamily } from './row.ts';
import { training } from './training.ts';

const FAMILIES: ReadonlyMap<number, RowFamily> = new Map([
  [1, moonPlanes],
  [2, imagePlane],
  [3, deepPlane],
  [4, curves],
  [5, layerHeatmap],
  [7, training],
  [8, matching],
  [10, layerGrid],
  [13, memory],
]);

/** The rows of the numbers asked for; 6 means the planes it is read off. */
export async function runRows(bench: Bench, only: readonly number[] | null): Promise<BenchRow[]> {
  const wanted = new Set(only?.flatMap((number) => (number === 6 ? [1, 2, 3] : [number])) ?? FAMILIES.keys());
  const rows: BenchRow[] = [];
  for (const [number, family] of FAMILIES) if (wanted.has(number)) rows.push(...(await family(bench)));
  return rows;
}
