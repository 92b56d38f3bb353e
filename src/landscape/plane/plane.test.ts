import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../linalg/random.ts';
import { distance } from '../../linalg/vector.ts';
import type { Network } from '../../nn/network.ts';
import { expectClose } from '../../testing/close.ts';
import { NO_EXAMPLES, chain, networkOf, toyEvaluator } from '../../testing/toy-evaluator.ts';
import type { Evaluator } from '../evaluator.ts';
import { defaultWindow, planeThrough, projectOnPlane, sharedWindow, type PlaneWindow } from './geometry.ts';
import { computePlane, type KnownPoints } from './plane.ts';
import { parametersAt } from '../reference-evaluator.ts';
import type { Plane } from '../results.ts';

const architecture = chain(4);
const random = (seed: number): Network => {
  const stream = seededRandom(seed, 'plane');
  return networkOf(
    architecture,
    Array.from({ length: 10 }, () => stream.normal()),
  );
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
        expectClose(
          [gap(0, 1), gap(0, 2), gap(1, 2)],
          [distance(one.parameters, two.parameters), distance(one.parameters, three.parameters), distance(two.parameters, three.parameters)],
          1e-12,
          0,
        );
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

  it('in the unit of another plane: the same plane and distances, in that unit', () => {
    const own = planeThrough(a, b, c);
    const other = planeThrough(a, b, c, 2 * own.unit);
    expect(other.unit).toBe(2 * own.unit);
    expect(other.points.b).toEqual({ x: 0.5, y: 0, outOfPlane: 0 });
    expectClose([other.points.c.x, other.points.c.y], [own.points.c.x / 2, own.points.c.y / 2], 1e-15, 0);
    for (const network of [b, c]) {
      const [first, second] = [own, other].map((plane) => projectOnPlane(plane, network.parameters));
      expectClose([second.x, second.y], [first.x / 2, first.y / 2], 1e-15, 1e-15);
    }
    other.slice.directions.forEach((direction) => expectClose([Math.hypot(...direction)], [2 * own.unit], 1e-6, 0));
  });

  it('the shared window of planes holds the default window of each', () => {
    const at = (x: number, y: number) => ({ x, y, outOfPlane: 0 });
    expect(sharedWindow([at(0.5, 1.5), at(-2, 0.25)], 0.25)).toEqual([-2.25, 1.25, -0.25, 1.75]);
    expect(sharedWindow([at(0.5, 0.25)], 0)).toEqual([0, 1, 0, 0.25]);
    expect(sharedWindow([at(0.5, 0.5), at(0.2, 0.25)], 0, [1, 0.4])).toEqual([0, 1, 0, 0.5]);
    expect(sharedWindow([at(0.5, 0.5)], 0, [0.4])).toEqual([0, 0.5, 0, 0.5]);
    expect(sharedWindow([], 0.25)).toBeNull();
    expect(sharedWindow([at(0.5, 1.5), at(NaN, 1)], 0.25)).toBeNull();
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
    const expected = Float64Array.from({ length: 33 * 33 }, (_, n) =>
      sumOfSquares(parametersAt(slice, [plane.x[n % 33], plane.y[Math.floor(n / 33)]])),
    );
    expectClose(plane.loss, expected, 1e-14, 0);
    expectClose(
      plane.accuracy,
      expected.map((loss) => 1 - loss / 10),
      1e-14,
      1e-14,
    );
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
      for (const n of [0, 3, 4, 5, 32 * 33 + 32, 17 * 33 + 13])
        expect(firstLevel.loss[n]).toBe(final.loss[nearest(Math.floor(n / 33)) * 33 + nearest(n % 33)]);
    }
    return undefined;
  });

  it('takes a home window instead of the margin', async () => {
    const plane = await computePlane(toyEvaluator(sumOfSquares), { ...request, resolution: 3, home: [0, 1, -2, 2] });
    expect([...plane.x]).toEqual([0, 0.5, 1]);
    expect([...plane.y]).toEqual([-2, 0, 2]);
  });

  it('masks cells that are not finite', async () => {
    const plane = await computePlane(
      toyEvaluator((p) => (p[0] > a.parameters[0] + 1e-6 ? NaN : 1)),
      { ...request, resolution: 9 },
    );
    expect(plane.loss.some(Number.isNaN)).toBe(true);
    expect(plane.loss.some((value) => value === 1)).toBe(true);
  });

  it('refuses bad grids and stops when cancelled', async () => {
    const evaluator = toyEvaluator(sumOfSquares);
    await expect(computePlane(evaluator, { ...request, resolution: 1 })).rejects.toMatchObject({ argument: 'resolution' });
    await expect(computePlane(evaluator, { ...request, margin: -1 })).rejects.toMatchObject({ argument: 'margin' });
    await expect(computePlane(evaluator, { ...request, window: [1, 0, 0, 1] })).rejects.toMatchObject({ argument: 'window' });
    await expect(computePlane(evaluator, { ...request, home: [0, 1, NaN, 1] })).rejects.toMatchObject({ argument: 'home[2]' });
    const controller = new AbortController();
    const reason = new DOMException('stop', 'AbortError');
    await expect(computePlane(evaluator, request, { signal: controller.signal, onPartial: () => controller.abort(reason) })).rejects.toBe(reason);
    expect(evaluator.count()).toBeLessThan(200);
  });
});

describe('a plane as a map', () => {
  const home = [-0.25, 1.25, -0.25, 1.25] as const;
  const step = 1.5 / 32;
  const map = { ...request, home };
  const points = (): KnownPoints & { readonly size: () => number } => {
    const kept = new Map<string, { loss: number; accuracy: number }>();
    return {
      get: (x, y) => kept.get(`${x} ${y}`),
      set: (x, y, loss, accuracy) => void kept.set(`${x} ${y}`, { loss, accuracy }),
      size: () => kept.size,
    };
  };

  it('a pan evaluates the new strip alone, and equals a fresh computation bit for bit', async () => {
    const known = points();
    const evaluator = toyEvaluator(sumOfSquares);
    await computePlane(evaluator, { ...map, window: null, known });
    expect(evaluator.count()).toBe(33 * 33);
    const window: PlaneWindow = [-0.25 + 5 * step, 1.25 + 5 * step, -0.25, 1.25];
    const partials: Plane[] = [];
    const panned = await computePlane(evaluator, { ...map, window, known }, { onPartial: (plane) => partials.push(plane) });
    expect(evaluator.count()).toBe(33 * 33 + 33 * 5);
    expect(partials[0].complete).toBe(28 / 33);
    expect(partials[0].loss.subarray(0, 28)).toEqual(panned.loss.subarray(0, 28));
    expect(panned).toEqual(await computePlane(toyEvaluator(sumOfSquares), { ...map, window }));
    await computePlane(evaluator, { ...map, window: null, known });
    expect(evaluator.count()).toBe(33 * 33 + 33 * 5);
  });

  it('zooming in by two keeps every other point, zooming out the middle', async () => {
    const known = points();
    const evaluator = toyEvaluator(sumOfSquares);
    const near: PlaneWindow = [0.125, 0.875, 0.125, 0.875];
    await computePlane(evaluator, { ...map, window: null, known });
    const partials: Plane[] = [];
    const zoomed = await computePlane(evaluator, { ...map, window: near, known }, { onPartial: (plane) => partials.push(plane) });
    expect([...zoomed.x]).toEqual(Array.from({ length: 33 }, (_, i) => 0.125 + (i * 0.75) / 32));
    expect(evaluator.count()).toBe(33 * 33 + 33 * 33 - 17 * 17);
    // Whole at once from the coarse grid's points.
    expect(partials[0].complete).toBe(289 / 1089);
    expect(partials[0].loss.some(Number.isNaN)).toBe(false);
    expect(zoomed).toEqual(await computePlane(toyEvaluator(sumOfSquares), { ...map, window: near }));
    const before = evaluator.count();
    await computePlane(evaluator, { ...map, window: [-1, 2, -1, 2], known });
    expect(evaluator.count() - before).toBe(33 * 33 - 17 * 17);
  });

  it('twice the resolution keeps the points of the coarse grid', async () => {
    const known = points();
    const evaluator = toyEvaluator(sumOfSquares);
    await computePlane(evaluator, { ...map, resolution: 17, window: null, known });
    expect(await computePlane(evaluator, { ...map, window: null, known })).toEqual(
      await computePlane(toyEvaluator(sumOfSquares), { ...map, window: null }),
    );
    expect(evaluator.count()).toBe(33 * 33);
  });

  it('any window is covered by about as many cells as home has, on one lattice', async () => {
    const known = points();
    const evaluator = toyEvaluator((parameters) => parameters[0]);
    for (const [x, y, scale] of [
      [0.1, 0.2, 0.6],
      [3.3, -2.1, 0.36],
      [0.123, 0.456, 1 / 0.6],
      [0.5, 0.5, 1e-6],
      [10, 10, 1e3],
    ]) {
      const window: PlaneWindow = [x, x + 1.5 * scale, y, y + 1.5 * scale];
      const plane = await computePlane(evaluator, { ...map, window, known });
      for (const [axis, from, to] of [
        [plane.x, window[0], window[1]],
        [plane.y, window[2], window[3]],
      ] as const) {
        expect(axis.length).toBeGreaterThan(32 / Math.SQRT2);
        expect(axis.length).toBeLessThan(33 * Math.SQRT2 + 2);
        expect(axis[0] - from).toBeLessThanOrEqual(1e-6 * scale);
        expect(axis[axis.length - 1] - to).toBeGreaterThanOrEqual(-1e-6 * scale);
        expect(axis[1]).toBeGreaterThan(from);
        expect(axis[axis.length - 2]).toBeLessThan(to);
      }
      const count = evaluator.count();
      expect(await computePlane(evaluator, { ...map, window, known })).toEqual(plane);
      expect(evaluator.count()).toBe(count);
    }
  });

  it('what a cancelled plane computed is there when it is asked for again', async () => {
    const known = points();
    const evaluator = toyEvaluator(sumOfSquares);
    const controller = new AbortController();
    const onProgress = ({ done }: { done: number }): void => {
      if (done > 500) controller.abort(new DOMException('stop', 'AbortError'));
    };
    await expect(computePlane(evaluator, { ...map, window: null, known }, { signal: controller.signal, onProgress })).rejects.toThrow('stop');
    expect(known.size()).toBe(evaluator.count());
    expect(known.size()).toBeGreaterThan(500);
    await computePlane(evaluator, { ...map, window: null, known });
    expect(evaluator.count()).toBe(33 * 33);
  });

  it('a few new points are asked for as many, and each told once', async () => {
    const known = points();
    const asked: number[] = [];
    const toy = toyEvaluator(sumOfSquares);
    const evaluator: Evaluator = {
      ...toy,
      evaluate: (slice, coordinates, ...rest) => (asked.push(coordinates.length / 2), toy.evaluate(slice, coordinates, ...rest)),
    };
    await computePlane(evaluator, { ...map, resolution: 2, window: null, known });
    expect(asked).toEqual([8]);
    expect(known.size()).toBe(4);
  });
});
