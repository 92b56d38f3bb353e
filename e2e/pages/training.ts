/** A page for tests alone: the WGSL training kernels against the float64 trainer, and what a training on them must keep to. */
import { seededRandom } from '../../src/linalg/random.ts';
import { wordsOf } from '../../src/base/setting.ts';
import type { Dataset, Examples } from '../../src/datasets/dataset.ts';
import { ARCHITECTURE_SETTINGS } from '../../src/nn/architecture-settings.ts';
import type { Architecture, ArchitectureChoice } from '../../src/nn/architecture.ts';
import type { OptimizerName, StoppedNetwork, TrainedNetwork, Training } from '../../src/nn/training.ts';
import { tensorLearning } from '../../src/compute/training/learning.ts';
import type { StepSize } from '../../src/compute/training/learner.ts';
import { PauseSwitch } from '../../src/compute/training/pause-switch.ts';
import { trainNetworks } from '../../src/compute/training/trainer.ts';
import type { TrainerRequest } from '../../src/compute/training/trainer-request.ts';
import { CUTS, TrainingDevice } from '../../src/compute/training/webgpu/device.ts';
import { GpuLearner } from '../../src/compute/training/webgpu/gpu-learner.ts';
import { startGpuTraining } from '../../src/compute/training/webgpu/gpu-training.ts';
import { trainingSelfTest } from '../../src/compute/training/webgpu/self-test.ts';
import { createReferenceEvaluator } from '../../src/landscape/reference-evaluator.ts';
import { gradientOf } from '../../src/compute/training/reference-gradient.ts';
import { optimiserOf } from '../../src/testing/float64-optimiser.ts';
import { randomExamples, randomSlice } from '../../src/testing/random-slice.ts';
import type { SuiteResult } from './evaluators.ts';

const OPTIMIZERS: readonly OptimizerName[] = ['sgd', 'adam', 'adamw', 'rmsprop'];
const RECIPE: Training = {
  epochs: 1,
  batchSize: 11,
  optimizer: 'sgd',
  learningRate: 0.003,
  momentum: 0.9,
  weightDecay: 0.01,
  schedule: 'constant',
  cycleMomentum: false,
  warmup: 0,
  clipNorm: 0,
  checkpoints: 1,
};
const SHAPE: Architecture = { inputs: 3, classes: 4, hidden: [5], activation: 'relu', norm: 'none', output: 'softmax', init: 'he-normal' };

let live = 0;

/** A device that counts the bytes of its live buffers. */
async function deviceOf(cut: keyof typeof CUTS): Promise<TrainingDevice> {
  const adapter = await navigator.gpu.requestAdapter();
  if (adapter === null) throw new Error('no WebGPU adapter');
  const device = await adapter.requestDevice();
  const create = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    const buffer = create(descriptor);
    const destroy = buffer.destroy.bind(buffer);
    live += descriptor.size;
    buffer.destroy = () => {
      live -= descriptor.size;
      buffer.destroy = destroy;
      destroy();
    };
    return buffer;
  };
  device.addEventListener('uncapturederror', ({ error }) => console.error(error.message));
  return new TrainingDevice(device, CUTS[cut]);
}

interface Case {
  readonly architecture: Architecture;
  readonly recipe: Training;
  readonly count: number;
  readonly rounds: number;
}

/** Several networks over all examples `rounds` times, the last batch with what is left, against float64. */
async function check(device: TrainingDevice, { architecture, recipe, count, rounds }: Case, networks = 2): Promise<string | null> {
  const examples = randomExamples(architecture.inputs, architecture.classes, count, 3);
  const starts = Array.from({ length: networks }, (_, m) => randomSlice(architecture, 0, null, 5 + m).origin);
  const random = seededRandom(7, 'order');
  const orders = starts.map(() => Array.from({ length: rounds }, () => random.permutation(count)));
  const learner = new GpuLearner(device, { architecture, training: recipe, examples }, starts);
  const sizes: StepSize[] = Array.from({ length: Math.ceil(count / recipe.batchSize) }, () => ({ rate: recipe.learningRate }));
  for (let round = 0; round < rounds; round++) {
    learner.steps(
      orders.map((own) => own[round]),
      sizes,
    );
    await learner.room();
  }
  const got = await learner.parameters();
  learner.dispose();
  for (const [m, start] of starts.entries()) {
    const want = Float64Array.from(start);
    const move = optimiserOf(recipe, want.length);
    for (const order of orders[m])
      for (let at = 0; at < count; at += recipe.batchSize)
        move(want, gradientOf(architecture, want, examples, order.subarray(at, at + recipe.batchSize)).gradient);
    const wrong = want.findIndex((value, i) => !(Math.abs(got[m][i] - value) <= 1e-5 + 1e-4 * Math.abs(value)));
    if (wrong >= 0)
      return `${JSON.stringify({ ...architecture, optimizer: recipe.optimizer, clip: recipe.clipNorm })}, network ${m}, ${wrong}: got ${got[m][wrong]}, want ${want[wrong]}`;
  }
  return null;
}

const HIDDEN = [[12, 9], [5], []];

/** Fifty steps of every activation, normalisation, output and optimiser, on 2, 1 and no hidden layers in turn; and some of 12 hidden layers. */
function* small(): Generator<Case> {
  let turn = 0;
  for (const activation of wordsOf(ARCHITECTURE_SETTINGS.activation))
    for (const norm of wordsOf(ARCHITECTURE_SETTINGS.norm))
      for (const output of wordsOf(ARCHITECTURE_SETTINGS.output))
        for (const optimizer of OPTIMIZERS) {
          const hidden = HIDDEN[norm === 'none' ? turn % 3 : turn % 2];
          turn++;
          const [inputs, classes] = [hidden.length === 1 ? 3 : 10, output === 'logistic' ? 2 : 11];
          const architecture: Architecture = { ...SHAPE, inputs, classes, hidden, activation, norm, output };
          // RMSprop divides by ten times less than its mean gradient at the start, and its momentum multiplies by ten.
          const learningRate = optimizer === 'rmsprop' ? 3e-4 : 3e-3;
          yield { architecture, recipe: { ...RECIPE, optimizer, learningRate, clipNorm: hidden.length === 2 ? 0.5 : 0 }, count: 45, rounds: 10 };
        }
  const deep: Architecture = { ...SHAPE, hidden: Array.from({ length: 12 }, () => 4), activation: 'tanh', init: 'xavier-normal' };
  yield { architecture: deep, recipe: { ...RECIPE, momentum: 0, optimizer: 'adam' }, count: 20, rounds: 3 };
}

/** Rows and sums that are long enough to be shared out. */
function* wide(): Generator<Case> {
  for (const norm of wordsOf(ARCHITECTURE_SETTINGS.norm)) {
    const architecture: Architecture = { ...SHAPE, inputs: 150, classes: 70, hidden: [130, 66], norm, activation: 'gelu' };
    yield { architecture, recipe: { ...RECIPE, batchSize: 70, learningRate: 0.1, clipNorm: 0.1 }, count: 100, rounds: 1 };
  }
}

/** @param cut what only another cut computes otherwise are the wide ones */
async function runSuite(cut: keyof typeof CUTS): Promise<SuiteResult> {
  const device = await deviceOf(cut);
  const cases = [...(cut === 'software' ? small() : []), ...wide()];
  const failures: string[] = [];
  for (const one of cases) {
    const failure = await check(device, one, cut === 'hardware' ? 1 : 2);
    if (failure !== null) failures.push(failure);
  }
  const wrong = await trainingSelfTest(device);
  if (wrong !== null) failures.push(`self-test: ${wrong}`);
  return { cases: cases.length, failures };
}

const CHOICE: ArchitectureChoice = { hidden: [6], activation: 'tanh', norm: 'before', output: 'softmax', init: 'pytorch' };
const WHOLE: Training = {
  ...RECIPE,
  epochs: 6,
  batchSize: 16,
  optimizer: 'adamw',
  learningRate: 0.03,
  schedule: 'onecycle',
  cycleMomentum: true,
  warmup: 1,
  clipNorm: 0.7,
  checkpoints: 4,
};
const SEEDS = [1, 2, 3].map((seed) => ({ init: seed, order: seed }));

function datasetOf(train: Examples): Dataset {
  const { inputs, classes } = train;
  const test = randomExamples(inputs, classes, 30, 2);
  return { name: 'random', inputs, classes, classNames: [], shape: { kind: 'table' }, scaling: null, notes: [], train, test };
}

const DATA = datasetOf(randomExamples(3, 3, 70, 1));

interface Asked extends Partial<TrainerRequest> {
  readonly dataset?: Dataset;
  /** Milliseconds of a pause in the middle. */
  readonly pause?: number;
  /** Aborts in this epoch; what it leaves. */
  readonly abortIn?: number;
  readonly left?: StoppedNetwork[];
}

async function trained(device: TrainingDevice, { dataset = DATA, pause, abortIn, left, ...asked }: Asked = {}): Promise<TrainedNetwork[]> {
  const evaluator = createReferenceEvaluator();
  const learning = tensorLearning(evaluator, (architecture, training, examples, starts, from) => [
    new GpuLearner(device, { architecture, training, examples }, starts, from),
  ]);
  const paused = new PauseSwitch();
  const controller = new AbortController();
  const request: TrainerRequest = { architecture: CHOICE, training: WHOLE, seeds: SEEDS, shares: (asked.seeds ?? SEEDS).map(() => null), ...asked };
  paused.set(pause !== undefined);
  if (pause !== undefined) setTimeout(() => paused.set(false), pause);
  return trainNetworks(
    dataset,
    request,
    { learning, pause: paused, onStop: (networks) => left?.push(...networks) },
    {
      signal: controller.signal,
      onPartial: ({ epoch }) => {
        if (abortIn !== undefined && epoch >= abortIn) controller.abort(new DOMException('Enough.', 'AbortError'));
      },
    },
  );
}

const bits = (networks: readonly TrainedNetwork[]): string => JSON.stringify(networks.map(({ network, checkpoints }) => [network, checkpoints]));

/** A device that takes no commands fails the self-test. */
async function wrongIsFound(): Promise<boolean> {
  const adapter = await navigator.gpu.requestAdapter();
  if (adapter === null) throw new Error('no WebGPU adapter');
  const device = await adapter.requestDevice();
  const { queue } = device;
  const submit = queue.submit.bind(queue);
  let left = 0;
  // The read-back alone, a copy, is let through.
  queue.submit = (commands) => {
    if (left++ % 2 === 1) submit(commands);
  };
  const started: unknown = await startGpuTraining(device, true, () => []).catch((error: unknown) => error);
  device.destroy();
  return started instanceof Error && started.message.startsWith('they failed their self-test: a derivative came out as 0 instead of');
}

/** What a training on the kernels must keep to: each by name, true where it does. */
async function runPromises(): Promise<Record<string, boolean>> {
  const device = await deviceOf('software');
  const promises: Record<string, boolean> = {};
  const together = await trained(device);
  promises['the same seeds give the same bits again'] = bits(await trained(device)) === bits(together);
  promises['alone as in a stack'] = bits(await trained(device, { seeds: [SEEDS[1]] })) === bits([together[1]]);
  promises['after a pause the same bits'] = bits(await trained(device, { pause: 30 })) === bits(together);
  promises['other seeds give other bits'] = bits([together[0]]) !== bits([together[1]]);
  const left: StoppedNetwork[] = [];
  const reason: unknown = await trained(device, { training: { ...WHOLE, epochs: 400 }, abortIn: 3, left }).catch((error: unknown) => error);
  promises['a cancel is heard'] = reason instanceof DOMException && reason.name === 'AbortError';
  const stopped = left.map(({ network: { parameters }, stopped: at }) =>
    at?.optimizer == null ? null : { epoch: at.epoch, parameters, optimizer: at.optimizer },
  );
  promises['it leaves what goes on'] = stopped.length === 3 && stopped.every((one) => one !== null && one.epoch >= 1);
  const until = (stopped[0]?.epoch ?? 0) + 2;
  const whole = await trained(device, { training: { ...WHOLE, epochs: 400 }, until });
  const on = await trained(device, { training: { ...WHOLE, epochs: 400 }, until, from: stopped });
  promises['and goes on with the same bits'] = on.every(({ network }, m) =>
    network.parameters.every((value, i) => Object.is(value, whole[m].network.parameters[i])),
  );
  const { train } = DATA;
  const wild = datasetOf({ ...train, x: train.x.map((value) => value * 1e4) });
  const diverged = await trained(device, {
    dataset: wild,
    architecture: { ...CHOICE, activation: 'relu', norm: 'none', hidden: [8, 8, 8] },
    training: { ...WHOLE, optimizer: 'sgd', schedule: 'constant', cycleMomentum: false, warmup: 0, clipNorm: 0, learningRate: 1e6 },
  });
  promises['divergence is told at its step, the last finite parameters are kept'] = diverged.every(
    ({ diverged: at, network: { parameters } }) => at !== null && at.step >= 1 && at.step <= 5 && parameters.every(Number.isFinite),
  );
  promises['kernels that compute wrongly are found out'] = await wrongIsFound();
  device.release();
  promises['nothing is left on the device'] = live === 0;
  return promises;
}

/** Steps one a call and all in one call: the same bits, and what was taken. */
async function runSubmissions(): Promise<{ same: boolean; taken: number[] }> {
  const device = await deviceOf('hardware');
  const architecture: Architecture = { ...SHAPE, hidden: [40, 24], norm: 'after' };
  const training = { ...RECIPE, optimizer: 'rmsprop' as const };
  const examples = randomExamples(3, 4, 600, 3);
  const starts = [5, 6, 7].map((seed) => randomSlice(architecture, 0, null, seed).origin);
  const order = Int32Array.from({ length: 600 }, (_, i) => i);
  const orders = starts.map(() => order);
  const steps = Math.ceil(600 / training.batchSize);
  const sizes: StepSize[] = Array.from({ length: steps }, () => ({ rate: 3e-4 }));
  const [once, one] = [0, 1].map(() => new GpuLearner(device, { architecture, training, examples }, starts));
  once.steps(orders, sizes);
  for (let step = 0; step < steps; step++) {
    const at = step * training.batchSize;
    one.steps(
      orders.map((own) => own.subarray(at, at + training.batchSize)),
      [sizes[step]],
    );
    await one.room();
  }
  const [a, b] = [await once.parameters(), await one.parameters()];
  const taken = [...(await once.stepsTaken()), ...(await one.stepsTaken())];
  once.dispose();
  one.dispose();
  return { same: a.every((own, m) => own.every((value, i) => Object.is(value, b[m][i]))), taken };
}

declare global {
  interface Window {
    runTrainingSuite: typeof runSuite;
    runTrainingPromises: typeof runPromises;
    runTrainingSubmissions: typeof runSubmissions;
  }
}
window.runTrainingSuite = runSuite;
window.runTrainingPromises = runPromises;
window.runTrainingSubmissions = runSubmissions;
