import { expect, it } from 'vitest';
import { epochName } from './epoch-name.ts';

it('names the last column by both epochs where these differ, and no other so', () => {
  expect(epochName(2000, [20, 2000])).toBe('last of each: epochs 20 and 2,000');
  expect(epochName(2000, [2000, 20])).toBe('last of each: epochs 2,000 and 20');
  expect(epochName(20, [20, 2000])).toBe('epoch 20');
  expect(epochName(40, null)).toBe('epoch 40');
});
