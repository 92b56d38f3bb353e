import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { EvaluationExamples, FieldTile } from '../../../landscape/evaluator.ts';
import type { Slice } from '../../../landscape/slice.ts';
import type { Architecture } from '../../../nn/architecture.ts';
import { forwardFrom, linear } from '../../../nn/forward.ts';
import { parameterLayout } from '../../../nn/layout.ts';
import { expectClose } from '../../../testing/close.ts';
import { abortedAtLook } from '../../../testing/aborted-at-look.ts';
import { startNodeBackend } from '../../../testing/node-backend.ts';
import { expectedField, expectScores, pointOfSlice, randomExamples, randomSlice } from '../../../testing/random-slice.ts';
import { loadReference, REFERENCE_CASES } from '../../../testing/reference.ts';
import { describeWithShared } from '../../../testing/shared.ts';
import { forwardLogits } from '../../../testing/float64-network.ts';
import { TfEvaluator, type TfEvaluatorOptions } from './evaluator.ts';

const base: Architecture = { inputs: 5, classes: 3, hidden: [7, 6, 4], activation: 'relu', norm: 'none', output: 'softmax', init: 'pytorch' };
const architectures: Architecture[] = [
  base,
  { ...base, hidden: [] },
  { ...base, hidden: [9], activation: 'gelu' },
  { ...base, norm: 'before', activation: 'tanh' },
  { ...base, norm: 'after' },
  { ...base, classes: 2, output: 'logistic', hidden: [8, 8] },
  { ...base, activation: 'linear', inputs: 20 },
];
const coordinates = Float64Array.from([0, 0, 1, 0, 0, 1, 0.5, -0.25, -1, 2, 0.3, 0.3, 0.9, 0.1]);

const combinations = (['cpu', 'wasm'] as const).flatMap((backend) => (['flat', 'batched'] as const).map((style) => ({ backend, style })));

describe.each(combinations)('TfEvaluator on $backend, $style', ({ backend, style }) => {
  beforeAll(() => startNodeBackend(backend));

  it.each(architectures)('agrees with float64 on every mask ($hidden, $activation, $norm, $output)', async (architecture) => {
    const evaluator = new TfEvaluator(style);
    const examples = randomExamples(architecture.inputs, architecture.classes, 37, 3);
    const depth = architecture.hidden.length;
    for (const layers of [null, [0], [depth], [Math.min(1, depth)], [...new Set([0, depth])], []]) {
      for (const directions of [0, 1, 2]) {
        const slice = randomSlice(architecture, directions, layers, 11);
        const points = directions === 0 ? new Float64Array(0) : coordinates;
        const expected = expectedField(slice, points, examples);
        const field = await evaluator.evaluate(slice, points, examples);
        expectClose(field.loss, expected.loss, 1e-4, 1e-5, `loss, layers ${String(layers)}, ${directions} directions`);
        expectClose(field.accuracy, expected.accuracy, 0, 1.01 / 37, 'accuracy');
      }
    }
    evaluator.release();
  });

  it.each(architectures)('scores single examples as in float64 ($hidden, $norm, $output)', async (architecture) => {
    const evaluator = new TfEvaluator(style);
    const examples = randomExamples(architecture.inputs, architecture.classes, 37, 4);
    const slice = randomSlice(architecture, 2, null, 12);
    const [field] = await evaluator.evaluateAll([{ slice, coordinates, each: [6, 0, 3] }], examples);
    expectScores(field, slice, coordinates, [6, 0, 3], examples);
    evaluator.release();
  });

  it('gives the same bits for any tile shape, and leaves no tensors', async () => {
    const architecture: Architecture = { ...base, hidden: [6] };
    const before = tf.memory().numTensors;
    const examples = randomExamples(5, 3, 50, 1);
    const slice = randomSlice(architecture, 2, null, 4);
    const field = async (rows: number, points: number): Promise<number[]> => {
      const evaluator = new TfEvaluator(style, { shape: () => ({ rows, points, linearLast: style === 'flat' }) });
      const { loss } = await evaluator.evaluate(slice, coordinates, examples);
      evaluator.release();
      return [...loss];
    };
    const whole = await field(50, 4);
    expect(await field(7, 4)).toEqual(whole);
    expect(await field(50, 2)).toEqual(whole);
    expect(await field(1, 3)).toEqual(whole);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('gives the same bits where hoisted parts do not fit the budget, and when asked again', async () => {
    const examples = randomExamples(5, 3, 50, 1);
    const small = new TfEvaluator(style, { budget: 1, shape: (shape) => ({ ...shape, rows: 16 }) });
    const large = new TfEvaluator(style, { shape: (shape) => ({ ...shape, rows: 16 }) });
    for (const layers of [null, [1], [3]]) {
      const slice = randomSlice(base, 2, layers, 4);
      const field = await large.evaluate(slice, coordinates, examples);
      expect(await small.evaluate(slice, coordinates, examples)).toEqual(field);
      expect(await large.evaluate(slice, coordinates, examples)).toEqual(field);
    }
    small.release();
    large.release();
  });

  it('a hundred planes leave the bytes where the second left them', async () => {
    const examples = randomExamples(5, 3, 20, 1);
    const evaluator = new TfEvaluator(style, { shape: (shape) => ({ ...shape, points: style === 'flat' ? shape.points : 2 }) });
    const before = tf.memory().numBytes;
    let second = 0;
    for (let plane = 0; plane < 100; plane++) {
      await evaluator.evaluate(randomSlice(base, 2, null, plane), coordinates.slice(0, 4), examples);
      if (plane === 1) second = tf.memory().numBytes;
    }
    expect(tf.memory().numBytes).toBe(second);
    evaluator.release();
    expect(tf.memory().numBytes).toBe(before);
  });

  it('hears an abort whenever it looks, leaves nothing and changes nothing', async () => {
    const examples = randomExamples(5, 3, 20, 1);
    const requests = [null, [2]].map((layers) => ({ slice: randomSlice(base, 2, layers, 4), coordinates: coordinates.slice(0, 6) }));
    const before = tf.memory().numTensors;
    const options: TfEvaluatorOptions = {
      yieldEvery: 0,
      shape: (shape) => ({ ...shape, rows: 8, points: style === 'flat' ? 1 : 2, linearLast: false }),
    };
    const evaluator = new TfEvaluator(style, options);
    const whole = await evaluator.evaluateAll(requests, examples);
    let outcome: unknown = null;
    let stops = 0;
    for (; outcome === null || outcome instanceof Error; stops++) {
      const reason = new Error(`stopped at look ${stops}`);
      outcome = await evaluator.evaluateAll(requests, examples, { signal: abortedAtLook(stops, reason) }).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome).toBe(reason);
      evaluator.release();
      expect(tf.memory().numTensors).toBe(before);
      expect(await evaluator.evaluateAll(requests, examples)).toEqual(whole);
    }
    expect(outcome).toEqual(whole);
    expect(stops).toBeGreaterThan(12);
    evaluator.release();
  });

  it('hears an abort at every tile and leaves nothing', async () => {
    const examples = randomExamples(5, 3, 20, 1);
    const slice = randomSlice(base, 2, null, 4);
    const before = tf.memory().numTensors;
    for (let stop = 1; stop <= 4; stop++) {
      const evaluator = new TfEvaluator(style, { yieldEvery: 0, shape: (shape) => ({ ...shape, rows: 8, points: style === 'flat' ? 1 : 2 }) });
      const controller = new AbortController();
      const reason = new Error(`stopped at ${stop}`);
      let tiles = 0;
      const onTile = (): void => {
        if (++tiles === stop) controller.abort(reason);
      };
      await expect(evaluator.evaluate(slice, coordinates, examples, { signal: controller.signal, onTile })).rejects.toBe(reason);
      expect(tiles).toBe(stop);
      evaluator.release();
      expect(tf.memory().numTensors).toBe(before);
    }
  });

  it('streams tiles that make up the field, in order', async () => {
    const examples = randomExamples(5, 3, 20, 1);
    const slice = randomSlice(base, 2, null, 4);
    const evaluator = new TfEvaluator(style, { yieldEvery: 0, shape: (shape) => ({ ...shape, points: 2, linearLast: false }) });
    const flat = new TfEvaluator(style, { yieldEvery: 0 });
    const tiles: FieldTile[] = [];
    const whole = await (style === 'flat' ? flat : evaluator).evaluate(slice, coordinates, examples, { onTile: (tile) => tiles.push(tile) });
    expect(tiles.flatMap((tile) => [...tile.loss])).toEqual([...whole.loss]);
    expect(tiles.map((tile) => tile.start)).toEqual(tiles.map((_, i) => tiles.slice(0, i).reduce((sum, tile) => sum + tile.loss.length, 0)));
    evaluator.release();
    flat.release();
  });

  it('gives NaN where a logit is not finite, and there only', async () => {
    const evaluator = new TfEvaluator(style);
    const examples = randomExamples(5, 3, 10, 1);
    const field = await evaluator.evaluate(randomSlice(base, 1, null, 4), Float64Array.of(0, 1e30, 1), examples);
    expect([...field.loss].map(Number.isNaN)).toEqual([false, true, false]);
    expect([...field.accuracy].map(Number.isNaN)).toEqual([false, true, false]);
    evaluator.release();
  });

  it.each(architectures)('logits and hidden activations agree with float64 ($hidden, $norm)', async (architecture) => {
    const evaluator = new TfEvaluator(style);
    const examples = randomExamples(architecture.inputs, architecture.classes, 13, 3);
    const slice = randomSlice(architecture, 2, null, 8);
    const at = [0.4, -0.3];
    expectClose(
      await evaluator.logits(slice, Float64Array.from(at), examples),
      forwardLogits(architecture, pointOfSlice(slice, at), examples.x, 13),
      1e-4,
      1e-5,
    );
    const hidden: Float64Array[] = [];
    const first = linear(Float64Array.from(examples.x), 13, slice.origin, parameterLayout(architecture).layers[0]);
    forwardFrom(architecture, slice.origin, first, 13, (output) => hidden.push(output.slice()));
    const got = await evaluator.hiddenActivations(slice, examples);
    expect(got.length).toBe(hidden.length);
    hidden.forEach((block, l) => expectClose(got[l], block, 1e-4, 1e-5, `hidden ${l}`));
    evaluator.release();
  });
});

describe('TfEvaluator refuses', () => {
  beforeAll(() => startNodeBackend('cpu'));
  const evaluator = new TfEvaluator('flat');
  const refuse = (slice: Slice, points: Float64Array, examples: EvaluationExamples): Promise<unknown> => evaluator.evaluate(slice, points, examples);

  it('shapes that do not fit, naming both', async () => {
    const slice = randomSlice(base, 2, null, 1);
    await expect(refuse(slice, coordinates, randomExamples(4, 3, 5, 1))).rejects.toThrow(/5 inputs.*4 inputs/);
    await expect(refuse(slice, new Float64Array(3), randomExamples(5, 3, 5, 1))).rejects.toThrow(/rows of 2/);
    await expect(refuse({ ...slice, origin: new Float32Array(3) }, coordinates, randomExamples(5, 3, 5, 1))).rejects.toThrow(/has 3/);
  });
});

describeWithShared('TfEvaluator on wasm against the reference', () => {
  beforeAll(() => startNodeBackend('wasm'));

  it.each(REFERENCE_CASES)('%s: logits, ends, curve, plane', async (name) => {
    const evaluator = new TfEvaluator('flat');
    const { a, b, c, examples, expected } = loadReference(name);
    const difference = (to: Float32Array, from: Float32Array): Float32Array => to.map((value, i) => value - from[i]);
    const line: Slice = { architecture: a.architecture, origin: a.parameters, directions: [difference(b.parameters, a.parameters)], layers: null };
    const logits = await evaluator.logits({ ...line, directions: [] }, new Float64Array(0), examples);
    expectClose(logits.subarray(0, expected.logitsA.flat().length), expected.logitsA.flat(), 1e-4, 1e-4);
    const curve = await evaluator.evaluate(line, Float64Array.from(expected.naive.alpha), examples);
    expectClose(curve.loss, expected.naive.loss, 1e-4, 1e-5, 'curve');
    expectClose(curve.accuracy, expected.naive.accuracy, 0, 1.01e-3, 'curve accuracy');
    const triangle: Slice = { ...line, directions: [difference(b.parameters, a.parameters), difference(c.parameters, a.parameters)] };
    const ends = await evaluator.evaluate(triangle, Float64Array.of(0, 0, 1, 0, 0, 1), examples);
    expectClose(
      ends.loss,
      expected.endpoints.map((end) => end.loss),
      1e-4,
      1e-5,
      'ends',
    );
    const { plane } = expected.naive;
    const [cx, cy] = plane.pointsXY[2];
    const points = plane.y.flatMap((y) => plane.x.flatMap((x) => [x - (y * cx) / cy, y / cy]));
    const field = await evaluator.evaluate(triangle, Float64Array.from(points), examples);
    expectClose(field.loss, plane.loss.flat(), 1e-4, 1e-5, 'plane');
    evaluator.release();
  });
});
