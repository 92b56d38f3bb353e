/** Activations and layer normalisation on the last axis, as tfjs operations; called inside a tidy, which owns what they make. */
import * as tf from '@tensorflow/tfjs-core';
import { LAYER_NORM_EPSILON, type Activation } from '../../../nn/architecture.ts';

/** The activation, entry by entry. gelu is x·Φ(x) with the error function (tf.erf is good to 1.5e-7). */
export function activate(z: tf.Tensor, activation: Activation): tf.Tensor {
  switch (activation) {
    case 'relu':
      return tf.relu(z);
    case 'tanh':
      return tf.tanh(z);
    case 'gelu':
      return tf.mul(z, normalCdf(z));
    case 'linear':
      return z;
  }
}

/** Derivative of the activation at z; `a` is its value there. null for the identity. */
export function activationSlope(z: tf.Tensor, a: tf.Tensor, activation: Activation): tf.Tensor | null {
  switch (activation) {
    case 'relu':
      return tf.step(a);
    case 'tanh':
      return tf.sub(1, tf.square(a));
    case 'gelu':
      return tf.add(normalCdf(z), tf.mul(z, tf.mul(1 / Math.sqrt(2 * Math.PI), tf.exp(tf.mul(-0.5, tf.square(z))))));
    case 'linear':
      return null;
  }
}

/** Parts of a layer normalisation: (z − mean)/deviation, and 1/deviation [..., 1] (biased variance, eps 1e-5). */
export function standardise(z: tf.Tensor): { standard: tf.Tensor; inverseDeviation: tf.Tensor } {
  const centred = tf.sub(z, tf.mean(z, -1, true));
  const inverseDeviation = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), LAYER_NORM_EPSILON));
  return { standard: tf.mul(centred, inverseDeviation), inverseDeviation };
}

/** Layer normalisation; `gain` and `shift` broadcast against z. */
export function layerNorm(z: tf.Tensor, gain: tf.Tensor, shift: tf.Tensor): tf.Tensor {
  return tf.add(tf.mul(standardise(z).standard, gain), shift);
}

function normalCdf(z: tf.Tensor): tf.Tensor {
  return tf.mul(0.5, tf.add(1, tf.erf(tf.mul(z, Math.SQRT1_2))));
}
