import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logSumExp } from '../../nn/forward.ts';
import { expectClose } from '../../testing/close.ts';
import { barriers } from './barrier.ts';
import { evenGrid } from '../segment.ts';

describe('barriers', () => {
  it('by hand: unequal ends', () => {
    const { barrier, at } = barriers([0, 0.25, 0.5, 0.75, 1], [1, 1, 4, 5, 3]);
    expect(barrier).toEqual({ lerp: 2.5, mean: 3, max: 2 });
    expect(at).toEqual({ lerp: 0.75, mean: 0.75, max: 0.75 });
  });

  it('a straight path between unequal ends has lerp 0, max 0 and mean half the difference', () => {
    const alpha = evenGrid(25, 0, 1);
    const { barrier } = barriers(
      alpha,
      alpha.map((a) => 2 + 3 * a),
    );
    expectClose([barrier.lerp, barrier.mean, barrier.max], [0, 1.5, 0], 0, 1e-14);
  });

  it('counts only α in [0, 1]', () => {
    expect(barriers([-0.5, 0, 0.5, 1, 1.5], [99, 0, 1, 0, NaN]).barrier).toEqual({ lerp: 1, mean: 1, max: 1 });
  });

  it('is unknown where a value is not finite, and says where', () => {
    const { barrier, at } = barriers([0, 0.5, 1], [0, NaN, 0]);
    expect(barrier).toEqual({ lerp: NaN, mean: NaN, max: NaN });
    expect(at.lerp).toBe(0.5);
  });

  it('needs both ends', () => {
    expect(() => barriers([0, 0.5], [1, 1])).toThrow(/both ends/);
  });

  it('ε and lerp are at least 0, ε ≤ lerp ≤ mean + half the difference; all are symmetric', () => {
    const values = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(values, (loss) => {
        const alpha = evenGrid(loss.length, 0, 1);
        const { barrier } = barriers(alpha, loss);
        const reverse = barriers(alpha, [...loss].reverse()).barrier;
        const half = Math.abs(loss[0] - loss[loss.length - 1]) / 2;
        expect(barrier.max).toBeGreaterThanOrEqual(0);
        expect(barrier.lerp).toBeGreaterThanOrEqual(barrier.max - 1e-12);
        expect(barrier.mean).toBeGreaterThanOrEqual(half - 1e-12);
        expect(barrier.lerp).toBeLessThanOrEqual(barrier.mean + half + 1e-12);
        expectClose([reverse.lerp, reverse.mean, reverse.max], [barrier.lerp, barrier.mean, barrier.max], 1e-12, 1e-12);
      }),
    );
  });

  it('per example: ℓ(z) − [(1−α)ℓ(zA) + αℓ(zB)] = D − J − e_y with J ≥ 0 (methods.md §1)', () => {
    const logits = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 3, maxLength: 3 }).map((z) => Float64Array.from(z));
    fc.assert(
      fc.property(logits, logits, logits, fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 2 }), (zA, zB, z, alpha, y) => {
        const mixed = zA.map((a, i) => (1 - alpha) * a + alpha * zB[i]);
        const loss = (logit: Float64Array): number => logSumExp(logit) - logit[y];
        const d = logSumExp(z) - logSumExp(mixed);
        const j = (1 - alpha) * logSumExp(zA) + alpha * logSumExp(zB) - logSumExp(mixed);
        expect(j).toBeGreaterThan(-1e-12);
        expectClose([loss(z) - ((1 - alpha) * loss(zA) + alpha * loss(zB))], [d - j - (z[y] - mixed[y])], 1e-12, 1e-12);
      }),
    );
  });
});
