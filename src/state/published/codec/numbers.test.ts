import { printAlike } from '../../../base/format.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bySurface, byNeighbours, longNumber, residuals, scaleOf, scaleRounding, shortNumber, shortRounding, stepOf, valueAt } from './numbers.ts';

const real = fc.double({ noDefaultInfinity: true, noNaN: true, min: -1e9, max: 1e9 });

describe('a shortened number', () => {
  it.each([4, 6] as const)('of %i bytes prints as it did, or follows whole', (length) => {
    fc.assert(
      fc.property(real, (value) => {
        const short = shortNumber(value, length);
        if (short === null) return;
        const long = longNumber(short) ?? NaN;
        expect(printAlike(value, long)).toBe(true);
        expect(Math.abs(long - value)).toBeLessThanOrEqual(shortRounding(value, length) + Number.MIN_VALUE * 2 ** 24);
      }),
    );
  });

  it('follows whole where a digit on the screen would change', () => {
    // Around the middle between 0.123 and 0.124.
    const around = Array.from({ length: 200 }, (_, i) => 0.1235 + (i - 100) * 1e-9);
    expect(around.filter((value) => shortNumber(value, 4) === null).length).toBeGreaterThan(0);
    expect(around.every((value) => shortNumber(value, 6) !== null)).toBe(true);
    expect(longNumber({ first: 0x7ff0, rest: [0, 0] })).toBeNull();
    expect(longNumber(shortNumber(NaN, 4) ?? { first: 0, rest: [] })).toBeNaN();
  });
});

describe('a scale', () => {
  it('keeps its ends, tells what is not finite, and moves values by less than an eye can tell', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1e-6, max: 100, noNaN: true }), { minLength: 2, maxLength: 40 }), (values) => {
        const scale = scaleOf([...values, NaN]);
        const back = values.map((value) => valueAt(scale, stepOf(scale, value)));
        values.forEach((value, i) => expect(Math.abs(back[i] - value)).toBeLessThanOrEqual(scaleRounding(scale, value) + 1e-12));
        expect(Math.min(...back)).toBe(Math.min(...values));
        expect(Math.max(...back)).toBe(Math.max(...values));
        expect(valueAt(scale, stepOf(scale, NaN))).toBeNaN();
      }),
    );
  });
});

describe.each([
  ['by neighbours', byNeighbours],
  ['by surface', bySurface],
] as const)('residuals %s', (_name, predict) => {
  it('give the whole numbers back, whatever the width', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4095 }), { minLength: 1, maxLength: 60 }), fc.integer({ min: 1, max: 9 }), (values, columns) => {
        const back: number[] = [];
        for (const [i, residual] of residuals(values, columns, predict).entries()) back.push(predict(back, i, columns) + residual);
        expect(back).toEqual(values);
      }),
    );
  });
});
