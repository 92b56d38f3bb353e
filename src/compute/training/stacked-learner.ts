/** Networks of one architecture as one stack, weights [M, in, out], everything on the device: for GPUs. */
import * as tf from '@tensorflow/tfjs-core';
import { parameterLayout, type ParameterLayout, type TensorRange } from '../../nn/layout.ts';
import { stackedProducts, traceBackward, traceForward, type DenseSettings, type LayerTensors } from './gradient.ts';
import type { Lease } from '../evaluate/lease-cache.ts';
import { readTensor } from '../evaluate/tfjs/read-tensor.ts';
import type { Learner, LearnerSetup, StepSize } from './learner.ts';
import type { OptimizerState } from '../../nn/training.ts';
import { keepsStep, memoryOf } from './optimizer.ts';
import { TensorOptimizer, type Memory } from './tensor-optimizer.ts';

/** Steps that the device may be behind. */
const MOST_BEHIND = 50;

/** Losses above this (and NaN, which compares false) count as not finite: shaders may assume that neither NaN nor infinity occurs. */
const LARGEST_LOSS = 1e30;

export class StackedLearner implements Learner {
  readonly count: number;
  readonly stride = 1;
  readonly #setup: LearnerSetup;
  readonly #settings: DenseSettings;
  readonly #layout: ParameterLayout;
  readonly #ranges: readonly TensorRange[];
  readonly #optimizer: TensorOptimizer;
  readonly #inputs: Lease<tf.Tensor2D>;
  /** Steps taken, [M]. */
  #taken: tf.Tensor;
  /** 1 while every loss was finite, else 0, [M]. */
  #alive: tf.Tensor;
  /** Steps since something was read back. */
  #behind = 0;

  /**
   * @param starts parameters of each network, copied
   * @param inputs all training inputs [count, inputs]; the lease is released by dispose
   * @param from the optimisers' states of networks under way, all after equally many steps, copied; null at the beginning
   */
  constructor(setup: LearnerSetup, starts: readonly Float32Array[], inputs: Lease<tf.Tensor2D>, from: readonly OptimizerState[] | null = null) {
    this.count = starts.length;
    this.#setup = setup;
    this.#inputs = inputs;
    this.#settings = { activation: setup.architecture.activation, norm: setup.architecture.norm, products: stackedProducts };
    this.#layout = parameterLayout(setup.architecture);
    this.#ranges = this.#layout.layers.flatMap((layer) => [
      layer.weight,
      layer.bias,
      ...(layer.gain && layer.shift ? [layer.gain, layer.shift] : []),
    ]);
    const shapes = this.#layout.layers.flatMap((layer) => [
      [layer.inputs, layer.outputs],
      ...Array.from({ length: layer.gain ? 3 : 1 }, () => [1, layer.outputs]),
    ]);
    const stacked = (vectors: readonly Float32Array[]): tf.Tensor[] => this.#ranges.map((range, i) => stack(vectors, range, shapes[i]));
    this.#optimizer = new TensorOptimizer(setup.training, stacked(starts), from && this.#memory(from, stacked));
    this.#taken = tf.fill([this.count], from?.[0].steps ?? 0);
    this.#alive = tf.ones([this.count]);
  }

  steps(orders: readonly Int32Array[], sizes: readonly StepSize[]): void {
    const { batchSize } = this.#setup.training;
    for (const [i, size] of sizes.entries())
      this.#step(
        orders.map((order) => order.subarray(i * batchSize, (i + 1) * batchSize)),
        size,
      );
  }

  async room(): Promise<void> {
    if (this.#behind >= MOST_BEHIND) await this.stepsTaken();
  }

  #step(batches: readonly Int32Array[], { rate, momentum }: StepSize): void {
    const { gradients, loss } = this.#differentiate(batches);
    const [alive, taken] = tf.tidy((): [tf.Tensor, tf.Tensor] => {
      const still = tf.mul(this.#alive, tf.cast(tf.less(loss, LARGEST_LOSS), 'float32'));
      return [still, tf.add(this.#taken, still)];
    });
    this.#optimizer.step(gradients, rate, alive, momentum);
    tf.dispose([this.#alive, this.#taken, loss, gradients]);
    this.#alive = alive;
    this.#taken = taken;
    this.#behind++;
  }

  async stepsTaken(): Promise<number[]> {
    const copy = tf.clone(this.#taken);
    this.#behind = 0;
    try {
      return [...(await readTensor(copy))];
    } finally {
      copy.dispose();
    }
  }

  parameters(): Promise<Float32Array[]> {
    return this.#read(this.#optimizer.parameters);
  }

  remember(): void {
    this.#optimizer.remember();
  }

  async remembered(): Promise<OptimizerState[]> {
    const { steps, first, second } = this.#optimizer.remembered;
    const [firsts, seconds] = [await this.#read(first), await this.#read(second)];
    return firsts.map((own, m) => ({
      steps,
      memory: this.#slots.map((slot) => (slot === null ? new Float32Array(0) : slot === 'first' ? own : seconds[m])),
    }));
  }

  /** Which tensors the arrays of an optimiser's state (optimizer.ts) are, in their order; null: an array that is empty. */
  get #slots(): readonly ('first' | 'second' | null)[] {
    const { training } = this.#setup;
    const step = keepsStep(training) ? 'first' : null;
    if (training.optimizer === 'sgd') return [step];
    return training.optimizer === 'rmsprop' ? ['second', step] : ['first', 'second'];
  }

  #memory(from: readonly OptimizerState[], stacked: (vectors: readonly Float32Array[]) => tf.Tensor[]): Memory {
    const { size } = this.#layout;
    const held = (slot: 'first' | 'second'): tf.Tensor[] => {
      const index = this.#slots.indexOf(slot);
      return stacked(from.map((state) => (index < 0 ? new Float32Array(size) : memoryOf(state, index, size))));
    };
    return { steps: from[0].steps, first: held('first'), second: held('second') };
  }

  /** Copies of stacked tensors, one flat array a network. */
  async #read(tensors: readonly tf.Tensor[]): Promise<Float32Array[]> {
    const { size } = this.#layout;
    const flat = tf.tidy(() =>
      tf.concat(
        tensors.map((tensor) => tf.reshape(tensor, [this.count, -1])),
        1,
      ),
    );
    try {
      const values = await readTensor(flat);
      return Array.from({ length: this.count }, (_, m) => values.slice(m * size, (m + 1) * size));
    } finally {
      flat.dispose();
    }
  }

  dispose(): void {
    this.#optimizer.dispose();
    tf.dispose([this.#taken, this.#alive]);
    this.#inputs.release();
  }

  /** Gradients in the order of the parameters, and the mean loss of each network, [M]; the caller disposes them. */
  #differentiate(batches: readonly Int32Array[]): { gradients: tf.Tensor[]; loss: tf.Tensor } {
    const { examples } = this.#setup;
    const size = batches[0].length;
    const index = new Int32Array(this.count * size);
    batches.forEach((batch, m) => index.set(batch, m * size));
    return tf.tidy(() => {
      const layers = this.#layers();
      const x = tf.reshape(tf.gather(this.#inputs.value, tf.tensor1d(index, 'int32')), [this.count, size, examples.inputs]);
      const trace = traceForward(layers, x, this.#settings);
      const labels = tf.tensor2d(
        index.map((row) => examples.y[row]),
        [this.count, size],
        'int32',
      );
      const { delta, loss } = lossOnDevice(trace.logits, labels);
      const gradients = traceBackward(layers, trace, delta, this.#settings).flatMap(({ weight, bias, gain, shift }) =>
        gain && shift ? [weight, bias, gain, shift] : [weight, bias],
      );
      return { gradients: this.#clip(gradients), loss };
    });
  }

  #layers(): LayerTensors[] {
    const { parameters } = this.#optimizer;
    let next = 0;
    return this.#layout.layers.map((layer) => {
      const [weight, bias] = parameters.slice(next, next + 2);
      const [gain, shift] = layer.gain ? parameters.slice(next + 2, next + 4) : [null, null];
      next += layer.gain ? 4 : 2;
      return { weight, bias, gain, shift };
    });
  }

  /** Each network by its own norm, as clip_grad_norm_. */
  #clip(gradients: tf.Tensor[]): tf.Tensor[] {
    const { clipNorm } = this.#setup.training;
    if (clipNorm <= 0) return gradients;
    const squares = tf.addN(gradients.map((gradient) => tf.sum(tf.square(gradient), [1, 2], true)));
    const scale = tf.minimum(1, tf.div(clipNorm, tf.add(tf.sqrt(squares), 1e-6)));
    return gradients.map((gradient) => tf.mul(gradient, scale));
  }
}

function stack(vectors: readonly Float32Array[], range: TensorRange, shape: number[]): tf.Tensor {
  const length = range.end - range.start;
  const values = new Float32Array(vectors.length * length);
  vectors.forEach((vector, m) => values.set(vector.subarray(range.start, range.end), m * length));
  return tf.tensor(values, [vectors.length, ...shape]);
}

/** @param logits [M, batch, outputs] @param labels [M, batch] */
function lossOnDevice(logits: tf.Tensor, labels: tf.Tensor2D): { delta: tf.Tensor; loss: tf.Tensor } {
  const [, batch, outputs] = logits.shape;
  if (outputs === 1) {
    const y = tf.expandDims(tf.cast(labels, 'float32'), 2);
    const terms = tf.add(tf.sub(tf.relu(logits), tf.mul(logits, y)), tf.log1p(tf.exp(tf.neg(tf.abs(logits)))));
    return { delta: tf.div(tf.sub(tf.sigmoid(logits), y), batch), loss: tf.mean(terms, [1, 2]) };
  }
  const y = tf.cast(tf.oneHot(labels, outputs), 'float32');
  const shifted = tf.sub(logits, tf.max(logits, 2, true));
  const powers = tf.exp(shifted);
  const total = tf.sum(powers, 2, true);
  const terms = tf.sub(tf.log(tf.squeeze(total, [2])), tf.sum(tf.mul(shifted, y), 2));
  return { delta: tf.div(tf.sub(tf.div(powers, total), y), batch), loss: tf.mean(terms, 1) };
}
