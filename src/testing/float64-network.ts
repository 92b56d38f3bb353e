/** A whole network in float64 at once: the yardstick of tests. */
import type { Vector } from '../linalg/vector.ts';
import type { Architecture } from '../nn/architecture.ts';
import { forwardFrom, linear, scoreLogits, type ExampleScore } from '../nn/forward.ts';
import { parameterLayout } from '../nn/layout.ts';

/** Labelled examples, x [count, inputs] row-major, y [count]. */
export interface LabelledExamples {
  readonly x: Float32Array;
  readonly y: Int32Array;
  readonly count: number;
}

/** Logits [count, outputs] of a network's parameters; a new array. */
export function forwardLogits(architecture: Architecture, parameters: Vector, x: Float32Array, count: number): Float64Array {
  const first = linear(x, count, parameters, parameterLayout(architecture).layers[0]);
  return forwardFrom(architecture, parameters, first, count);
}

/** Loss and accuracy of a network's parameters on examples. */
export function scoreNetwork(architecture: Architecture, parameters: Vector, examples: LabelledExamples): ExampleScore {
  return scoreLogits(architecture, forwardLogits(architecture, parameters, examples.x, examples.count), examples.y, examples.count);
}
