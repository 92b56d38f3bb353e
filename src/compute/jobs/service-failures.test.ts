import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Evaluator } from '../../landscape/evaluator.ts';
import { moons as dataset, startTestEngine, testService, threeNetworks, trainThree } from '../../testing/test-service.ts';
import type { EngineChoice } from '../engine/supervisor.ts';
import type { Engine, DeviceEvent } from '../engine/engine.ts';
import type { JobName, JobRequest, JobResult, PlaneJob } from '../protocol.ts';
import type { Service } from './service.ts';
import type { BackendInfo } from '../backend-names.ts';

const plane: PlaneJob = { dataset, a: 'a', b: 'b', c: 'c', split: 'test', resolution: 33, margin: 0.25, sharing: [], window: null, keep: false };
const align: JobRequest<'align'> = {
  dataset,
  reference: 'a',
  network: 'b',
  method: 'weight',
  seed: 1,
  restarts: 20,
  signs: false,
  activations: true,
};
const LAYER_ALPHAS = Array.from({ length: 51 }, (_, i) => i / 50);
/** Jobs that take a while; the same request twice gives the same bits. */
const JOBS: { readonly [N in 'plane' | 'curve' | 'layers' | 'align' | 'train']: JobRequest<N> } = {
  plane,
  curve: { dataset, a: 'a', b: 'b', split: 'test', points: 2001, range: [0, 1], refine: true },
  layers: { dataset, a: 'a', b: 'b', split: 'test', schedule: 'single', alpha: LAYER_ALPHAS },
  align,
  train: { ...threeNetworks, training: { ...threeNetworks.training, epochs: 30 } },
};
const NAMES = ['plane', 'curve', 'layers', 'align', 'train'] as const;

/** Calls `meanwhile` once, when the job first tells of itself. */
function withMeanwhile<N extends JobName>(
  service: Service,
  name: N,
  request: JobRequest<N>,
  meanwhile: () => void,
  signal?: AbortSignal,
): Promise<JobResult<N>> {
  let called = false;
  const once = (): void => {
    if (called) return;
    called = true;
    meanwhile();
  };
  return service.run(name, request, { onProgress: once, onPartial: once, ...(signal ? { signal } : {}) });
}

/** What the device holds. */
function held(): { tensors: number; bytes: number } {
  const { numTensors, numBytes } = tf.memory();
  return { tensors: numTensors, bytes: numBytes };
}

async function calm(): Promise<void> {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setTimeout(resolve, 1));
}

describe('a cancelled job', () => {
  it.each(NAMES)('%s: leaves nothing behind, and the next is bit-equal', async (name) => {
    let engine: Engine | null = null;
    const service = testService({ start: async (choice) => (engine = await startTestEngine(choice)) });
    /** Apart from what the evaluator keeps for the next request on the same slice, within its budget. */
    const heldByJobs = (): { tensors: number; bytes: number } => {
      engine?.release();
      return held();
    };
    await trainThree(service);
    const run = (): Promise<unknown> => service.run(name, JOBS[name]);
    const expected = await run();
    const before = heldByJobs();
    const controller = new AbortController();
    const reason = new DOMException('enough', 'AbortError');
    await expect(withMeanwhile(service, name, JOBS[name], () => controller.abort(reason), controller.signal)).rejects.toBe(reason);
    expect(heldByJobs()).toEqual(before);
    expect(await run()).toEqual(expected);
    expect(heldByJobs()).toEqual(before);
  });

  it('a plane that is stopped stops within a tile: no more points are told', async () => {
    const service = testService();
    await trainThree(service);
    const controller = new AbortController();
    const told: number[] = [];
    const job = service.run(
      'plane',
      { ...plane, resolution: 201 },
      {
        signal: controller.signal,
        onProgress: ({ done }) => {
          told.push(done);
          controller.abort(new DOMException('enough', 'AbortError'));
        },
      },
    );
    await expect(job).rejects.toThrow('enough');
    await calm();
    expect(told).toHaveLength(1);
    expect(told[0]).toBeLessThan(201 * 201);
  });
});

interface Trial {
  readonly service: Service;
  readonly choices: EngineChoice[];
  readonly told: BackendInfo[];
  /** As if the newest engine's device spoke. */
  readonly deviceEvent: (event: DeviceEvent) => void;
  readonly wait: (milliseconds: number) => void;
}

/** A service whose engines are watched, and changed by `adapt`. */
function trial(adapt: (engine: Engine, choice: EngineChoice) => Engine = (engine) => engine): Trial {
  const choices: EngineChoice[] = [];
  const told: BackendInfo[] = [];
  let tell: (event: DeviceEvent) => void = () => undefined;
  let time = 1e6;
  const service = testService({
    async start(choice) {
      choices.push(choice);
      const engine = await startTestEngine(choice);
      return adapt({ ...engine, watch: engine.info.name === 'cpu' ? null : (listener) => void (tell = listener) }, choice);
    },
    onBackend: (info) => told.push(info),
    now: () => time,
  });
  return { service, choices, told, deviceEvent: (event) => tell(event), wait: (milliseconds) => void (time += milliseconds) };
}

const LOST: DeviceEvent = { kind: 'lost', message: 'Device was destroyed' };

describe('a lost device', () => {
  it.each(NAMES)('%s: begins again by itself and comes out the same', async (name) => {
    const { service, choices, told, deviceEvent } = trial();
    await trainThree(service);
    const expected = await service.run(name, JOBS[name]);
    await calm();
    expect(await withMeanwhile(service, name, JOBS[name], () => deviceEvent(LOST))).toEqual(expected);
    expect(choices).toHaveLength(2);
    expect(choices[1]).toEqual(choices[0]);
    expect(told).toHaveLength(1);
    expect(told[0].reason).toMatch(
      /^The GPU was lost \(Device was destroyed\)\. It was started again; what ran began again by itself, and no network is lost\./,
    );
    expect(told[0].reason?.includes('Training began again from its first epoch.')).toBe(name === 'train');
  });

  it('all that ran begins again, and what the old engine held is freed', async () => {
    const { service, deviceEvent, told } = trial();
    await trainThree(service);
    await service.run('selectBackend', { preference: 'cpu' });
    await service.run('selectBackend', { preference: 'auto' });
    const before = held();
    const jobs = NAMES.map((name): Promise<unknown> =>
      name === 'plane' ? withMeanwhile(service, name, JOBS.plane, () => deviceEvent(LOST)) : service.run(name, JOBS[name]),
    );
    expect((await Promise.all(jobs)).map((result) => typeof result)).toEqual(NAMES.map(() => 'object'));
    expect(told).toHaveLength(1);
    await service.run('selectBackend', { preference: 'cpu' });
    await calm();
    expect(held()).toEqual(before);
  });

  it('a training that is begun again tells its epochs again from the first, and stays paused', async () => {
    const { service, deviceEvent } = trial();
    const epochs: number[] = [];
    let paused: boolean | null = null;
    const job = service.run('train', JOBS.train, {
      onPartial: (partial) => {
        epochs.push(...partial.points[0].map(({ epoch }) => epoch));
        if (epochs.length === 1 && paused === null) {
          paused = false;
          void service.run('pauseTraining', { paused: true }).then(() => deviceEvent(LOST));
        } else if (partial.paused && paused === false) {
          paused = true;
          void service.run('pauseTraining', { paused: false });
        }
      },
    });
    await job;
    expect(paused).toBe(true);
    expect(epochs.filter((epoch) => epoch === 0)).toHaveLength(2);
    expect(epochs[epochs.length - 1]).toBe(30);
  });

  it('goes over to wasm after a second loss within a minute, and after a third in any case', async () => {
    const soon = trial();
    await soon.service.run('memory', null);
    soon.deviceEvent(LOST);
    await soon.service.run('memory', null);
    soon.wait(59_000);
    soon.deviceEvent({ kind: 'lost', message: '' });
    await soon.service.run('memory', null);
    expect(soon.choices.map(({ avoid }) => avoid)).toEqual([[], [], ['wasm', 'webgl']]);
    expect(soon.told[1]).toMatchObject({
      name: 'cpu',
      reason: expect.stringMatching(/^The GPU was lost again\. Ridgeline computes with plain JavaScript now;/) as unknown,
    });

    const rarely = trial();
    for (let loss = 0; loss < 3; loss++) {
      await rarely.service.run('memory', null);
      rarely.deviceEvent(LOST);
      rarely.wait(61_000);
    }
    await rarely.service.run('memory', null);
    expect(rarely.choices.map(({ avoid }) => avoid)).toEqual([[], [], [], ['wasm', 'webgl']]);
    // Whoever asks for a backend gives it another chance.
    await rarely.service.run('selectBackend', { preference: 'auto' });
    expect(rarely.choices[4]).toMatchObject({ avoid: [], memoryMode: 'usual' });
  });

  it('a loss that a job meets before it is told is a loss, not a failure of the job', async () => {
    let fail = true;
    const { service, choices, told, deviceEvent } = trial((engine) => ({
      ...engine,
      evaluator: failing(engine.evaluator, () => {
        if (!fail) return null;
        fail = false;
        setTimeout(() => deviceEvent(LOST), 20);
        return new DOMException('The device is lost.', 'AbortError');
      }),
    }));
    await trainThree(service);
    expect((await service.run('plane', plane)).complete).toBe(1);
    expect(choices.map(({ memoryMode }) => memoryMode)).toEqual(['usual', 'usual']);
    expect(told[0].reason).toMatch(/lost/);
  });
});

/** Fails with what `failure` gives at each evaluation; null: none. */
function failing(evaluator: Evaluator, failure: () => Error | null): Evaluator {
  return {
    evaluate: (...request) => {
      const error = failure();
      return error === null ? evaluator.evaluate(...request) : Promise.reject(error);
    },
    evaluateAll: (...request) => evaluator.evaluateAll(...request),
    logits: (...request) => evaluator.logits(...request),
    hiddenActivations: (...request) => evaluator.hiddenActivations(...request),
  };
}

const NO_MEMORY = new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded.');

describe('a backend that fails', () => {
  const whileChoice = (hopeless: (choice: EngineChoice) => boolean, error: Error = NO_MEMORY): Trial =>
    trial((engine, choice) => ({ ...engine, evaluator: failing(engine.evaluator, () => (hopeless(choice) ? error : null)) }));

  it('goes on in smaller pieces, with the same result and a message', async () => {
    const { service, choices, told } = whileChoice(({ memoryMode }) => memoryMode === 'usual');
    await trainThree(service);
    expect((await service.run('plane', plane)).complete).toBe(1);
    expect(choices.map(({ memoryMode }) => memoryMode)).toEqual(['usual', 'pieces']);
    expect(told.map(({ reason }) => reason)).toEqual([
      'WebAssembly failed (WebAssembly.Memory.grow(): Maximum memory size exceeded). Ridgeline goes on in smaller pieces, which takes longer.',
    ]);
  });

  it('then without its own kernels, then with the next backend', async () => {
    const { service, choices, told } = whileChoice(({ avoid }) => avoid.length === 0);
    await trainThree(service);
    expect((await service.run('plane', plane)).complete).toBe(1);
    expect(choices).toMatchObject([
      { memoryMode: 'usual' },
      { memoryMode: 'pieces' },
      { memoryMode: 'plain' },
      { memoryMode: 'usual', avoid: ['wasm'] },
    ]);
    expect(told[2]).toMatchObject({
      name: 'cpu',
      reason: expect.stringMatching(/^WebAssembly failed .* computes with plain JavaScript now\.$/) as unknown,
    });
  });

  it('what no backend can do fails as it did, and other jobs go on with the best one', async () => {
    const { service, choices, told } = whileChoice(() => true);
    await trainThree(service);
    await expect(service.run('plane', plane)).rejects.toBe(NO_MEMORY);
    expect(choices[choices.length - 1]).toMatchObject({ avoid: [], memoryMode: 'usual' });
    expect(await service.run('evaluate', { dataset, network: 'a', split: 'test' })).toMatchObject({ loss: expect.any(Number) as unknown });
    await calm();
    expect(told[told.length - 1]).toMatchObject({ name: 'wasm', reason: expect.stringMatching(/^No backend could do it/) as unknown });
  });

  it('what the device refuses without any call throwing counts while something runs', async () => {
    const { service, choices, deviceEvent, told } = trial();
    const refused: DeviceEvent = { kind: 'refused', message: 'Error while parsing WGSL' };
    await trainThree(service);
    deviceEvent(refused);
    const expected = await service.run('plane', plane);
    expect(choices).toHaveLength(1);
    const made = await withMeanwhile(service, 'plane', plane, () => deviceEvent(refused));
    expect(made.x).toEqual(expected.x);
    expect(made.complete).toBe(1);
    expect(choices[1]).toMatchObject({ memoryMode: 'pieces' });
    expect(told[0].reason).toMatch(/WGSL.*smaller pieces/);
  });

  it('is not blamed for mistakes: of the request, or our own', async () => {
    const mistake = whileChoice(() => true, new TypeError("Cannot read properties of undefined (reading 'buffer')"));
    await trainThree(mistake.service);
    await expect(mistake.service.run('plane', plane)).rejects.toThrow(TypeError);
    await expect(mistake.service.run('plane', { ...plane, c: 'a' })).rejects.toMatchObject({ code: 'degenerate' });
    await expect(mistake.service.run('plane', { ...plane, resolution: 1 })).rejects.toMatchObject({ argument: 'resolution' });
    expect(mistake.choices).toHaveLength(1);
    expect(mistake.told).toEqual([]);
  });
});
