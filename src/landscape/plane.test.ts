import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../linalg/random.ts';
import { distance } from '../linalg/vector.ts';
import type { Network } from '../nn/network.ts';
import { expectClose } from '../testing/close.ts';
import { NO_EXAMPLES, chain, networkOf, toyEvaluator } from '../testing/toy-evaluator.ts';
import { defaultWindow, planeThrough, projectOnPlane } from './plane-geometry.ts';
import { computePlane } from './plane.ts';
import { parametersAt } from './reference-evaluator.ts';
import type { Plane } from './results.ts';

const architecture = chain(4);
const random = (seed: number): Network => {
  const stream = seededRandom(seed, 'plane');
  return networkOf(architecture, Array.from({ length: 10 }, () => stream.normal()));
};
const [a, b, c] = [random(1), random(2), random(3)];
const sumOfSquares = (p: Float64Array): number => p.reduce((sum, value) => sum + value * value, 0);
const request = { a, b, c, examples: NO_EXAMPLES, resolution: 33, margin: 0.25, window: null };

describe('plane geometry', () => {
  it('the three stand where they are, and distances are kept', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const [one, two, three] = [random(seed), random(seed + 1), random(seed + 2)];
        const plane = planeThrough(one, two, three);
        const places = [plane.points.a, plane.points.b, plane.points.c];
        for (const [i, network] of [one, two, three].entries()) {
          expectClose(parametersAt(plane.slice, [places[i].x, places[i].y]), network.parameters, 1e-5, 1e-6);
          const projected = projectOnPlane(plane, network.parameters);
          expectClose([projected.x, projected.y, projected.outOfPlane], [places[i].x, places[i].y, 0], 1e-12, 1e-12);
        }
        const gap = (i: number, j: number): number => plane.unit * Math.hypot(places[i].x - places[j].x, places[i].y - places[j].y);
        expectClose([gap(0, 1), gap(0, 2), gap(1, 2)], [distance(one.parameters, two.parameters), distance(one.parameters, three.parameters), distance(two.parameters, three.parameters)], 1e-12, 0);
      }),
      { numRuns: 30 },
    );
  });

  it('a network off the plane has its distance to it', () => {
    const plane = planeThrough(networkOf(architecture, [0]), networkOf(architecture, [2]), networkOf(architecture, [1, 3]));
    const off = projectOnPlane(plane, networkOf(architecture, [1, 1, 4]).parameters);
    expectClose([off.x, off.y, off.outOfPlane], [0.5, 0.5, 2], 1e-14, 0);
    expect(plane.points.c).toEqual({ x: 0.5, y: 1.5, outOfPlane: 0 });
    expect(defaultWindow(plane, 0.25)).toEqual([-0.25, 1.25, -0.25, 1.75]);
  });

  it('refuses identical and collinear networks, with the reason', () => {
    const middle = { architecture, parameters: a.parameters.map((value, i) => 0.5 * (value + b.parameters[i])) };
    expect(() => planeThrough(a, a, c)).toThrow(/first two networks are identical/);
    expect(() => planeThrough(a, b, a)).toThrow(/lies on the line/);
    expect(() => planeThrough(a, b, middle)).toThrow(/lies on the line/);
    expect(() => planeThrough(a, networkOf(architecture, [NaN]), c)).toThrow(/not finite/);
    expect(() => planeThrough(a, b, networkOf(architecture, [Infinity]))).toThrow(/not finite/);
    expect(() => planeThrough(a, b, networkOf(chain(3), [1]))).toThrow(/differ in architecture/);
  });
});

describe('plane', () => {
  it('is the loss at every cell, each computed once', async () => {
    const evaluator = toyEvaluator(sumOfSquares);
    const plane = await computePlane(evaluator, request);
    expect(evaluator.count()).toBe(33 * 33);
    expect(plane.complete).toBe(1);
    const { slice } = planeThrough(a, b, c);
    const expected = Float64Array.from({ length: 33 * 33 }, (_, n) => sumOfSquares(parametersAt(slice, [plane.x[n % 33], plane.y[Math.floor(n / 33)]])));
    expectClose(plane.loss, expected, 1e-14, 0);
    expectClose(plane.accuracy, expected.map((loss) => 1 - loss / 10), 1e-14, 1e-14);
  });

  it.each([2, 3, 9, 20, 33])('resolution %i: partial pictures are coarse, whole and ever finer', async (resolution) => {
    const partials: Plane[] = [];
    const final = await computePlane(toyEvaluator(sumOfSquares), { ...request, resolution }, { onPartial: (plane) => partials.push(plane) });
    let before = 0;
    for (const partial of partials) {
      expect(partial.complete).toBeGreaterThan(before);
      expect(partial.complete).toBeLessThan(1);
      before = partial.complete;
      const values = new Set(final.loss);
      expect(partial.loss.every((value) => Number.isNaN(value) || values.has(value))).toBe(true);
    }
    if (resolution === 33) {
      const firstLevel = partials.find((plane) => plane.complete === 25 / 1089);
      if (!firstLevel) return expect.fail('no picture after the first level');
      expect(firstLevel.loss.some(Number.isNaN)).toBe(false);
      // Each cell shows the nearest of the 5 x 5 first ones.
      const nearest = (i: number): number => 8 * Math.ceil(i / 8 - 0.5);
      for (const n of [0, 3, 4, 5, 32 * 33 + 32, 17 * 33 + 13]) expect(firstLevel.loss[n]).toBe(final.loss[nearest(Math.floor(n / 33)) * 33 + nearest(n % 33)]);
    }
    return undefined;
  });

  it('takes a window instead of the margin', async () => {
    const plane = await computePlane(toyEvaluator(sumOfSquares), { ...request, resolution: 3, window: [0, 1, -2, 2] });
    expect([...plane.x]).toEqual([0, 0.5, 1]);
    expect([...plane.y]).toEqual([-2, 0, 2]);
  });

  it('masks cells that are not finite', async () => {
    const plane = await computePlane(toyEvaluator((p) => (p[0] > a.parameters[0] + 1e-6 ? NaN : 1)), { ...request, resolution: 9 });
    expect(plane.loss.some(Number.isNaN)).toBe(true);
    expect(plane.loss.some((value) => value === 1)).toBe(true);
  });

  it('refuses bad grids and stops when cancelled', async () => {
    const evaluator = toyEvaluator(sumOfSquares);
    await expect(computePlane(evaluator, { ...request, resolution: 1 })).rejects.toMatchObject({ argument: 'resolution' });
    await expect(computePlane(evaluator, { ...request, margin: -1 })).rejects.toMatchObject({ argument: 'margin' });
    await expect(computePlane(evaluator, { ...request, window: [1, 0, 0, 1] })).rejects.toMatchObject({ argument: 'window' });
    const controller = new AbortController();
    const reason = new DOMException('stop', 'AbortError');
    await expect(computePlane(evaluator, request, { signal: controller.signal, onPartial: () => controller.abort(reason) })).rejects.toBe(reason);
    expect(evaluator.count()).toBeLessThan(200);
  });
});
