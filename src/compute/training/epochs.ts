/** Which epochs of a training are scored and kept. */

/** Up to `count` epochs from 0 to `epochs`, both included (the last alone for a count of 1). */
export function spread(epochs: number, count: number): Set<number> {
  if (count < 1) return new Set();
  if (count === 1) return new Set([epochs]);
  if (count > epochs) return new Set(Array.from({ length: epochs + 1 }, (_, epoch) => epoch));
  return new Set(Array.from({ length: count }, (_, i) => Math.round((i * epochs) / (count - 1))));
}
