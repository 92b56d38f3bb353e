import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parametersAt } from '../../landscape/reference-evaluator.ts';
import type { Architecture } from '../../nn/architecture.ts';
import { parameterLayout } from '../../nn/layout.ts';
import { randomSlice } from '../../testing/random-slice.ts';
import { analyseSlice, HOIST_INPUTS, hoistingPays } from './slice-analysis.ts';

const architecture: Architecture = {
  inputs: 9,
  classes: 3,
  hidden: [5, 20, 4],
  activation: 'relu',
  norm: 'after',
  output: 'softmax',
  init: 'pytorch',
};

describe('analyseSlice', () => {
  it('says of each layer whether its parameters differ between points', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<0 | 1 | 2>(0, 1, 2),
        fc.option(fc.subarray([0, 1, 2, 3])),
        fc.integer({ min: 0, max: 1000 }),
        (directions, layers, seed) => {
          const slice = randomSlice(architecture, directions, layers, seed);
          const [here, there] = [0, 1].map((offset) =>
            parametersAt(
              slice,
              Array.from({ length: directions }, (_, k) => 0.3 + k + offset),
            ),
          );
          const differ = parameterLayout(architecture).layers.map(({ range }) => {
            for (let i = range.start; i < range.end; i++) if (here[i] !== there[i]) return true;
            return false;
          });
          const { moving, firstMoving } = analyseSlice(architecture, slice.directions.length, slice.layers);
          expect(moving).toEqual(differ);
          expect(firstMoving).toBe(differ.includes(true) ? differ.indexOf(true) : null);
        },
      ),
    );
  });
});

describe('hoistingPays', () => {
  const pays = (change: Partial<Architecture>, layers: readonly number[] | null, directions: number, points: number): boolean => {
    const own = { ...architecture, ...change };
    const analysis = analyseSlice(own, directions, layers);
    return hoistingPays(own, analysis, analysis.firstMoving ?? own.hidden.length, points);
  };

  it('always pays on wide inputs, and never on narrow ones', () => {
    expect(pays({ inputs: HOIST_INPUTS + 1 }, null, 2, 1)).toBe(true);
    expect(pays({ inputs: HOIST_INPUTS }, null, 2, 1000)).toBe(false);
  });

  it('pays after a prefix only for more points than products', () => {
    expect([2, 3, 4].map((points) => pays({}, [2], 2, points))).toEqual([false, false, true]);
    expect([2, 3].map((points) => pays({}, [2], 1, points))).toEqual([false, true]);
    expect(pays({}, [1], 2, 1000)).toBe(false);
  });

  it('pays where nothing moves: one product is all there is', () => {
    expect(pays({ hidden: [9] }, [], 2, 1)).toBe(true);
    expect(pays({ hidden: [8] }, [], 2, 1)).toBe(false);
  });
});
