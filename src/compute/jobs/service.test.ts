import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { RidgelineError } from '../../base/errors.ts';
import { initialise } from '../../nn/initialise.ts';
import type { Network } from '../../nn/network.ts';
import { expectClose } from '../../testing/close.ts';
import { startNodeBackend } from '../../testing/node-backend.ts';
import { moons, testService, threeNetworks, trainThree } from '../../testing/test-service.ts';
import { scoreNetwork } from '../../testing/float64-network.ts';
import type { RecipeResult } from '../protocol.ts';
import type { Service } from './service.ts';

const { architecture: choice, training, seeds, shares } = threeNetworks;
const dataset = moons;

async function serviceWithNetworks(): Promise<{ service: Service; networks: Network[] }> {
  const service = testService();
  return { service, networks: await trainThree(service) };
}

describe('service', () => {
  it('does every job of a session, and holds no tensors after', async () => {
    await startNodeBackend('wasm');
    const before = tf.memory().numTensors;
    const { service, networks } = await serviceWithNetworks();
    const { x, y, count } = await service.run('examples', { dataset, split: 'test', count: 1e9 });
    expect(count).toBe(96);
    const score = await service.run('evaluate', { dataset, network: 'b', split: 'test' });
    const exact = scoreNetwork(networks[1].architecture, Float64Array.from(networks[1].parameters), { x, y, count });
    expectClose([score.loss, score.accuracy], [exact.loss, exact.accuracy], 1e-4, 1e-5);
    expect((await service.run('logits', { dataset, network: 'b', split: 'test', count: 4 })).logits).toHaveLength(8);

    const aligned = await service.run('align', {
      dataset,
      reference: 'a',
      network: 'b',
      method: 'weight',
      seed: 1,
      restarts: 1,
      signs: false,
      activations: true,
    });
    expect(aligned.alignment.distanceAfter).toBeLessThanOrEqual(aligned.alignment.distanceBefore);
    const curve = await service.run('curve', { dataset, a: 'a', b: 'b', split: 'test', points: 5, range: [0, 1], refine: false });
    expect(curve.loss[4]).toBeCloseTo(score.loss, 4);
    const partials: number[] = [];
    const plane = await service.run(
      'plane',
      { dataset, a: 'a', b: 'b', c: 'c', split: 'test', resolution: 9, margin: 0.25, sharing: [], window: null, keep: false },
      { onPartial: ({ complete }) => partials.push(complete) },
    );
    expect(plane.complete).toBe(1);
    const { points } = await service.run('project', { a: 'a', b: 'b', c: 'c', networks: ['b'] });
    expectClose([points[0].x, points[0].y, points[0].outOfPlane], [1, 0, 0], 0, 1e-6);
    // Two planes that are compared have one extent: round all their corners, to the bit.
    const both = [
      { a: 'a', b: 'b', c: 'c' },
      { a: 'a', b: 'c', c: 'b' },
    ];
    const [one, two] = await Promise.all(both.map((three) => service.run('project', { ...three, networks: [three.c] })));
    const corners = [...one.points, ...two.points];
    for (const three of both) {
      const shared = await service.run('plane', {
        ...three,
        dataset,
        split: 'test',
        resolution: 3,
        margin: 0.25,
        sharing: both,
        window: null,
        keep: false,
      });
      expect([shared.x[0], shared.x.at(-1)]).toEqual([
        Math.min(0, ...corners.map(({ x }) => x)) - 0.25,
        Math.max(1, ...corners.map(({ x }) => x)) + 0.25,
      ]);
      expect([shared.y[0], shared.y.at(-1)]).toEqual([
        Math.min(0, ...corners.map(({ y }) => y)) - 0.25,
        Math.max(...corners.map(({ y }) => y)) + 0.25,
      ]);
    }
    const layers = await service.run('layers', { dataset, a: 'a', b: 'b', split: 'test', schedule: 'single', alpha: [0.5] });
    expect(layers.layers).toHaveLength(2);
    const pair = ['a', 'b'].map((id) => ({ id, permutations: null, signs: null }));
    const grid: unknown = await service.run('recipe', {
      recipe: 'layerGrid',
      networks: pair,
      examples: [{ dataset, split: 'test', share: null }],
      settings: { sequence: 'single', seed: 0, window: 1, alpha: [0.5] },
    });
    expect((grid as RecipeResult<'layerGrid'>).endB.loss[0]).toBeCloseTo(score.loss, 5);
    await service.run('selectBackend', { preference: 'cpu' });
    await service.run('selectBackend', { preference: 'auto' });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('probes what the curve and the plane show at the same place', async () => {
    const { service } = await serviceWithNetworks();
    const ask = { dataset, split: 'test' as const, resolution: 20, examples: 10 };
    const curve = await service.run('curve', { dataset, a: 'a', b: 'b', split: 'test', points: 3, range: [0, 1], refine: false });
    const path = await service.run('probe', { ...ask, place: { kind: 'path', a: 'a', b: 'b', alpha: 0.5 } });
    expect(path.score.loss).toBeCloseTo(curve.loss[1], 5);
    const plane = await service.run('probe', { ...ask, place: { kind: 'plane', a: 'a', b: 'b', c: 'c', x: 1, y: 0 } });
    const end = await service.run('probe', { ...ask, place: { kind: 'network', network: 'b' } });
    expect(plane.score.loss).toBeCloseTo(end.score.loss, 4);
    expect(end.confusion.reduce((sum, n) => sum + n)).toBe(96);
    expect(end.confusion[0] + end.confusion[3]).toBe(Math.round(96 * end.score.accuracy));
    const { strip, regions } = end;
    expect(strip.mistakes).toBe(96 - Math.round(96 * end.score.accuracy));
    strip.label.forEach((label, i) => expect(label !== strip.predicted[i]).toBe(i < strip.mistakes));
    expect(new Set(strip.index).size).toBe(96);
    expect(regions?.predicted).toHaveLength(400);
    expect(regions && regions.x[1] - regions.x[0]).toBeCloseTo(regions ? regions.y[1] - regions.y[0] : NaN, 10);
    for (const p of regions?.probability ?? []) expect(p).toBeGreaterThanOrEqual(0.5);
  });

  it('lets a probe through while training runs, and cancels training', async () => {
    const { service } = await serviceWithNetworks();
    const controller = new AbortController();
    const job = service.run(
      'train',
      { dataset, architecture: choice, training: { ...training, epochs: 5000 }, seeds, shares },
      { signal: controller.signal },
    );
    const outcome = expect(job).rejects.toThrow('enough');
    for (let i = 0; i < 5; i++)
      await service.run('probe', { dataset, split: 'test', resolution: 20, examples: 10, place: { kind: 'path', a: 'a', b: 'b', alpha: i / 5 } });
    controller.abort(new Error('enough'));
    await outcome;
  });

  it('rejects jobs of an engine that the person replaced', async () => {
    const service = testService();
    await service.run('selectBackend', { preference: 'wasm' });
    let outcome: Promise<unknown> = Promise.resolve();
    await new Promise<void>((resolve) => {
      outcome = service
        .run('train', { ...threeNetworks, training: { ...training, epochs: 5000 } }, { onPartial: () => resolve() })
        .catch((error: unknown) => error);
    });
    await service.run('selectBackend', { preference: 'cpu' });
    expect(await outcome).toMatchObject({ code: 'backend-failed', message: expect.stringMatching(/changed.*again/) as unknown });
  });

  it('names what is missing or does not fit', async () => {
    const service = testService();
    await expect(service.run('evaluate', { dataset, network: 'nobody', split: 'test' })).rejects.toMatchObject({ code: 'not-found' });
    const network = initialise({ ...choice, inputs: 5, classes: 2 }, 1);
    await expect(service.run('putNetwork', { id: 'x', network: { ...network, parameters: new Float32Array(2) } })).rejects.toMatchObject({
      code: 'shape-mismatch',
    });
    await service.run('putNetwork', { id: 'x', network });
    await expect(service.run('evaluate', { dataset, network: 'x', split: 'test' })).rejects.toMatchObject({ code: 'shape-mismatch' });
    await service.run('dropNetwork', { id: 'x' });
    await expect(service.run('evaluate', { dataset, network: 'x', split: 'test' })).rejects.toBeInstanceOf(RidgelineError);
    await expect(service.run('nothing' as 'memory', null)).rejects.toThrow(/no job "nothing"/);
  });
});
