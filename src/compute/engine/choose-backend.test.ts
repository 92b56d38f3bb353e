import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startNodeBackend } from '../../testing/node-backend.ts';
import { measureTf, testTf } from './tf-engine.ts';
import { DEVICE_LIMIT, START_LIMIT, startBackend, type BackendEnvironment, type Device } from './choose-backend.ts';
import type { BackendName } from '../backend-names.ts';

/** Surroundings in which a backend's name only says what was asked for; the CPU computes, so that tests run in Node. */
function surroundings({
  webgpu = null,
  webgl = null,
  failing = [],
}: {
  webgpu?: Device | null;
  webgl?: Device | null;
  failing?: BackendName[];
}): BackendEnvironment & { activated: BackendName[] } {
  const activated: BackendName[] = [];
  return {
    activated,
    cores: 2,
    passed: new Set(),
    webgpuDevice: () => Promise.resolve(webgpu),
    webglDevice: () => webgl,
    async activate(name) {
      activated.push(name);
      await startNodeBackend('cpu');
      return !failing.includes(name);
    },
    test: testTf,
    measure: measureTf,
  };
}
const real = { name: 'A real GPU', software: false };
const soft = { name: 'SwiftShader', software: true };

describe('startBackend', () => {
  it('takes WebGPU on a real device', async () => {
    expect(await startBackend('auto', surroundings({ webgpu: real, webgl: real }))).toEqual({
      name: 'webgpu',
      device: 'A real GPU',
      software: false,
      simd: null,
      reason: null,
    });
  });

  it('takes wasm rather than software GPUs, and says so', async () => {
    const info = await startBackend('auto', surroundings({ webgpu: soft, webgl: soft }));
    expect(info).toMatchObject({ name: 'wasm', device: '2 cores', software: true });
    expect(info.reason).toMatch(/only in software here \(SwiftShader\)/);
  });

  it('says nothing where there is no GPU at all', async () => {
    expect((await startBackend('auto', surroundings({}))).reason).toBeNull();
  });

  it('measures a real WebGL device against wasm and takes one of them', async () => {
    const environment = surroundings({ webgl: real });
    expect(['webgl', 'wasm']).toContain((await startBackend('auto', environment)).name);
    expect(environment.activated.slice(0, 2)).toEqual(['webgl', 'wasm']);
  });

  it('honours a preference, software or not', async () => {
    expect(await startBackend('webgpu', surroundings({ webgpu: soft }))).toMatchObject({ name: 'webgpu', software: true, reason: null });
    expect((await startBackend('cpu', surroundings({ webgpu: real }))).name).toBe('cpu');
  });

  it('refuses a preference with the reason and takes the next', async () => {
    expect(await startBackend('webgpu', surroundings({}))).toMatchObject({
      name: 'wasm',
      reason: expect.stringMatching(/WebGPU was asked for/) as unknown,
    });
    expect(await startBackend('webgpu', surroundings({ webgpu: real, failing: ['webgpu'] }))).toMatchObject({
      name: 'wasm',
      reason: 'WebGPU did not start.',
    });
  });

  it('ends with plain JavaScript', async () => {
    expect(await startBackend('auto', surroundings({ webgpu: real, failing: ['webgpu', 'wasm'] }))).toMatchObject({
      name: 'cpu',
      reason: 'WebGPU did not start. WebAssembly did not start.',
    });
  });

  it('tests a device once, and starts it each time', async () => {
    const environment = surroundings({ webgpu: real });
    await startBackend('auto', environment);
    expect([...environment.passed]).toEqual(['webgpu A real GPU']);
    await startBackend('auto', environment);
    expect(environment.activated).toEqual(['webgpu', 'webgpu']);
  });

  it('does not go back to a lost device', async () => {
    expect((await startBackend('auto', surroundings({ webgpu: real }), ['webgpu'])).name).toBe('wasm');
  });
});

describe('a backend that never answers', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const never = new Promise<never>(() => undefined);
  /** The outcome, with as much time as it may take. */
  async function outcome<T>(promise: Promise<T>, limit: number): Promise<T> {
    const state = { settled: false };
    void promise.finally(() => (state.settled = true));
    for (let waited = 0; waited <= limit + 5000 && !state.settled; waited += 1000) {
      await vi.advanceTimersByTimeAsync(1000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return promise;
  }

  it('is given up while it starts, and the next one is told with the reason', async () => {
    const environment = surroundings({ webgpu: real });
    const activate = (name: BackendName): Promise<boolean> => (name === 'webgpu' ? never : environment.activate(name));
    expect(await outcome(startBackend('auto', { ...environment, activate }), START_LIMIT)).toMatchObject({
      name: 'wasm',
      reason: `WebGPU failed to start (no answer for ${START_LIMIT / 1000} seconds).`,
    });
  });

  it('is given up where the browser does not even say whether there is a GPU', async () => {
    const environment = { ...surroundings({}), webgpuDevice: () => never };
    expect(await outcome(startBackend('auto', environment), DEVICE_LIMIT)).toMatchObject({
      name: 'wasm',
      reason: `WebGPU gave no answer for ${DEVICE_LIMIT / 1000} seconds.`,
    });
  });
});
