/**
 * Forward and backward pass of a dense network, by hand. Tensors are those of one network (rank 2) or of a stack (rank 3, the
 * network first). The products are chosen by the caller: tfjs's wasm backend is fast for plain 2-D products alone, so there
 * transpositions are explicit. Call inside a tidy.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Activation, Normalisation } from '../../nn/architecture.ts';
import { activate, activationSlope, standardise } from '../evaluate/tfjs/dense-ops.ts';

export interface Products {
  /** A·B. */
  times(a: tf.Tensor, b: tf.Tensor): tf.Tensor;
  /** Aᵀ·B. */
  transposeTimes(a: tf.Tensor, b: tf.Tensor): tf.Tensor;
  /** A·Bᵀ. */
  timesTranspose(a: tf.Tensor, b: tf.Tensor): tf.Tensor;
  /** Sum over the rows, kept as one row. */
  sumRows(a: tf.Tensor): tf.Tensor;
}

/** Rank 2, explicit transpositions: for wasm and cpu. */
export const flatProducts: Products = {
  times: (a, b) => tf.matMul(a, b),
  transposeTimes: (a, b) => tf.matMul(tf.transpose(a), b),
  timesTranspose: (a, b) => tf.matMul(a, tf.transpose(b)),
  sumRows: (a) => tf.matMul(tf.ones([1, a.shape[0]]), a),
};

/** Rank 3: for GPUs. */
export const stackedProducts: Products = {
  times: (a, b) => tf.matMul(a, b),
  transposeTimes: (a, b) => tf.matMul(a, b, true, false),
  timesTranspose: (a, b) => tf.matMul(a, b, false, true),
  sumRows: (a) => tf.sum(a, 1, true),
};

/** [.., in, out] weight; [.., 1, out] bias, and gain and shift where the layer is normalised. */
export interface LayerTensors {
  readonly weight: tf.Tensor;
  readonly bias: tf.Tensor;
  readonly gain: tf.Tensor | null;
  readonly shift: tf.Tensor | null;
}

/** What the backward pass needs of one layer. */
interface LayerTrace {
  readonly input: tf.Tensor;
  /** What the activation was applied to, and gave; null on the output layer. */
  readonly before: tf.Tensor | null;
  readonly after: tf.Tensor | null;
  readonly standard: tf.Tensor | null;
  readonly inverseDeviation: tf.Tensor | null;
}

export interface Trace {
  /** [.., batch, outputs]. */
  readonly logits: tf.Tensor;
  readonly layers: readonly LayerTrace[];
}

export interface DenseSettings {
  readonly activation: Activation;
  readonly norm: Normalisation;
  readonly products: Products;
}

/** @param x [.., batch, inputs] */
export function traceForward(layers: readonly LayerTensors[], x: tf.Tensor, { activation, norm, products }: DenseSettings): Trace {
  const traces: LayerTrace[] = [];
  let h = x;
  for (const [l, { weight, bias, gain, shift }] of layers.entries()) {
    const input = h;
    const z = tf.add(products.times(h, weight), bias);
    if (l === layers.length - 1) {
      traces.push({ input, before: null, after: null, standard: null, inverseDeviation: null });
      return { logits: z, layers: traces };
    }
    if (gain === null || shift === null) {
      h = activate(z, activation);
      traces.push({ input, before: z, after: h, standard: null, inverseDeviation: null });
    } else if (norm === 'before') {
      const normal = standardise(z);
      const before = tf.add(tf.mul(normal.standard, gain), shift);
      h = activate(before, activation);
      traces.push({ input, before, after: h, ...normal });
    } else {
      const after = activate(z, activation);
      const normal = standardise(after);
      h = tf.add(tf.mul(normal.standard, gain), shift);
      traces.push({ input, before: z, after, ...normal });
    }
  }
  return { logits: h, layers: traces };
}

/**
 * Gradients of every layer's tensors, in their shapes.
 * @param delta derivative of the loss by the logits, [.., batch, outputs]
 */
export function traceBackward(layers: readonly LayerTensors[], trace: Trace, delta: tf.Tensor, settings: DenseSettings): LayerTensors[] {
  const { products } = settings;
  const gradients: LayerTensors[] = [];
  let d = delta;
  for (let l = layers.length - 1; l >= 0; l--) {
    const own = trace.layers[l];
    const hidden = l < layers.length - 1 ? backThroughHidden(layers[l], own, d, settings) : { d, gain: null, shift: null };
    d = hidden.d;
    gradients.unshift({ weight: products.transposeTimes(own.input, d), bias: products.sumRows(d), gain: hidden.gain, shift: hidden.shift });
    if (l > 0) d = products.timesTranspose(d, layers[l].weight);
  }
  return gradients;
}

interface HiddenGradient {
  /** By the linear map's output. */
  readonly d: tf.Tensor;
  readonly gain: tf.Tensor | null;
  readonly shift: tf.Tensor | null;
}

function backThroughHidden({ gain }: LayerTensors, trace: LayerTrace, d: tf.Tensor, { activation, norm, products }: DenseSettings): HiddenGradient {
  const slopeTimes = (t: tf.Tensor): tf.Tensor => {
    const slope = trace.before !== null && trace.after !== null ? activationSlope(trace.before, trace.after, activation) : null;
    return slope === null ? t : tf.mul(t, slope);
  };
  const { standard, inverseDeviation } = trace;
  if (gain === null || standard === null || inverseDeviation === null) return { d: slopeTimes(d), gain: null, shift: null };
  const outer = norm === 'before' ? slopeTimes(d) : d;
  const inner = tf.mul(outer, gain);
  const projected = tf.mul(standard, tf.mean(tf.mul(inner, standard), -1, true));
  const through = tf.mul(inverseDeviation, tf.sub(tf.sub(inner, tf.mean(inner, -1, true)), projected));
  return {
    d: norm === 'before' ? through : slopeTimes(through),
    gain: products.sumRows(tf.mul(outer, standard)),
    shift: products.sumRows(outer),
  };
}
