/** What the kernel evaluator shares between slices, tiles and blocks of examples must not show: the same bits as each slice alone. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Field, SliceRequest } from '../../../landscape/evaluator.ts';
import { wordsOf } from '../../../base/setting.ts';
import { ARCHITECTURE_SETTINGS } from '../../../nn/architecture-settings.ts';
import type { Architecture } from '../../../nn/architecture.ts';
import { abortedAtLook } from '../../../testing/aborted-at-look.ts';
import { expectClose } from '../../../testing/close.ts';
import { KERNEL_MODULES, kernelModule } from '../../../testing/kernel-module.ts';
import { expectedField, expectedScores, expectScores, randomExamples, randomSlice } from '../../../testing/random-slice.ts';
import { inlineShard } from './inline-shard.ts';
import { KernelEvaluator, type KernelEvaluatorOptions } from './evaluator.ts';

function make(module: WebAssembly.Module, shards: number, options: KernelEvaluatorOptions = {}, turn?: number): KernelEvaluator {
  return new KernelEvaluator(
    Array.from({ length: shards }, () => inlineShard(module, turn)),
    inlineShard(module, turn),
    options,
  );
}

const architectures = fc
  .record({
    hidden: fc.array(fc.integer({ min: 1, max: 37 }), { maxLength: 4 }),
    activation: fc.constantFrom(...wordsOf(ARCHITECTURE_SETTINGS.activation)),
    norm: fc.constantFrom(...wordsOf(ARCHITECTURE_SETTINGS.norm)),
    inputs: fc.constantFrom(1, 2, 8, 9, 30),
    classes: fc.integer({ min: 2, max: 7 }),
    logistic: fc.boolean(),
  })
  .map(({ classes, logistic, ...rest }): Architecture => ({
    ...rest,
    classes: logistic ? 2 : classes,
    output: logistic ? 'logistic' : 'softmax',
    init: 'he-normal',
  }));

/** Networks that go by the kernel for lines. */
const shallow = fc
  .record({ inputs: fc.integer({ min: 1, max: 8 }), hidden: fc.integer({ min: 1, max: 70 }), logistic: fc.boolean() })
  .map(({ inputs, hidden, logistic }): Architecture => ({
    inputs,
    classes: 2,
    hidden: [hidden],
    activation: 'relu',
    norm: 'none',
    output: logistic ? 'logistic' : 'softmax',
    init: 'he-normal',
  }));

/** Slices through two origins with shared directions and any masks, the same coordinates often. */
function requestsOf(architecture: Architecture, seed: number, masks: readonly (readonly number[] | null)[]): SliceRequest[] {
  const plane = randomSlice(architecture, 2, null, seed);
  const other = randomSlice(architecture, 0, null, seed + 1).origin;
  const values = [0, 0.5, -1, 0.5, 1.25];
  return masks.map((mask, i) => {
    const layers = mask === null ? null : [...new Set(mask.filter((l) => l <= architecture.hidden.length))].sort((p, q) => p - q);
    const width = (seed + i) % 5 === 0 ? 0 : 1 + ((seed + i) % 2);
    const points = 1 + ((seed + 3 * i) % 5);
    const directions = plane.directions.slice(0, width);
    const coordinates = Float64Array.from({ length: width * points }, (_, k) => values[(k + i) % values.length]);
    return { slice: { architecture, origin: i % 3 === 2 ? other : plane.origin, directions, layers }, coordinates };
  });
}

const masks = fc.array(fc.option(fc.array(fc.nat(4), { maxLength: 4 })), { minLength: 1, maxLength: 8 });

async function oneByOne(
  module: WebAssembly.Module,
  requests: readonly SliceRequest[],
  examples: Parameters<KernelEvaluator['evaluate']>[2],
  shards: number,
): Promise<Field[]> {
  return Promise.all(requests.map(({ slice, coordinates }) => make(module, shards).evaluate(slice, coordinates, examples)));
}

describe.each(KERNEL_MODULES)('several slices at once ($build kernels)', ({ module }) => {
  it('are the same bits as each alone, whatever the architecture, masks and shards', async () => {
    await fc.assert(
      fc.asyncProperty(architectures, masks, fc.nat(1000), fc.integer({ min: 1, max: 3 }), async (architecture, given, seed, shards) => {
        const examples = randomExamples(architecture.inputs, architecture.classes, 1 + (seed % 90), seed);
        const requests = requestsOf(architecture, seed, given);
        const told: number[] = [];
        const evaluator = make(module, shards);
        const together = await evaluator.evaluateAll(requests, examples, { onField: (index) => told.push(index) });
        expect(together).toEqual(await oneByOne(module, requests, examples, shards));
        expect(await evaluator.evaluateAll(requests, examples)).toEqual(together);
        expect(told.sort((p, q) => p - q)).toEqual(requests.map((_, i) => i));
      }),
      { numRuns: 60 },
    );
  });

  it('are so at the origin too, where a hoisted layer has the name of one that is formed whole', async () => {
    const architecture: Architecture = { inputs: 9, classes: 2, hidden: [9], activation: 'relu', norm: 'none', output: 'softmax', init: 'he-normal' };
    const examples = randomExamples(9, 2, 47, 946);
    const requests = requestsOf(architecture, 946, [null, null, null, null, null, null, [1]]);
    expect(await make(module, 1).evaluateAll(requests, examples)).toEqual(await oneByOne(module, requests, examples, 1));
  });

  it('may be of many networks and several architectures', async () => {
    const wide: Architecture = { inputs: 12, classes: 3, hidden: [7, 5], activation: 'tanh', norm: 'after', output: 'softmax', init: 'he-normal' };
    const requests = [wide, { ...wide, hidden: [9] }, wide].flatMap((architecture, i) =>
      [0, 1, 2, 3, 4].flatMap((seed) => requestsOf(architecture, 10 * i + seed, [null, [1]])),
    );
    const examples = randomExamples(12, 3, 50, 1);
    expect(await make(module, 2).evaluateAll(requests, examples)).toEqual(await oneByOne(module, requests, examples, 2));
  });
});

describe.each(KERNEL_MODULES)('networks of one hidden layer on lines of a plane ($build kernels)', ({ module }) => {
  it("agree with float64, and a point's bits do not depend on its neighbours", async () => {
    await fc.assert(
      fc.asyncProperty(shallow, fc.nat(1000), fc.option(fc.subarray([0, 1], { minLength: 1 })), async (architecture, seed, layers) => {
        const slice = randomSlice(architecture, 1 + (seed % 2), layers, seed);
        const examples = randomExamples(architecture.inputs, 2, 1 + (seed % 60), seed);
        const width = slice.directions.length;
        const points = 40;
        const coordinates = Float64Array.from({ length: points * width }, (_, i) => (width === 2 && i % 2 === 1 ? Math.floor(i / 70) : Math.sin(i)));
        const field = await make(module, 2).evaluate(slice, coordinates, examples);
        const want = expectedField(slice, coordinates, examples);
        expectClose(field.loss, want.loss, 1e-4, 1e-5, 'loss');
        expectClose(field.accuracy, want.accuracy, 0, 1.001 / examples.count, 'accuracy');
        for (const p of [0, 17, 39]) {
          const alone = await make(module, 2).evaluate(slice, coordinates.slice(p * width, (p + 1) * width), examples);
          if (layers === null || layers.includes(0)) expect(alone.loss[0]).toBe(field.loss[p]);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe.each(KERNEL_MODULES)('tiles, and blocks of examples within a small budget ($build kernels)', ({ module }) => {
  const deep: Architecture = { inputs: 12, classes: 4, hidden: [10, 6], activation: 'relu', norm: 'before', output: 'softmax', init: 'he-normal' };
  const flat: Architecture = { inputs: 2, classes: 2, hidden: [20], activation: 'relu', norm: 'none', output: 'logistic', init: 'he-normal' };
  const settings = [{ tileWork: 1 }, { tileWork: 3000 }, { tileWork: 40_000 }, { budget: 1 }, { budget: 20_000 }, { budget: 60_000, tileWork: 5000 }];

  it.each([deep, flat])('give the same bits whatever their size ($inputs inputs)', async (architecture) => {
    const examples = randomExamples(architecture.inputs, architecture.classes, 101, 1);
    const requests = requestsOf(architecture, 7, [null, [1], [0], null, [0, 1]]);
    const whole = await make(module, 2).evaluateAll(requests, examples);
    for (const options of settings) {
      const evaluator = make(module, 2, options);
      expect(await evaluator.evaluateAll(requests, examples)).toEqual(whole);
      const streamed: number[] = [];
      expect(
        await evaluator.evaluate(requests[0].slice, requests[0].coordinates, examples, { onTile: (tile) => streamed.push(...tile.loss) }),
      ).toEqual(whole[0]);
      expect(streamed).toEqual([...whole[0].loss]);
      const { slice, coordinates } = requests[0];
      const at = coordinates.slice(0, slice.directions.length);
      expect(await evaluator.logits(slice, at, examples)).toEqual(await make(module, 2).logits(slice, at, examples));
    }
  });
});

describe.each(KERNEL_MODULES)('losses of single examples ($build kernels)', ({ module }) => {
  it('come with the field from all shards, as in float64, and leave its bits as they are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(architectures, shallow),
        masks,
        fc.nat(1000),
        fc.record({ shards: fc.integer({ min: 1, max: 3 }), tileWork: fc.constantFrom(1, 3000, 1e8), budget: fc.constantFrom(1, 60_000, 1e8) }),
        async (architecture, given, seed, { shards, ...options }) => {
          const examples = randomExamples(architecture.inputs, architecture.classes, 1 + (seed % 90), seed);
          const plain = requestsOf(architecture, seed, given);
          const fields = await make(module, shards).evaluateAll(plain, examples);
          const requests = fields.map(({ loss }, i) => ({
            ...plain[i],
            each: [...loss.keys()].filter((point) => (point + seed + i) % 3 !== 0).reverse(),
          }));
          const scored = await make(module, shards, options).evaluateAll(requests, examples);
          for (const [i, { slice, coordinates, each }] of requests.entries()) {
            expect([scored[i].loss, scored[i].accuracy]).toEqual([fields[i].loss, fields[i].accuracy]);
            if (each.length === 0) expect(scored[i].scores).toBeUndefined();
            else expectScores(scored[i], slice, coordinates, each, examples);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are of an even part of many examples, and unknown where a logit is not finite', async () => {
    const architecture: Architecture = { inputs: 9, classes: 3, hidden: [5], activation: 'relu', norm: 'none', output: 'softmax', init: 'he-normal' };
    const examples = randomExamples(9, 3, 2500, 3);
    const slice = randomSlice(architecture, 1, null, 4);
    const [{ scores = [] }] = await make(module, 3).evaluateAll([{ slice, coordinates: Float64Array.of(0.5, 1e300), each: [0, 1] }], examples);
    const all = expectedScores(slice, [0.5], examples);
    // The middles of a thousand equal stretches.
    const part = (values: Float64Array): Float64Array => Float64Array.from({ length: 1000 }, (_, i) => values[Math.floor((i + 0.5) * 2.5)]);
    expectClose(scores[0].loss, part(all.loss), 1e-4, 1e-5, 'loss');
    expect([...scores[0].error].filter((value, i) => value !== part(all.error)[i]).length).toBeLessThanOrEqual(1);
    expect([...scores[1].loss, ...scores[1].error].every(Number.isNaN)).toBe(true);
  });
});

describe('a cancelled evaluation', () => {
  const module = kernelModule();
  const architecture: Architecture = {
    inputs: 12,
    classes: 4,
    hidden: [10, 6],
    activation: 'relu',
    norm: 'before',
    output: 'softmax',
    init: 'he-normal',
  };
  const examples = randomExamples(12, 4, 101, 1);
  const requests = requestsOf(architecture, 7, [null, [1], [0], [2], [1, 2]]);

  it('stops whenever it looks at its signal, holds nothing and changes nothing', async () => {
    const whole = await make(module, 2).evaluateAll(requests, examples);
    const evaluator = make(module, 2, { tileWork: 20_000, budget: 60_000 }, 0);
    await evaluator.evaluateAll(requests, examples);
    const held = await evaluator.bytes();
    let finished = false;
    let stops = 0;
    for (let stop = 0; !finished; stop++) {
      const reason = new Error(`stopped at look ${stop}`);
      const running = evaluator.evaluateAll(requests, examples, { signal: abortedAtLook(stop, reason) });
      const outcome: unknown = await running.catch((error: unknown) => error);
      finished = outcome !== reason;
      if (!finished) stops++;
      expect(finished ? outcome : await evaluator.evaluateAll(requests, examples)).toEqual(whole);
      expect(await evaluator.bytes()).toBe(held);
    }
    expect(stops).toBeGreaterThan(20);
  });
});

it('a hundred planes leave the memory where the second left it', async () => {
  const architecture: Architecture = {
    inputs: 12,
    classes: 4,
    hidden: [10, 6],
    activation: 'relu',
    norm: 'none',
    output: 'softmax',
    init: 'he-normal',
  };
  const examples = randomExamples(12, 4, 101, 1);
  const evaluator = make(kernelModule(), 2);
  const coordinates = Float64Array.from({ length: 50 }, (_, i) => Math.cos(i));
  let held = 0;
  for (let plane = 0; plane < 100; plane++) {
    await evaluator.evaluate(randomSlice(architecture, 2, plane % 3 === 0 ? [1, 2] : null, plane), coordinates, examples);
    if (plane === 1) held = await evaluator.bytes();
  }
  expect(await evaluator.bytes()).toBe(held);
});
