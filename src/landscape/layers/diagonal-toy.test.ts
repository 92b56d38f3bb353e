import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../../testing/close.ts';
import { computeDiagonalToy, diagonalContours, diagonalLoss, minimaOf } from './diagonal-toy.ts';

const settings = { factors: 2, a: 1, r: 5, ends: null, points: 5 };
/** Not 0, either sign. */
const ratio = fc.tuple(fc.double({ min: 0.1, max: 8, noNaN: true }), fc.boolean()).map(([size, negative]) => (negative ? -size : size));

describe('two factors (methods.md §4)', () => {
  it('r = 5: full 0.64, second layer into A 0.16, first layer into A 4.0', () => {
    const { paths, barriers, r } = computeDiagonalToy(settings);
    expect(r).toBe(5);
    expect(paths.map(({ name }) => name)).toEqual(['full', 'layer 1', 'layer 2']);
    expectClose(
      paths.map(({ loss }) => loss[2]),
      [0.64, 4, 0.16],
      1e-12,
      1e-15,
    );
    expectClose(barriers.single.intoA, [0.64, 4, 0.16], 1e-12, 1e-15);
    // Into B the layers change places: r is 1/r there.
    expectClose(barriers.single.intoB, [0.64, 0.16, 4], 1e-12, 1e-15);
  });

  it('at every a and r: the product on the full path, and the midpoints', () => {
    fc.assert(
      fc.property(ratio, ratio, (a, r) => {
        const toy = computeDiagonalToy({ ...settings, a, r });
        const product = toy.alpha.map(
          (t, i) => toy.paths[0].weights[2 * i] * toy.paths[0].weights[2 * i + 1] - (1 + (t * (1 - t) * (r - 1) ** 2) / r),
        );
        expectClose(product, new Float64Array(5), 0, 1e-11);
        expectClose(toy.barriers.single.intoA, [((r - 1) ** 2 / (4 * r)) ** 2, (r - 1) ** 2 / 4, (1 - 1 / r) ** 2 / 4], 1e-9, 1e-12);
        expectClose([toy.lossA, toy.lossB], [0, 0], 0, 1e-24);
      }),
    );
  });

  it('placed by hand off the hyperbola: the general product, no closed form', () => {
    const number = fc.double({ min: -4, max: 4, noNaN: true });
    fc.assert(
      fc.property(number, number, number, number, (a1, a2, b1, b2) => {
        const toy = computeDiagonalToy({ ...settings, ends: { a: [a1, a2], b: [b1, b2] } });
        // (1 − α)·Πa + α·Πb − α(1 − α)·Πδ
        const product = toy.alpha.map((t) => (1 - t) * a1 * a2 + t * b1 * b2 - t * (1 - t) * (b1 - a1) * (b2 - a2));
        expectClose(
          toy.paths[0].loss,
          product.map((p) => (p - 1) ** 2),
          1e-10,
          1e-10,
        );
        expectClose([toy.lossA, toy.lossB], [(a1 * a2 - 1) ** 2, (b1 * b2 - 1) ** 2], 1e-12, 0);
        expectClose([toy.barriers.single.intoA[0]], [(product[2] - 1) ** 2 - 0.5 * (toy.lossA + toy.lossB)], 1e-10, 1e-10);
      }),
    );
    const off = computeDiagonalToy({ ...settings, ends: { a: [1, 1], b: [5, 0.3] } });
    expect([off.r, off.paths[0].closed, off.barriers.single.closedIntoA]).toEqual([null, null, null]);
    const on = computeDiagonalToy({ ...settings, ends: { a: [2, 0.5], b: [-1, -1] } });
    expect(on.r).toBe(-0.5);
    expect(computeDiagonalToy({ ...settings, ends: { a: [0, 1], b: [1, 1] } }).r).toBeNull();
  });
});

describe('k factors', () => {
  it('what is computed is the closed form, every factor, schedule and side', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), ratio, ratio, (factors, a, r) => {
        const toy = computeDiagonalToy({ factors, a, r, ends: null, points: 7 });
        expectClose(
          toy.ends.b.map((b, i) => b / toy.ends.a[i]),
          toy.ends.a.map((_, i) => (factors % 2 === 1 && i === factors - 1 ? 1 : i % 2 === 0 ? r : 1 / r)),
          1e-12,
          0,
        );
        for (const path of toy.paths) expectClose(path.loss, path.closed ?? [], 1e-8, 1e-8, path.name);
        for (const { intoA, intoB, closedIntoA, closedIntoB } of Object.values(toy.barriers)) {
          expectClose(intoA, closedIntoA ?? [], 1e-8, 1e-8);
          expectClose(intoB, closedIntoB ?? [], 1e-8, 1e-8);
        }
      }),
    );
  });

  it('the midpoint of all is ((1 + r)² / 4r) to the power of the pairs; all layers at once are the full row', () => {
    for (const factors of [3, 4, 7, 12]) {
      const { barriers } = computeDiagonalToy({ factors, a: 1.5, r: 3, ends: null, points: 3 });
      const expected = ((4 / 3) ** Math.floor(factors / 2) - 1) ** 2;
      expectClose(
        [barriers.single.intoA[0], barriers.fromInput.intoA[factors], barriers.fromOutput.intoB[1]],
        [expected, expected, expected],
        1e-12,
        0,
      );
      expect(barriers.fromInput.names[factors]).toBe(`layers 1–${factors}`);
    }
  });

  it('placed by hand, a product of any factors', () => {
    const ends = { a: [1, 2, 3], b: [3, 0, -1] };
    const { barriers, r, paths } = computeDiagonalToy({ factors: 3, a: 1, r: 1, ends, points: 3 });
    expect(r).toBeNull();
    expect([...paths[0].weights]).toEqual([1, 2, 3, 2, 1, 1, 3, 0, -1]);
    // Ends 25 and 1; the midpoint (2, 1, 1).
    expectClose(barriers.single.intoA, [1 - 13, (12 - 1) ** 2 - 13, (3 - 1) ** 2 - 13, (2 - 1) ** 2 - 13], 1e-12, 0);
  });
});

describe('the map', () => {
  it('contours are the loss at each place', () => {
    const { x, y, loss } = diagonalContours([-1, 3, 0, 2], 3);
    expect([...x]).toEqual([-1, 1, 3]);
    expect([...y]).toEqual([0, 1, 2]);
    expect([...loss]).toEqual([1, 1, 1, 4, 0, 4, 9, 1, 25]);
  });

  it('the hyperbola lies in the window, ends at its edges, and has loss 0', () => {
    const { x, y } = minimaOf([-2, 4, -5, 2], 9);
    expect(x.length).toBe(19);
    expect(x[9]).toBeNaN();
    expectClose([x[0], y[0], x[8], y[8], x[10], y[10], x[18], y[18]], [-0.2, -5, -2, -0.5, 0.5, 2, 4, 0.25], 1e-12, 0);
    for (let i = 0; i < x.length; i++) if (i !== 9) expectClose([diagonalLoss([x[i], y[i]])], [0], 0, 1e-25);
    expect(minimaOf([2, 4, 1, 2], 9).x.length).toBe(0);
    expectClose(minimaOf([0.5, 4, 0.5, 1], 3).x, [1, Math.SQRT2, 2], 1e-12, 0);
  });

  it('refuses what is no toy', () => {
    expect(() => computeDiagonalToy({ ...settings, factors: 13 })).toThrow(/factors/);
    expect(() => computeDiagonalToy({ ...settings, r: 0 })).toThrow(/away from 0/);
    expect(() => computeDiagonalToy({ ...settings, ends: { a: [1], b: [1, 1] } })).toThrow(/ends\.a must hold 2/);
    expect(() => computeDiagonalToy({ ...settings, ends: { a: [1, NaN], b: [1, 1] } })).toThrow(/ends\.a\[1\]/);
    expect(() => diagonalContours([0, 0, 0, 1], 3)).toThrow(/window/);
    expect(() => minimaOf([0, 1, 0, 1], 1)).toThrow(/points/);
  });
});
