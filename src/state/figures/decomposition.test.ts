import { expect, it } from 'vitest';
import { pairOfCellWords } from './decomposition.ts';

it('says whose examples stand behind a cell that is a mean over pairs', () => {
  expect(pairOfCellWords({ pair: 0, pairs: 3 }, null)).toBe('These are the examples of pair 1 of 3; the cell shows the mean of all 3.');
  expect(pairOfCellWords({ pair: 2, pairs: 3 }, 2)).toBeNull();
  expect(pairOfCellWords({ pair: 0, pairs: 1 }, null)).toBeNull();
});
