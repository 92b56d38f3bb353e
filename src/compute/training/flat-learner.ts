/**
 * One network on a backend whose memory is the host's (wasm, cpu): plain 2-D products by tfjs; loss, its derivative and the
 * optimiser as loops over typed arrays, which cost less there than their many small tensor operations.
 */
import * as tf from '@tensorflow/tfjs-core';
import { parameterLayout, type ParameterLayout, type TensorRange } from '../../nn/layout.ts';
import { exampleLoss } from '../evaluate/cross-entropy.ts';
import { flatProducts, traceBackward, traceForward, type DenseSettings, type LayerTensors } from './gradient.ts';
import type { Learner, LearnerSetup, StepSize } from './learner.ts';
import type { OptimizerState } from '../../nn/training.ts';
import { clipGradient, createOptimizer, gradientNorm, type Optimizer } from './optimizer.ts';

export class FlatLearner implements Learner {
  readonly count = 1;
  readonly stride = 1;
  readonly #setup: LearnerSetup;
  readonly #settings: DenseSettings;
  readonly #layout: ParameterLayout;
  readonly #parameters: Float32Array;
  readonly #gradient: Float32Array;
  readonly #optimizer: Optimizer;
  #steps: number;
  #remembered: OptimizerState;
  #alive = true;

  /** @param parameters the start, copied @param from the optimiser's state of a network under way, copied */
  constructor(setup: LearnerSetup, parameters: Float32Array, from: OptimizerState | null = null) {
    this.#setup = setup;
    this.#settings = { activation: setup.architecture.activation, norm: setup.architecture.norm, products: flatProducts };
    this.#layout = parameterLayout(setup.architecture);
    this.#parameters = parameters.slice();
    this.#gradient = new Float32Array(parameters.length);
    this.#optimizer = createOptimizer(setup.training, parameters.length, from);
    this.#steps = from?.steps ?? 0;
    this.#remembered = from ?? { steps: 0, memory: [] };
  }

  steps([order]: readonly Int32Array[], sizes: readonly StepSize[]): void {
    const { batchSize } = this.#setup.training;
    for (const [i, size] of sizes.entries()) if (this.#alive) this.#step(order.subarray(i * batchSize, (i + 1) * batchSize), size);
  }

  #step(batch: Int32Array, { rate, momentum }: StepSize): void {
    const loss = this.#differentiate(batch);
    const norm = gradientNorm(this.#gradient);
    if (!Number.isFinite(loss) || !Number.isFinite(norm)) {
      this.#alive = false;
      return;
    }
    clipGradient(this.#gradient, norm, this.#setup.training.clipNorm);
    this.#optimizer.step(this.#parameters, this.#gradient, rate, momentum);
    this.#steps++;
  }

  stepsTaken(): Promise<number[]> {
    return Promise.resolve([this.#steps]);
  }

  parameters(): Promise<Float32Array[]> {
    return Promise.resolve([this.#parameters.slice()]);
  }

  remember(): void {
    this.#remembered = this.#optimizer.state();
  }

  remembered(): Promise<OptimizerState[]> {
    return Promise.resolve([this.#remembered]);
  }

  dispose(): void {
    this.#alive = false;
  }

  /** Mean loss of a batch; its gradient goes to #gradient. */
  #differentiate(batch: Int32Array): number {
    const { x, y } = gatherBatch(this.#setup, batch);
    let loss = 0;
    tf.tidy(() => {
      const layers = layerTensors(this.#layout, (range, shape) => tf.tensor(this.#parameters.subarray(range.start, range.end), shape));
      const trace = traceForward(layers, tf.tensor2d(x, [batch.length, this.#setup.architecture.inputs]), this.#settings);
      const logits = trace.logits.dataSync<'float32'>();
      const delta = lossDerivative(logits, y);
      loss = delta.loss;
      const gradients = traceBackward(layers, trace, tf.tensor2d(delta.values, [batch.length, logits.length / batch.length]), this.#settings);
      for (const [l, layer] of this.#layout.layers.entries()) {
        const { weight, bias, gain, shift } = gradients[l];
        this.#gradient.set(weight.dataSync<'float32'>(), layer.weight.start);
        this.#gradient.set(bias.dataSync<'float32'>(), layer.bias.start);
        if (layer.gain !== null && gain !== null) this.#gradient.set(gain.dataSync<'float32'>(), layer.gain.start);
        if (layer.shift !== null && shift !== null) this.#gradient.set(shift.dataSync<'float32'>(), layer.shift.start);
      }
    });
    return loss;
  }
}

/** A network's tensors through `make`; rows (bias, gain, shift) have shape [1, outputs]. */
export function layerTensors(layout: ParameterLayout, make: (range: TensorRange, shape: [number, number]) => tf.Tensor): LayerTensors[] {
  return layout.layers.map((layer) => ({
    weight: make(layer.weight, [layer.inputs, layer.outputs]),
    bias: make(layer.bias, [1, layer.outputs]),
    gain: layer.gain && make(layer.gain, [1, layer.outputs]),
    shift: layer.shift && make(layer.shift, [1, layer.outputs]),
  }));
}

function gatherBatch({ examples }: LearnerSetup, batch: Int32Array): { x: Float32Array; y: Int32Array } {
  const { inputs } = examples;
  const x = new Float32Array(batch.length * inputs);
  const y = new Int32Array(batch.length);
  for (let i = 0; i < batch.length; i++) {
    const from = batch[i] * inputs;
    x.set(examples.x.subarray(from, from + inputs), i * inputs);
    y[i] = examples.y[batch[i]];
  }
  return { x, y };
}

/** Mean cross-entropy of a batch and its derivative by the logits [batch, outputs], in float64. */
function lossDerivative(logits: Float32Array, y: Int32Array): { loss: number; values: Float32Array } {
  const outputs = logits.length / y.length;
  const values = new Float32Array(logits.length);
  let loss = 0;
  for (let i = 0; i < y.length; i++) {
    const at = i * outputs;
    const own = exampleLoss(logits, at, outputs, y[i]);
    loss += own;
    if (outputs === 1) {
      values[at] = (1 / (1 + Math.exp(-logits[at])) - y[i]) / y.length;
      continue;
    }
    const logSum = own + logits[at + y[i]];
    for (let k = 0; k < outputs; k++) values[at + k] = (Math.exp(logits[at + k] - logSum) - (k === y[i] ? 1 : 0)) / y.length;
  }
  return { loss: loss / y.length, values };
}
