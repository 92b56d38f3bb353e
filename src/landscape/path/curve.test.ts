import { describe, expect, it } from 'vitest';
import { expectClose } from '../../testing/close.ts';
import { NO_EXAMPLES, chain, networkOf, toyEvaluator } from '../../testing/toy-evaluator.ts';
import { computeCurve } from './curve.ts';
import { evenGrid } from '../segment.ts';

const a = networkOf(chain(0), [0, 0]);
const b = networkOf(chain(0), [1, 0]);
const request = { a, b, examples: NO_EXAMPLES, points: 25, range: [0, 1] as const, refine: false };
/** A sharp peak of height 3 at 0.61 on a slope from 0 to 1. */
const peak = ([w]: Float64Array): number => w + 3 * Math.exp(-(((w - 0.61) / 0.02) ** 2));

describe('even grid', () => {
  it('holds 0, ½ and 1 exactly', () => {
    for (const [points, first, last] of [
      [25, -0.5, 1.5],
      [25, 0, 1],
      [7, -1, 2],
      [31, -0.5, 1],
    ] as const) {
      const grid = evenGrid(points, first, last);
      expect(grid.length).toBe(points);
      for (const value of [0, 0.5, 1]) expect(grid).toContain(value);
    }
    expect([...evenGrid(2, -0.3, 1.7)]).toEqual([-0.3, 1.7]);
  });
});

describe('curve', () => {
  it('is the loss at each α, from A to B', async () => {
    const curve = await computeCurve(
      toyEvaluator(([w]) => (w - 0.25) ** 2),
      request,
    );
    expectClose(
      curve.loss,
      curve.alpha.map((alpha) => (alpha - 0.25) ** 2),
      1e-12,
      1e-12,
    );
    expectClose(
      curve.accuracy,
      curve.loss.map((loss) => 1 - loss / 10),
      1e-12,
      0,
    );
    // Convex: below its chord, so only the ends count.
    expect(curve.lossBarrier.barrier.lerp).toBe(0);
    expectClose([curve.lossBarrier.barrier.mean, curve.errorBarrier.barrier.mean], [0.25, 0.025], 1e-12, 1e-12);
  });

  it('refines the barrier, not the curve', async () => {
    const coarse = await computeCurve(toyEvaluator(peak), request);
    const fine = await computeCurve(toyEvaluator(peak), { ...request, refine: true });
    expect([...fine.alpha]).toEqual([...coarse.alpha]);
    expect([...fine.loss]).toEqual([...coarse.loss]);
    expect(coarse.lossBarrier.barrier.lerp).toBeLessThan(2.5);
    expectClose([fine.lossBarrier.barrier.lerp, fine.lossBarrier.at.lerp], [3, 0.61], 1e-3, 0);
    expect([coarse.refined, fine.refined]).toEqual([false, true]);
  });

  it('takes barriers over [0, 1] alone, whatever the range and grid', async () => {
    const wide = await computeCurve(
      toyEvaluator(([w]) => w * w),
      { ...request, points: 24, range: [-0.5, 1.5] },
    );
    expect(wide.alpha.length).toBe(24);
    expect(wide.loss.length).toBe(24);
    expectClose([wide.lossBarrier.barrier.mean, wide.lossBarrier.at.mean], [0.5, 1], 1e-12, 0);
    const outside = await computeCurve(
      toyEvaluator(([w]) => w * w),
      { ...request, points: 5, range: [2, 3] },
    );
    expect(outside.lossBarrier.barrier.lerp).toBe(0);
  });

  it('says NaN where the middle is not finite, refined or not', async () => {
    const broken = toyEvaluator(([w]) => (w > 0.4 && w < 0.6 ? NaN : 0));
    expect((await computeCurve(broken, { ...request, refine: true })).lossBarrier.barrier.lerp).toBeNaN();
  });

  it('refuses what is no grid', async () => {
    const evaluator = toyEvaluator(() => 0);
    await expect(computeCurve(evaluator, { ...request, points: 1 })).rejects.toMatchObject({ code: 'invalid-argument', argument: 'points' });
    await expect(computeCurve(evaluator, { ...request, range: [1, 0] })).rejects.toMatchObject({ argument: 'range' });
    await expect(computeCurve(evaluator, { ...request, range: [NaN, 1] })).rejects.toMatchObject({ argument: 'range[0]' });
    await expect(computeCurve(evaluator, { ...request, b: networkOf(chain(1), [1]) })).rejects.toMatchObject({ code: 'shape-mismatch' });
  });

  it('reports progress and stops when cancelled', async () => {
    const seen: number[] = [];
    await computeCurve(toyEvaluator(peak), request, { onProgress: ({ done, total }) => seen.push(done / total) });
    expect(seen[seen.length - 1]).toBe(1);
    const controller = new AbortController();
    const reason = new DOMException('stop', 'AbortError');
    const evaluator = toyEvaluator(peak);
    await expect(computeCurve(evaluator, request, { signal: controller.signal, onProgress: () => controller.abort(reason) })).rejects.toBe(reason);
    expect(evaluator.count()).toBe(7);
  });
});
