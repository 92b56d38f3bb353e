import { describe, expect, it } from 'vitest';
import { createReferenceEvaluator } from '../../../landscape/reference-evaluator.ts';
import { MAX_HIDDEN_LAYERS, type Architecture } from '../../../nn/architecture.ts';
import { expectClose } from '../../../testing/close.ts';
import { KERNEL_MODULES } from '../../../testing/kernel-module.ts';
import { expectedField, randomExamples, randomSlice } from '../../../testing/random-slice.ts';
import { inlineShard } from './inline-shard.ts';
import { KernelEvaluator } from './evaluator.ts';

const architecture: Architecture = {
  inputs: 12,
  classes: 4,
  hidden: [10, 6],
  activation: 'relu',
  norm: 'before',
  output: 'softmax',
  init: 'he-normal',
};
const slice = randomSlice(architecture, 2, [1, 2], 7);
const coordinates = Float64Array.from({ length: 60 }, (_, i) => Math.cos(i));

describe.each(KERNEL_MODULES)('KernelEvaluator ($build kernels)', ({ module }) => {
  const make = (shards: number): KernelEvaluator =>
    new KernelEvaluator(
      Array.from({ length: shards }, () => inlineShard(module)),
      inlineShard(module),
    );

  it('agrees with float64 however many shards share the examples', async () => {
    const examples = randomExamples(12, 4, 101, 1);
    const want = expectedField(slice, coordinates, examples);
    for (const shards of [1, 2, 3]) {
      const got = await make(shards).evaluate(slice, coordinates, examples);
      expectClose(got.loss, want.loss, 1e-4, 1e-5, 'loss');
      expectClose(got.accuracy, want.accuracy, 0, 1.001 / 101, 'accuracy');
    }
  });

  it('agrees with float64 on the deepest networks', async () => {
    const deep = { ...architecture, hidden: Array.from({ length: MAX_HIDDEN_LAYERS }, (_, l) => 5 + (l % 3)) };
    const examples = randomExamples(12, 4, 101, 5);
    for (const layers of [null, [MAX_HIDDEN_LAYERS], [0, 6]]) {
      const through = randomSlice(deep, 2, layers, 8);
      const want = expectedField(through, coordinates, examples);
      expectClose((await make(2).evaluate(through, coordinates, examples)).loss, want.loss, 1e-4, 1e-5, `layers ${layers?.join() ?? 'all'}`);
    }
  });

  it.each([
    { hidden: [10, 6], activation: 'relu', norm: 'before' },
    { hidden: [7], activation: 'gelu', norm: 'none' },
    { hidden: [5, 19, 3], activation: 'tanh', norm: 'after' },
    { hidden: [], activation: 'linear', norm: 'none' },
  ] as const)('gives the hidden activations of the origin, in any blocks of examples ($hidden, $activation, $norm)', async (shape) => {
    const examples = randomExamples(12, 4, 101, 6);
    const through = randomSlice({ ...architecture, ...shape }, 2, null, 9);
    const want = await createReferenceEvaluator().hiddenActivations(through, examples);
    for (const options of [{}, { budget: 1 }]) {
      const evaluator = new KernelEvaluator([inlineShard(module)], inlineShard(module), options);
      await evaluator.logits(through, Float64Array.of(0.3, 0.1), examples);
      const got = await evaluator.hiddenActivations(through, examples);
      expect(got).toHaveLength(shape.hidden.length);
      for (const [l, values] of got.entries()) expectClose(values, want[l], 1e-4, 1e-5, `layer ${l}`);
    }
  });

  it('streams every point once, in order, and the same request gives the same bits', async () => {
    const examples = randomExamples(12, 4, 40, 2);
    const evaluator = make(2);
    const streamed: number[] = [];
    const first = await evaluator.evaluate(slice, coordinates, examples, { onTile: (tile) => streamed.push(...tile.loss) });
    expect(streamed).toEqual([...first.loss]);
    expect(await evaluator.evaluate(slice, coordinates, examples)).toEqual(first);
  });

  it('stops at an abort, before or between tiles, and goes on to serve others', async () => {
    const examples = randomExamples(12, 4, 40, 3);
    const evaluator = make(2);
    const reason = new Error('superseded');
    await expect(evaluator.evaluate(slice, coordinates, examples, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    const running = evaluator.evaluate(slice, coordinates, examples, { signal: controller.signal, onTile: () => controller.abort(reason) });
    const next = evaluator.evaluate(slice, coordinates, examples);
    await expect(running).rejects.toBe(reason);
    expect((await next).loss.every(Number.isFinite)).toBe(true);
  });

  it('works with more shards than examples', async () => {
    const examples = randomExamples(12, 4, 2, 4);
    const got = await make(3).evaluate(slice, coordinates, examples);
    expectClose(got.loss, expectedField(slice, coordinates, examples).loss, 1e-4, 1e-5, 'loss');
  });
});
