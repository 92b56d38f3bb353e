import { expect, it } from 'vitest';
import type { AppState } from '../app-state.ts';
import { architectureRefusal } from './size.ts';

const state = (hidden: readonly number[], output: 'softmax' | 'logistic' = 'softmax'): AppState =>
  ({
    experiment: { architecture: { hidden, activation: 'relu', norm: 'none', output, init: 'pytorch' } },
    data: { result: { inputs: 784, classes: 10 } },
  }) as unknown as AppState;

it('says what is too large or does not fit, where it is chosen', () => {
  expect(architectureRefusal(state([2048, 2048]))).toBeNull();
  // 784·2048 + 2048 + 5·(2048² + 2048) + 2048·10 + 10.
  expect(architectureRefusal(state(Array<number>(6).fill(2048)))).toMatch(/^The network would have 22,609,930 parameters; at most 20,000,000/);
  expect(architectureRefusal(state([4], 'logistic'))).toContain('the data has 10');
  expect(architectureRefusal({ ...state([4]), data: { ...state([4]).data, result: null } })).toBeNull();
});
