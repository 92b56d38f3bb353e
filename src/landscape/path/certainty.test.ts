import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../linalg/random.ts';
import type { Architecture } from '../../nn/architecture.ts';
import { permuteNetwork } from '../align/permute.ts';
import { exampleLosses, predictedClasses } from '../../nn/forward.ts';
import { initialise } from '../../nn/initialise.ts';
import { expectClose } from '../../testing/close.ts';
import { forwardLogits } from '../../testing/float64-network.ts';
import { pointOfSlice, randomExamples } from '../../testing/random-slice.ts';
import type { EvaluationExamples } from '../evaluator.ts';
import { spreadExamples } from '../example-scores.ts';
import { createReferenceEvaluator } from '../reference-evaluator.ts';
import { segment } from '../segment.ts';
import { meanInterval, pairedError, standardError, studentQuantile } from '../standard-error.ts';
import { computeCurve } from './curve.ts';

const architecture: Architecture = { inputs: 3, classes: 3, hidden: [7], activation: 'relu', norm: 'none', output: 'softmax', init: 'he-normal' };
const a = initialise(architecture, 1);
a.parameters.set(a.parameters.map((value) => 3 * value));
const noise = seededRandom(3, 'noise');
/** A with its units in another order, and not quite as good: a barrier between ends that differ. */
const shuffled = permuteNetwork(a, [Int32Array.of(3, 4, 5, 6, 0, 1, 2)], null);
const b = { ...shuffled, parameters: shuffled.parameters.map((value) => value + 0.1 * noise.normal()) };
const evaluator = createReferenceEvaluator();
const curveOn = (examples: EvaluationExamples, refine = false) => computeCurve(evaluator, { a, b, examples, points: 11, range: [0, 1], refine });

/** Labelled as A has it, but for one in a hundred. */
function labelled(count: number, seed: number): EvaluationExamples {
  const examples = randomExamples(3, 3, count, seed);
  const told = predictedClasses(architecture, forwardLogits(architecture, a.parameters, examples.x, count), count);
  return { ...examples, y: examples.y.map((label, i) => (i % 97 === 0 ? label : told[i])) };
}

/** Losses of all examples at α, by a path of their own: parameters, logits and losses in float64. */
function lossesAt(alpha: number, { x, y, count }: EvaluationExamples): Float64Array {
  return exampleLosses(architecture, forwardLogits(architecture, pointOfSlice(segment(a, b), [alpha]), x, count), y, count);
}

const deviation = (values: Float64Array): number => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
};

describe('standard errors of a path', () => {
  it('are sd/√N of what each example adds, under each definition, and so are those of half-way, the lowest place and the ends', async () => {
    const examples = labelled(200, 5);
    const { lossBarrier, half, lowest, endsApart, loss } = await curveOn(examples, true);
    const at = (alpha: number): Float64Array => lossesAt(alpha, examples);
    const [lossA, lossB] = [at(0), at(1)];
    const worse = loss[10] > loss[0] ? lossB : lossA;
    const expected = (own: Float64Array, reference: (i: number) => number): number =>
      deviation(own.map((value, i) => value - reference(i))) / Math.sqrt(200);
    const { at: place, se } = lossBarrier;
    expectClose(
      [se.lerp, se.mean, se.max],
      [
        expected(at(place.lerp), (i) => (1 - place.lerp) * lossA[i] + place.lerp * lossB[i]),
        expected(at(place.mean), (i) => (lossA[i] + lossB[i]) / 2),
        expected(at(place.max), (i) => worse[i]),
      ],
      1e-5,
      1e-7,
    );
    const chord = (i: number): number => (1 - lowest.at) * lossA[i] + lowest.at * lossB[i];
    expectClose(
      [half?.overA.se ?? NaN, half?.overB.se ?? NaN, lowest.se, endsApart.se],
      [expected(at(0.5), (i) => lossA[i]), expected(at(0.5), (i) => lossB[i]), expected(at(lowest.at), chord), expected(lossB, (i) => lossA[i])],
      1e-5,
      1e-7,
    );
    expectClose(
      [half?.overA.value ?? NaN, half?.overB.value ?? NaN, endsApart.value],
      [loss[5] - loss[0], loss[5] - loss[10], loss[10] - loss[0]],
      0,
      0,
    );
  });

  it('come from what adds up to the barrier itself', async () => {
    const { lossBarrier, errorBarrier } = await curveOn(labelled(150, 6));
    for (const report of [lossBarrier, errorBarrier])
      for (const definition of ['lerp', 'mean', 'max'] as const)
        expectClose([report.contribution[definition].reduce((sum, value) => sum + value, 0) / 150], [report.barrier[definition]], 1e-6, 1e-6);
  });

  it('of many examples come from an even part of them, and stay near', async () => {
    const many = labelled(4000, 7);
    const part = spreadExamples(many, architecture);
    expect(part.count).toBe(1000);
    expect(spreadExamples(many, architecture)).toBe(part);
    // 784·128 + 128 + 128·10 + 10 parameters; 2²⁶ of them over all examples.
    expect(spreadExamples(many, { ...architecture, inputs: 784, hidden: [128], classes: 10 }).count).toBe(659);
    expect(spreadExamples(many, { ...architecture, inputs: 784, hidden: [512, 512], classes: 10 }).count).toBe(256);
    // The middles of a thousand equal stretches.
    expect([...part.x.subarray(0, 3)]).toEqual([...many.x.subarray(6, 9)]);
    expect(part.y[999]).toBe(many.y[3998]);
    const { lossBarrier } = await curveOn(many);
    expect(lossBarrier.barrier.lerp).toBeGreaterThan(0.1);
    const chord = (i: number): number => (1 - lossBarrier.at.lerp) * ends[0][i] + lossBarrier.at.lerp * ends[1][i];
    const ends = [lossesAt(0, many), lossesAt(1, many)];
    const whole = deviation(lossesAt(lossBarrier.at.lerp, many).map((value, i) => value - chord(i))) / Math.sqrt(4000);
    expect(Math.abs(lossBarrier.se.lerp / whole - 1)).toBeLessThan(0.15);
  });

  it('cover: of 200 resampled test sets, 90 to 99 % of the 95 % intervals hold the value of the whole set', async () => {
    const whole = labelled(3000, 8);
    const full = await curveOn(whole);
    const at = full.lossBarrier.at.lerp;
    const random = seededRandom(9, 'resampling');
    let covered = 0;
    for (let draw = 0; draw < 200; draw++) {
      const index = Array.from({ length: 150 }, () => random.below(3000));
      const examples = {
        ...whole,
        count: 150,
        x: Float32Array.from(index.flatMap((i) => [...whole.x.subarray(3 * i, 3 * i + 3)])),
        y: Int32Array.from(index, (i) => whole.y[i]),
      };
      const { alpha, loss, lossBarrier } = await computeCurve(evaluator, { a, b, examples, points: 11, range: [0, 1], refine: false });
      const i = alpha.indexOf(at);
      const value = loss[i] - ((1 - at) * loss[0] + at * loss[10]);
      // Their own maximum lies at another α now and then; its spread is the same to a few per cent.
      if (Math.abs(value - full.lossBarrier.barrier.lerp) <= 1.96 * lossBarrier.se.lerp) covered++;
    }
    expect(covered).toBeGreaterThanOrEqual(180);
    expect(covered).toBeLessThanOrEqual(198);
  });

  it('are unknown where there is nothing to spread, or something is not finite', async () => {
    expect((await curveOn(randomExamples(3, 3, 1, 1))).lossBarrier.se.lerp).toBeNaN();
    expect(standardError([1])).toBeNaN();
    expect(standardError([1, NaN, 2])).toBeNaN();
    expect(pairedError([1, 2], [1], 2)).toBeNaN();
  });

  it('over pairs are half of a 95 % interval by Student’s t', () => {
    // Tables: 12.706, 2.776, 2.179 and 2.042 with 1, 4, 12 and 30 degrees of freedom.
    expectClose([1, 4, 12, 30].map(studentQuantile), [12.706, 2.776, 2.179, 2.042], 0, 1e-3);
    expectClose([meanInterval([1, 2, 3])], [4.303 / Math.sqrt(3)], 1e-3, 0);
    expect(meanInterval([1])).toBeNaN();
  });

  it('of a difference of two paths are those of the differences, example by example', () => {
    expectClose([standardError([1, 2, 3, 4])], [Math.sqrt(5 / 3 / 4)], 1e-12, 0);
    expectClose([standardError([1, 2, 3, 4], 16)], [Math.sqrt(5 / 3 / 16)], 1e-12, 0);
    expectClose([pairedError([1, 2, 3], [1, 2, 3], 3), pairedError([1, 2, 4], [1, 2, 3], 3)], [0, 1 / 3], 1e-12, 1e-15);
  });
});
