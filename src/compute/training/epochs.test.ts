import { describe, expect, it } from 'vitest';
import { spread } from './epochs.ts';

describe('spread', () => {
  it('thins evenly, both ends included', () => {
    expect([...spread(10, 3)]).toEqual([0, 5, 10]);
    expect([...spread(2, 20)]).toEqual([0, 1, 2]);
    expect([...spread(5, 1)]).toEqual([5]);
    expect(spread(5, 0).size).toBe(0);
  });
});
