import { describe, expect, it } from 'vitest';
import { initialise } from '../nn/initialise.ts';
import { segment } from './segment.ts';

const architecture = { inputs: 3, classes: 2, hidden: [4], activation: 'relu', norm: 'none', output: 'softmax', init: 'he-normal' } as const;

describe('the segment between two networks', () => {
  it('is the same vector for the same parameters, of which evaluators keep products, and never that of others', () => {
    const networks = Array.from({ length: 6 }, (_, seed) => initialise(architecture, seed));
    const [a, b] = networks;
    const { directions } = segment(a, b);
    expect(segment(a, b, [1]).directions[0]).toBe(directions[0]);
    // All ordered pairs, so that what is kept is overtaken many times.
    for (const from of networks)
      for (const to of networks) expect(segment(from, to).directions[0]).toEqual(to.parameters.map((value, i) => value - from.parameters[i]));
    expect(segment(a, b).directions[0]).toEqual(directions[0]);
    const copy = { architecture, parameters: a.parameters.slice() };
    expect(segment(copy, b).directions[0]).not.toBe(directions[0]);
  });
});
