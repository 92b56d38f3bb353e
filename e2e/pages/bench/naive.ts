/** The yardstick of the benchmark: one forward pass a point through plain tfjs operations, as a research script would write it. */
import * as tf from '@tensorflow/tfjs-core';
import type { EvaluationExamples } from '../../../src/landscape/evaluator.ts';
import type { Slice } from '../../../src/landscape/slice.ts';
import { LAYER_NORM_EPSILON, type Architecture } from '../../../src/nn/architecture.ts';
import { parameterLayout, type TensorRange } from '../../../src/nn/layout.ts';

/** Mean cross-entropy and accuracy of one network; tensors are made and freed within. */
export async function naivePoint(slice: Slice, coordinates: readonly number[], x: tf.Tensor2D, y: tf.Tensor1D, classes: number): Promise<number> {
  const result = tf.tidy(() => {
    const theta = slice.origin.slice();
    slice.directions.forEach((direction, k) => {
      for (let i = 0; i < theta.length; i++) theta[i] += coordinates[k] * direction[i];
    });
    const logits = forward(slice.architecture, theta, x);
    if (slice.architecture.output === 'logistic') {
      const z = logits.squeeze([1]);
      const labels = y.toFloat();
      return tf.stack([tf.mean(tf.softplus(z).sub(z.mul(labels))), tf.mean(tf.equal(z.greater(0).toFloat(), labels).toFloat())]);
    }
    const loss = tf.neg(tf.mean(tf.sum(tf.mul(tf.oneHot(y, classes), tf.logSoftmax(logits)), 1)));
    return tf.stack([loss, tf.mean(tf.equal(tf.argMax(logits, 1), y).toFloat())]);
  });
  const [loss] = await result.data();
  result.dispose();
  return loss;
}

function forward(architecture: Architecture, theta: Float32Array, x: tf.Tensor2D): tf.Tensor2D {
  const { layers } = parameterLayout(architecture);
  const vector = ({ start, end }: TensorRange): tf.Tensor1D => tf.tensor1d(theta.slice(start, end));
  const normalise = (h: tf.Tensor2D, gain: TensorRange, shift: TensorRange): tf.Tensor2D => {
    const { mean, variance } = tf.moments(h, 1, true);
    return h.sub(mean).div(variance.add(LAYER_NORM_EPSILON).sqrt()).mul(vector(gain)).add(vector(shift));
  };
  return layers.reduce((h, { weight, bias, inputs, outputs, gain, shift }, l) => {
    const z = tf.add<tf.Tensor2D>(tf.matMul(h, tf.tensor2d(theta.slice(weight.start, weight.end), [inputs, outputs])), vector(bias));
    if (l + 1 === layers.length) return z;
    const before = gain !== null && shift !== null && architecture.norm === 'before' ? normalise(z, gain, shift) : z;
    const active = tf.relu(before);
    return gain !== null && shift !== null && architecture.norm === 'after' ? normalise(active, gain, shift) : active;
  }, x);
}

/** Milliseconds a point, the mean over `points` random ones after two to warm up. */
export async function naiveMilliseconds(slice: Slice, examples: EvaluationExamples, points: number): Promise<number> {
  const x = tf.tensor2d(examples.x, [examples.count, examples.inputs]);
  const y = tf.tensor1d(examples.y, 'int32');
  const place = (p: number): number[] => [Math.sin(p), Math.cos(3 * p)];
  for (let p = 0; p < 2; p++) await naivePoint(slice, place(p), x, y, examples.classes);
  const start = performance.now();
  for (let p = 0; p < points; p++) await naivePoint(slice, place(p), x, y, examples.classes);
  const elapsed = (performance.now() - start) / points;
  x.dispose();
  y.dispose();
  return elapsed;
}
