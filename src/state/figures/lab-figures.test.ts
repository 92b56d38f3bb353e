import { describe, expect, it, onTestFinished } from 'vitest';
import type { JobRequest } from '../../compute/protocol.ts';
import { fakePage, quiet, until, type FakePage } from '../../testing/fake-page.ts';

async function opened(): Promise<FakePage> {
  const page = fakePage();
  onTestFinished(() => page.app.close());
  await page.app.start();
  await quiet(page);
  return page;
}

function recipes({ client }: FakePage): JobRequest<'recipe'>[] {
  return client.asked.filter(({ name }) => name === 'recipe').map(({ request }) => request as JobRequest<'recipe'>);
}

describe('figures of a place that is not shown', () => {
  it('are not computed, and what they held stays', async () => {
    const page = await opened();
    const { app, client } = page;
    expect(recipes(page)).toEqual([]);
    const before = app.getState().figures.curve.result;
    await app.run('showPlace', { place: 'layers' });
    await quiet(page);
    expect(app.getState().figures.barriers.status).toBe('done');
    expect(app.getState().figures.cumulative.status).toBe('idle');
    const asked = client.count('curve') + client.count('plane') + client.count('layers') + client.count('probe');
    await app.run('setView', { curve: { points: 11 }, split: 'train' });
    await quiet(page);
    expect(client.count('curve') + client.count('plane') + client.count('layers') + client.count('probe')).toBe(asked);
    expect(app.getState().figures.curve.result).toBe(before);
    await app.run('showPlace');
    await quiet(page);
    expect(app.getState().view.place).toBe('explore');
    expect(app.getState().figures.curve.result?.naive.test.alpha.length).toBe(11);
  });

  it('stop where they are left, and go on when they are shown again', async () => {
    const page = await opened();
    const { app, client } = page;
    client.hold('recipe');
    await app.run('showPlace', { place: 'layers' });
    await until(() => client.count('recipe') === 1);
    await app.run('showPlace', { place: 'explore' });
    await quiet(page);
    expect(app.getState().figures.barriers.status).toBe('stopped');
    client.release('recipe');
    await app.run('showPlace', { place: 'layers' });
    await quiet(page);
    expect(app.getState().figures.barriers).toMatchObject({ status: 'done', error: null });
  });
});

describe('a figure that was cancelled', () => {
  it('says that it was stopped, and goes on when asked', async () => {
    const page = await opened();
    const { app, client } = page;
    const disabledReason = (): string | null => app.actions().find(({ name }) => name === 'resumeFigures')?.reason ?? null;
    client.hold('recipe');
    await app.run('showPlace', { place: 'layers' });
    await until(() => client.count('recipe') === 1);
    expect(disabledReason()).toBe('No figure was stopped.');
    await app.run('cancel');
    await quiet(page);
    expect(app.getState().figures.barriers).toMatchObject({ status: 'stopped', progress: null, error: null });
    expect(disabledReason()).toBeNull();
    client.release('recipe');
    await app.run('resumeFigures');
    await quiet(page);
    expect(app.getState().figures.barriers).toMatchObject({ status: 'done', error: null });
    expect(disabledReason()).toBe('No figure was stopped.');
  });

  it('of networks that are gone says nothing of them', async () => {
    const page = await opened();
    const { app, client } = page;
    client.hold('recipe');
    await app.run('showPlace', { place: 'layers' });
    await until(() => client.count('recipe') === 1);
    await app.run('assignRole', { role: 'A', id: null });
    await quiet(page);
    expect(app.getState().figures.barriers).toMatchObject({ status: 'idle', result: null });
    client.release('recipe');
  });
});

describe('the heatmap of single layers', () => {
  it('is made of one grid an epoch, the last first, at the midpoint alone unless the ends are looked at', async () => {
    const page = await opened();
    const { app } = page;
    const { roles } = app.getState();
    await app.run('showPlace', { place: 'layers' });
    await quiet(page);
    // The fake run's checkpoints are of epochs 0 and 1 of 100.
    expect(app.getState().figures.barriers.result?.epochs).toEqual([0, 1, 100]);
    expect(recipes(page).map(({ networks }) => networks.map(({ id }) => id))).toEqual([
      [roles.A, roles.B],
      [`${roles.A}@1`, `${roles.B}@1`],
      [`${roles.A}@0`, `${roles.B}@0`],
    ]);
    expect(new Set(recipes(page).map(({ settings }) => JSON.stringify(settings)))).toEqual(
      new Set([JSON.stringify({ sequence: 'single', seed: 0, window: 1, alpha: [0.5], errors: true })]),
    );
    await app.run('setView', { lab: { barriers: { reference: 'own', most: 2 } } });
    await quiet(page);
    expect(
      recipes(page)
        .slice(3)
        .map(({ settings }) => settings),
    ).toEqual([expect.objectContaining({ alpha: [0, 0.5, 1] }), expect.objectContaining({ alpha: [0, 0.5, 1] })]);
    expect(app.getState().figures.barriers.result).toMatchObject({ epochs: [0, 100], pairs: ['seed 1 – seed 2'], aligned: null, split: 'test' });
  });

  it('asks nothing again that it knows', async () => {
    const page = await opened();
    const { app } = page;
    await app.run('showPlace', { place: 'layers' });
    await quiet(page);
    const asked = recipes(page).length;
    await app.run('setView', { lab: { barriers: { columns: 'alpha' } } });
    await quiet(page);
    expect(
      recipes(page)
        .slice(asked)
        .map(({ settings }) => ('alpha' in settings && Array.isArray(settings.alpha) ? settings.alpha.length : 0)),
    ).toEqual([11]);
    await app.run('setView', { lab: { barriers: { columns: 'epochs' } } });
    await quiet(page);
    expect(recipes(page).length).toBe(asked + 1);
  });

  it('moves B and all its checkpoints by one permutation, without copies in the list', async () => {
    const page = await opened();
    const { app, client } = page;
    const { aligned } = app.getState();
    for (const id of [aligned.B, aligned.C]) if (id !== null) await app.run('remove', { id });
    const [matched, listed] = [client.count('align'), app.getState().networks.length];
    await app.run('setView', { place: 'layers', lab: { paths: 'both' } });
    await quiet(page);
    expect(client.count('align')).toBe(matched + 1);
    expect(app.getState().networks.length).toBe(listed);
    const moved = recipes(page).filter(({ networks }) => networks[1].permutations !== null);
    expect(moved.length).toBe(3);
    expect(new Set(moved.map(({ networks }) => String(networks[1].permutations?.[0]))).size).toBe(1);
    expect(moved.every(({ networks }) => networks[0].permutations === null)).toBe(true);
    await app.run('setView', { lab: { figure: 'cumulative' } });
    await quiet(page);
    expect(client.count('align')).toBe(matched + 1);
    expect(app.getState().figures.cumulative.result?.aligned?.length).toBe(1);
  });

  it('shows the examples of one cell', async () => {
    const page = await opened();
    const { app } = page;
    await app.run('showPlace', { place: 'layers' });
    await app.run('showCell', { cell: { path: 'naive', into: 'B', row: 2, column: 1 } });
    await quiet(page);
    const asked = recipes(page).find(({ recipe }) => recipe === 'decomposition');
    expect(asked).toMatchObject({
      settings: { layers: [1], into: 'B', alpha: 0.5 },
      networks: [{ id: `${app.getState().roles.A}@1` }, { id: `${app.getState().roles.B}@1` }],
    });
    const { result } = app.getState().figures.decomposition;
    expect(result?.title).toBe('layer 2, into B, α = 0.5, epoch 1, naive, seed 1 – seed 2');
    expect(result?.examples.x.length).toBe(2 * (result?.examples.index.length ?? 0));
    // Chosen where there were more columns and other paths: the last of those there are.
    await app.run('showCell', { cell: { path: 'naive', into: 'B', row: 2, column: 9 } });
    await app.run('setView', { lab: { paths: 'aligned' } });
    await quiet(page);
    expect(app.getState().figures.decomposition.result?.title).toBe('layer 2, into B, α = 0.5, epoch 100, aligned, seed 1 – seed 2');
    await app.run('undo');
    await app.run('undo');
    await app.run('showCell', { cell: null });
    await quiet(page);
    expect(app.getState().figures.decomposition.result).toBeNull();
    await app.run('undo');
    expect(app.getState().view.lab.barriers.cell).toMatchObject({ row: 2 });
  });
});

describe('cumulative barriers', () => {
  it('take what their sequence uses into the request, and epochs only where they are drawn', async () => {
    const page = await opened();
    const { app } = page;
    await app.run('setView', { place: 'layers', lab: { figure: 'cumulative', cumulative: { sequence: 'random', seed: 4 } } });
    await quiet(page);
    expect(recipes(page).map(({ settings }) => settings)).toEqual([{ sequence: 'random', seed: 4, window: 1, alpha: [0.5], errors: true }]);
    await app.run('setView', { lab: { cumulative: { sequence: 'fromOutput', seed: 9, drawing: 'heatmap' } } });
    await quiet(page);
    expect(
      recipes(page)
        .slice(1)
        .map(({ settings }) => settings),
    ).toEqual([1, 2, 3].map(() => ({ sequence: 'fromOutput', seed: 0, window: 1, alpha: [0.5], errors: true })));
  });
});

describe('figures of one pair', () => {
  it('are computed for the paths that are shown', async () => {
    const page = await opened();
    const { app } = page;
    await app.run('setView', { place: 'layers', lab: { figure: 'robustness', robustness: { draws: 7 } } });
    await quiet(page);
    expect(recipes(page)).toMatchObject([{ recipe: 'robustness', settings: { t: [0.5, 1], draws: 7, seed: 1 } }]);
    expect(app.getState().figures.robustness.result).toMatchObject({
      pair: 0,
      pairs: 1,
      pairName: 'seed 1 – seed 2',
      naive: { draws: 7 },
      aligned: null,
    });
    await app.run('setView', { lab: { paths: 'aligned', figure: 'subspaces', subspaces: { basis: 'ends' } } });
    await quiet(page);
    expect(app.getState().figures.subspaces.result).toMatchObject({ naive: null, aligned: { basis: 'ends' } });
    expect(recipes(page)[1].networks.length).toBe(2);
    await app.run('setView', { lab: { subspaces: { basis: 'checkpoints', layer: 1 } } });
    await quiet(page);
    expect(recipes(page)[2]).toMatchObject({ settings: { layer: 1 } });
    expect(recipes(page)[2].networks.map(({ permutations }) => permutations !== null)).toEqual([false, true, false, false, false, true, true, true]);
  });

  it('average two clients of common data on halves drawn for the figure', async () => {
    const page = await opened();
    const { app } = page;
    await app.run('setView', { place: 'layers', lab: { figure: 'averaging' } });
    await quiet(page);
    expect(recipes(page)[0]).toMatchObject({
      recipe: 'averages',
      settings: { layers: [0] },
      examples: [
        { split: 'train', share: { by: 'random', part: 0 } },
        { split: 'train', share: { by: 'random', part: 1 } },
        { split: 'train', share: null },
        { split: 'test', share: null },
      ],
    });
    expect(app.getState().figures.averaging.result).toMatchObject({ halves: 'random', sets: ['one half', 'the other half', 'all training', 'test'] });
  });
});
