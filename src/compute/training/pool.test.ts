import { expect, it } from 'vitest';
import type { Dataset } from '../../datasets/dataset.ts';
import type { Training } from '../../nn/training.ts';
import { stepModule } from '../../testing/kernel-module.ts';
import { randomExamples } from '../../testing/random-slice.ts';
import type { FromServer } from '../rpc/channel.ts';
import type { WorkerPort } from '../rpc/helper.ts';
import { kernelLearning } from './learning.ts';
import { PauseSwitch } from './pause-switch.ts';
import { TrainingPool } from './pool.ts';
import { inlineTraining, serveTraining, workerTraining, type ToTrainer } from './port.ts';
import { trainSideBySide } from './side-by-side.ts';
import { StepKernels } from './step-kernels.ts';

const DATA: Dataset = {
  name: 'test',
  inputs: 100,
  classes: 3,
  classNames: [],
  shape: { kind: 'table' },
  scaling: null,
  train: randomExamples(100, 3, 1000, 1),
  test: randomExamples(100, 3, 20, 2),
  notes: [],
};
const TRAINING: Training = {
  epochs: 1,
  batchSize: 16,
  optimizer: 'sgd',
  learningRate: 0.01,
  momentum: 0,
  weightDecay: 0,
  schedule: 'constant',
  cycleMomentum: false,
  warmup: 0,
  clipNorm: 0,
  checkpoints: 1,
};

/** A training worker on this thread, with kernels of its own. */
function startWorker(kernels: StepKernels): WorkerPort<FromServer, ToTrainer> {
  const worker: WorkerPort<FromServer, ToTrainer> = {
    onmessage: null,
    onerror: null,
    onmessageerror: null,
    postMessage: (message) => void setTimeout(() => answer(structuredClone(message))),
    terminate: () => undefined,
  };
  const answer = serveTraining(
    () => Promise.resolve(kernelLearning(kernels)),
    (message) => worker.onmessage?.({ data: structuredClone(message) } as MessageEvent<FromServer>),
  );
  return worker;
}

it('tells the memory of the kernels in its workers', async () => {
  const all: StepKernels[] = [];
  const pool = new TrainingPool({
    size: 3,
    make() {
      const kernels = new StepKernels(stepModule());
      all.push(kernels);
      return workerTraining(startWorker(kernels), null);
    },
    inline: inlineTraining(kernelLearning(new StepKernels(stepModule()))),
  });
  expect(await pool.bytes()).toBe(0);
  const seeds = [1, 2].map((seed) => ({ init: seed, order: seed }));
  const request = {
    architecture: { hidden: [8], activation: 'relu', norm: 'none', output: 'softmax', init: 'pytorch' },
    training: TRAINING,
    seeds,
    shares: [null, null],
  } as const;
  await trainSideBySide(DATA, request, { pool, pause: new PauseSwitch(), spanEpochs: 1 });
  expect(all).toHaveLength(2);
  const told = await pool.bytes();
  expect(told).toBe(all.reduce((sum, { bytes }) => sum + bytes, 0));
  // Each holds the examples.
  expect(told).toBeGreaterThan(2 * DATA.train.x.byteLength);
  pool.close();
  expect(await pool.bytes()).toBe(0);
});
