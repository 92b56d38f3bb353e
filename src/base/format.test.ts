import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatChange,
  formatCoordinate,
  formatCount,
  formatDuration,
  formatFixed,
  formatList,
  formatNumber,
  formatPercent,
  formatPlace,
  formatPoints,
  formatTick,
  formatUncertain,
  roundedTo,
} from './format.ts';

/** What a reader takes a printed number for. */
function read(text: string): number {
  expect(text).toMatch(/^[+−]?(\d{1,3}(,\d{3})*|\d+)(\.\d+)?(e−?\d+)?$/);
  return Number(text.replaceAll('−', '-').replaceAll(',', ''));
}

/** Any size, small ones as often as large ones. */
const numbers = fc
  .tuple(fc.double({ min: 1, max: 10, maxExcluded: true, noNaN: true }), fc.integer({ min: -30, max: 30 }), fc.boolean())
  .map(([mantissa, power, negative]) => (negative ? -1 : 1) * mantissa * 10 ** power);

describe('numbers on the screen', () => {
  it.each([
    [0.20714, '0.207'],
    [0.00410499, '0.00410'],
    [1.8449, '1.84'],
    [9.996, '10.0'],
    [99.96, '100'],
    [12_600.4, '12,600'],
    [-0.0043, '−0.00430'],
    [0.00047, '0.000470'],
    [0.00009999, '0.000100'],
    [2.3e-5, '2.30e−5'],
    [9_994_000, '9,990,000'],
    [9_996_000, '1.00e7'],
    [3.2e7, '3.20e7'],
    [0, '0'],
    [-0, '0'],
    [NaN, 'not finite'],
    [-Infinity, 'not finite'],
  ])('%d is %s', (value, text) => expect(formatNumber(value)).toBe(text));

  it('is read back to within half a unit of the last digit, whatever its size', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 6 }), (value, digits) => {
        const unit = 10 ** (Math.floor(Math.log10(Math.abs(value))) - digits + 1);
        for (const text of [formatNumber(value, digits), formatTick(value, digits), formatChange(value, digits)])
          expect(Math.abs(read(text) - value)).toBeLessThanOrEqual(0.5 * unit * (1 + 1e-9));
      }),
    );
  });

  it('keeps its digits, zeros too, and has an exponent outside 0.0001 to 10,000,000 alone', () => {
    fc.assert(
      fc.property(numbers, (value) => {
        const text = formatNumber(value);
        const digits = text.replace(/e.*/, '').replaceAll(/[−,.]/g, '').replace(/^0+/, '');
        const size = Math.abs(read(text));
        expect(digits.length).toBe(text.includes('e') || size < 1000 ? 3 : Math.floor(Math.log10(size)) + 1);
        expect(text.includes('e')).toBe(size < 1e-4 || size >= 1e7);
        expect(formatNumber(-value)).toBe(value < 0 ? text.slice(1) : `−${text}`);
      }),
    );
  });

  it('says the same of a change, a fraction and a count as of the number', () => {
    fc.assert(
      fc.property(numbers, (value) => {
        expect(formatChange(value).replace('+', '')).toBe(formatNumber(value));
        expect(formatPercent(value / 100)).toBe(`${formatNumber(100 * (value / 100))} %`);
        expect(read(formatTick(value, 3))).toBe(read(formatNumber(value)));
        expect(roundedTo(value, 3)).toBeCloseTo(read(formatNumber(value)), 12);
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 12), max: 10 ** 12 }), (value) => {
        expect(read(formatCount(value))).toBe(value);
      }),
    );
  });

  it('changes carry their sign', () =>
    expect([formatChange(0.26, 2), formatChange(-0.03, 2), formatChange(0), formatChange(Infinity)]).toEqual(['+0.26', '−0.030', '0', 'not finite']));

  it('percentages', () =>
    expect([1, 0.98412, 0.0011, 0, NaN].map((value) => formatPercent(value))).toEqual(['100 %', '98.4 %', '0.110 %', '0 %', 'not finite']));

  it('places: coordinates, ticks, columns', () => {
    expect([formatCoordinate(-0.456), formatCoordinate(-0.001), formatFixed(1234.56, 1)]).toEqual(['−0.46', '0.00', '1,234.6']);
    expect([formatPlace(0.5, 3), formatPlace(-0.25, 2), formatPlace(12000, 2), formatPlace(0, 2)]).toEqual(['0.5', '−0.25', '12,000', '0']);
    expect([formatTick(0.5, 2), formatTick(20, 1), formatTick(1e-5, 1), formatTick(-0.0012, 2)]).toEqual(['0.5', '20', '1e−5', '−0.0012']);
  });

  it.each([
    [0.2, '1 s'],
    [40, '40 s'],
    [59.6, '1 min'],
    [75, '1 min 15 s'],
    [200, '3 min 20 s'],
    [3599.7, '1 h'],
    [7000, '1 h 57 min'],
    [7199, '2 h'],
  ])('%d seconds are %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text));

  it('times are read back to within half of their last unit', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 10 ** 6, noNaN: true }), (seconds) => {
        const sizes: Readonly<Record<string, number>> = { h: 3600, min: 60, s: 1 };
        const text = formatDuration(seconds);
        const total = Array.from(text.matchAll(/(\d+) (h|min|s)/g)).reduce((sum, [, many, unit]) => sum + Number(many) * sizes[unit], 0);
        expect(Math.abs(total - seconds)).toBeLessThanOrEqual(seconds < 3599 ? 0.5 : 30.5);
      }),
    );
  });

  it('lists', () => expect([[], ['A'], ['A', 'B'], ['A', 'B', 'C']].map(formatList)).toEqual(['', 'A', 'A and B', 'A, B and C']));
});

describe('the one source of numbers', () => {
  it('nothing else turns numbers into text with so many digits or in groups', () => {
    const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
      (file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && !file.endsWith('base/format.ts'),
    );
    expect(sources.length).toBeGreaterThan(300);
    const others = sources.filter((file) =>
      /\.to(Fixed|Precision|Exponential|LocaleString)\(|NumberFormat/.test(readFileSync(`src/${file}`, 'utf8')),
    );
    expect(others).toEqual([]);
  });
});

it('a number carries its standard error where one is known', () => {
  expect(formatUncertain(0.48712, 0.01712)).toBe('0.487 ± 0.017');
  // The value has no decimals that its error does not know.
  expect([formatUncertain(0.00453, 0.0011), formatUncertain(-0.00002, 0.0011), formatUncertain(1.2345, 0.23)]).toEqual([
    '0.0045 ± 0.0011',
    '0.0000 ± 0.0011',
    '1.23 ± 0.23',
  ]);
  expect([formatUncertain(123.4, 12), formatUncertain(2.34e-8, 0.01), formatUncertain(2.34e-8, 1.1e-9), formatUncertain(0, 0.01)]).toEqual([
    '123 ± 12',
    '0.000 ± 0.010',
    '2.34e−8 ± 1.1e−9',
    '0 ± 0.010',
  ]);
  expect([formatUncertain(0.487, NaN), formatUncertain(0.487, 0), formatUncertain(NaN, 1)]).toEqual(['0.487', '0.487', 'not finite']);
  expect([formatPoints(0.1203, 0.009), formatPoints(-0.02, NaN), formatPoints(NaN, 1)]).toEqual(['12.0 ± 0.90 points', '−2.00 points', 'not finite']);
});

describe('formatBytes', () => {
  it('has two digits at least, and the unit that is read', () => {
    expect([0, 1, 999, 1000, 1234, 9949, 9951, 12_345, 999_499, 999_500, 1_260_000, 12_600_000].map(formatBytes)).toEqual([
      '0 bytes',
      '1 byte',
      '999 bytes',
      '1.0 kB',
      '1.2 kB',
      '9.9 kB',
      '10 kB',
      '12 kB',
      '999 kB',
      '1.0 MB',
      '1.3 MB',
      '13 MB',
    ]);
  });
});
