/** Which classes a network takes for which. */
import type { NumberTable } from '../draw/table.ts';

/** True class by row, predicted class by column. `counts`: [classes, classes] row-major. */
export function confusionTable(classNames: readonly string[], counts: Int32Array): NumberTable {
  const n = classNames.length;
  return {
    title: 'confusion',
    columns: ['true class', ...classNames.map((name) => `predicted ${name}`)],
    rows: classNames.map((name, row) => [name, ...Array.from(counts.subarray(row * n, (row + 1) * n))]),
  };
}
