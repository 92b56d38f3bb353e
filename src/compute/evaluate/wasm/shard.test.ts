import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Slice } from '../../../landscape/slice.ts';
import type { Architecture } from '../../../nn/architecture.ts';
import { wordsOf } from '../../../base/setting.ts';
import { ARCHITECTURE_SETTINGS } from '../../../nn/architecture-settings.ts';
import { expectClose } from '../../../testing/close.ts';
import { KERNEL_MODULES } from '../../../testing/kernel-module.ts';
import { expectedField, pointOfSlice, randomExamples, randomSlice } from '../../../testing/random-slice.ts';
import { forwardLogits } from '../../../testing/float64-network.ts';
import { Shard } from './shard.ts';
import type { ShardRequest } from './order.ts';

/** Gives the shard a slice under fresh ids and names its points. */
let nextVector = 0;
function request(shard: Shard, slice: Slice, coordinates: Float64Array, points: number): ShardRequest {
  const vectors = [slice.origin, ...slice.directions].map((values) => {
    shard.addVector(nextVector, values);
    return nextVector++;
  });
  return { architecture: slice.architecture, vectors, layers: slice.layers, coordinates, points, total: points, each: [] };
}

function finish<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

const cases = fc
  .record({
    hidden: fc.array(fc.integer({ min: 1, max: 37 }), { maxLength: 4 }),
    activation: fc.constantFrom(...wordsOf(ARCHITECTURE_SETTINGS.activation)),
    norm: fc.constantFrom(...wordsOf(ARCHITECTURE_SETTINGS.norm)),
    classes: fc.integer({ min: 2, max: 23 }),
    logistic: fc.boolean(),
    inputs: fc.integer({ min: 1, max: 40 }),
    count: fc.integer({ min: 1, max: 150 }),
    directions: fc.integer({ min: 0, max: 2 }),
    points: fc.integer({ min: 1, max: 7 }),
    seed: fc.nat(10_000),
    mask: fc.option(fc.array(fc.nat(4), { maxLength: 3 })),
  })
  .map(({ hidden, activation, norm, classes, logistic, inputs, ...rest }) => {
    const architecture: Architecture = {
      inputs,
      classes: logistic ? 2 : classes,
      hidden,
      activation,
      norm,
      output: logistic ? 'logistic' : 'softmax',
      init: 'he-normal',
    };
    const layers = rest.mask === null ? null : [...new Set(rest.mask.filter((l) => l <= hidden.length))].sort((a, b) => a - b);
    return { ...rest, architecture, layers };
  });

describe.each(KERNEL_MODULES)('wasm kernels ($build)', ({ module }) => {
  it('agree with float64 on random architectures, slices and masks', () => {
    const shard = new Shard(module);
    fc.assert(
      fc.property(cases, ({ architecture, layers, directions, points, count, seed }) => {
        const slice = randomSlice(architecture, directions, layers, seed);
        const examples = randomExamples(architecture.inputs, architecture.classes, count, seed);
        const total = directions === 0 ? 1 : points;
        const coordinates = Float64Array.from({ length: total * directions }, (_, i) => Math.sin(seed + i));
        shard.setExamples(examples);
        const [{ loss, right }] = finish(shard.evaluate([request(shard, slice, coordinates, total)]));
        const want = expectedField(slice, coordinates, examples);
        expectClose(
          loss.map((sum) => sum / count),
          want.loss,
          1e-4,
          1e-5,
          'loss',
        );
        right.forEach((n, p) => expect(Math.abs(n - want.accuracy[p] * count)).toBeLessThanOrEqual(1.001));
      }),
      { numRuns: 150 },
    );
  });

  it('give the logits of a point of the slice', () => {
    const architecture: Architecture = {
      inputs: 11,
      classes: 5,
      hidden: [13, 7],
      activation: 'gelu',
      norm: 'after',
      output: 'softmax',
      init: 'he-normal',
    };
    const slice = randomSlice(architecture, 2, null, 3);
    const examples = randomExamples(11, 5, 70, 3);
    const shard = new Shard(module);
    shard.setExamples(examples);
    expectClose(
      finish(shard.logits(request(shard, slice, Float64Array.of(0.3, -0.7), 1))),
      forwardLogits(architecture, pointOfSlice(slice, [0.3, -0.7]), examples.x, 70),
      1e-4,
      1e-5,
      'logit',
    );
  });

  it('masks points that are not finite, and repeats bit for bit', () => {
    const architecture: Architecture = {
      inputs: 20,
      classes: 3,
      hidden: [9],
      activation: 'relu',
      norm: 'none',
      output: 'softmax',
      init: 'he-normal',
    };
    const slice = randomSlice(architecture, 1, null, 5);
    const shard = new Shard(module);
    shard.setExamples(randomExamples(20, 3, 65, 5));
    const named = request(shard, slice, Float64Array.of(0, 1e38, 0.5, 1e300), 4);
    const [first] = finish(shard.evaluate([named]));
    expect([...first.loss].map(Number.isFinite)).toEqual([true, false, true, false]);
    expect(finish(shard.evaluate([named]))).toEqual([first]);
  });

  it.each([
    { classes: 3, output: 'softmax' as const, bias: [0, -Infinity, 0] },
    { classes: 2, output: 'logistic' as const, bias: [-Infinity] },
  ])('masks a logit of minus infinity, even where it is right ($output)', ({ classes, output, bias }) => {
    const architecture: Architecture = { inputs: 2, classes, hidden: [], activation: 'relu', norm: 'none', output, init: 'he-normal' };
    const origin = Float32Array.of(...new Array<number>(2 * bias.length).fill(0), ...bias);
    const shard = new Shard(module);
    shard.setExamples({ ...randomExamples(2, classes, 5, 1), y: new Int32Array(5) });
    const [{ loss }] = finish(shard.evaluate([request(shard, { architecture, origin, directions: [], layers: null }, new Float64Array(0), 1)]));
    expect(loss[0]).toBeNaN();
  });

  it('takes steps of bounded work, so that a shard can stop soon', () => {
    const architecture: Architecture = {
      inputs: 400,
      classes: 5,
      hidden: [300, 200, 200],
      activation: 'relu',
      norm: 'none',
      output: 'softmax',
      init: 'he-normal',
    };
    const count = 600;
    const shard = new Shard(module);
    shard.setExamples(randomExamples(400, 5, count, 1));
    // Hoisted products, a shared prefix with products of its own, and points with all layers from the second: in multiply-adds.
    const work = {
      0: 3 * 400 * 300 + 4 * (300 * 200 + 200 * 200),
      1: 400 * 300 + 3 * 300 * 200 + 4 * 200 * 200,
      3: 400 * 300 + 300 * 200 + 200 * 200,
    };
    for (const [layer, each] of Object.entries(work)) {
      const named = request(shard, randomSlice(architecture, 2, [Number(layer)], 3), Float64Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8), 4);
      let steps = 0;
      for (const run = shard.evaluate([named]); run.next().done !== true;) steps++;
      expect(steps).toBeGreaterThanOrEqual((count * each) / 1e8);
    }
  });
});
