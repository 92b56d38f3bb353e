import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Examples } from './dataset.ts';
import { shareIndices, shareOf, type Share } from './share.ts';

function examplesOf(labels: readonly number[], classes: number): Examples {
  const inputs = 3;
  return { x: Float32Array.from({ length: labels.length * inputs }, (_, i) => i), y: Int32Array.from(labels), count: labels.length, inputs, classes };
}

const ten = examplesOf([0, 1, 2, 3, 0, 1, 2, 3, 4, 4], 5);

describe('shares', () => {
  it('are disjoint and together everything, rows and labels as they were', () => {
    const labels = fc
      .integer({ min: 2, max: 7 })
      .chain((classes) => fc.tuple(fc.array(fc.integer({ min: 0, max: classes - 1 }), { minLength: 2, maxLength: 60 }), fc.constant(classes)));
    fc.assert(
      fc.property(labels, fc.constantFrom('random' as const, 'class' as const), fc.maxSafeInteger(), ([y, classes], by, seed) => {
        const middle = Math.ceil(classes / 2);
        fc.pre(by === 'random' || (y.some((label) => label < middle) && y.some((label) => label >= middle)));
        const examples = examplesOf(y, classes);
        const parts = ([0, 1] as const).map((part): Share => ({ by, part, seed }));
        const indices = parts.map((share) => shareIndices(examples, share));
        expect([...indices[0], ...indices[1]].sort((a, b) => a - b)).toEqual(y.map((_, i) => i));
        parts.forEach((share, p) => {
          const part = shareOf(examples, share);
          expect([...part.y]).toEqual(Array.from(indices[p], (i) => y[i]));
          expect([...part.x]).toEqual(Array.from(indices[p]).flatMap((i) => [3 * i, 3 * i + 1, 3 * i + 2]));
          expect(part).toMatchObject({ count: indices[p].length, inputs: 3, classes });
          if (by === 'class') expect(part.y.every((label) => label < middle === (p === 0))).toBe(true);
        });
        if (by === 'random') expect(indices[0].length - indices[1].length).toBe(y.length % 2);
      }),
    );
  });

  it('depend on the seed where they are random, and are found again by identity', () => {
    const large = examplesOf(
      Array.from({ length: 200 }, (_, i) => i % 5),
      5,
    );
    const half = (seed: number): number[] => [...shareIndices(large, { by: 'random', part: 0, seed })];
    expect(half(1)).toEqual(half(1));
    expect(half(1)).not.toEqual(half(2));
    expect(half(1)).not.toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect([...shareIndices(ten, { by: 'class', part: 0, seed: 0 })]).toEqual([0, 1, 2, 4, 5, 6]);
    expect(shareOf(ten, { by: 'random', part: 1, seed: 4 })).toBe(shareOf(ten, { by: 'random', part: 1, seed: 4 }));
  });

  it('refuse an empty part with what to do', () => {
    expect(() => shareOf(examplesOf([0, 0, 1], 4), { by: 'class', part: 1, seed: 0 })).toThrow(
      /Part 2 of 2 \(halves by class\) of these 3 examples is empty. Choose halves at random/,
    );
    expect(() => shareOf(examplesOf([0], 2), { by: 'random', part: 1, seed: 0 })).toThrow(/Choose a larger size/);
  });
});
