import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../linalg/random.ts';
import { transposeMultiply } from '../../../linalg/multiply.ts';
import { expectClose } from '../../../testing/close.ts';
import { kernelModule } from '../../../testing/kernel-module.ts';
import { kernelProduct } from './product.ts';

const product = kernelProduct(kernelModule());
const random = seededRandom(5, 'product');
const matrix = (rows: number, columns: number): Float32Array => Float32Array.from({ length: rows * columns }, () => random.normal());

describe('Aᵀ·B by the kernels', () => {
  // Chunks of sixteen and pairs of columns that are filled, begun or alone; the last in several blocks, after smaller ones.
  it.each([
    [1, 1, 1],
    [3, 16, 2],
    [7, 17, 5],
    [40, 33, 64],
    [2, 100, 1],
    [1500, 700, 31],
    [5, 3, 3],
  ])('is the float64 product, n = %i, p = %i, q = %i', async (n, p, q) => {
    const a = matrix(n, p);
    const b = matrix(n, q);
    expectClose(await product.transposeTimes(a, b, n, p, q), transposeMultiply(a, b, n, p, q), 1e-4, 1e-5 * Math.sqrt(n));
  });

  it('gives an array of its own each time', async () => {
    const first = await product.transposeTimes(Float32Array.of(2), Float32Array.of(3), 1, 1, 1);
    await product.transposeTimes(Float32Array.of(5), Float32Array.of(7), 1, 1, 1);
    expect([...first]).toEqual([6]);
  });
});
