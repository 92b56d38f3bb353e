import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Dataset, Examples } from '../../datasets/dataset.ts';
import { shareOf, type Share } from '../../datasets/share.ts';
import { seededRandom } from '../../linalg/random.ts';
import { MAX_HIDDEN_LAYERS, type Architecture, type ArchitectureChoice } from '../../nn/architecture.ts';
import { initialise } from '../../nn/initialise.ts';
import type { StoppedNetwork, TrainedNetwork, Training, TrainingState, TrainPartial } from '../../nn/training.ts';
import { expectClose } from '../../testing/close.ts';
import { startNodeBackend } from '../../testing/node-backend.ts';
import { randomExamples, randomSlice } from '../../testing/random-slice.ts';
import { scoreNetwork } from '../../testing/float64-network.ts';
import { DeviceExamples } from '../evaluate/tfjs/device-examples.ts';
import type { Learner } from './learner.ts';
import { tensorLearning } from './learning.ts';
import { makeLearners } from './make-learners.ts';
import { PauseSwitch } from './pause-switch.ts';
import { TfEvaluator } from '../evaluate/tfjs/evaluator.ts';
import { trainSpan } from './span.ts';
import { trainNetworks } from './trainer.ts';
import type { TrainerRequest } from './trainer-request.ts';
import type { BackendName } from '../backend-names.ts';

const training: Training = {
  epochs: 3,
  batchSize: 16,
  optimizer: 'adam',
  learningRate: 0.01,
  momentum: 0,
  weightDecay: 0,
  schedule: 'constant',
  cycleMomentum: false,
  warmup: 0,
  clipNorm: 0,
  checkpoints: 3,
};
const choice: ArchitectureChoice = { hidden: [8], activation: 'relu', norm: 'none', output: 'softmax', init: 'pytorch' };

/** Two half circles, in the manner of sklearn's make_moons. */
function moons(count: number, seed: number): Examples {
  const random = seededRandom(seed, 'moons');
  const x = new Float32Array(2 * count);
  const y = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    y[i] = i % 2;
    const angle = Math.PI * random.uniform();
    x[2 * i] = (y[i] === 0 ? Math.cos(angle) : 1 - Math.cos(angle)) + 0.1 * random.normal();
    x[2 * i + 1] = (y[i] === 0 ? Math.sin(angle) : 0.5 - Math.sin(angle)) + 0.1 * random.normal();
  }
  return { x, y, count, inputs: 2, classes: 2 };
}

function datasetOf(train: Examples, test: Examples): Dataset {
  return {
    name: 'test',
    inputs: train.inputs,
    classes: train.classes,
    classNames: [],
    shape: { kind: 'point' },
    scaling: null,
    train,
    test,
    notes: [],
  };
}
const data = datasetOf(moons(100, 1), moons(60, 2));

type Tail<T extends unknown[]> = T extends [unknown, unknown, ...infer Rest] ? Rest : never;

async function train(
  asked: Omit<TrainerRequest, 'shares'> & Partial<Pick<TrainerRequest, 'shares'>>,
  {
    backend = 'wasm',
    dataset = data,
    pause = new PauseSwitch(),
    onStop,
    onStep,
    ...options
  }: {
    backend?: BackendName;
    dataset?: Dataset;
    pause?: PauseSwitch;
    signal?: AbortSignal;
    onPartial?: (partial: TrainPartial) => void;
    onStop?: (networks: StoppedNetwork[]) => void;
    onStep?: () => void;
  } = {},
): Promise<TrainedNetwork[]> {
  const inputs = new DeviceExamples(backend === 'wasm' ? 'flat' : 'batched');
  const evaluator = new TfEvaluator('flat');
  const request = { ...asked, shares: asked.shares ?? asked.seeds.map(() => null) };
  try {
    const watched = (...rest: Tail<Parameters<typeof makeLearners>>): Learner[] => {
      const learners = makeLearners(backend, inputs, ...rest);
      for (const learner of learners) {
        const steps = learner.steps.bind(learner);
        learner.steps = (...given) => {
          steps(...given);
          onStep?.();
        };
      }
      return learners;
    };
    const setup = { learning: tensorLearning(evaluator, watched), pause };
    return await trainNetworks(dataset, request, onStop === undefined ? setup : { ...setup, onStop }, options);
  } finally {
    inputs.release();
    evaluator.release();
  }
}
const seeds = [
  { init: 1, order: 1 },
  { init: 2, order: 2 },
  { init: 0, order: 3 },
];

beforeAll(() => startNodeBackend('wasm'));

describe('gradients', () => {
  const shapes: Partial<Architecture>[] = [
    {},
    { activation: 'gelu' },
    { activation: 'tanh', norm: 'before' },
    { activation: 'gelu', norm: 'after' },
    { activation: 'linear', norm: 'before', output: 'logistic' },
    { hidden: Array.from({ length: MAX_HIDDEN_LAYERS }, () => 3), activation: 'tanh', init: 'xavier-normal' },
    { hidden: [], output: 'logistic' },
    { activation: 'tanh', output: 'logistic', norm: 'after' },
  ];
  const backends: BackendName[] = ['wasm', 'webgpu'];
  it.each(shapes.flatMap((shape) => backends.map((style) => ({ shape, style }))))(
    '$shape agree with finite differences in float64 ($style style)',
    async ({ shape, style }) => {
      const architecture: Architecture = { inputs: 3, classes: 2, ...choice, hidden: [5, 4], ...shape };
      const start = randomSlice(architecture, 0, null, 5).origin;
      const examples = randomExamples(3, 2, 11, 7);
      const inputs = new DeviceExamples(style === 'wasm' ? 'flat' : 'batched');
      // One step of plain gradient descent with rate 1 moves by minus the gradient.
      const [learner] = makeLearners(style, inputs, architecture, { ...training, optimizer: 'sgd' }, examples, [start]);
      learner.steps([Int32Array.from({ length: 11 }, (_, i) => i)], [{ rate: 1 }]);
      const [after] = await learner.parameters();
      learner.dispose();
      inputs.release();
      const gradient = after.map((value, i) => start[i] - value);
      const loss = (i: number, by: number): number => {
        const moved = Float64Array.from(start);
        moved[i] += by;
        return scoreNetwork(architecture, moved, examples).loss;
      };
      expectClose(
        gradient,
        Array.from(start, (_, i) => (loss(i, 1e-5) - loss(i, -1e-5)) / 2e-5),
        1e-3,
        2e-6,
      );
    },
  );
});

describe('trainNetworks', () => {
  it('gives the same bits for the same seeds, whatever trains beside it, and leaves no tensors', async () => {
    const before = tf.memory().numTensors;
    const together = await train({ architecture: choice, training, seeds });
    const again = await train({ architecture: choice, training, seeds: [seeds[1]] });
    expect(again[0].network.parameters).toEqual(together[1].network.parameters);
    expect(again[0].history).toEqual(together[1].history);
    expect(together[0].network.parameters).not.toEqual(together[1].network.parameters);
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each(['sgd', 'adam', 'adamw', 'rmsprop'] as const)(
    '%s: a stack agrees with networks side by side, with clipping, normalisation and a short last batch',
    async (optimizer) => {
      const request = {
        architecture: { ...choice, norm: 'after' as const },
        training: { ...training, optimizer, momentum: 0.5, weightDecay: 0.01, clipNorm: 0.5, schedule: 'onecycle' as const, cycleMomentum: true },
        seeds,
      };
      const before = tf.memory().numTensors;
      const apart = await train(request);
      const stacked = await train(request, { backend: 'webgpu' });
      stacked.forEach((network, m) => expectClose(network.network.parameters, apart[m].network.parameters, 1e-3, 1e-4, `network ${m}`));
      expect(tf.memory().numTensors).toBe(before);
    },
  );

  it('a linear model reaches the float64 minimum of logistic regression on moons', async () => {
    const architecture: ArchitectureChoice = { ...choice, hidden: [], output: 'logistic' };
    const [result] = await train({ architecture, training: { ...training, epochs: 60, learningRate: 0.1, schedule: 'cosine' }, seeds: [seeds[0]] });
    const theta = Float64Array.of(0, 0, 0);
    const full: Architecture = { ...architecture, inputs: 2, classes: 2 };
    const loss = (at: Float64Array): number => scoreNetwork(full, at, data.train).loss;
    for (let step = 0; step < 3000; step++) {
      const gradient = theta.map((_, i) => {
        const ahead = theta.slice();
        ahead[i] += 1e-6;
        return (loss(ahead) - loss(theta)) / 1e-6;
      });
      theta.forEach((value, i) => (theta[i] = value - gradient[i]));
    }
    expect(result.train.loss).toBeGreaterThanOrEqual(loss(theta) - 1e-6);
    expect(result.train.loss).toBeLessThan(loss(theta) + 2e-3);
  });

  it('three networks learn moons; scores are those of the parameters; history and checkpoints span the run', async () => {
    const partials: TrainPartial[] = [];
    const results = await train(
      { architecture: { ...choice, hidden: [16] }, training: { ...training, epochs: 40, learningRate: 0.03 }, seeds },
      { onPartial: (partial) => partials.push(partial) },
    );
    for (const [m, result] of results.entries()) {
      expect(result.test.accuracy).toBeGreaterThan(0.9);
      const exact = scoreNetwork(result.network.architecture, Float64Array.from(result.network.parameters), data.test);
      expectClose([result.test.loss, result.test.accuracy], [exact.loss, exact.accuracy], 1e-4, 1e-5);
      expect(result.history.map((point) => point.epoch)).toEqual(Array.from({ length: 41 }, (_, epoch) => epoch));
      expect(partials.flatMap((partial) => partial.points[m])).toEqual(result.history);
      expect(result.checkpoints.map((checkpoint) => checkpoint.epoch)).toEqual([0, 20, 40]);
      expect(result.checkpoints[0].parameters).toEqual(initialise(result.network.architecture, seeds[m].init).parameters);
      expect(result.checkpoints[2].parameters).toEqual(result.network.parameters);
    }
  });

  it.each(['wasm', 'webgpu'] as const)('stops what diverges, names it, and lets the others go on (%s style)', async (backend) => {
    const wild = datasetOf({ ...data.train, x: data.train.x.map((value) => value * 1e4) }, data.test);
    const request = {
      architecture: { ...choice, hidden: [8, 8, 8] },
      training: { ...training, optimizer: 'sgd' as const, learningRate: 1e6 },
      seeds,
    };
    const results = await train(request, { dataset: wild, backend });
    for (const [m, { diverged, network }] of results.entries()) {
      expect(diverged?.message).toMatch(new RegExp(`Network ${m + 1} diverged.*step ${diverged?.step} .*learning rate`));
      expect(network.parameters.every(Number.isFinite)).toBe(true);
    }
  });

  it('hears an abort, also while paused, and leaves nothing', async () => {
    const before = tf.memory().numTensors;
    const reason = new Error('enough');
    const pause = new PauseSwitch();
    const controller = new AbortController();
    const partials: TrainPartial[] = [];
    const request = { architecture: choice, training: { ...training, epochs: 2000 }, seeds };
    const job = train(request, {
      pause,
      signal: controller.signal,
      onPartial: (partial) => {
        partials.push(partial);
        if (partials.length === 2) pause.set(true);
        if (partial.paused) setTimeout(() => controller.abort(reason), 20);
      },
    });
    await expect(job).rejects.toBe(reason);
    expect(partials.at(-1)?.paused).toBe(true);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('resumes after a pause with the same bits', async () => {
    const pause = new PauseSwitch();
    pause.set(true);
    const request = { architecture: choice, training, seeds: [seeds[0]] };
    const job = train(request, {
      pause,
      onPartial: ({ paused }) => {
        if (paused) setTimeout(() => pause.set(false), 5);
      },
    });
    expect((await job)[0].network.parameters).toEqual((await train(request))[0].network.parameters);
  });

  describe('with first epochs in another order', () => {
    const parent = { init: 1, order: 1 };
    const child = { init: 1, order: 2, first: { order: 1, epochs: 2 } };
    const request = { architecture: choice, training: { ...training, epochs: 4, checkpoints: 5, schedule: 'onecycle' as const, warmup: 1 } };

    it.each(['wasm', 'webgpu'] as const)('is its parent bit for bit until then, and leaves it after (%s style)', async (backend) => {
      const [first, second, same] = await train({ ...request, seeds: [parent, child, { ...child, order: 1 }] }, { backend });
      for (const epoch of [0, 1, 2]) expect(second.checkpoints[epoch]).toStrictEqual(first.checkpoints[epoch]);
      expect(second.checkpoints[3].parameters).not.toEqual(first.checkpoints[3].parameters);
      expect(same.checkpoints, 'a child in the parent’s order').toStrictEqual(first.checkpoints);
    });

    it('shared to the end, or not at all, is the network of one order', async () => {
      const asked = [parent, { ...child, first: { order: 1, epochs: 4 } }, { init: 1, order: 2 }, { ...child, first: { order: 1, epochs: 0 } }];
      const [whole, shared, other, alone] = await train({ ...request, seeds: asked });
      expect(shared.network.parameters).toEqual(whole.network.parameters);
      expect(alone.network.parameters).toEqual(other.network.parameters);
    });

    it.each(['sgd', 'adam', 'adamw', 'rmsprop'] as const)(
      '%s: is a copy of the parent, optimiser, schedule and steps included, that goes on in its own order',
      async (optimizer) => {
        const evaluator = new TfEvaluator('flat');
        const recipe = { ...request.training, optimizer, momentum: 0.9, weightDecay: 0.01 };
        const span = { architecture: choice, training: recipe, share: null, number: 1, end: 4 };
        const setup = {
          learning: tensorLearning(evaluator, (...asked) => makeLearners('wasm', evaluator.inputs, ...asked)),
          pause: new PauseSwitch(),
        };
        const begun = await trainSpan(data, { ...span, seeds: parent, from: 0, until: 2, state: null }, setup);
        const copied = await trainSpan(data, { ...span, seeds: { init: 1, order: 2 }, from: 2, until: 4, state: begun.state }, setup);
        const [direct] = await train({ architecture: choice, training: recipe, seeds: [child] });
        expect(direct.network.parameters).toEqual(copied.network?.network.parameters);
        evaluator.release();
      },
    );
  });

  describe('that is stopped', () => {
    // Uneven halves take steps of their own; the rate follows the whole training.
    const shares: (Share | null)[] = [null, { by: 'random', part: 0, seed: 5 }, null];
    const whole = {
      architecture: choice,
      training: { ...training, epochs: 6, checkpoints: 4, schedule: 'onecycle' as const, warmup: 1 },
      seeds,
      shares,
    };

    /** Aborted in the middle of the epoch after `epoch`; `steps`: those of the whole training. */
    async function stoppedAfter(epoch: number, steps: number, asked: typeof whole, backend: BackendName): Promise<StoppedNetwork[]> {
      const controller = new AbortController();
      let left: StoppedNetwork[] = [];
      let taken = 0;
      const onStep = (): void => {
        if (++taken === Math.round(((epoch + 0.5) * steps) / asked.training.epochs)) controller.abort(new DOMException('Enough.', 'AbortError'));
      };
      const run = train(asked, { backend, signal: controller.signal, onStep, onStop: (networks) => (left = networks) });
      await expect(run).rejects.toThrow('Enough.');
      return left;
    }
    const startOf = ({ network, stopped }: StoppedNetwork): TrainingState => {
      if (stopped?.optimizer == null) throw new Error('cannot go on');
      return { epoch: stopped.epoch, parameters: network.parameters, optimizer: stopped.optimizer };
    };

    it.each(
      (['sgd', 'adam', 'adamw', 'rmsprop'] as const).flatMap((optimizer) => (['wasm', 'webgpu'] as const).map((backend) => ({ optimizer, backend }))),
    )('goes on to the bits of one that was not: $optimizer, $backend style', async ({ optimizer, backend }) => {
      const before = tf.memory().numTensors;
      const asked = { ...whole, training: { ...whole.training, optimizer, momentum: 0.9, weightDecay: 0.01, clipNorm: 1 } };
      let steps = 0;
      const wanted = await train(asked, { backend, onStep: () => steps++ });
      const left = await stoppedAfter(2, steps, asked, backend);
      expect(left.map(({ at, stopped }) => [at, stopped?.epoch])).toEqual([
        [0, 2],
        [1, 2],
        [2, 2],
      ]);
      const gone = await train({ ...asked, from: left.map(startOf) }, { backend });
      for (const [m, { network, history, checkpoints, test, stopped }] of gone.entries()) {
        expect(network.parameters).toEqual(wanted[m].network.parameters);
        expect([...left[m].history, ...history]).toEqual(wanted[m].history);
        expect([...left[m].checkpoints, ...checkpoints]).toEqual(wanted[m].checkpoints);
        expect(test).toEqual(wanted[m].test);
        expect(stopped).toBeNull();
      }
      expect(tf.memory().numTensors).toBe(before);
    });

    it('goes on beside others that are elsewhere, to the same bits', async () => {
      const wanted = await train(whole);
      const [first, , third] = await train({ ...whole, until: 2 });
      const [, second] = await train({ ...whole, until: 4 });
      const asked = { ...whole, seeds: [...seeds, seeds[0]], shares: [...shares, null] };
      const gone = await train({ ...asked, from: [...[first, second, third].map((one, at) => startOf({ ...one, at })), null] });
      expect(gone.map(({ network }) => network.parameters)).toEqual([...wanted, wanted[0]].map(({ network }) => network.parameters));
      expect(gone[1].history.map(({ epoch }) => epoch)).toEqual([5, 6]);
      expect(gone[3]).toEqual(wanted[0]);
    });

    it('after an epoch that was asked for is what the checkpoint of the whole is', async () => {
      const wanted = await train(whole);
      const until = await train({ ...whole, until: 4 });
      for (const [m, { network, stopped }] of until.entries()) {
        expect(network.parameters).toEqual(wanted[m].checkpoints.find(({ epoch }) => epoch === 4)?.parameters);
        expect(stopped?.epoch).toBe(4);
        expect(stopped?.optimizer?.steps).toBe(4 * Math.ceil((shares[m] === null ? 100 : 50) / training.batchSize));
      }
    });

    it('is refused an optimiser that is not its own', async () => {
      const [one] = await train({ ...whole, until: 2 });
      const start = startOf({ ...one, at: 0 });
      const other = { ...start, optimizer: { ...start.optimizer, memory: [new Float32Array(3)] } };
      await expect(train({ ...whole, from: [other, null, null] })).rejects.toThrow(/not one of this training.*Train anew/);
    });
  });

  describe('on shares', () => {
    const half = (part: 0 | 1): Share => ({ by: 'random', part, seed: 5 });
    // 30 points of class 0 and 70 of class 1: halves by class differ in size.
    const uneven = datasetOf({ ...data.train, y: data.train.y.map((_, i) => (i % 10 < 3 ? 0 : 1)) }, data.test);
    const holding = (share: Share, dataset = data): Dataset => ({ ...dataset, train: shareOf(dataset.train, share) });

    it.each(['wasm', 'webgpu'] as const)(
      'gives the bits of training on data that hold only the share, whatever trains beside it (%s style)',
      async (backend) => {
        const shares = [half(0), null, half(1)];
        const together = await train({ architecture: choice, training, seeds, shares }, { backend });
        for (const [m, share] of shares.entries()) {
          const [only] = await train(
            { architecture: choice, training, seeds: [seeds[m]] },
            { backend, dataset: share === null ? data : holding(share) },
          );
          // A stack of two rounds otherwise than one network alone.
          if (backend === 'wasm') expect(together[m].network.parameters).toEqual(only.network.parameters);
          else expectClose(together[m].network.parameters, only.network.parameters, 1e-4, 1e-6);
          expectClose(
            together[m].history.map(({ trainLoss }) => trainLoss),
            only.history.map(({ trainLoss }) => trainLoss),
            backend === 'wasm' ? 0 : 1e-4,
            backend === 'wasm' ? 0 : 1e-6,
          );
          expect(together[m].checkpoints.map(({ epoch }) => epoch)).toEqual([0, 2, 3]);
          const exact = scoreNetwork(together[m].network.architecture, Float64Array.from(together[m].network.parameters), data.train);
          expectClose([together[m].train.loss], [exact.loss], 1e-4, 1e-5, 'scored on the whole split');
        }
      },
    );

    it('of different sizes take steps of their own, and report epochs together', async () => {
      const shares: Share[] = [0, 1].map((part) => ({ by: 'class', part: part as 0 | 1, seed: 0 }));
      const partials: TrainPartial[] = [];
      const before = tf.memory().numTensors;
      const cosine = { ...training, schedule: 'cosine' as const };
      const together = await train(
        { architecture: choice, training: cosine, seeds: seeds.slice(0, 2), shares },
        { backend: 'webgpu', dataset: uneven, onPartial: (partial) => partials.push(partial) },
      );
      for (const [m, share] of shares.entries()) {
        const [only] = await train(
          { architecture: choice, training: cosine, seeds: [seeds[m]] },
          { backend: 'webgpu', dataset: holding(share, uneven) },
        );
        expect(together[m].network.parameters).toEqual(only.network.parameters);
        expect(together[m].history).toEqual(only.history);
      }
      expect(partials.at(-1)).toMatchObject({ epoch: 3, epochs: 3, secondsLeft: 0 });
      expect(together.map((_, m) => partials.flatMap(({ points }) => points[m]))).toEqual(together.map(({ history }) => history));
      expect(tf.memory().numTensors).toBe(before);
    });

    it('that are empty are refused', async () => {
      const one = datasetOf({ ...data.train, y: data.train.y.map(() => 0) }, data.test);
      await expect(
        train({ architecture: choice, training, seeds: [seeds[0]], shares: [{ by: 'class', part: 1, seed: 0 }] }, { dataset: one }),
      ).rejects.toThrow(/is empty. Choose halves at random/);
    });
  });

  it('refuses a logistic output for three classes', async () => {
    const three = datasetOf(randomExamples(2, 3, 9, 1), randomExamples(2, 3, 9, 2));
    await expect(train({ architecture: { ...choice, output: 'logistic' }, training, seeds }, { dataset: three })).rejects.toThrow(
      /two classes.*has 3/,
    );
  });
});
