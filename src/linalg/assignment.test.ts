import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPermutation, solveAssignment, solveAssignmentAsync } from './assignment.ts';
import { seededRandom } from './random.ts';

function total(gain: ArrayLike<number>, n: number, p: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += gain[i * n + p[i]];
  return sum;
}

function bruteForce(gain: ArrayLike<number>, n: number): number {
  let best = -Infinity;
  const visit = (row: number, used: number, sum: number): void => {
    if (row === n) {
      best = Math.max(best, sum);
      return;
    }
    for (let j = 0; j < n; j++) if ((used & (1 << j)) === 0) visit(row + 1, used | (1 << j), sum + gain[row * n + j]);
  };
  visit(0, 0, 0);
  return best;
}

function randomMatrix(n: number, seed: number): Float64Array {
  const random = seededRandom(seed, 'matrix');
  return Float64Array.from({ length: n * n }, () => random.normal());
}

const square = (entry: fc.Arbitrary<number>): fc.Arbitrary<{ n: number; gain: Float64Array }> =>
  fc
    .integer({ min: 1, max: 7 })
    .chain((n) => fc.array(entry, { minLength: n * n, maxLength: n * n }).map((values) => ({ n, gain: Float64Array.from(values) })));

describe('assignment', () => {
  it('equals brute force for n up to 7, real entries', () => {
    fc.assert(
      fc.property(square(fc.double({ min: -1e3, max: 1e3, noNaN: true })), ({ n, gain }) => {
        const p = solveAssignment(gain, n);
        checkPermutation(p);
        expect(Math.abs(total(gain, n, p) - bruteForce(gain, n))).toBeLessThan(1e-9);
      }),
      { numRuns: 150 },
    );
  });

  it('equals brute force with many ties', () => {
    fc.assert(
      fc.property(square(fc.integer({ min: -2, max: 2 })), ({ n, gain }) => {
        expect(total(gain, n, solveAssignment(gain, n))).toBe(bruteForce(gain, n));
      }),
      { numRuns: 150 },
    );
  });

  it('reaches the same optimum from any column duals', () => {
    fc.assert(
      fc.property(
        square(fc.double({ min: -10, max: 10, noNaN: true })),
        fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 7, maxLength: 7 }),
        ({ n, gain }, start) => {
          const columnDuals = Float64Array.from(start.slice(0, n));
          const p = solveAssignment(gain, n, { columnDuals });
          expect(Math.abs(total(gain, n, p) - bruteForce(gain, n))).toBeLessThan(1e-9);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('is optimal at n = 300 by duality: the duals reach the total', () => {
    const n = 300;
    const gain = randomMatrix(n, 5);
    const v = new Float64Array(n);
    const p = solveAssignment(gain, n, { columnDuals: v });
    // With duals v alone, the bound Σ max_j (gain + v_j) − Σ v_j holds for every permutation.
    let bound = 0;
    for (let i = 0; i < n; i++) {
      let row = -Infinity;
      for (let j = 0; j < n; j++) row = Math.max(row, gain[i * n + j] + v[j]);
      bound += row;
    }
    for (const dual of v) bound -= dual;
    expect(Math.abs(total(gain, n, p) - bound)).toBeLessThan(1e-9);
  });

  it('refuses NaN and infinities, and a wrong size', () => {
    expect(() => solveAssignment(Float64Array.of(1, NaN, 0, 1), 2)).toThrow(/NaN at row 0, column 1/);
    expect(() => solveAssignment(Float32Array.of(1, 0, -Infinity, 1), 2)).toThrow(/-Infinity at row 1, column 0/);
    expect(() => solveAssignment(new Float64Array(5), 2)).toThrow(/2 x 2 needs 4/);
  });

  it('names what is no permutation', () => {
    expect(() => checkPermutation(Int32Array.of(0, 0))).toThrow(/0 twice/);
    expect(() => checkPermutation(Int32Array.of(0, 2))).toThrow(/holds 2/);
  });

  it('can be cancelled while it runs', async () => {
    const n = 1500;
    const controller = new AbortController();
    const reason = new DOMException('stop', 'AbortError');
    setTimeout(() => controller.abort(reason), 0);
    await expect(solveAssignmentAsync(randomMatrix(n, 3), n, { signal: controller.signal })).rejects.toBe(reason);
  });

  it('gives the same answer in turns', async () => {
    const gain = randomMatrix(200, 9);
    expect([...(await solveAssignmentAsync(gain, 200))]).toEqual([...solveAssignment(gain, 200)]);
  });
});
