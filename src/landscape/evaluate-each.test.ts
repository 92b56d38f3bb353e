import { describe, expect, it } from 'vitest';
import { chain, NO_EXAMPLES, toyEvaluator } from '../testing/toy-evaluator.ts';
import { expectScores, randomSlice } from '../testing/random-slice.ts';
import { SMALL, smallExamples } from '../testing/small-networks.ts';
import { evaluateEach } from './evaluate-each.ts';
import type { Field } from './evaluator.ts';
import { createReferenceEvaluator } from './reference-evaluator.ts';
import { pointsOf } from './slice.ts';

const requests = [
  { slice: randomSlice(SMALL, 2, null, 1), coordinates: Float64Array.of(0, 0, 0.5, -1) },
  { slice: randomSlice(SMALL, 0, null, 2), coordinates: new Float64Array(0) },
  { slice: randomSlice(SMALL, 1, [1], 3), coordinates: Float64Array.of(-1, 0.25, 1) },
];

describe('evaluateAll, one by one', () => {
  it("gives each slice's field as it is alone, tells of each in order and counts points", async () => {
    const evaluator = createReferenceEvaluator();
    const examples = smallExamples(20, 1);
    const told: [number, Field][] = [];
    const progress: number[] = [];
    const fields = await evaluator.evaluateAll(requests, examples, {
      onField: (index, field) => told.push([index, field]),
      onProgress: ({ done, total }) => progress.push(done / total),
    });
    const alone = await Promise.all(requests.map(({ slice, coordinates }) => evaluator.evaluate(slice, coordinates, examples)));
    expect(fields).toEqual(alone);
    expect(told).toEqual(alone.map((field, i) => [i, field]));
    expect(progress).toEqual([2 / 6, 3 / 6, 1]);
    expect(await evaluator.evaluateAll([], examples)).toEqual([]);
  });

  it('scores points on demand after the last field, as in float64', async () => {
    const examples = smallExamples(50, 2);
    const each = [[1, 0], [0], []];
    const evaluator = createReferenceEvaluator();
    const order: string[] = [];
    const watched = { ...evaluator, logits: (...one: Parameters<typeof evaluator.logits>) => (order.push('scores'), evaluator.logits(...one)) };
    const fields = await evaluateEach(
      watched,
      requests.map((request, i) => ({ ...request, each: each[i] })),
      examples,
      { onField: () => order.push('field') },
    );
    for (const i of [0, 1]) expectScores(fields[i], requests[i].slice, requests[i].coordinates, each[i], examples);
    expect(fields[2].scores).toBeUndefined();
    expect(order).toEqual(['field', 'field', 'field', 'scores', 'scores', 'scores']);
  });

  it('stops at an abort between slices', async () => {
    const toy = toyEvaluator(([w]) => w);
    const controller = new AbortController();
    const reason = new Error('superseded');
    const slice = randomSlice(chain(1), 1, null, 1);
    const one = { slice, coordinates: Float64Array.of(0.5) };
    await expect(
      toy.evaluateAll([one, one, one], NO_EXAMPLES, { signal: controller.signal, onField: (index) => index === 1 && controller.abort(reason) }),
    ).rejects.toBe(reason);
    expect(toy.count()).toBe(2);
  });
});

it('pointsOf refuses coordinates that are no rows', () => {
  expect(requests.map(({ slice, coordinates }) => pointsOf(slice, coordinates))).toEqual([2, 1, 3]);
  expect(() => pointsOf(requests[0].slice, new Float64Array(3))).toThrow(/rows of 2/);
  expect(() => pointsOf(requests[1].slice, new Float64Array(1))).toThrow(/rows of 0/);
});
