import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../testing/close.ts';
import { multiply, transpose, transposeMultiply } from './multiply.ts';
import { seededRandom } from './random.ts';

function plain(a: Float64Array, b: Float64Array, rows: number, inner: number, columns: number): Float64Array {
  const result = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) for (let k = 0; k < inner; k++) result[i * columns + j] += a[i * inner + k] * b[k * columns + j];
  return result;
}

describe('multiply', () => {
  it('equals the definition for every shape, sparse rows too', () => {
    const size = fc.integer({ min: 1, max: 11 });
    fc.assert(
      fc.property(size, size, size, fc.integer(), (rows, inner, columns, seed) => {
        const random = seededRandom(seed, 'multiply');
        const a = Float64Array.from({ length: rows * inner }, () => (random.uniform() < 0.5 ? 0 : random.normal()));
        const b = Float64Array.from({ length: inner * columns }, () => random.normal());
        expectClose(multiply(a, b, rows, inner, columns), plain(a, b, rows, inner, columns), 1e-14, 1e-14);
        expectClose(transposeMultiply(transpose(a, rows, inner), b, inner, rows, columns), plain(a, b, rows, inner, columns), 1e-14, 1e-14);
      }),
    );
  });

  it('keeps NaN where a zero meets an infinity', () => {
    expect([...multiply(Float64Array.of(0, 1), Float64Array.of(Infinity, 2), 1, 2, 1)]).toEqual([NaN]);
  });
});
