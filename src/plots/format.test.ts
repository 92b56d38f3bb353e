import { describe, expect, it } from 'vitest';
import { formatCoordinate, formatDuration, formatNumber, formatPercent } from './format.ts';

describe('numbers on the screen', () => {
  it.each([
    [0.20714, '0.207'],
    [0.00410499, '0.00410'],
    [1.8449, '1.84'],
    [9.996, '10.0'],
    [99.96, '100'],
    [12_600.4, '12,600'],
    [-0.0043, '−0.00430'],
    [2.3e-5, '2.30e−5'],
    [3.2e7, '3.20e7'],
    [0, '0'],
    [NaN, 'not finite'],
  ])('%d is %s', (value, text) => expect(formatNumber(value)).toBe(text));

  it('percentages, coordinates and times', () => {
    expect([
      formatPercent(1),
      formatPercent(0.98412),
      formatPercent(0.0011),
      formatCoordinate(-0.456),
      formatDuration(40),
      formatDuration(200),
      formatDuration(7000),
    ]).toEqual(['100 %', '98.4 %', '0.110 %', '−0.46', '40 s', '3 min', '1 h 57 min']);
  });
});
