import { expect } from 'vitest';

/** |actual − expected| ≤ absolute + relative·|expected|, entry by entry; NaN equals only NaN. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, relative: number, absolute: number, what = 'value'): void {
  expect(actual.length, `${what}: length`).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const got = actual[i];
    const want = expected[i];
    if (Number.isNaN(want) ? Number.isNaN(got) : Math.abs(got - want) <= absolute + relative * Math.abs(want)) continue;
    expect.fail(`${what}[${i}]: got ${got}, expected ${want} (relative ${relative}, absolute ${absolute})`);
  }
}
