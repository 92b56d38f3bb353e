import { expect, it } from 'vitest';
import type { Architecture } from '../../nn/architecture.ts';
import type { AppState } from '../app-state.ts';
import { misfitWords } from '../data/learnt.ts';
import { alignWords, matchable, unmatchedWords } from './matchable.ts';

const shape = (inputs: number): Architecture => ({
  hidden: [3],
  activation: 'relu',
  norm: 'none',
  output: 'softmax',
  init: 'pytorch',
  inputs,
  classes: 2,
});

/** Networks with so many inputs, as A, B, C in turn; null: the role is free. */
function listed(...inputs: readonly (number | null)[]): AppState {
  const ids = ['a', 'b', 'c'];
  const networks = inputs.flatMap((count, i) => (count === null ? [] : [{ id: ids[i], architecture: shape(count) }]));
  const id = (i: number): string | null => ((inputs[i] ?? null) === null ? null : ids[i]);
  return { networks, roles: { A: id(0), B: id(1), C: id(2) }, data: { result: { name: 'moons', inputs: 2, classes: 2 } } } as unknown as AppState;
}

it('names those that will be matched, and says of the others why not', () => {
  const odd = listed(2, 2, 7);
  expect(alignWords(odd)).toBe('Align B onto A');
  expect(unmatchedWords(odd)).toMatch(/^C is not matched onto A\. These networks differ in architecture: .*7/);
  expect(misfitWords(odd)).toBeNull();
  expect(misfitWords(odd, ['A', 'B', 'C'])).toBe('C is made for 7 inputs and 2 classes; moons have 2 and 2.');
  expect(alignWords(listed(2, 7, 2))).toBe('Align C onto A');
  expect(alignWords(listed(2, 2, 2))).toBe('Align B and C onto A');
  expect(unmatchedWords(listed(2, 2, 2))).toBeNull();
});

it('has words where nothing can be matched', () => {
  expect(alignWords(listed(2, 7, 7))).toBe('Align B and C onto A');
  expect(unmatchedWords(listed(2, 7, 7))).toMatch(/^B and C are not matched onto A\./);
  expect([matchable(listed(null, 2)), matchable(listed(2))]).toEqual([null, []]);
  expect([alignWords(listed(2)), unmatchedWords(listed(2))]).toEqual(['Align B onto A', null]);
});
