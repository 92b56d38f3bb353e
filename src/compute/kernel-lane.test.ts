import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Slice } from '../landscape/slice.ts';
import type { Architecture } from '../nn/architecture.ts';
import { ACTIVATIONS, NORMALISATIONS } from '../nn/architecture.ts';
import { forwardLogits } from '../nn/forward.ts';
import { expectClose } from '../testing/close.ts';
import { kernelModule } from '../testing/kernel-module.ts';
import { expectedField, pointOfSlice, randomExamples, randomSlice } from '../testing/random-slice.ts';
import { KernelLane } from './kernel-lane.ts';

const module = kernelModule();

/** Gives the lane a slice under fresh ids. */
let nextVector = 0;
function setSlice(lane: KernelLane, slice: Slice, points: number): void {
  const vectors = [slice.origin, ...slice.directions].map((values) => {
    lane.addVector(nextVector, values);
    return nextVector++;
  });
  lane.setSlice({ architecture: slice.architecture, vectors, layers: slice.layers, points });
}

const cases = fc
  .record({
    hidden: fc.array(fc.integer({ min: 1, max: 37 }), { maxLength: 4 }),
    activation: fc.constantFrom(...ACTIVATIONS),
    norm: fc.constantFrom(...NORMALISATIONS),
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
    const architecture: Architecture = { inputs, classes: logistic ? 2 : classes, hidden, activation, norm, output: logistic ? 'logistic' : 'softmax', init: 'he-normal' };
    const layers = rest.mask === null ? null : [...new Set(rest.mask.filter((l) => l <= hidden.length))].sort((a, b) => a - b);
    return { ...rest, architecture, layers };
  });

describe('wasm kernels', () => {
  it('agree with float64 on random architectures, slices and masks', () => {
    const lane = new KernelLane(module);
    fc.assert(
      fc.property(cases, ({ architecture, layers, directions, points, count, seed }) => {
        const slice = randomSlice(architecture, directions, layers, seed);
        const examples = randomExamples(architecture.inputs, architecture.classes, count, seed);
        const total = directions === 0 ? 1 : points;
        const coordinates = Float64Array.from({ length: total * directions }, (_, i) => Math.sin(seed + i));
        lane.setExamples(examples);
        setSlice(lane, slice, total);
        const { loss, right } = lane.evaluate(coordinates, total);
        const want = expectedField(slice, coordinates, examples);
        expectClose(loss.map((sum) => sum / count), want.loss, 1e-4, 1e-5, 'loss');
        right.forEach((n, p) => expect(Math.abs(n - want.accuracy[p] * count)).toBeLessThanOrEqual(1.001));
      }),
      { numRuns: 150 },
    );
  });

  it('give the logits of a point of the slice', () => {
    const architecture: Architecture = { inputs: 11, classes: 5, hidden: [13, 7], activation: 'gelu', norm: 'after', output: 'softmax', init: 'he-normal' };
    const slice = randomSlice(architecture, 2, null, 3);
    const examples = randomExamples(11, 5, 70, 3);
    const lane = new KernelLane(module);
    lane.setExamples(examples);
    setSlice(lane, slice, 1);
    expectClose(lane.logits(Float64Array.of(0.3, -0.7)), forwardLogits(architecture, pointOfSlice(slice, [0.3, -0.7]), examples.x, 70), 1e-4, 1e-5, 'logit');
  });

  it('masks points that are not finite, and repeats bit for bit', () => {
    const architecture: Architecture = { inputs: 20, classes: 3, hidden: [9], activation: 'relu', norm: 'none', output: 'softmax', init: 'he-normal' };
    const slice = randomSlice(architecture, 1, null, 5);
    const lane = new KernelLane(module);
    lane.setExamples(randomExamples(20, 3, 65, 5));
    setSlice(lane, slice, 4);
    const coordinates = Float64Array.of(0, 1e38, 0.5, 1e300);
    const first = lane.evaluate(coordinates, 4);
    expect([...first.loss].map(Number.isFinite)).toEqual([true, false, true, false]);
    expect(lane.evaluate(coordinates, 4)).toEqual(first);
  });
});
