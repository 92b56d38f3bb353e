import { describe, expect, it } from 'vitest';
import { Pace } from './pace.ts';

describe('Pace', () => {
  it('begins with few steps, and with one where they are thought to be slow', () => {
    expect(new Pace(0.1).steps).toBe(4);
    expect(new Pace(300).steps).toBe(1);
  });

  it('grows while the device is fast, and never beyond a bound', () => {
    const pace = new Pace(0.1);
    const seen: number[] = [];
    for (let i = 0; i < 6; i++) {
      seen.push(pace.steps);
      pace.measured(pace.steps, 0.01 * pace.steps);
    }
    expect(seen.slice(0, 3)).toEqual([4, 16, 64]);
    expect(Math.max(...seen)).toBe(512);
  });

  it('keeps a submission below a tenth of a second as soon as the device is slow', () => {
    const pace = new Pace(0.1);
    for (let i = 0; i < 6; i++) pace.measured(pace.steps, 0.1 * pace.steps);
    expect(pace.steps).toBeGreaterThan(200);
    pace.measured(100, 2000);
    expect(pace.steps).toBe(2);
  });

  it('shares a step out where it takes longer than that by itself', () => {
    const pace = new Pace(1);
    expect(pace.pieces).toBe(1);
    pace.measured(1, 250);
    expect([pace.steps, pace.pieces]).toEqual([1, 3]);
  });

  it('takes a clock that stands still for a short time, not for none', () => {
    const pace = new Pace(1);
    pace.measured(4, 0);
    expect(pace.steps).toBe(16);
  });
});
