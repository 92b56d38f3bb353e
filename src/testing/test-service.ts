/** A service in Node on tfjs's wasm or cpu backend, with two moons and small networks, for tests of compute/. */
import type { GeneratedSpec } from '../datasets/spec.ts';
import { createEngine } from '../compute/engine/tf-engine.ts';
import { createDatasetLoader } from '../compute/data/loader.ts';
import type { EngineChoice } from '../compute/engine/supervisor.ts';
import type { Engine } from '../compute/engine/engine.ts';
import type { TrainRequest } from '../compute/protocol.ts';
import { createService, type Service, type ServiceSetup } from '../compute/jobs/service.ts';
import type { Network } from '../nn/network.ts';
import { startNodeBackend } from './node-backend.ts';

export const moons: GeneratedSpec = { id: 'moons', trainSize: 128, testSize: 96, noise: 0.1, seed: 3, arms: 2 };
export const threeNetworks: TrainRequest = {
  dataset: moons,
  architecture: { hidden: [8], activation: 'relu', norm: 'none', output: 'softmax', init: 'pytorch' },
  training: {
    epochs: 5,
    batchSize: 32,
    optimizer: 'adam',
    learningRate: 0.02,
    momentum: 0,
    weightDecay: 0,
    schedule: 'constant',
    cycleMomentum: false,
    warmup: 0,
    clipNorm: 0,
    checkpoints: 3,
  },
  seeds: [1, 2, 3].map((n) => ({ init: n, order: n })),
  shares: [null, null, null],
};

/** wasm, or cpu where that is preferred or wasm is to be avoided. */
export async function startTestEngine({ preference, avoid, memoryMode }: EngineChoice): Promise<Engine> {
  const name = preference === 'cpu' || avoid.includes('wasm') ? 'cpu' : 'wasm';
  await startNodeBackend(name);
  return createEngine({ name, device: 'test', software: true, simd: null, reason: null }, memoryMode);
}

export function testService(setup: Partial<ServiceSetup> = {}): Service {
  return createService({
    makeLoader: (findFile) =>
      createDatasetLoader({
        fetch: () => Promise.reject(new Error('no network in tests')),
        baseUrl: 'http://test/',
        cache: { has: () => Promise.resolve(false), get: () => Promise.resolve(null), put: () => Promise.resolve(false) },
        decodeSprite: () => Promise.reject(new Error('no pictures in tests')),
        findFile,
        sharing: false,
      }),
    start: startTestEngine,
    onBackend: () => undefined,
    ...setup,
  });
}

/** Trains the three networks and registers them as a, b and c. */
export async function trainThree(service: Service): Promise<Network[]> {
  const { networks } = await service.run('train', threeNetworks);
  for (const [m, { network }] of networks.entries()) await service.run('putNetwork', { id: 'abc'[m], network });
  return networks.map(({ network }) => network);
}
