import { describe, expect, it, onTestFinished } from 'vitest';
import type { JobRequest } from '../../compute/protocol.ts';
import { fakePage, quiet, type FakePage } from '../../testing/fake-page.ts';

async function opened(): Promise<FakePage> {
  const page = fakePage({ hash: '#v=1&data=moons&len=15' });
  onTestFinished(() => page.app.close());
  await page.app.start();
  await quiet(page);
  return page;
}

const trained = ({ client }: FakePage): JobRequest<'train'>[] =>
  client.asked.filter(({ name }) => name === 'train').map(({ request }) => request as JobRequest<'train'>);

describe('the standing example', () => {
  it('goes in one step from nothing to three pairs in the laboratory, and back', async () => {
    const page = await opened();
    const { app } = page;
    await app.run('standingExample', { data: 'glyphs' });
    await quiet(page);
    const state = app.getState();
    expect(state.view).toMatchObject({ place: 'layers', lab: { figure: 'barriers', pairs: { kind: 'epochs', count: 3, seed: 1, epochs: 3 } } });
    expect(state.experiment).toMatchObject({
      data: { id: 'glyphs', testSize: 2000, scaling: { mean: 0.1623, deviation: 0.2596 } },
      architecture: { hidden: [64, 64, 64, 64, 64, 64, 64, 64], init: 'he-normal' },
      training: {
        optimizer: 'sgd',
        learningRate: 0.1,
        momentum: 0.9,
        weightDecay: 5e-4,
        clipNorm: 5,
        schedule: 'cosine',
        epochs: 100,
        batchSize: 64,
        checkpoints: 11,
      },
    });
    expect(trained(page).flatMap(({ seeds }) => seeds)).toEqual([
      { init: 1, order: 1 },
      { init: 1, order: 2, first: { order: 1, epochs: 3 } },
      { init: 2, order: 3 },
      { init: 2, order: 4, first: { order: 3, epochs: 3 } },
      { init: 3, order: 5 },
      { init: 3, order: 6, first: { order: 5, epochs: 3 } },
    ]);
    expect(state.figures.barriers.result?.pairs).toEqual([
      'seed 1 – seed 1/2 from epoch 4',
      'seed 2/3 – seed 2/4 from epoch 4',
      'seed 3/5 – seed 3/6 from epoch 4',
    ]);
    expect(app.link()).toContain('pairs=epochs:3:1:3');
    expect(state.figures.barriers.result?.naive?.at(-1)?.pairs).toBe(3);
    await app.run('undo');
    await quiet(page);
    expect(app.getState()).toMatchObject({ view: { place: 'explore', lab: { pairs: null } }, experiment: { data: { id: 'moons' } } });
  });
});

describe('pairs', () => {
  it('are trained by the settings, the first as A and B, and stand in the link', async () => {
    const page = await opened();
    const { app } = page;
    await app.run('setExperiment', { architecture: { hidden: [8, 8] }, training: { epochs: 3 } });
    await app.run('trainPairs', { pairs: { kind: 'classes', count: 2, seed: 5 } });
    await quiet(page);
    const { view, roles, networks } = app.getState();
    expect(view.lab.pairs).toEqual({ kind: 'classes', count: 2, seed: 5 });
    expect([roles.A, roles.B, roles.C]).toEqual([networks[0].id, networks[1].id, null]);
    expect(trained(page).flatMap(({ shares }) => shares)).toMatchObject([0, 1, 0, 1].map((part) => ({ by: 'class', part })));
    expect(app.link()).toContain('pairs=classes:2:5');
    await app.run('setView', { place: 'layers', lab: { figure: 'averaging', pair: 1 } });
    await quiet(page);
    expect(app.getState().figures.averaging.result).toMatchObject({
      halves: 'own',
      pair: 1,
      sets: ['half of A', 'half of B', 'both halves', 'test'],
    });
  });

  it('are refused in words where nothing can train', async () => {
    const page = await opened();
    const { app } = page;
    await expect(app.run('trainPairs', { pairs: { kind: 'order', count: 99, seed: 1 } })).rejects.toMatchObject({ argument: 'pairs.count' });
    await expect(app.run('trainPairs', { pair: 1 } as never)).rejects.toMatchObject({
      code: 'unknown-key',
      message: expect.stringContaining('Valid keys: pairs') as string,
    });
    await expect(app.run('standingExample', { data: 'moons' } as never)).rejects.toMatchObject({ argument: 'data' });
    expect(app.actions().find(({ name }) => name === 'cancelSweep')).toMatchObject({ enabled: false, reason: 'No sweep is running.' });
  });
});
