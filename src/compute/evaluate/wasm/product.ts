/** Products of matching costs by the wasm kernels, in the calling thread and in a memory of their own. */
import type { MatrixProduct } from '../../../landscape/evaluator.ts';
import { CHUNK, type Kernels } from './layers.ts';
import { ShardMemory } from './memory.ts';

/** Bytes of the left operand and of the product in hand. */
const BLOCK_BYTES = 4 * 1024 * 1024;

/**
 * Aᵀ·B as a layer: the rows of Aᵀ are its examples, B its weights; float32, summed along n in order. The memory grows to what the
 * largest product took and stays.
 */
export function kernelProduct(module: WebAssembly.Module): MatrixProduct {
  const memory = new ShardMemory();
  const kernels = new WebAssembly.Instance(module, { env: { memory: memory.memory } }).exports as unknown as Kernels;
  return {
    transposeTimes(a, b, n, p, q) {
      memory.reset();
      const panels = memory.take(8 * Math.ceil(q / 2) * n);
      const bias = memory.take(4 * q);
      memory.markKept();
      const weights = memory.put(b);
      kernels.form(panels, weights, weights, weights, 0, 0, 0, n, q);
      memory.resetKept();
      memory.floats(bias, q).fill(0);
      const chunks = Math.max(1, Math.floor(BLOCK_BYTES / (4 * CHUNK * (n + q))));
      const x = memory.take(4 * chunks * CHUNK * n);
      const y = memory.take(4 * chunks * CHUNK * q);
      const product = new Float32Array(p * q);
      for (let from = 0; from < p; from += chunks * CHUNK) {
        const count = Math.min(chunks * CHUNK, p - from);
        const used = Math.ceil(count / CHUNK);
        packColumns(memory.floats(x, used * CHUNK * n), a, { n, p, from, count });
        kernels.dense(y, x, panels, bias, n, q, used, 0);
        unpackRows(product.subarray(from * q, (from + count) * q), memory.floats(y, used * CHUNK * q), q);
      }
      return Promise.resolve(product);
    },
  };
}

/** Columns from..from+count of A [n, p] as [chunks][n][16], the last chunk filled up with zeros. */
function packColumns(packed: Float32Array, a: Float32Array, { n, p, from, count }: { n: number; p: number; from: number; count: number }): void {
  for (let first = 0; first < count; first += CHUNK) {
    const width = Math.min(CHUNK, count - first);
    const chunk = packed.subarray(first * n, (first + CHUNK) * n);
    if (width < CHUNK) chunk.fill(0);
    for (let k = 0; k < n; k++) for (let i = 0; i < width; i++) chunk[k * CHUNK + i] = a[k * p + from + first + i];
  }
}

/** Rows [rows, q] of [chunks][q][16]. */
function unpackRows(rows: Float32Array, packed: Float32Array, q: number): void {
  for (let i = 0; i * q < rows.length; i++) {
    const column = (i >> 4) * q * CHUNK + (i & 15);
    for (let j = 0; j < q; j++) rows[i * q + j] = packed[column + j * CHUNK];
  }
}
