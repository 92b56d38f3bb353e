import { describe, expect, it, onTestFinished } from 'vitest';
import { RidgelineError } from '../../base/errors.ts';
import type { JobRequest } from '../../compute/protocol.ts';
import { memoryStorage } from '../../testing/memory-storage.ts';
import { fakeGrid, withErrors } from '../../testing/fake-lab.ts';
import { sweptSplit, sweptWords } from './sweep-words.ts';
import { fakePage, quiet, until, type FakePage } from '../../testing/fake-page.ts';
import { describeLab } from '../figures/sentences/sentence.ts';
import { keptSweep, restoredSweep } from './kept-sweep.ts';

async function opened(storage = memoryStorage()): Promise<FakePage> {
  const page = fakePage({ hash: '#v=1&data=moons&len=15', storage });
  onTestFinished(() => page.app.close());
  await page.app.start();
  await quiet(page);
  await page.app.run('setView', { place: 'layers', lab: { figure: 'sensitivity', sensitivity: { rates: [0.01, 0.05, 0.1] } } });
  return page;
}

const trained = ({ client }: FakePage): JobRequest<'train'>[] =>
  client.asked.filter(({ name }) => name === 'train').map(({ request }) => request as JobRequest<'train'>);
const statuses = ({ app }: FakePage): string[] => app.getState().figures.sensitivity.result?.entries.map(({ status }) => status) ?? [];

describe('the sensitivity sweep', () => {
  it('trains and measures every learning rate, and leaves list, roles and worker as they were', async () => {
    const page = await opened();
    const { app, client } = page;
    const known = [...client.networks.keys()];
    await app.run('sweep');
    expect(trained(page).map(({ training }) => training.learningRate)).toEqual([0.01, 0.05, 0.1]);
    expect(trained(page).every(({ seeds, training }) => seeds.length === 6 && training.checkpoints === 2)).toBe(true);
    const { figures, networks, roles } = app.getState();
    expect(figures.sensitivity).toMatchObject({ status: 'done', result: { over: 'learningRate', secondsLeft: null } });
    expect(figures.sensitivity.result?.entries.map(({ name, grid }) => [name, grid?.names.length])).toEqual([
      ['learning rate 0.01', 10],
      ['learning rate 0.05', 10],
      ['learning rate 0.1', 10],
    ]);
    expect(networks).toEqual([]);
    expect(roles.A).toBeNull();
    expect([...client.networks.keys()]).toEqual(known);
  });

  it('keeps what is done where it is stopped, and goes on from there', async () => {
    const page = await opened();
    const { app, client } = page;
    client.hold('recipe');
    const first = app.run('sweep');
    await until(() => statuses(page)[0] === 'measuring');
    client.hold('train');
    client.release('recipe');
    await until(() => statuses(page)[1] === 'training');
    expect(app.actions().find(({ name }) => name === 'trainPairs')?.reason).toContain('sweep');
    await app.run('cancelSweep');
    client.release('train');
    await expect(first).rejects.toMatchObject({ name: 'AbortError' });
    expect(statuses(page)).toEqual(['done', 'stopped', 'stopped']);
    expect(describeLab(app.getState()).text).toMatch(/the sweep was stopped before 2 of 3\.$/i);
    expect(app.getState().figures.sensitivity.status).toBe('idle');
    expect(app.getState().notices).toEqual([]);
    const before = trained(page).length;
    await app.run('sweep');
    expect(statuses(page)).toEqual(['done', 'done', 'done']);
    expect(
      trained(page)
        .slice(before)
        .map(({ training }) => training.learningRate),
    ).not.toContain(0.01);
  });

  it('asks before a key stops it, and says that it was stopped where nothing was measured', async () => {
    const page = await opened();
    const { app, client } = page;
    const loses = () => app.actions().find(({ name }) => name === 'cancel')?.loses ?? null;
    expect(loses()).toBeNull();
    client.hold('train');
    const sweep = app.run('sweep');
    await until(() => statuses(page)[0] === 'training');
    expect(loses()).toMatchObject({
      question: 'Stop the sweep?',
      text: expect.stringMatching(/^Measured so far: 0 of 3\..*learning rate 0\.01/) as string,
    });
    await app.run('cancel');
    client.release('train');
    await expect(sweep).rejects.toMatchObject({ name: 'AbortError' });
    expect(statuses(page)).toEqual(['stopped', 'stopped', 'stopped']);
    expect(describeLab(app.getState()).text).toBe('The sweep was stopped before a setting was measured.');
    expect(loses()).toBeNull();
  });

  it('goes on after a reload from what was finished, and takes nothing that is no sweep', async () => {
    const storage = memoryStorage();
    const first = await opened(storage);
    first.client.failNext('train', new RidgelineError('diverged', 'It diverged.'));
    await first.app.run('sweep');
    await quiet(first);
    const second = await opened(storage);
    expect(second.app.getState().figures.sensitivity.status).toBe('idle');
    expect(second.app.getState().figures.sensitivity.result?.entries.map(({ name, status }) => [name, status])).toEqual([
      ['learning rate 0.05', 'done'],
      ['learning rate 0.1', 'done'],
    ]);
    await second.app.run('sweep');
    expect(trained(second).map(({ training }) => training.learningRate)).toEqual([0.01]);
    await quiet(second);
    const kept = storage.settings.get('run.sensitivity') as { entries: { grid: { alpha: Float64Array } }[] };
    storage.settings.set('run.sensitivity', { ...kept, entries: kept.entries.map((entry) => ({ ...entry, grid: { ...entry.grid, alpha: [0.5] } })) });
    const third = await opened(storage);
    expect(third.app.getState().figures.sensitivity.result).toBeNull();
  });

  it('is kept with its errors, without them as before they were measured, and not with some that do not fit', () => {
    const grid = fakeGrid('single', 0.1);
    const kept = (of: typeof grid) =>
      keptSweep({ over: 'task', entries: [{ name: 'moons', key: 'k', status: 'done', grid: of, error: null }], secondsLeft: null });
    for (const whole of [grid, withErrors(grid, 0.01)]) expect(restoredSweep(kept(whole))?.entries[0].grid).toEqual(whole);
    expect(restoredSweep(kept({ ...grid, errors: withErrors(fakeGrid('single', 0.1, [0.5], 2), 0.01).errors }))).toBeNull();
  });

  it('asks no setting twice, and goes over tasks with as many examples each', async () => {
    const page = await opened();
    const { app } = page;
    await app.run('sweep');
    await app.run('setView', { lab: { sensitivity: { rates: [0.05, 0.2] } } });
    await app.run('sweep');
    expect(trained(page).map(({ training }) => training.learningRate)).toEqual([0.01, 0.05, 0.1, 0.2]);
    await app.run('setView', { lab: { sensitivity: { over: 'task', tasks: ['moons', 'glyphs'] } } });
    await app.run('sweep');
    expect(
      trained(page)
        .slice(4)
        .map(({ dataset }) => dataset),
    ).toMatchObject([
      { id: 'moons', trainSize: 1250, testSize: 2000 },
      { id: 'glyphs', trainSize: 1250, testSize: 2000 },
    ]);
    expect(app.getState().experiment.data.id).toBe('moons');
    expect(app.getState().data.result?.trainSize).toBe(512);
    const entries = app.getState().figures.sensitivity.result?.entries ?? [];
    expect(sweptWords(entries)).toBe('Two moons and Glyphs, test, N = 2,000; same start, other data order, 3 pairs each, seeds from 1');
    // They were measured on the test split, whatever is shown now.
    expect(sweptSplit(entries, 'train')).toBe('test');
    expect([sweptSplit([], 'train'), sweptWords([]), sweptWords([{ ...entries[0], key: 'a stranger’s' }])]).toEqual(['train', null, null]);
  });

  it('goes on after a setting that failed, which says why', async () => {
    const page = await opened();
    const { app, client } = page;
    client.failNext('train', new RidgelineError('diverged', 'It diverged.'));
    await app.run('sweep');
    expect(statuses(page)).toEqual(['failed', 'done', 'done']);
    expect(app.getState().figures.sensitivity.result?.entries[0].error).toBe('It diverged.');
    await app.run('sweep');
    expect(statuses(page)).toEqual(['done', 'done', 'done']);
  });
});
