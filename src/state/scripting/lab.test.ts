import { describe, expect, it, onTestFinished } from 'vitest';
import type { JobRequest } from '../../compute/protocol.ts';
import { fakePage, type FakePage } from '../../testing/fake-page.ts';
import { createScripting, type Ridgeline } from './scripting.ts';

async function pair(): Promise<FakePage & { ridgeline: Ridgeline; a: string; b: string; asked: () => JobRequest<'recipe'> | undefined }> {
  const page = fakePage({ hash: '#v=1&data=moons&len=15' });
  onTestFinished(() => page.app.close());
  const ridgeline = createScripting(page.app, '1.2.3');
  await page.app.start();
  const [a, b] = await ridgeline.train({ architecture: { hidden: [4] }, training: { epochs: 2 }, seeds: [1, 2] });
  return {
    ...page,
    ridgeline,
    a: a.id,
    b: b.id,
    asked: () =>
      page.client.asked
        .filter(({ name }) => name === 'recipe')
        .map(({ request }) => request as JobRequest<'recipe'>)
        .at(-1),
  };
}

describe('the laboratory by script', () => {
  it('gives layer-wise barriers of every schedule, at any α, against either reference', async () => {
    const { ridgeline, a, b, asked } = await pair();
    const single = await ridgeline.layers({ a, b });
    expect(asked()).toMatchObject({
      recipe: 'layerGrid',
      settings: { sequence: 'single', alpha: [0.5] },
      examples: [{ split: 'test', share: null }],
    });
    expect(single.layers[1]).toBe('layer 2');
    expect(single.full).toBeCloseTo(0.7, 10);
    await ridgeline.layers({ a, b, schedule: 'random', seed: 9, alpha: 0.25, split: 'train' });
    expect(asked()).toMatchObject({ settings: { sequence: 'random', seed: 9, alpha: [0.25] }, examples: [{ split: 'train' }] });
    const own = await ridgeline.layers({ a, b, schedule: 'window', window: 3, reference: 'own' });
    expect(asked()).toMatchObject({ settings: { sequence: 'window', window: 3, alpha: [0.5, 0, 1] } });
    expect(own.layers).toHaveLength(7);
    await expect(ridgeline.layers({ a, b, schedule: 'sideways' })).rejects.toMatchObject({
      argument: 'schedule',
      message: expect.stringContaining("'fromInput'") as string,
    });
    await expect(ridgeline.layers({ a, b, windows: 2 })).rejects.toMatchObject({
      code: 'unknown-key',
      message: expect.stringContaining('Valid keys: a, b, split, schedule, seed, window, alpha, reference') as string,
    });
  });

  it('gives robustness row by row, distance by distance, draw by draw', async () => {
    const { ridgeline, a, b, asked } = await pair();
    const robustness = await ridgeline.robustness({ a, b, draws: 4 });
    expect(asked()).toMatchObject({ recipe: 'robustness', settings: { t: [0.5, 1], draws: 4, seed: 1 } });
    expect(Object.keys(robustness)).toEqual(['layers', 't', 'distance', 'a', 'b']);
    expect([
      robustness.layers[0],
      robustness.layers.length,
      robustness.a.random.loss.length,
      robustness.a.random.loss[9].length,
      robustness.a.random.loss[9][1].length,
      robustness.b.path.loss[9].length,
      robustness.b.own.loss.length,
      robustness.b.own.loss[1].length,
    ]).toEqual(['full', 10, 10, 2, 4, 2, 2, 4]);
    await expect(ridgeline.robustness({ a, b, draws: 51 })).rejects.toMatchObject({ argument: 'draws' });
  });

  it('gives noise in the subspaces, on checkpoints of both runs or on the ends alone', async () => {
    const { ridgeline, a, b, asked } = await pair();
    const found = await ridgeline.subspaces({ a, b, layer: 2, draws: 6 });
    expect(asked()).toMatchObject({ recipe: 'subspaces', settings: { layer: 1, draws: 6, low: 0.0625, high: 2, count: 11, basis: 'checkpoints' } });
    expect(asked()?.networks.map(({ id }) => id)).toEqual([a, b, `${a}@0`, `${a}@1`, a, `${b}@0`, `${b}@1`, b]);
    expect([found.layer, found.norms.length, found.towards.loss.length, found.training.loss.length, found.training.loss[8].length]).toEqual([
      2, 9, 9, 9, 6,
    ]);
    await ridgeline.subspaces({ a, b, basis: 'ends' });
    expect(asked()?.networks.map(({ id }) => id)).toEqual([a, b]);
    await expect(ridgeline.subspaces({ a, b, layer: 0 })).rejects.toMatchObject({ argument: 'layer' });
    await expect(ridgeline.subspaces({ a, b, layer: 3 })).rejects.toMatchObject({
      argument: 'layer',
      received: 3,
      message: expect.stringContaining('from 1 to 2') as string,
    });
    await expect(ridgeline.averages({ a, b, layers: [1, 1] })).rejects.toMatchObject({
      argument: 'layers',
      received: [1, 1],
      message: expect.stringContaining('twice') as string,
    });
  });

  it('tells what each example adds, and how averages do on halves', async () => {
    const { ridgeline, a, b, asked } = await pair();
    const parts = await ridgeline.decomposition({ a, b, layers: [1, 2], into: 'B' });
    expect(asked()).toMatchObject({ recipe: 'decomposition', settings: { layers: [0, 1], into: 'B', alpha: 0.5 } });
    expect(parts.contribution[7]).toBe(parts.d[7] - parts.j[7] - parts.ey[7]);
    const averages = await ridgeline.averages({ a, b, by: 'class' });
    expect(asked()).toMatchObject({
      recipe: 'averages',
      settings: { layers: [0] },
      examples: [
        { share: { by: 'class', part: 0, seed: 0 } },
        { share: { by: 'class', part: 1 } },
        { split: 'train', share: null },
        { split: 'test', share: null },
      ],
    });
    expect([averages.sets, averages.models.length, averages.loss.length, averages.loss[4].length]).toEqual([
      ['half 1', 'half 2', 'train', 'test'],
      5,
      5,
      4,
    ]);
  });

  it('computes the diagonal toy with its closed forms', async () => {
    const { ridgeline } = await pair();
    const { barriers, paths } = await ridgeline.diagonalToy({ r: 5 });
    // methods.md §4.
    expect(barriers.single.names).toEqual(['full', 'layer 1', 'layer 2']);
    [0.64, 4, 0.16].forEach((value, row) => expect(barriers.single.intoA[row]).toBeCloseTo(value, 12));
    expect(paths.map(({ name, layers }) => [name, layers])).toEqual([
      ['full', [1, 2]],
      ['layer 1', [1]],
      ['layer 2', [2]],
    ]);
    await expect(ridgeline.diagonalToy({ r: 0 })).rejects.toMatchObject({ argument: 'r' });
  });

  it('trains on shares of the data', async () => {
    const { ridgeline, client } = await pair();
    const [one, other] = await ridgeline.train({
      seeds: [
        { init: 1, order: 1 },
        { init: 1, order: 2 },
      ],
      shares: [
        { by: 'random', part: 1, seed: 7 },
        { by: 'random', part: 2, seed: 7 },
      ],
    });
    const { request } = client.asked.filter(({ name }) => name === 'train').at(-1) ?? {};
    expect(request).toMatchObject({
      shares: [
        { by: 'random', part: 0, seed: 7 },
        { by: 'random', part: 1, seed: 7 },
      ],
    });
    expect([one.name, other.name]).toEqual(['half 1 of 2, seed 1', 'half 2 of 2, seed 1/2']);
    await expect(ridgeline.train({ seeds: [1, 2], shares: [null] })).rejects.toMatchObject({ argument: 'shares' });
    await expect(ridgeline.train({ seeds: [1], shares: [{ by: 'random', part: 0 }] })).rejects.toMatchObject({ argument: 'shares[0].part' });
  });
});
