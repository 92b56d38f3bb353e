import { describe, expect, it } from 'vitest';
import { axpy, comparison, cosine, difference32, distance, dot, norm, scaledToFloat32, subtract } from './vector.ts';

describe('vectors', () => {
  const a = Float32Array.of(3, 4, 100);
  const b = Float32Array.of(4, -3, 100);

  it('products, norms, distances and cosines, of a range too', () => {
    expect(dot(a, b)).toBe(10_000);
    expect([dot(a, b, 0, 2), norm(a, 0, 2), cosine(a, b, 0, 2)]).toEqual([0, 5, 0]);
    expect(distance(a, b)).toBe(Math.sqrt(50));
    expect([...subtract(a, b)]).toEqual([-1, 7, 0]);
    expect(cosine(a, new Float32Array(3))).toBeNaN();
  });

  it('compares in one pass to the bits of distance and cosine, and takes differences to those of float64 rounded', () => {
    const p = Float32Array.from({ length: 999 }, (_, i) => Math.sin(i) * 10 ** (i % 7));
    const q = Float32Array.from({ length: 999 }, (_, i) => Math.cos(3 * i));
    for (const [start, end] of [
      [0, 999],
      [17, 400],
    ])
      expect(comparison(p, q, start, end)).toEqual({ distance: distance(p, q, start, end), cosine: cosine(p, q, start, end) });
    expect(comparison(a, new Float32Array(3), 0, 3).cosine).toBeNaN();
    expect(difference32(p, q)).toEqual(scaledToFloat32(subtract(p, q), 1));
  });

  it('sums in float64: a million small float32 squares beside a large one', () => {
    const values = new Float32Array(1_000_001).fill(2 ** -10);
    values[0] = 1e4;
    expect(dot(values, values)).toBe(1e8 + 1e6 * 2 ** -20);
  });

  it('axpy in place; scaling into float32', () => {
    const y = Float64Array.of(1, 2, 3);
    axpy(2, a, y);
    expect([...y]).toEqual([7, 10, 203]);
    expect(scaledToFloat32(Float64Array.of(1, 0.1), 3)).toEqual(Float32Array.of(3, 0.3));
  });
});
