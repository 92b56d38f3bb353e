import { describe, expect, it, onTestFinished } from 'vitest';
import type { TrainRequest } from '../../compute/protocol.ts';
import { fakePage, type FakePage, quiet, until } from '../../testing/fake-page.ts';
import { memoryStorage } from '../../testing/memory-storage.ts';
import { parseLink } from '../link/link.ts';
import { createScripting } from '../scripting/scripting.ts';
import type { NetworkEntry } from '../shared-state.ts';
import { provenanceOf } from './provenance.ts';

const EPOCHS = 8;
const ASKED = `v=1&data=moons&epochs=${EPOCHS}&seeds=1,2`;
const HASH = `#${ASKED}&len=${ASKED.length + 1}`;

async function opened(options: Parameters<typeof fakePage>[0] = {}): Promise<FakePage> {
  const page = fakePage({ hash: HASH, ...options });
  onTestFinished(() => page.app.close());
  await page.app.start();
  await quiet(page);
  return page;
}

/** Trains and stops after an epoch. */
async function stopped(page: FakePage, epoch: number, stop: (page: FakePage) => Promise<unknown> = ({ app }) => app.run('cancel')): Promise<void> {
  const { app, client } = page;
  client.stopAt(epoch);
  client.hold('train');
  const training = app.run('train');
  await until(() => app.getState().training.status === 'running' && client.asked.at(-1)?.name === 'train');
  await stop(page);
  await expect(training).rejects.toMatchObject({ name: 'AbortError' });
  client.release('train');
  await quiet(page);
}

function lastTrain({ client }: FakePage): TrainRequest {
  return client.asked.findLast(({ name }) => name === 'train')?.request as TrainRequest;
}

const told = ({ name, stopped: at, recipe, checkpointCount, history }: NetworkEntry): unknown[] => [
  name,
  at,
  recipe?.kind === 'trained' ? (recipe.stop ?? null) : null,
  checkpointCount,
  history.length,
];

describe('a training that is stopped', () => {
  it.each([
    ['by the action', ({ app }: FakePage) => app.run('cancel')],
    ['by a script', (page: FakePage) => createScripting(page.app, 'test').cancel()],
  ])('keeps its networks as they were, says so, and stays over a reload (%s)', async (_, stop) => {
    const storage = memoryStorage();
    const page = await opened({ storage });
    await stopped(page, 3, stop);
    const state = page.app.getState();
    expect(state.networks.map(told)).toEqual([
      ['seed 1', { epoch: 3, canGoOn: true }, 3, 4, 4],
      ['seed 2', { epoch: 3, canGoOn: true }, 3, 4, 4],
    ]);
    expect(state.networks.map(({ test }) => test?.loss)).toEqual([0.01, 0.02]);
    expect(state.training.status).toBe('idle');
    expect(state.roles).toEqual({ A: null, B: null, C: null });
    const ids = state.networks.map(({ id }) => id);
    expect(state.notices).toMatchObject([
      {
        text: `Training was stopped. Kept: seed 1 (epoch 3 of ${EPOCHS}) and seed 2 (epoch 3 of ${EPOCHS}).`,
        action: { label: 'Go on', name: 'continueTraining', argument: { ids } },
      },
    ]);
    expect(provenanceOf(state.networks[0]).find(({ what }) => what === 'Training')?.words).toMatch(/^stopped at epoch 3 of 8, /);
    await page.app.settle();

    const again = await opened({ storage, hash: HASH });
    expect(again.app.getState().networks.map(told)).toEqual(state.networks.map(told));
    await again.app.run('continueTraining');
    expect(lastTrain(again).from?.map((from) => from?.epoch)).toEqual([3, 3]);
  });

  it('of pairs goes on with all pairs, those that were not begun too', async () => {
    const page = await opened();
    const { app, client } = page;
    client.stopAt(3);
    client.hold('train');
    const pairs = { kind: 'order', count: 3, seed: 1 } as const;
    const training = app.run('trainPairs', { pairs });
    await until(() => app.getState().training.status === 'running' && client.asked.at(-1)?.name === 'train');
    await app.run('cancel');
    await expect(training).rejects.toMatchObject({ name: 'AbortError' });
    client.release('train');
    await quiet(page);
    expect(app.getState().networks).toHaveLength(2);
    const { action } = app.getState().notices.find(({ text }) => text.startsWith('Training was stopped.')) ?? {};
    expect(action).toMatchObject({ label: 'Go on', name: 'trainPairs', argument: { pairs } });
    await app.run('trainPairs', action?.argument as { pairs: typeof pairs });
    await quiet(page);
    expect(app.getState().networks.filter(({ stopped: at }) => at === null)).toHaveLength(6);
  });

  it('goes on from where it stood, and the finished networks take the places of the stopped', async () => {
    const page = await opened();
    await stopped(page, 3);
    const [first, second] = page.app.getState().networks.map(({ id }) => id);
    await page.app.run('assignRole', { role: 'B', id: second });
    await page.app.run('rename', { id: first, name: 'mine' });
    await page.app.run('continueTraining', { ids: [second, first] });
    await quiet(page);
    const { from, seeds } = lastTrain(page);
    expect(seeds.map(({ init }) => init)).toEqual([2, 1]);
    expect(from?.map((state) => [state?.epoch, state?.parameters[0], state?.optimizer.steps])).toEqual([
      [3, 2, 12],
      [3, 1, 12],
    ]);
    const { networks, roles } = page.app.getState();
    const made = networks.filter(({ origin }) => origin.kind === 'trained');
    // The fake tells two checkpoints of the rest.
    expect(made.map(told)).toEqual([
      ['mine', null, null, 6, 4],
      ['seed 2', null, null, 6, 4],
    ]);
    expect(roles).toEqual({ A: made[0].id, B: made[1].id, C: null });
    expect([first, second].some((id) => networks.some((entry) => entry.id === id))).toBe(false);
  });

  it('can be stopped again, and Train goes on with it; trained anew it begins again', async () => {
    const page = await opened();
    await stopped(page, 3);
    await stopped(page, 5);
    expect(page.app.getState().networks.map(told)).toEqual([
      ['seed 1', { epoch: 5, canGoOn: true }, 5, 6, 6],
      ['seed 2', { epoch: 5, canGoOn: true }, 5, 6, 6],
    ]);
    await page.app.run('train', { anew: true });
    await quiet(page);
    expect(lastTrain(page).from).toEqual([null, null]);
    const names = page.app.getState().networks.filter(({ origin }) => origin.kind === 'trained');
    expect(names.map(({ name }) => name)).toEqual(['seed 1', 'seed 2', 'seed 1, run 2 of moons', 'seed 2, run 2 of moons']);
  });

  it('that was at its last epoch leaves finished networks', async () => {
    const page = await opened();
    await stopped(page, EPOCHS);
    expect(page.app.getState().networks.map(({ stopped: at }) => at)).toEqual([null, null]);
    expect(page.app.getState().notices).toMatchObject([
      { text: 'Training was stopped. Kept: seed 1 (finished) and seed 2 (finished).', action: null },
    ]);
    await expect(page.app.run('continueTraining')).rejects.toMatchObject({ message: 'No training was stopped.' });
  });

  it('goes on only on its own data, and only where it can', async () => {
    const page = await opened();
    await stopped(page, 3);
    const [id] = page.app.getState().networks.map((entry) => entry.id);
    await page.app.run('loadData', { id: 'circles', trainSize: 64, testSize: 64, noise: 0.1, seed: 3, arms: 3 });
    await expect(page.app.run('continueTraining', { ids: [id] })).rejects.toThrow(/'seed 1' learnt from other data. Load those/);
    await expect(page.app.run('continueTraining')).rejects.toThrow(/No training on these data was stopped/);
    await expect(page.app.run('continueTraining', { ids: ['none'] })).rejects.toMatchObject({ code: 'not-found', argument: 'ids' });
  });

  it('is named by a link, which trains to the same epoch elsewhere', async () => {
    const page = await opened();
    await stopped(page, 3);
    const [a, b] = page.app.getState().networks.map(({ id }) => id);
    await page.app.run('assignRole', { role: 'A', id: a });
    await page.app.run('assignRole', { role: 'B', id: b });
    await page.app.settle();
    const hash = page.location.hash();
    const { state, problems } = parseLink(hash);
    expect(problems).toEqual([]);
    expect(state.roles.B?.recipe).toMatchObject({ kind: 'trained', stop: 3, training: { epochs: EPOCHS } });
    const other = await opened({ hash });
    expect(lastTrain(other)).toMatchObject({ until: 3, training: { epochs: EPOCHS } });
    expect(parseLink(hash.replace('A.stop=3', 'A.stop=8').replace(/&len=\d+/, '')).problems.join(' ')).toMatch(/A\.stop/);
  });

  it('of a first visit leaves nothing', async () => {
    const page = fakePage();
    onTestFinished(() => page.app.close());
    page.client.stopAt(2);
    page.client.hold('train');
    await page.app.start();
    await until(() => page.client.count('train') === 1);
    await page.app.run('cancel');
    await quiet(page);
    expect(page.app.getState()).toMatchObject({ networks: [], notices: [] });
  });
});
