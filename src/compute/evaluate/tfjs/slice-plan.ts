/** A slice as tfjs evaluates it: what is hoisted (../slice-analysis.ts), always, and of which vectors. */
import * as tf from '@tensorflow/tfjs-core';
import { RidgelineError } from '../../../base/errors.ts';
import type { EvaluationExamples } from '../../../landscape/evaluator.ts';
import type { Slice } from '../../../landscape/slice.ts';
import { outputWidth } from '../../../nn/architecture.ts';
import { parameterLayout, type LayerLayout, type TensorRange } from '../../../nn/layout.ts';
import { analyseSlice, type SliceAnalysis } from '../slice-analysis.ts';

export interface SlicePlan extends SliceAnalysis {
  readonly slice: Slice;
  readonly layers: readonly LayerLayout[];
  /** The origin, then the directions; the origin alone where nothing moves. */
  readonly vectors: readonly Float32Array[];
  /** The first layer that moves (0 where none does): the one that is hoisted. */
  readonly first: number;
  /** Width of the widest activation from the hoisted layer on. */
  readonly widest: number;
}

export function planSlice(slice: Slice, examples: EvaluationExamples): SlicePlan {
  checkFit(slice, examples);
  const { layers } = parameterLayout(slice.architecture);
  const analysis = analyseSlice(slice.architecture, slice.directions.length, slice.layers);
  const first = analysis.firstMoving ?? 0;
  const vectors = analysis.firstMoving === null ? [slice.origin] : [slice.origin, ...slice.directions];
  return { ...analysis, slice, layers, vectors, first, widest: Math.max(...layers.slice(first).map((layer) => layer.outputs)) };
}

/** Entries `range` of θ₀ + Σ cₖ·dₖ, summed in float64 and rounded once. A new array. @param at index of the point's first coordinate */
export function parametersAt(
  slice: Slice,
  range: TensorRange,
  moves: boolean,
  coordinates: Float64Array,
  at: number,
  out?: Float32Array,
  offset = 0,
): Float32Array {
  const { origin, directions } = slice;
  const length = range.end - range.start;
  const result = out ?? new Float32Array(length);
  if (!moves || directions.length === 0) {
    result.set(origin.subarray(range.start, range.end), offset);
  } else if (directions.length === 1) {
    const [u] = directions;
    const a = coordinates[at];
    for (let i = 0, j = range.start; i < length; i++, j++) result[offset + i] = origin[j] + a * u[j];
  } else {
    const [u, v] = directions;
    const a = coordinates[at];
    const b = coordinates[at + 1];
    for (let i = 0, j = range.start; i < length; i++, j++) result[offset + i] = origin[j] + a * u[j] + b * v[j];
  }
  return result;
}

/** A tensor of one parameter vector. The caller disposes it (or its tidy). */
export function upload(vector: Float32Array, range: TensorRange, shape: number[]): tf.Tensor {
  return tf.tensor(vector.subarray(range.start, range.end), shape, 'float32');
}

/**
 * The hoisted parts [K+1, rows·width] of a block (K = 0 where nothing moves), in one tensor that the caller disposes.
 * @param input the hoisted layer's input [rows, inputs]
 */
export function hoist(plan: SlicePlan, input: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const layer = plan.layers[plan.first];
    const parts = plan.vectors.map((vector) => {
      const a = input;
      const b = upload(vector, layer.weight, [layer.inputs, layer.outputs]) as tf.Tensor2D;
      const z = tf.fused.matMul({ a, b, bias: upload(vector, layer.bias, [layer.outputs]) });
      return tf.reshape(z, [1, input.shape[0] * layer.outputs]);
    });
    return tf.concat(parts, 0) as tf.Tensor2D;
  });
}

function checkFit(slice: Slice, examples: EvaluationExamples): void {
  const { architecture, directions, origin } = slice;
  const { size } = parameterLayout(architecture);
  for (const vector of [origin, ...directions]) {
    if (vector.length === size) continue;
    throw new RidgelineError('shape-mismatch', `A slice of this architecture has ${size} parameters, but one of its vectors has ${vector.length}.`, {
      received: vector.length,
    });
  }
  if (directions.length > 2) throw new RidgelineError('invalid-argument', `A slice has at most two directions, not ${directions.length}.`);
  const most = architecture.output === 'logistic' ? 2 : outputWidth(architecture);
  if (examples.inputs !== architecture.inputs || examples.classes > most) {
    throw new RidgelineError(
      'shape-mismatch',
      `The network takes ${architecture.inputs} inputs and tells ${most} classes, but the data has ${examples.inputs} inputs and ${examples.classes} classes. Choose the data the network was trained on.`,
      { received: { inputs: examples.inputs, classes: examples.classes } },
    );
  }
}
