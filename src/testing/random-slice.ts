/** Random slices and examples for property tests of evaluators, and their float64 values through nn/forward.ts. */
import type { EvaluationExamples } from '../landscape/evaluator.ts';
import type { Slice } from '../landscape/slice.ts';
import { seededRandom } from '../linalg/random.ts';
import type { Architecture } from '../nn/architecture.ts';
import { initialise } from '../nn/initialise.ts';
import { parameterLayout } from '../nn/layout.ts';
import { scoreNetwork } from './float64-network.ts';

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
