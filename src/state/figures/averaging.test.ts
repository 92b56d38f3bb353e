import { expect, it } from 'vitest';
import type { Share } from '../../datasets/share.ts';
import { defaultExperiment } from '../defaults.ts';
import { sharesOf, type Clients } from './averaging.ts';

const { architecture, training } = defaultExperiment();

function clients(a: Share | null, b: Share | null): Clients {
  const recipe = (share: Share | null): Clients['a'] => ({
    recipe: { kind: 'trained', architecture, training, seeds: { init: 1, order: 1 }, share },
  });
  return { a: recipe(a), b: recipe(b) };
}

const half = (part: 0 | 1, seed = 7): Share => ({ by: 'random', part, seed });

it('clients have the halves of one split, or common data that are halved for the figure', () => {
  expect(sharesOf(clients(half(0), half(1)))).toEqual({ halves: 'own', shares: [half(0), half(1)] });
  expect(sharesOf(clients(half(1), half(0)))).toEqual({ halves: 'own', shares: [half(1), half(0)] });
  expect(sharesOf(clients(null, null)).halves).toBe('random');
});

it.each<[string, Share | null, Share | null]>([
  ['of two splits', half(0), half(1, 8)],
  ['the same half twice', half(0), half(0)],
  ['one at random, one by class', half(0), { by: 'class', part: 1, seed: 7 }],
  ['half the data and all of them', half(0), null],
])('refuses %s, naming both', (_, a, b) => {
  expect(() => sharesOf(clients(a, b))).toThrow(/two halves of one split; A learnt half 1 of the random split with seed 7, B .+train pairs/);
});
