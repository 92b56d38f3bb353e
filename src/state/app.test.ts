import { describe, expect, it, onTestFinished } from 'vitest';
import { RidgelineError } from '../base/errors.ts';
import type { PlaneJob } from '../compute/protocol.ts';
import { describeExperiment } from './figures/sentences/sentence.ts';
import { parseLink } from './link/link.ts';
import { channelPair } from '../testing/channel-pair.ts';
import { fakePage, type FakePage, quiet, until } from '../testing/fake-page.ts';
import { memoryStorage } from '../testing/memory-storage.ts';

async function opened(options: Parameters<typeof fakePage>[0] = {}): Promise<FakePage> {
  const page = fakePage(options);
  onTestFinished(() => page.app.close());
  await page.app.start();
  await quiet(page);
  return page;
}

describe('a first visit', () => {
  it('trains, matches and fills every figure by itself', async () => {
    const { app, location } = await opened();
    const state = app.getState();
    expect(state.demonstration).toBe(true);
    expect(state.networks.map(({ name, saved }) => [name, saved])).toEqual([
      ['seed 1', 'saved'],
      ['seed 2', 'saved'],
      ['seed 3', 'saved'],
      ['seed 2′ by weights', 'saved'],
      ['seed 3′ by weights', 'saved'],
    ]);
    expect(state.figures.curve.result?.aligned?.test.lossBarrier.barrier.lerp).toBe(0);
    expect(state.figures.layers.result?.aligned).not.toBeNull();
    expect(state.probe.result?.place).toMatchObject({ kind: 'path', alpha: 0.5 });
    expect(state.figures.plane.result?.naive?.labels).toEqual(['A', 'B', 'C']);
    expect(state.figures.plane.result?.aligned?.labels).toEqual(['A', "B'", "C'"]);
    expect(state.figures.plane.result?.aligned?.plane.x).toEqual(state.figures.plane.result?.naive?.plane.x);
    expect(state.figures.plane.result?.naive?.others.map(({ label }) => label)).toEqual(["B'", "C'"]);
    expect(describeExperiment(state).verdict).toBe('removed');
    expect(parseLink(location.hash())).toMatchObject({ problems: [], state: { roles: { C: { recipe: { seeds: { init: 3, order: 3 } } } } } });
    expect(state.notices).toEqual([]);
  });

  it('ends at the first change and then overwrites nothing', async () => {
    const page = fakePage();
    onTestFinished(() => page.app.close());
    page.client.hold('train');
    await page.app.start();
    await until(() => page.client.count('train') === 1);
    await page.app.run('loadData', { id: 'circles', trainSize: 64, testSize: 64, noise: 0.1, seed: 3, arms: 3 });
    page.client.release('train');
    await quiet(page);
    expect(page.app.getState()).toMatchObject({ demonstration: false, networks: [], roles: { A: null }, experiment: { data: { id: 'circles' } } });
    expect(page.app.getState().notices).toEqual([]);
  });

  it('leaves a page that trains, even if it is cancelled before the data are there', async () => {
    const page = fakePage();
    onTestFinished(() => page.app.close());
    page.client.hold('loadDataset');
    await page.app.start();
    await until(() => page.client.count('loadDataset') === 1);
    await page.app.run('cancel');
    page.client.release('loadDataset');
    await quiet(page);
    expect(page.app.getState().data.result).toBeNull();
    await page.app.run('train');
    await quiet(page);
    expect(page.app.getState().networks.map(({ name }) => name)).toContain('seed 3');
  });

  it('says after a reload that training was interrupted', async () => {
    let note: string | null = null;
    const unfinished = { get: () => note, set: (text: string | null) => void (note = text) };
    const storage = memoryStorage();
    await opened({ storage, unfinished });
    expect(note).toBeNull();
    note = 'seed 7';
    const { app } = await opened({ storage, unfinished });
    expect(app.getState().notices.map(({ text }) => text)).toEqual([expect.stringContaining('while seed 7 trained') as string]);
    expect(note).toBeNull();
  });

  it('does not run over a link', async () => {
    const { app } = await opened({ hash: '#v=1&data=circles&len=16' });
    expect(app.getState()).toMatchObject({ demonstration: false, networks: [], experiment: { data: { id: 'circles' } }, data: { status: 'done' } });
  });
});

describe('links', () => {
  it('open on the same view in a fresh browser, training what is short', async () => {
    const first = await opened();
    await first.app.run('setView', { plane: { show: 'aligned' }, split: 'train', probe: { kind: 'network', endpoint: "B'" } });
    await quiet(first);
    const hash = first.location.hash();
    const second = await opened({ hash });
    const [a, b] = [first.app.getState(), second.app.getState()];
    expect(b.view).toEqual(a.view);
    expect(b.experiment).toEqual(a.experiment);
    expect(b.networks.map(({ recipe }) => recipe)).toEqual(a.networks.map(({ recipe }) => recipe));
    expect(b.figures.curve.result?.aligned?.test).toEqual(a.figures.curve.result?.aligned?.test);
    expect(b.pending).toBeNull();
    expect(second.location.hash()).toBe(hash);
  });

  it('use the networks of this browser, without training', async () => {
    const storage = memoryStorage();
    const first = await opened({ storage });
    const second = await opened({ storage, hash: first.location.hash() });
    expect(second.client.count('train')).toBe(0);
    expect(second.client.count('align')).toBe(0);
    expect(second.app.getState().roles).toEqual(first.app.getState().roles);
    expect(second.app.getState().aligned).toEqual(first.app.getState().aligned);
    const third = await opened({ storage });
    expect(third.app.getState()).toMatchObject({ demonstration: false, roles: first.app.getState().roles });
    expect(third.app.getState().networks[0].test).toEqual({ loss: expect.closeTo(0.01) as number, accuracy: 0.9 });
  });

  it('offer to train what takes long, naming the author backend, and keep asking in the hash', async () => {
    const hash = '#v=1&data=mnist&train=60000&epochs=500&A=1&B=2&backend=webgpu&len=59';
    const page = await opened({ hash });
    expect(page.app.getState().pending).toMatchObject({ train: ['A', 'B'], files: [], authorBackend: 'webgpu' });
    expect(page.app.getState().pending?.estimateSeconds).toBeGreaterThan(60);
    expect(parseLink(page.location.hash()).state.roles.B?.recipe).toMatchObject({ seeds: { init: 2 } });
    await page.app.run('trainPending');
    await quiet(page);
    expect(page.app.getState().pending).toBeNull();
    expect(page.app.getState().roles.B).not.toBeNull();
    expect(page.client.asked.filter(({ name }) => name === 'train').map(({ request }) => request)).toMatchObject([
      { seeds: [{ init: 1 }, { init: 2 }] },
    ]);
  });

  it('name the files that are missing, and say what was wrong', async () => {
    const page = await opened({ hash: `#v=1&data=file&file=mine.csv:${'a'.repeat(64)}&shape=round` });
    const state = page.app.getState();
    expect(state.pending?.files).toEqual(['mine.csv']);
    expect(state.notices.map(({ text }) => text).join()).toMatch(/no end mark.*Unknown in the link and ignored: shape/);
  });

  it('have Back go to the view before, with the networks and settings of now, and to a link before as a link', async () => {
    const page = await opened();
    const { app, location } = page;
    const networks = app.getState().networks.length;
    const spot = () => [app.getState().view.place, app.getState().view.large, app.getState().view.lab.figure];
    await app.run('enlarge', { figure: 'plane' });
    await app.run('showPlace', { place: 'layers' });
    await app.run('setView', { lab: { figure: 'toy' } });
    await app.run('setExperiment', { architecture: { hidden: [5] } });
    await app.run('probe', { kind: 'path', path: 'naive', alpha: 0.25 });
    expect(location.back()).toBe(true);
    expect(spot()).toEqual(['layers', 'plane', 'barriers']);
    expect(location.back()).toBe(true);
    expect(spot()).toEqual(['explore', 'plane', 'barriers']);
    expect(location.back()).toBe(true);
    expect(spot()).toEqual(['explore', null, 'barriers']);
    expect(app.getState()).toMatchObject({ experiment: { architecture: { hidden: [5] } }, view: { probe: { alpha: 0.25 } } });
    expect(app.getState().networks).toHaveLength(networks);
    expect(location.hash()).toContain('hidden=5');
    expect(location.back()).toBe(false);

    const shown = location.hash();
    location.goTo('#v=1&data=circles&len=16');
    await quiet(page);
    expect(app.getState().data.result?.name).toBe('circles');
    expect(location.back()).toBe(true);
    await quiet(page);
    expect(app.getState().data.result?.name).toBe('moons');
    expect(location.hash()).toBe(shown);
  });

  it('follow a changed hash and ignore their own echo', async () => {
    const page = await opened();
    const trained = page.client.count('train');
    page.location.goTo(page.location.hash());
    await quiet(page);
    expect(page.client.count('train')).toBe(trained);
    page.location.goTo('#v=1&data=spirals&arms=4&len=23');
    await until(() => page.app.getState().experiment.data.id === 'spirals');
    await quiet(page);
    expect(page.app.getState().experiment.data).toMatchObject({ arms: 4 });
  });
});

describe('actions', () => {
  it('reject unknown keys and values out of bounds, as a notice too, and change nothing', async () => {
    const { app } = await opened();
    const before = app.getState().view;
    await expect(app.run('setView', { plane: { colour: 'red' } } as never)).rejects.toMatchObject({
      code: 'unknown-key',
      argument: 'plane.colour',
      message: expect.stringContaining('Valid keys: show, through') as string,
    });
    await expect(app.run('setView', { curve: { points: 24 } })).rejects.toMatchObject({
      code: 'invalid-argument',
      argument: 'curve.points',
      received: 24,
    });
    await expect(app.run('nothing' as never)).rejects.toMatchObject({ argument: 'name' });
    expect(app.getState().view).toEqual(before);
    expect(app.getState().notices.length).toBe(3);
  });

  it('undo and redo settings and roles', async () => {
    const page = await opened();
    const { app } = page;
    const { roles } = app.getState();
    await app.run('setExperiment', { architecture: { hidden: [8] } });
    await app.run('assignRole', { role: 'A', id: roles.B });
    expect(app.getState().roles).toEqual({ A: roles.B, B: roles.A, C: roles.C });
    await app.run('undo');
    expect(app.getState()).toMatchObject({ roles, experiment: { architecture: { hidden: [8] } } });
    await app.run('undo');
    expect(app.getState().experiment.architecture.hidden).toEqual([32]);
    await app.run('redo');
    expect(app.getState().experiment.architecture.hidden).toEqual([8]);
    await app.run('setExperiment', { data: { id: 'glyphs' } });
    await quiet(page);
    expect(app.getState().experiment).toMatchObject({ data: { id: 'glyphs' }, architecture: { hidden: [128] } });
    expect(app.getState().networks[0].test).toBeNull();
    await app.run('undo');
    await quiet(page);
    expect(app.getState().data.result?.name).toBe('moons');
    expect(app.getState().networks[0].test).not.toBeNull();
  });

  it('undo and redo where the probe was put and what a network was called, not what was passed on the way', async () => {
    const page = await opened();
    const { app } = page;
    const [{ id, name }] = app.getState().networks;
    const at = (alpha: number) => ({ kind: 'path', path: 'naive', alpha }) as const;
    await app.run('probe', at(0.2));
    await app.run('previewProbe', at(0.9));
    await app.run('previewProbe', at(0.2));
    await app.run('rename', { id, name: 'mine' });
    await app.run('probe', at(0.7));
    await app.run('undo');
    expect(app.getState().view.probe).toEqual(at(0.2));
    expect(app.getState().networks[0].name).toBe('mine');
    await app.run('undo');
    expect(app.getState().networks[0].name).toBe(name);
    await app.run('undo');
    expect(app.getState().view.probe).toEqual(at(0.5));
    await app.run('redo');
    await app.run('redo');
    await app.run('redo');
    expect(app.getState()).toMatchObject({ view: { probe: at(0.7) }, canRedo: false });
    expect(app.getState().networks[0].name).toBe('mine');
  });

  it('confirm briefly, and keep what must be read until it is closed, a new training included', async () => {
    const page = fakePage({ hash: '#v=1&data=moons&nonsense=1&len=26' });
    onTestFinished(() => page.app.close());
    const { app } = page;
    await app.start();
    await quiet(page);
    await app.run('train');
    await quiet(page);
    expect(app.getState().notices).toMatchObject([{ tone: 'warning', brief: false, text: expect.stringContaining('nonsense') as string }]);
    await app.run('remove', { id: app.getState().networks[0].id });
    expect(app.getState().notices.at(-1)).toMatchObject({ brief: true, text: "Deleted 'seed 1'." });
  });

  it('delete with undo, roles included', async () => {
    const page = await opened();
    const { app, storage } = page;
    const { roles, networks } = app.getState();
    const id = networks[1].id;
    await app.run('remove', { id });
    await quiet(page);
    expect(app.getState().roles.B).toBeNull();
    expect(storage.networks.has(id)).toBe(false);
    expect(app.getState().figures.curve.result).toBeNull();
    const undo = app.getState().notices.at(-1)?.action;
    expect(undo).toMatchObject({ label: 'Undo', name: 'restore' });
    await app.run('restore', undo?.argument as { id: string });
    await quiet(page);
    expect(app.getState().roles).toEqual(roles);
    expect(app.getState().networks.map((entry) => entry.id)).toEqual(networks.map((entry) => entry.id));
    expect(storage.networks.has(id)).toBe(true);
    await app.run('remove', { id });
    const offers = (): number => app.getState().notices.filter(({ action }) => action?.name === 'restore').length;
    expect(offers()).toBe(1);
    await app.run('undo');
    expect(app.getState().roles).toEqual(roles);
    expect(offers()).toBe(0);
  });

  it('use networks again that were made by the same settings and seeds, and train them anew only when asked', async () => {
    const page = await opened();
    const { app } = page;
    const { networks, roles } = app.getState();
    const trainings = (): number => page.client.count('train');
    const before = trainings();
    await app.run('assignRole', { role: 'A', id: roles.C });
    const again = await app.run('train');
    await quiet(page);
    expect(trainings()).toBe(before);
    expect(again).toMatchObject([{ id: roles.A }, { id: roles.B }, { id: roles.C }]);
    expect(app.getState().roles).toEqual(roles);
    const notice = app.getState().notices.at(-1);
    expect(notice).toMatchObject({
      text: 'seed 1, seed 2 and seed 3 were here already, made by these settings: nothing was trained.',
      action: { label: 'Train anew', name: 'train', argument: { anew: true } },
    });

    await app.run('setExperiment', { seeds: [2, 9] as never });
    await app.run('train');
    await quiet(page);
    expect(trainings()).toBe(before + 1);
    const fresh = app.getState().networks.find(({ seeds }) => seeds?.init === 9);
    expect(app.getState().roles).toEqual({ A: roles.B, B: fresh?.id, C: null });
    expect(fresh).toMatchObject({ name: 'seed 9', run: { number: 2 }, backend: app.getState().backend.info?.name });

    await app.run('train', { anew: true });
    await quiet(page);
    expect(
      app
        .getState()
        .networks.filter(({ origin }) => origin.kind === 'trained')
        .map(({ name }) => name),
    ).toEqual([
      ...networks.filter(({ origin }) => origin.kind === 'trained').map(({ name }) => name),
      'seed 9',
      'seed 2, run 3 of moons',
      'seed 9, run 3 of moons',
    ]);
  });

  it('delete a run at once, matched copies included, and bring it back', async () => {
    const page = await opened();
    const { app } = page;
    await app.run('train', { anew: true });
    await quiet(page);
    const { networks, roles } = app.getState();
    const run = networks.find(({ id }) => id === roles.A)?.run?.id ?? '';
    await app.run('removeRun', { run });
    const rest = app.getState().networks;
    expect(rest.length).toBeGreaterThan(0);
    expect(rest.every((entry) => entry.run?.number === 1)).toBe(true);
    expect(app.getState().roles).toEqual({ A: null, B: null, C: null });
    const undo = app.getState().notices.at(-1);
    expect(undo).toMatchObject({ text: `Deleted run 2 of moons: ${networks.length - rest.length} networks.`, action: { name: 'restore' } });
    await app.run('restore', undo?.action?.argument as { run: string });
    expect(app.getState().networks.map(({ id }) => id)).toEqual(networks.map(({ id }) => id));
    expect(app.getState().roles).toEqual(roles);
    await app.run('removeRun', { run });
    await app.run('undo');
    expect(app.getState().roles).toEqual(roles);
    await expect(app.run('removeRun', { run: 'none' })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('cancel training without an error, and keep what there was', async () => {
    const page = await opened();
    const { roles } = page.app.getState();
    page.client.hold('train');
    const training = page.app.run('train', { anew: true });
    await until(() => page.app.getState().training.status === 'running');
    await page.app.run('cancel');
    await expect(training).rejects.toMatchObject({ name: 'AbortError' });
    expect(page.app.getState()).toMatchObject({
      roles,
      training: { status: 'idle', error: null },
      notices: [{ tone: 'info', brief: true, text: 'Training was stopped before a whole epoch was done: there is nothing new to keep.' }],
    });
  });

  it('say why they cannot run', async () => {
    const page = fakePage({ hash: '#v=1&data=moons&len=14' });
    onTestFinished(() => page.app.close());
    await page.app.start();
    await quiet(page);
    const align = page.app.actions().find(({ name }) => name === 'align');
    expect(align).toMatchObject({ enabled: false, reason: 'Choose networks as A and B first.', shortcut: 'm' });
    // One key trains, in each place what is trained there.
    const shortcuts = page.app.actions().flatMap(({ name, shortcut }) => (shortcut === null || name === 'trainPairs' ? [] : [shortcut]));
    expect(new Set(shortcuts).size).toBe(shortcuts.length);
  });

  it('that make a file have it saved where a person runs them, and only given where a script does', async () => {
    const { app, client, saved } = await opened();
    const { id } = app.getState().networks[0];
    await app.run('rename', { id, name: 'mine/1: best?' });
    const given = await app.run('exportNetwork', { id });
    expect(given).toBeInstanceOf(Blob);
    expect(saved).toEqual([]);
    await app.perform('exportNetwork', { id });
    expect(saved.map(({ name, type }) => [name, type])).toEqual([['mine-1- best-.safetensors', 'application/octet-stream']]);
    const bytes = new Uint8Array(await saved[0].arrayBuffer());
    expect(bytes).toEqual(new Uint8Array(await (given as Blob).arrayBuffer()));
    const network = client.networks.get(id);
    expect(bytes.byteLength).toBeGreaterThan(4 * (network?.parameters.length ?? Infinity));
    await app.perform('share');
    expect(saved).toHaveLength(1);
    await expect(app.perform('exportNetwork', { id: 'none' })).rejects.toMatchObject({ code: 'not-found' });
    expect(saved).toHaveLength(1);
  });

  it('tell what they would end for good: a cancel a training or a sweep, and nothing else', async () => {
    const page = await opened();
    const losing = (): unknown[] => page.app.actions().flatMap(({ name, loses }) => (loses === null ? [] : [[name, loses]]));
    expect(losing()).toEqual([]);
    page.client.hold('align');
    await page.app.run('setView', { alignment: { method: 'activation' } });
    const aligning = page.app.run('align');
    await until(() => page.app.getState().aligning.status === 'running');
    expect(losing()).toEqual([]);
    page.client.release('align');
    await aligning;
    page.client.hold('train');
    const training = page.app.run('train', { anew: true });
    await until(() => page.app.getState().training.status === 'running');
    const { epochs } = page.app.getState().experiment.training;
    expect(losing()).toEqual([
      [
        'cancel',
        {
          question: 'Stop training?',
          text: `seed 1, seed 2, seed 3: epoch 0 of ${epochs} is done. What is done by then is kept and can go on; what was begun since would be lost.`,
          confirm: 'Stop',
        },
      ],
    ]);
    await page.app.run('cancel');
    page.client.release('train');
    await expect(training).rejects.toMatchObject({ name: 'AbortError' });
    expect(losing()).toEqual([]);
    page.client.hold('train');
    const sweep = page.app.run('sweep');
    await until(() => page.app.getState().figures.sensitivity.status === 'running');
    expect(losing()).toMatchObject([['cancel', { question: 'Stop the sweep?', confirm: 'Stop' }]]);
    await page.app.run('cancel');
    page.client.release('train');
    await expect(sweep).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('go back to the old data where new ones do not load', async () => {
    const page = await opened();
    page.client.failNext('loadDataset', new RidgelineError('fetch-failed', 'no such file'));
    await expect(page.app.run('loadData', { id: 'glyphs', trainSize: 10, testSize: 10, noise: 0.1, seed: 0, arms: 3 })).rejects.toThrow(
      'no such file',
    );
    expect(page.app.getState()).toMatchObject({
      experiment: { data: { id: 'moons' }, architecture: { hidden: [32] } },
      data: { status: 'failed', result: { name: 'moons' } },
    });
  });
});

describe('figures', () => {
  it('are remembered by request', async () => {
    const page = await opened();
    const asked = page.client.count('plane') + page.client.count('curve') + page.client.count('layers');
    await page.app.run('setView', { split: 'train' });
    await quiet(page);
    expect(page.client.count('plane') + page.client.count('curve') + page.client.count('layers')).toBe(asked + 4);
    await page.app.run('setView', { split: 'test' });
    await quiet(page);
    expect(page.client.count('plane') + page.client.count('curve') + page.client.count('layers')).toBe(asked + 4);
    expect(page.app.getState().figures.plane.result?.naive?.split).toBe('test');
  });

  it('a zoom asks for its maps alone, which share one extent', async () => {
    const page = await opened();
    const before = page.client.asked.length;
    await page.app.run('setView', { plane: { show: 'both', window: [0, 0.5, 0, 0.5] } });
    await quiet(page);
    const asked = page.client.asked.slice(before);
    expect(asked.map(({ name }) => name)).toEqual(['plane', 'plane']);
    const maps = asked.map(({ request }) => request as PlaneJob);
    for (const { sharing } of maps) expect(sharing).toEqual(maps.map(({ a, b, c, unit }) => ({ a, b, c, unit })));
    // Both in units of the naive distance, though the aligned one goes through B′.
    const { roles, aligned } = page.app.getState();
    expect(maps.map(({ b }) => b)).toEqual([roles.B, aligned.B]);
    expect(maps.map(({ unit }) => unit)).toEqual([
      [roles.A, roles.B],
      [roles.A, roles.B],
    ]);
  });

  it('curves and layers do not wait for a plane that sharpens', async () => {
    const page = await opened();
    page.client.hold('plane');
    await page.app.run('setView', { plane: { window: [0, 0.5, 0, 0.5] } });
    await until(
      () => page.client.asked.filter(({ name, request }) => name === 'plane' && (request as { window: unknown }).window !== null).length === 1,
    );
    const before = page.app.getState().figures.curve.result;
    await page.app.run('setView', { curve: { points: 31 }, layers: { schedule: 'fromInput' } });
    await until(
      () =>
        page.app.getState().figures.curve.status === 'done' &&
        page.app.getState().figures.layers.status === 'done' &&
        page.app.getState().figures.curve.result !== before,
    );
    expect(page.app.getState().figures.curve.result?.naive.test.alpha).toHaveLength(31);
    expect(page.app.getState().figures.plane.status).toBe('running');
    page.client.release('plane');
    await quiet(page);
    expect([...(page.app.getState().figures.plane.result?.naive?.plane.x ?? [])].slice(0, 1)).toEqual([0]);
  });

  it('keep the old picture while the new one is computed, and drop what was superseded', async () => {
    const page = await opened();
    const old = page.app.getState().figures.plane.result?.naive?.plane;
    page.client.hold('plane');
    await page.app.run('setView', { plane: { window: [0, 0.5, 0, 0.5] } });
    await until(() => page.app.getState().figures.plane.status === 'running');
    expect(page.app.getState().figures.plane.result?.naive?.plane).toBe(old);
    await page.app.run('setView', { plane: { window: [0, 1, 0, 1] } });
    await new Promise((resolve) => setTimeout(resolve, 20));
    page.client.release('plane');
    await quiet(page);
    expect(page.app.getState().figures.plane.result?.naive?.plane.x.at(-1)).toBe(1);
    await page.app.run('resetPlane');
    await quiet(page);
    expect(page.app.getState().figures.plane.result?.naive?.plane.x.at(-1)).toBe(1.25);
  });

  it('let the probe follow, one request at a time', async () => {
    const page = await opened();
    const before = page.client.count('probe');
    page.client.hold('probe');
    for (let i = 0; i <= 20; i++) void page.app.run('probe', { kind: 'path', path: 'aligned', alpha: i / 20 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    page.client.release('probe');
    await quiet(page);
    expect(page.client.count('probe') - before).toBeLessThanOrEqual(2);
    expect(page.app.getState().probe.result?.place).toMatchObject({ kind: 'path', alpha: 1 });
    await page.app.run('undo');
    expect(page.app.getState().view.probe).toMatchObject({ alpha: 0.95 });
  });

  it('show a refusal where the figure is, and no other figure suffers', async () => {
    const page = await opened();
    page.client.failNext('plane', new RidgelineError('degenerate', 'The three networks lie on one line.'));
    await page.app.run('setView', { plane: { resolution: 21 } });
    await quiet(page);
    expect(page.app.getState().figures.plane).toMatchObject({ status: 'failed', error: { code: 'degenerate' } });
    expect(page.app.getState().figures.curve.status).toBe('done');
  });

  it('draw training paths, those of aligned copies permuted', async () => {
    const page = await opened();
    await page.app.run('setView', { plane: { trajectories: true } });
    await quiet(page);
    const { result } = page.app.getState().figures.plane;
    expect(result?.naive?.paths.map(({ label }) => label)).toEqual(['A', 'B', 'C']);
    const requests = page.client.asked
      .filter(({ name }) => name === 'projectPath')
      .map(({ request }) => (request as { permutations: unknown }).permutations !== null);
    expect(requests).toEqual([false, false, false, false, true, true]);
  });
});

describe('storage', () => {
  it('says what could not be saved', async () => {
    const storage = memoryStorage();
    storage.putNetwork = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
    const { app, saved } = await opened({ storage });
    expect(app.getState().networks[0].saved).toBe('failed');
    const notice = app.getState().notices.at(-1);
    expect(notice?.text).toContain('its storage is full');
    const { action } = notice ?? { action: null };
    expect(action).toMatchObject({ label: 'Export', name: 'exportNetwork' });
    await app.perform(action?.name as 'exportNetwork', action?.argument as { id: string });
    expect(saved.map(({ name }) => name)).toEqual([`${/^'(.*?)' could/.exec(notice?.text ?? '')?.[1] ?? ''}.safetensors`]);
  });

  it('works without, and says so', async () => {
    const { app } = await opened({ storage: null as never, storageMessage: 'A private window keeps nothing.' });
    expect(app.getState().storage).toEqual({ available: false, message: 'A private window keeps nothing.' });
    expect(app.getState().networks[0].saved).toBe('memory-only');
  });

  it('reports a broken record and shows the rest', async () => {
    const storage = memoryStorage();
    const first = await opened({ storage });
    const [, second] = [...storage.networks.keys()];
    storage.networks.set(second, { ...(storage.networks.get(second) as object), network: 7 });
    storage.networks.set('future', { version: 99 });
    const { app } = await opened({ storage, hash: '#v=1&data=moons&len=14' });
    expect(app.getState().networks.length).toBe(first.app.getState().networks.length - 1);
    expect(
      app
        .getState()
        .notices.map(({ text }) => text)
        .join(),
    ).toMatch(/2 stored networks could not be read.*newer Ridgeline/);
  });
});

describe('two tabs that train at the same time', () => {
  it('tell their networks apart by name, alike in both and in storage, and say so', async () => {
    const storage = memoryStorage();
    const [left, right] = channelPair();
    const asked = 'v=1&data=moons&seeds=1,2';
    const hash = `#${asked}&len=${asked.length + 1}`;
    const tabs = [await opened({ storage, tabs: left, hash }), await opened({ storage, tabs: right, hash })];
    for (const { client } of tabs) client.hold('train');
    const trainings = tabs.map(({ app }) => app.run('train'));
    for (const { app } of tabs) await until(() => app.getState().training.status === 'running');
    for (const { client } of tabs) client.release('train');
    await Promise.all(trainings);
    for (const tab of tabs) await quiet(tab);
    const names = ({ app }: FakePage): Record<string, string> =>
      Object.fromEntries(
        app
          .getState()
          .networks.filter(({ origin }) => origin.kind === 'trained')
          .map(({ id, name }) => [id, name]),
      );
    await until(() => Object.keys(names(tabs[0])).length === 4 && Object.keys(names(tabs[1])).length === 4);
    await until(() => new Set(Object.values(names(tabs[0]))).size === 4 && new Set(Object.values(names(tabs[1]))).size === 4);
    expect(names(tabs[0])).toEqual(names(tabs[1]));
    expect(Object.values(names(tabs[0])).toSorted()).toEqual(['seed 1', 'seed 1 (2)', 'seed 2', 'seed 2 (2)']);
    const told = tabs.flatMap(({ app }) => app.getState().notices.map(({ text }) => text)).filter((text) => text.startsWith('Another tab made'));
    expect(told).toHaveLength(2);
    const again = await opened({ storage, hash });
    expect(names(again)).toEqual(names(tabs[0]));
  });
});

describe('two tabs', () => {
  it("hear of each other's networks, deletions and names", async () => {
    const storage = memoryStorage();
    const [left, right] = channelPair();
    const first = await opened({ storage, tabs: left, hash: '#v=1&data=moons&len=14' });
    const second = await opened({ storage, tabs: right, hash: '#v=1&data=moons&len=14' });
    await first.app.run('train');
    await quiet(first);
    await until(() => second.app.getState().networks.length === 5);
    await until(() => second.app.getState().networks.every(({ test }) => test !== null));
    expect(second.app.getState().roles).toEqual({ A: null, B: null, C: null });
    const { id } = first.app.getState().networks[0];
    await second.app.run('rename', { id, name: 'the first' });
    await until(() => first.app.getState().networks[0].name === 'the first');
    await second.app.run('remove', { id });
    await until(() => first.app.getState().networks.every((entry) => entry.id !== id));
    expect(first.app.getState().roles.A).toBeNull();
  });
});

describe('a backend that changes under way', () => {
  const info = { name: 'wasm', device: '2 cores', software: true, simd: null } as const;

  it('is told each time, and figures stay where the device is the same', async () => {
    const page = await opened();
    const asked = page.client.count('plane');
    for (let loss = 0; loss < 2; loss++) {
      page.client.changeBackend({ ...info, reason: 'The GPU was lost. It was started again.' });
      await quiet(page);
      const [notice] = page.app.getState().notices;
      expect(notice).toMatchObject({ tone: 'warning', text: 'The GPU was lost. It was started again.' });
      page.app.session.notices.dismiss(notice.id);
    }
    expect(page.client.count('plane')).toBe(asked);
    page.client.changeBackend({ ...info, name: 'cpu', reason: null });
    await quiet(page);
    expect(page.client.count('plane')).toBe(asked + 2);
  });
});
