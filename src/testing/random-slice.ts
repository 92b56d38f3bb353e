/** Random slices and examples for property tests of evaluators, and their float64 values through nn/forward.ts. */
import type { EvaluationExamples, ExampleScores, ScoredField } from '../landscape/evaluator.ts';
import type { Slice } from '../landscape/slice.ts';
import { seededRandom } from '../linalg/random.ts';
import type { Architecture } from '../nn/architecture.ts';
import { exampleLosses, predictedClasses } from '../nn/forward.ts';
import { initialise } from '../nn/initialise.ts';
import { parameterLayout } from '../nn/layout.ts';
import { expectClose } from './close.ts';
import { forwardLogits, scoreNetwork } from './float64-network.ts';

/** A slice of `directions` random directions, biases and normalisation not trivial. */
export function randomSlice(architecture: Architecture, directions: number, layers: readonly number[] | null, seed: number): Slice {
  const random = seededRandom(seed, 'slice');
  const near = (scale: number): Float32Array => initialise(architecture, seed).parameters.map((value) => value + scale * random.normal());
  return {
    architecture,
    origin: near(0.05),
    directions: Array.from({ length: directions }, () => initialise(architecture, seed + 1).parameters.map(() => 0.1 * random.normal())),
    layers,
  };
}

export function randomExamples(inputs: number, classes: number, count: number, seed: number): EvaluationExamples {
  const random = seededRandom(seed, 'examples');
  return {
    x: Float32Array.from({ length: count * inputs }, () => random.normal()),
    y: Int32Array.from({ length: count }, () => random.below(classes)),
    count,
    inputs,
    classes,
  };
}

/** The network θ₀ + Σ cₖ·dₖ with the slice's mask, in float64. */
export function pointOfSlice(slice: Slice, coordinates: readonly number[]): Float64Array {
  const theta = Float64Array.from(slice.origin);
  parameterLayout(slice.architecture).layers.forEach(({ range }, l) => {
    if (slice.layers !== null && !slice.layers.includes(l)) return;
    slice.directions.forEach((direction, k) => {
      for (let i = range.start; i < range.end; i++) theta[i] += coordinates[k] * direction[i];
    });
  });
  return theta;
}

/** Loss and accuracy at every point, in float64. */
export function expectedField(slice: Slice, coordinates: Float64Array, examples: EvaluationExamples): { loss: number[]; accuracy: number[] } {
  const width = slice.directions.length;
  const points = width === 0 ? 1 : coordinates.length / width;
  const scores = Array.from({ length: points }, (_, p) =>
    scoreNetwork(slice.architecture, pointOfSlice(slice, Array.from(coordinates.subarray(p * width, (p + 1) * width))), examples),
  );
  return { loss: scores.map((score) => score.loss), accuracy: scores.map((score) => score.accuracy) };
}

/** Losses and mistakes of every example at one point, in float64. */
export function expectedScores(slice: Slice, place: readonly number[], { x, y, count }: EvaluationExamples): ExampleScores {
  const logits = forwardLogits(slice.architecture, pointOfSlice(slice, place), x, count);
  const predicted = predictedClasses(slice.architecture, logits, count);
  return {
    loss: exampleLosses(slice.architecture, logits, y, count),
    error: Float64Array.from(y.subarray(0, count), (label, i) => Number(predicted[i] !== label)),
  };
}

/** Scores on all examples are those of float64, and have the field's loss as their mean. */
export function expectScores(
  field: ScoredField,
  slice: Slice,
  coordinates: Float64Array,
  each: readonly number[],
  examples: EvaluationExamples,
): void {
  const width = slice.directions.length;
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / examples.count;
  if (field.scores?.length !== each.length) throw new Error(`${each.length} points asked for scores, ${field.scores?.length ?? 0} have them`);
  for (const [k, { loss, error }] of field.scores.entries()) {
    const want = expectedScores(slice, [...coordinates.subarray(each[k] * width, (each[k] + 1) * width)], examples);
    expectClose(loss, want.loss, 1e-4, 1e-5, 'loss of an example');
    expectClose([mean(error)], [mean(want.error)], 0, 1.001 / examples.count, 'error');
    expectClose([mean(loss), 1 - mean(error)], [field.loss[each[k]], field.accuracy[each[k]]], 1e-6, 1e-6, 'mean over examples');
  }
}
