import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runInTurns } from '../base/job.ts';
import { expectClose } from '../testing/close.ts';
import { orthonormalBasis, projectOut, type OrthonormalBasis } from './orthonormal-basis.ts';
import { seededRandom } from './random.ts';
import { axpy, dot, norm, subtract } from './vector.ts';

function finish<Result>(steps: Generator<number, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

const basisOf = (vectors: readonly Float64Array[], tolerance = 1e-10): OrthonormalBasis =>
  finish(
    orthonormalBasis(
      vectors.map((vector) => vector.slice()),
      tolerance,
    ),
  );

function gaussian(seed: number, count: number, length: number): Float64Array[] {
  const random = seededRandom(seed, 'vectors');
  return Array.from({ length: count }, () => Float64Array.from({ length }, () => random.normal()));
}

function combine(weights: ArrayLike<number>, vectors: readonly Float64Array[]): Float64Array {
  const sum = new Float64Array(vectors[0].length);
  vectors.forEach((vector, i) => axpy(weights[i], vector, sum));
  return sum;
}

function expectOrthonormal(vectors: readonly Float64Array[]): void {
  for (const [i, a] of vectors.entries())
    expectClose(
      vectors.map((b) => dot(a, b)),
      vectors.map((_, j) => (i === j ? 1 : 0)),
      0,
      1e-13,
    );
}

/** Part of x outside the basis, relative to x. */
function outside(x: Float64Array, { vectors }: OrthonormalBasis): number {
  const rest = x.slice();
  finish(projectOut(rest, vectors));
  return norm(rest) / norm(x);
}

describe('orthonormal basis by singular values', () => {
  it('known singular values and vectors: a diagonal, and a rotation of two', () => {
    const { singularValues, vectors } = basisOf([Float64Array.of(0, 3, 0), Float64Array.of(0, 0, -7), Float64Array.of(2, 0, 0)]);
    expectClose(singularValues, [7, 3, 2], 1e-15, 0);
    expectClose(
      vectors.flatMap((vector) => [...vector.map(Math.abs)]),
      [0, 0, 1, 0, 1, 0, 1, 0, 0],
      0,
      1e-15,
    );
    // (1, 0, …) and (1, 1, …): the golden ratio and its inverse.
    const golden = (1 + Math.sqrt(5)) / 2;
    expectClose(basisOf([Float64Array.of(1, 0, 0), Float64Array.of(1, 1, 0)]).singularValues, [golden, 1 / golden], 1e-14, 0);
  });

  it('orthonormal, spans what was given, squares of the singular values sum to those of the entries', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 40 }), (seed, count, length) => {
        const vectors = gaussian(seed, count, length);
        const basis = basisOf(vectors);
        expect(basis.vectors.length).toBe(Math.min(count, length));
        expectOrthonormal(basis.vectors);
        for (const vector of vectors) expect(outside(vector, basis)).toBeLessThan(1e-12);
        expectClose([dot(basis.singularValues, basis.singularValues)], [vectors.reduce((sum, vector) => sum + dot(vector, vector), 0)], 1e-12, 0);
      }),
      { numRuns: 40 },
    );
  });

  it('singular values given by construction, from 1 to 1e-9, beside dependent and zero vectors', () => {
    const [n, given] = [5000, [1, 1e-3, 1e-6, 1e-9]];
    const left = basisOf(gaussian(1, 4, n)).vectors;
    const right = basisOf(gaussian(2, 4, 7)).vectors;
    // Seven vectors Σ σᵢ·rightᵢ[j]·leftᵢ, and nothing.
    const vectors = Array.from({ length: 7 }, (_, j) =>
      combine(
        given.map((sigma, i) => sigma * right[i][j]),
        left,
      ),
    );
    const whole = basisOf([...vectors, new Float64Array(n)], 1e-12);
    expectClose(whole.singularValues.slice(0, 4), given, 1e-5, 1e-15);
    expect(whole.singularValues.slice(4).every((value) => value < 1e-12)).toBe(true);
    expectOrthonormal(whole.vectors);
    for (const tolerance of [1e-2, 1e-5, 1e-8]) {
      const basis = basisOf(vectors, tolerance);
      const expected = given.filter((sigma) => sigma > tolerance).length;
      expect(basis.vectors.length).toBe(expected);
      // The leading left singular vectors, up to sign.
      basis.vectors.forEach((vector, i) => expectClose([Math.abs(dot(vector, left[i]))], [1], 1e-10, 0));
    }
  });

  it('of nothing is nothing', () => {
    expect(basisOf([]).vectors).toEqual([]);
    expect(basisOf([new Float64Array(3)])).toEqual({ vectors: [], singularValues: new Float64Array(0) });
  });

  it('stops when cancelled', async () => {
    const controller = new AbortController();
    const reason = new Error('superseded');
    controller.abort(reason);
    await expect(runInTurns(orthonormalBasis(gaussian(1, 2, 3), 1e-9), controller.signal)).rejects.toBe(reason);
    const later = new AbortController();
    const job = runInTurns(orthonormalBasis(gaussian(1, 12, 200_000), 1e-9), later.signal);
    later.abort(reason);
    await expect(job).rejects.toBe(reason);
  });
});

describe('projecting out', () => {
  it('leaves nothing along the basis, even of a vector nearly in it; the coefficients give back what it took', () => {
    const { vectors } = basisOf(gaussian(3, 6, 50));
    const [noise] = gaussian(4, 1, 50);
    for (const scale of [1, 1e-6, 1e-12]) {
      const x = combine([1, 2, 3, 4, 5, 6], vectors);
      axpy(scale, noise, x);
      const rest = x.slice();
      const coefficients = finish(projectOut(rest, vectors));
      expectClose(
        vectors.map((vector) => dot(vector, rest) / norm(rest)),
        new Float64Array(6),
        0,
        1e-14,
      );
      expectClose(subtract(x, rest), combine(coefficients, vectors), 1e-13, 1e-14);
    }
  });
});
