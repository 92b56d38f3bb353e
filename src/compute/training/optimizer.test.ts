import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../linalg/random.ts';
import { wordsOf } from '../../base/setting.ts';
import { TRAINING_SETTINGS } from '../../nn/training-settings.ts';
import type { OptimizerName, Training } from '../../nn/training.ts';
import { expectClose } from '../../testing/close.ts';
import { startNodeBackend } from '../../testing/node-backend.ts';
import { clipGradient, createOptimizer, gradientNorm } from './optimizer.ts';
import { TensorOptimizer } from './tensor-optimizer.ts';

const settings = (optimizer: OptimizerName, momentum: number, weightDecay: number): Training => ({
  epochs: 1,
  batchSize: 1,
  optimizer,
  learningRate: 0.05,
  momentum,
  weightDecay,
  schedule: 'constant',
  cycleMomentum: false,
  warmup: 0,
  clipNorm: 0,
  checkpoints: 2,
});
const cases = wordsOf(TRAINING_SETTINGS.optimizer).flatMap((name) => [
  ...[0, 0.9].flatMap((momentum) => [0, 0.1].map((decay) => settings(name, momentum, decay))),
  { ...settings(name, 0, 0.1), schedule: 'onecycle' as const, cycleMomentum: true },
]);
/** Of the steps, where it cycles. */
const CYCLE = [0.95, 0.9, 0.85, 0.9, 0.95];
const momentumOf = ({ cycleMomentum }: Training, step: number): number | undefined => (cycleMomentum ? CYCLE[step] : undefined);

/** torch.optim's documented algorithms, one scalar at a time, in float64. */
function expectedPath(training: Training, start: number, gradients: number[], rates: number[]): number {
  const { optimizer, weightDecay } = training;
  let theta = start;
  let m = 0;
  let v = 0;
  gradients.forEach((raw, i) => {
    const rate = rates[i];
    const momentum = momentumOf(training, i) ?? training.momentum;
    const beta = momentumOf(training, i) ?? 0.9;
    const t = i + 1;
    const g = optimizer === 'adamw' ? raw : raw + weightDecay * theta;
    if (optimizer === 'sgd') {
      m = i === 0 ? g : momentum * m + g;
      theta -= rate * (momentum > 0 ? m : g);
    } else if (optimizer === 'rmsprop') {
      v = 0.99 * v + 0.01 * g ** 2;
      const d = g / (Math.sqrt(v) + 1e-8);
      m = momentum > 0 ? momentum * m + d : d;
      theta -= rate * m;
    } else {
      if (optimizer === 'adamw') theta -= rate * weightDecay * theta;
      m = beta * m + (1 - beta) * g;
      v = 0.999 * v + 0.001 * g ** 2;
      theta -= (rate * (m / (1 - beta ** t))) / (Math.sqrt(v / (1 - 0.999 ** t)) + 1e-8);
    }
  });
  return theta;
}

const random = seededRandom(3, 'optimizer');
const start = Float32Array.from({ length: 6 }, () => random.normal());
const gradients = Array.from({ length: 5 }, () => Float32Array.from({ length: 6 }, () => random.normal()));
const rates = [0.05, 0.04, 0.04, 0.02, 0.01];
const expectedOf = (training: Training): number[] =>
  [...start].map((value, i) =>
    expectedPath(
      training,
      value,
      gradients.map((g) => g[i]),
      rates,
    ),
  );

describe('optimisers', () => {
  beforeAll(() => startNodeBackend('wasm'));

  it.each(cases)('$optimizer, momentum $momentum (cycles: $cycleMomentum), decay $weightDecay: flat arrays follow PyTorch', (training) => {
    const parameters = start.slice();
    const optimizer = createOptimizer(training, parameters.length);
    gradients.forEach((gradient, i) => optimizer.step(parameters, gradient, rates[i], momentumOf(training, i)));
    expectClose(parameters, expectedOf(training), 1e-5, 1e-6);
  });

  it.each(cases)(
    '$optimizer, momentum $momentum (cycles: $cycleMomentum), decay $weightDecay: stacked tensors follow PyTorch, a stopped network stays',
    async (training) => {
      const before = tf.memory().numTensors;
      const optimizer = new TensorOptimizer(training, [tf.tensor3d(Float32Array.from([...start, ...start]), [2, 2, 3])]);
      for (const [i, gradient] of gradients.entries()) {
        const alive = tf.tensor1d([1, 0]);
        const both = tf.tensor3d(Float32Array.from([...gradient, ...gradient.map(() => NaN)]), [2, 2, 3]);
        optimizer.step([both], rates[i], alive, momentumOf(training, i));
        tf.dispose([alive, both]);
      }
      const [got] = optimizer.parameters;
      expectClose((await got.data()).slice(0, 6), expectedOf(training), 1e-5, 1e-6);
      expectClose((await got.data()).slice(6), start, 0, 0);
      optimizer.dispose();
      expect(tf.memory().numTensors).toBe(before);
    },
  );

  it('clips as clip_grad_norm_', () => {
    const gradient = Float32Array.of(3, 4);
    clipGradient(gradient, gradientNorm(gradient), 10);
    expect([...gradient]).toEqual([3, 4]);
    clipGradient(gradient, gradientNorm(gradient), 1);
    expectClose(gradient, [0.6, 0.8], 1e-6, 0);
  });
});
