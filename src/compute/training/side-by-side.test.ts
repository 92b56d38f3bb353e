import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Dataset } from '../../datasets/dataset.ts';
import type { StoppedNetwork, TrainedNetwork, Training, TrainingState, TrainPartial } from '../../nn/training.ts';
import { startNodeBackend } from '../../testing/node-backend.ts';
import { randomExamples } from '../../testing/random-slice.ts';
import { inSharedMemory } from '../data/shared-memory.ts';
import { tensorLearning } from './learning.ts';
import { makeLearners } from './make-learners.ts';
import { PauseSwitch } from './pause-switch.ts';
import { trainSideBySide } from './side-by-side.ts';
import { TfEvaluator } from '../evaluate/tfjs/evaluator.ts';
import { trainNetworks } from './trainer.ts';
import type { TrainerRequest } from './trainer-request.ts';
import { TrainingPool } from './pool.ts';
import type { FromServer } from '../rpc/channel.ts';
import type { WorkerPort } from '../rpc/helper.ts';
import { inlineTraining, serveTraining, workerTraining, type ToTrainer, type TrainingPort } from './port.ts';

const data: Dataset = {
  name: 'test',
  inputs: 6,
  classes: 3,
  classNames: [],
  shape: { kind: 'table' },
  scaling: null,
  train: randomExamples(6, 3, 50, 1),
  test: randomExamples(6, 3, 20, 2),
  notes: [],
};
const training: Training = {
  epochs: 5,
  batchSize: 16,
  optimizer: 'adam',
  learningRate: 0.01,
  momentum: 0.5,
  weightDecay: 0.01,
  schedule: 'onecycle',
  cycleMomentum: false,
  warmup: 0,
  clipNorm: 1,
  checkpoints: 3,
};
const request: TrainerRequest = {
  architecture: { hidden: [8, 8], activation: 'relu', norm: 'after', output: 'softmax', init: 'pytorch' },
  training,
  seeds: [
    { init: 1, order: 1 },
    { init: 2, order: 2 },
    { init: 0, order: 3 },
  ],
  shares: [null, null, null],
};
const evaluator = new TfEvaluator('flat');
const learning = tensorLearning(evaluator, (...asked) => makeLearners('wasm', evaluator.inputs, ...asked));

beforeAll(() => startNodeBackend('wasm'));

/** A worker on this thread, behind structured clones and later turns as a real one is. */
type TrainerWorker = WorkerPort<FromServer, ToTrainer>;

class FakeWorker implements TrainerWorker {
  onmessage: TrainerWorker['onmessage'] = null;
  onerror: TrainerWorker['onerror'] = null;
  onmessageerror: TrainerWorker['onmessageerror'] = null;
  readonly heard: ToTrainer[] = [];
  readonly #serve = serveTraining(
    () => Promise.resolve(learning),
    (message, transfer) => this.#answer(structuredClone(message, { transfer })),
  );
  closed = false;

  postMessage(message: ToTrainer): void {
    const copy = structuredClone(message);
    this.heard.push(copy);
    setTimeout(() => this.#serve(copy));
  }

  terminate(): void {
    this.closed = true;
  }

  die(): void {
    this.terminate();
    this.onerror?.({ message: 'out of memory' });
  }

  #answer(data: FromServer): void {
    setTimeout(() => {
      if (!this.closed) this.onmessage?.({ data } as MessageEvent<FromServer>);
    });
  }
}

function poolOf(size: number, make: (place: number) => TrainerWorker = () => new FakeWorker()): TrainingPool {
  let made = 0;
  return new TrainingPool({ size, inline: inlineTraining(learning), make: () => workerTraining(make(made++), null) });
}

async function alone(asked = request, dataset = data): Promise<TrainedNetwork[]> {
  return trainNetworks(dataset, asked, { learning, pause: new PauseSwitch() });
}

interface Beside {
  readonly pool?: TrainingPool;
  readonly pause?: PauseSwitch;
  readonly spanEpochs?: number;
  readonly signal?: AbortSignal;
  readonly onPartial?: (partial: TrainPartial) => void;
  readonly onStop?: (networks: StoppedNetwork[]) => void;
}

function beside(
  asked: TrainerRequest,
  { pool = poolOf(2), pause = new PauseSwitch(), spanEpochs = 1, onStop, ...options }: Beside = {},
  dataset = data,
): Promise<TrainedNetwork[]> {
  return trainSideBySide(dataset, asked, { pool, pause, spanEpochs, ...(onStop === undefined ? {} : { onStop }) }, options);
}

describe('trainSideBySide', () => {
  it.each(['sgd', 'adam', 'adamw', 'rmsprop'] as const)(
    '%s: gives the bits of training in one thread, however many workers and however long the spans',
    async (optimizer) => {
      const asked = { ...request, training: { ...training, optimizer } };
      const before = tf.memory().numTensors;
      const wanted = await alone(asked);
      for (const [size, spanEpochs] of [
        [1, 2],
        [2, 1],
        [3, 5],
        [8, 3],
      ])
        expect(await beside(asked, { pool: poolOf(size), spanEpochs }), `${size} workers`).toEqual(wanted);
      const inPlace = new TrainingPool({
        size: 2,
        inline: inlineTraining(learning),
        make: (): TrainingPort => inlineTraining(learning),
      });
      expect(await beside(asked, { pool: inPlace })).toEqual(wanted);
      expect(tf.memory().numTensors).toBe(before);
    },
  );

  it('gives the same bits on shares, also of different sizes', async () => {
    const asked: TrainerRequest = {
      ...request,
      shares: [
        { by: 'class', part: 0, seed: 0 },
        { by: 'class', part: 1, seed: 0 },
        { by: 'random', part: 1, seed: 9 },
      ],
    };
    const wanted = await alone(asked);
    expect(wanted[0].network.parameters).not.toEqual((await alone())[0].network.parameters);
    expect(await beside(asked, { pool: poolOf(2), spanEpochs: 2 })).toEqual(wanted);
  });

  it('reports every point once, in order, with progress that only grows', async () => {
    const partials: TrainPartial[] = [];
    const results = await beside(request, { onPartial: (partial) => partials.push(partial) });
    for (const [m, { history }] of results.entries()) expect(partials.flatMap(({ points }) => points[m])).toEqual(history);
    const epochs = partials.map(({ epoch }) => epoch);
    expect(epochs).toEqual(epochs.toSorted((a, b) => a - b));
    expect(partials.at(-1)).toMatchObject({ epoch: 5, epochs: 5, secondsLeft: 0, paused: false });
  });

  it('that is stopped goes on to the bits of one that was not, each network from where it stood', async () => {
    const wanted = await alone();
    const controller = new AbortController();
    let left: StoppedNetwork[] = [];
    let spans = 0;
    const port = inlineTraining(learning);
    const counting: TrainingPort = {
      ...port,
      train: (...given) => {
        if (++spans === 12) controller.abort(new DOMException('Enough.', 'AbortError'));
        return port.train(...given);
      },
    };
    const pool = new TrainingPool({ size: 2, inline: port, make: () => counting });
    const run = beside(request, { pool, signal: controller.signal, onStop: (networks) => (left = networks) });
    await expect(run).rejects.toThrow('Enough.');
    expect(left.length).toBe(3);
    expect(left.reduce((sum, { stopped }) => sum + (stopped?.epoch ?? training.epochs), 0)).toBeGreaterThanOrEqual(10);
    const from = request.seeds.map((_, m): TrainingState | null => {
      const { network, stopped } = left.find(({ at }) => at === m) ?? { stopped: null };
      return stopped?.optimizer == null || network === undefined
        ? null
        : { epoch: stopped.epoch, parameters: network.parameters, optimizer: stopped.optimizer };
    });
    const finished = left.filter(({ stopped }) => stopped === null).map(({ at }) => at);
    for (const [m, { network, history, checkpoints }] of (await beside({ ...request, from })).entries()) {
      const before = finished.includes(m) ? undefined : left.find(({ at }) => at === m);
      expect(network).toEqual(wanted[m].network);
      expect([...(before?.history ?? []), ...history]).toEqual(wanted[m].history);
      expect([...(before?.checkpoints ?? []), ...checkpoints]).toEqual(wanted[m].checkpoints);
    }
    for (const at of finished) expect(left.find((one) => one.at === at)?.network).toEqual(wanted[at].network);
  });

  it('ends where it is told to, as one thread does', async () => {
    expect(await beside({ ...request, until: 3 }, { spanEpochs: 2 })).toEqual(await alone({ ...request, until: 3 }));
  });

  it('tells divergence of each network by its number, and the others go on', async () => {
    const wild = { ...data, train: { ...data.train, x: data.train.x.map((value) => value * 100) } };
    const asked: TrainerRequest = {
      ...request,
      architecture: { ...request.architecture, norm: 'none', activation: 'linear', hidden: [8, 8, 8] },
      training: { ...training, optimizer: 'sgd', clipNorm: 0, learningRate: 0.03 },
    };
    const wanted = await alone(asked, wild);
    expect(wanted.map(({ diverged }) => diverged?.step ?? null)).toEqual([null, 11, 13]);
    expect(await beside(asked, {}, wild)).toEqual(wanted);
    expect(wanted[2].diverged?.message).toMatch(/^Network 3 diverged/);
  });

  it('pauses in all workers and resumes with the same bits', async () => {
    const pause = new PauseSwitch();
    const partials: TrainPartial[] = [];
    let told = 0;
    const results = await beside(
      { ...request, training: { ...training, epochs: 60 } },
      {
        pause,
        onPartial: (partial) => {
          partials.push(partial);
          if (partials.length === 2) setTimeout(() => pause.set(true));
          if (partial.paused && told++ === 0) setTimeout(() => pause.set(false), 150);
        },
      },
    );
    expect(partials.some(({ paused }) => paused)).toBe(true);
    expect(results).toEqual(await alone({ ...request, training: { ...training, epochs: 60 } }));
  });

  it.each([false, true])('hears an abort soon (paused: %s), stops the workers and leaves nothing', async (paused) => {
    const before = tf.memory().numTensors;
    const reason = new Error('enough');
    const controller = new AbortController();
    const pause = new PauseSwitch();
    const workers: FakeWorker[] = [];
    const pool = poolOf(2, () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    });
    const long = { ...request, training: { ...training, epochs: 5000 } };
    const job = beside(long, { pool, pause, spanEpochs: 5000, signal: controller.signal });
    await new Promise((resolve) => setTimeout(resolve, 100));
    pause.set(paused);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const asked = performance.now();
    controller.abort(reason);
    await expect(job).rejects.toBe(reason);
    expect(performance.now() - asked).toBeLessThan(200);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(tf.memory().numTensors).toBe(before);
    expect(workers.map(({ heard }) => heard.filter(({ type }) => type === 'cancel').length)).toEqual([1, 1]);
    pause.set(false);
    expect(await beside(request, { pool })).toEqual(await alone());
    expect(workers).toHaveLength(2);
  });

  it('replaces a worker that dies, trains in this thread where none starts, and gives the same bits', async () => {
    const wanted = await alone();
    const partials: TrainPartial[] = [];
    const workers: FakeWorker[] = [];
    const pool = poolOf(2, () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    });
    const job = beside(request, { pool, spanEpochs: 2, onPartial: (partial) => partials.push(partial) });
    await new Promise((resolve) => setTimeout(resolve, 5));
    workers[0].die();
    expect(await job).toEqual(wanted);
    expect(workers).toHaveLength(3);
    for (const [m, { history }] of wanted.entries()) expect(partials.flatMap(({ points }) => points[m])).toEqual(history);

    const none = poolOf(2, () => {
      throw new Error('no workers here');
    });
    expect(await beside(request, { pool: none })).toEqual(wanted);
    const mortal = poolOf(2, () => {
      const worker = new FakeWorker();
      setTimeout(() => worker.die());
      return worker;
    });
    expect(await beside(request, { pool: mortal })).toEqual(wanted);
  });

  it('refuses what training in one thread refuses, as the same error', async () => {
    const logistic = { ...request, architecture: { ...request.architecture, output: 'logistic' as const } };
    const refusal = await alone(logistic).catch((error: unknown) => error);
    await expect(beside(logistic)).rejects.toEqual(refusal);
  });
});

describe('TrainingPool', () => {
  it('sends the examples once a worker, without a copy where they lie in shared memory, and frees them when the data changes', async () => {
    const workers: FakeWorker[] = [];
    const pool = poolOf(2, () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    });
    const shared = inSharedMemory(data);
    const wanted = await beside(request, { pool }, shared);
    expect(wanted).toEqual(await alone());
    expect(await beside(request, { pool }, shared)).toEqual(wanted);
    const sent = (worker: FakeWorker): (Dataset | null)[] =>
      worker.heard.flatMap((message) => (message.type === 'start' && message.name === 'dataset' ? [message.request] : []));
    const [first, second] = workers.map((worker) => sent(worker));
    expect([first.length, second.length]).toEqual([1, 1]);
    expect(first[0]?.train.x.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect([first[0]?.train.x, first[0]?.test.y]).toEqual([data.train.x, data.test.y]);
    pool.keepOnly(shared);
    expect(sent(workers[0])).toHaveLength(1);
    pool.keepOnly(data);
    expect(workers.map((worker) => sent(worker).at(-1))).toEqual([null, null]);
    pool.close();
    expect(workers.every(({ closed }) => closed)).toBe(true);
  });
});
