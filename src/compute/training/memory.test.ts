import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import type { Dataset } from '../../datasets/dataset.ts';
import type { Training } from '../../nn/training.ts';
import { startNodeBackend } from '../../testing/node-backend.ts';
import { stepModule } from '../../testing/kernel-module.ts';
import { randomExamples } from '../../testing/random-slice.ts';
import { TfEvaluator } from '../evaluate/tfjs/evaluator.ts';
import { kernelLearning, tensorLearning, type Learning } from './learning.ts';
import { makeLearners } from './make-learners.ts';
import { PauseSwitch } from './pause-switch.ts';
import { trainSpan } from './span.ts';
import { StepKernels } from './step-kernels.ts';

/** Of what grows until the compiler has settled nothing is said. */
const FIRST = 40;
const TRAININGS = 140;
/** One array of parameters or examples that a training leaves behind comes to 5 MB or more. */
const MOST_GROWTH = 2_000_000;

const TRAINING: Training = {
  epochs: 2,
  batchSize: 32,
  optimizer: 'adam',
  learningRate: 0.01,
  momentum: 0,
  weightDecay: 0,
  schedule: 'constant',
  cycleMomentum: false,
  warmup: 0,
  clipNorm: 0,
  checkpoints: 2,
};
const evaluator = new TfEvaluator('flat');
const pause = new PauseSwitch();

beforeAll(() => startNodeBackend('wasm'));

/** Bytes that are held once the garbage is collected: of objects, and of arrays and WebAssembly memories. */
function heldBytes(): { heap: number; external: number } {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return { heap: heapUsed, external };
}

/** Every training has examples of its own, and every other one another shape. */
async function trainOnce(learning: Learning, n: number): Promise<void> {
  const dataset: Dataset = {
    name: 'test',
    inputs: 32,
    classes: 4,
    classNames: [],
    shape: { kind: 'table' },
    scaling: null,
    notes: [],
    train: randomExamples(32, 4, 400, n),
    test: randomExamples(32, 4, 100, n + 1000),
  };
  const hidden = n % 2 === 0 ? [96, 96] : [120, 90];
  const span = {
    architecture: { hidden, activation: 'relu', norm: 'none', output: 'softmax', init: 'pytorch' },
    training: TRAINING,
    seeds: { init: n, order: n },
    share: null,
    number: 1,
    from: 0,
    until: 2,
    end: 2,
    state: null,
  } as const;
  const { network } = await trainSpan(dataset, span, { learning, pause });
  expect(network?.history).toHaveLength(3);
}

const WAYS: readonly [string, Learning][] = [
  ['tensors', tensorLearning(evaluator, (...request) => makeLearners('wasm', evaluator.inputs, ...request))],
  ['kernels', kernelLearning(new StepKernels(stepModule()))],
];

it.each(WAYS)('a hundred trainings one after another leave no memory behind: %s', async (_, learning) => {
  for (let n = 0; n < FIRST; n++) await trainOnce(learning, n);
  const before = heldBytes();
  const { numTensors } = tf.memory();
  for (let n = FIRST; n < TRAININGS; n++) await trainOnce(learning, n);
  const after = heldBytes();
  expect(tf.memory().numTensors).toBe(numTensors);
  expect(after.heap - before.heap).toBeLessThan(MOST_GROWTH);
  expect(after.external - before.external).toBeLessThan(MOST_GROWTH);
});
