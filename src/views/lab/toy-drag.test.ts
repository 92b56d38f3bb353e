import { describe, expect, it } from 'vitest';
import { movedEnds, valleyPlace } from './toy-drag.ts';

describe('dragging the ends of the diagonal toy', () => {
  it('finds the place in the valley beside the pointer, continuous over the diagonal', () => {
    expect(valleyPlace(5, 0.3)).toBe(5);
    expect(valleyPlace(0.3, 4)).toBe(0.25);
    expect(valleyPlace(0.5, 0.5)).toBe(1);
    expect(Math.abs(valleyPlace(2 + 1e-9, 2) - 2)).toBeLessThan(1e-8);
  });

  it('moves one end and leaves the other where it is', () => {
    const moved = movedEnds({ a: 1, r: 5, factors: 2 }, 'a', 2, 0.1);
    expect(moved.a).toBe(2);
    expect(moved.a * moved.r).toBeCloseTo(5, 12);
    expect(movedEnds({ a: 2, r: 2, factors: 2 }, 'b', 5, 0)).toEqual({ a: 2, r: 2.5 });
  });

  it('stays within the bounds of the settings', () => {
    expect(movedEnds({ a: 1, r: 5, factors: 2 }, 'a', 1e6, 0)).toEqual({ a: 20, r: 0.25 });
    expect(movedEnds({ a: 20, r: 1, factors: 2 }, 'b', 0, 1e6)).toEqual({ a: 20, r: 0.05 });
  });
});
