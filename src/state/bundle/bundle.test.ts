import { readFileSync } from 'node:fs';
import { unzipSync, zipSync } from 'fflate';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sha256Hex } from '../../base/hash.ts';
import { readSafetensors } from '../../io/safetensors.ts';
import { fakePage, quiet, type FakePage, until } from '../../testing/fake-page.ts';
import type { AppState } from '../app-state.ts';
import type { BundleJson } from './bundle.ts';

const MOONS = '#v=1&data=moons&len=15';

async function opened(options: Parameters<typeof fakePage>[0] = {}): Promise<FakePage> {
  const page = fakePage(options);
  onTestFinished(() => page.app.close());
  await page.app.start();
  await quiet(page);
  return page;
}

/** A page whose A, B, C are trained and matched. */
async function trained(): Promise<FakePage> {
  const page = await opened({ hash: MOONS });
  await page.app.run('train', { anew: true });
  await quiet(page);
  await page.app.run('align');
  await quiet(page);
  return page;
}

async function saved({ app }: FakePage, request: { networks?: boolean; data?: boolean } = {}): Promise<File> {
  return (await app.run('saveBundle', request)) as File;
}

type Files = Record<string, Uint8Array<ArrayBuffer>>;
type Change = (files: Files) => void;

/** Opens a bundle, and waits until its figures are computed anew. */
async function openedWith(page: FakePage, file: File): Promise<void> {
  await page.app.run('openBundle', { file });
  await until(() => page.app.getState().published?.recomputing === 'done');
  await quiet(page);
}

async function unzipped(file: File): Promise<Files> {
  return unzipSync(new Uint8Array(await file.arrayBuffer()));
}

const jsonOf = (files: Files): Record<string, unknown> => JSON.parse(new TextDecoder().decode(files['bundle.json'])) as Record<string, unknown>;

/** The bundle with other parts. */
async function altered(file: File, change: Change): Promise<File> {
  const files = await unzipped(file);
  change(files);
  return new File([new Uint8Array(zipSync(files))], 'x.ridgeline');
}

const withJson =
  (change: (json: Record<string, unknown>) => unknown): Change =>
  (files) => {
    const json = jsonOf(files);
    change(json);
    files['bundle.json'] = new TextEncoder().encode(JSON.stringify(json));
  };

describe('a bundle', () => {
  it('is a zip that can be read without Ridgeline', async () => {
    const page = await trained();
    const file = await saved(page);
    expect(file.name).toBe('landscape.ridgeline');
    const files = await unzipped(file);
    expect(Object.keys(files)).toEqual([
      'README.txt',
      'bundle.json',
      ...['seed 1', 'seed 2', 'seed 3', 'seed 2′ by weights', 'seed 3′ by weights']
        .flatMap((name) => [`networks/${name}.safetensors`, `networks/${name}_epoch0.safetensors`, `networks/${name}_epoch1.safetensors`])
        .filter((name) => !/′.*_epoch/.test(name)),
    ]);
    const { networks, roles } = jsonOf(files) as unknown as BundleJson;
    for (const network of networks) expect(sha256Hex(files[network.file])).toBe(network.sha256);
    const { tensors, metadata } = readSafetensors(files['networks/seed 2.safetensors'], 'seed 2');
    expect(new Set(tensors.get('0.weight')?.data)).toEqual(new Set([2]));
    expect(metadata).toMatchObject({ name: 'seed 2', activation: 'relu', seeds: '{"init":2,"order":2}' });
    expect(networks.find(({ about }) => about['id'] === roles.B)?.about['name']).toBe('seed 2');
    expect(new TextDecoder().decode(files['README.txt'])).toContain('It holds 5 networks');
  });

  it('shows elsewhere what was shown, without training or matching', async () => {
    const author = await trained();
    await author.app.run('setView', { split: 'train', probe: { kind: 'path', path: 'naive', alpha: 0.25 } });
    await quiet(author);
    const file = await saved(author);
    const reader = await opened({ hash: MOONS });
    await openedWith(reader, file);
    const [theirs, ours] = [author.app.getState(), reader.app.getState()];
    expect(reader.client.count('train') + reader.client.count('align')).toBe(0);
    expect(ours.networks.map(({ name }) => name)).toEqual(theirs.networks.map(({ name }) => name));
    const names = ({ networks, roles, aligned }: AppState): unknown =>
      [roles.A, roles.B, roles.C, aligned.B, aligned.C].map((id) => networks.find((entry) => entry.id === id)?.name);
    expect(names(ours)).toEqual(names(theirs));
    expect(ours.view).toEqual(theirs.view);
    expect(ours.figures.curve.result?.naive).toEqual(theirs.figures.curve.result?.naive);
    expect(reader.app.link()).toBe(author.app.link());
    expect(ours.notices.map(({ text }) => text)).toEqual([expect.stringContaining('5 networks; every file has the SHA-256')]);
  });

  it('shows its author’s figures before anything is loaded, then those computed here beside them, which are the same', async () => {
    const file = await saved(await trained());
    const reader = await opened({ hash: '#v=1&data=circles&len=17' });
    reader.client.hold('loadDataset');
    await reader.app.run('openBundle', { file });
    expect(reader.app.getState().published).toMatchObject({ show: 'author', recomputing: 'running' });
    expect(reader.app.getState().figures.curve.result?.naive.test.lossBarrier.barrier.lerp).toBeGreaterThan(0);
    reader.client.release('loadDataset');
    await until(() => reader.app.getState().published?.recomputing === 'done');
    expect(reader.app.getState().published).toMatchObject({ show: 'own' });
    expect(reader.client.count('train') + reader.client.count('align')).toBe(0);
  });

  it('keeps all that is known of a network', async () => {
    const author = await trained();
    const reader = await opened({ hash: MOONS });
    await openedWith(reader, await saved(author));
    for (const { id } of author.app.getState().networks) {
      const [theirs, ours] = [author, reader].map(({ app }) => app.session.library.get(id));
      const { run: theirRun, ...rest } = { ...theirs, created: ours.created };
      expect(ours).toMatchObject(rest);
      expect(ours.run?.number).toBe(theirRun?.number);
    }
  });

  it('comes beside what is there, and Back leads to what was shown', async () => {
    const author = await trained();
    const file = await saved(author);
    const reader = await opened({ hash: '#v=1&data=circles&len=17' });
    await reader.app.run('train', { anew: true });
    await quiet(reader);
    const before = reader.app.getState();
    const link = reader.app.link();
    await openedWith(reader, file);
    const three = ['seed 1', 'seed 2', 'seed 3'];
    const copies = ['seed 2′ by weights', 'seed 3′ by weights'];
    const again = [...three, ...copies].map((name) => `${name} (2)`);
    expect(reader.app.getState().networks.map(({ name }) => name)).toEqual([...three, ...copies, ...again]);
    expect(reader.app.getState().experiment.data.id).toBe('moons');
    reader.location.back();
    await reader.app.session.opening;
    await quiet(reader);
    expect(reader.app.link()).toBe(link);
    expect(reader.app.getState().roles).toEqual(before.roles);
  });

  it('adds nothing where its networks are there already', async () => {
    const page = await trained();
    const file = await saved(page);
    const before = page.app.getState();
    await openedWith(page, file);
    const { networks, roles, aligned } = page.app.getState();
    expect(networks.map(({ id }) => id)).toEqual(before.networks.map(({ id }) => id));
    expect({ roles, aligned }).toEqual({ roles: before.roles, aligned: before.aligned });
  });

  it('opens by being dropped, and several are refused by name', async () => {
    const file = await saved(await trained());
    const reader = await opened({ hash: MOONS });
    const second = new File([file], 'second.ridgeline');
    const told = await reader.app.run('openFiles', { files: [file, second] });
    expect(told).toMatchObject([
      { file: 'landscape.ridgeline', kind: 'bundle' },
      { file: 'second.ridgeline', kind: 'refused', understood: [expect.stringContaining('one at a time')] },
    ]);
    expect(reader.app.getState().networks).toHaveLength(5);
  });

  it('brings the person’s own data along, where it may', async () => {
    const author = await opened({ hash: MOONS });
    await author.app.run('openFiles', { files: [new File(['x,y,label\n1,2,0\n3,4,1\n'], 'own.csv')] });
    await quiet(author);
    const file = await saved(author);
    expect(new TextDecoder().decode((await unzipped(file))['data/own.csv'])).toBe('x,y,label\n1,2,0\n3,4,1\n');
    const reader = await opened({ hash: MOONS });
    await reader.app.run('openBundle', { file });
    await quiet(reader);
    expect(reader.app.getState()).toMatchObject({ pending: null, experiment: { data: { id: 'file', file: { name: 'own.csv' } } } });
    const bare = await opened({ hash: MOONS });
    await bare.app.run('openBundle', { file: await saved(author, { data: false }) });
    await quiet(bare);
    expect(bare.app.getState().pending?.files).toEqual(['own.csv']);
  });

  it('holds a link alone where it is saved without networks', async () => {
    const file = await saved(await trained(), { networks: false });
    expect(Object.keys(await unzipped(file))).toEqual(['README.txt', 'bundle.json']);
  });
});

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
/** What the bundle says of the network at a place. */
const about = (json: Record<string, unknown>, at: number): Record<string, unknown> => (json['networks'] as BundleJson['networks'])[at].about;

const HOSTILE: readonly (readonly [string, Change, RegExp])[] = [
  [
    'altered parameters',
    (files) => (files['networks/seed 1.safetensors'] = files['networks/seed 2.safetensors']),
    /seed 1\.safetensors: was altered: its SHA-256/,
  ],
  [
    'a file that is missing',
    (files) => delete files['networks/seed 3.safetensors'],
    /names the file networks\/seed 3\.safetensors, which is not in the bundle/,
  ],
  ['no bundle.json', (files) => delete files['bundle.json'], /holds no bundle\.json/],
  ['a newer version', withJson((json) => (json['version'] = 99)), /made by a newer Ridgeline \(bundle version 99/],
  ['another format', withJson((json) => (json['format'] = 'x')), /bundle\.json: format must be one of 'ridgeline-bundle'/],
  ['a key that is none', withJson((json) => (json['evil'] = 1)), /Unknown key 'evil'/],
  ['broken JSON', (files) => (files['bundle.json'] = files['bundle.json'].slice(0, 900)), /is not JSON/],
  ['deep JSON', (files) => (files['bundle.json'] = bytes('['.repeat(1e5))), /nested more than/],
  [
    'another architecture than the file',
    withJson((json) => Object.assign(about(json, 0)['architecture'] as object, { hidden: [3] })),
    /seed 1\.safetensors: (it is said to be|network\.parameters must be)/,
  ],
  ['a role that it does not hold', withJson((json) => Object.assign(json['roles'] as object, { A: 'nobody' })), /as A that it does not hold/],
  ['two networks of one id', withJson((json) => (about(json, 1)['id'] = about(json, 0)['id'])), /two networks by one id/],
  [
    'a permutation that is none',
    withJson((json) => ((about(json, 3)['alignment'] as { permutations: number[][] }).permutations[0][0] = 1)),
    /a permutation of/,
  ],
];

describe('a bundle of version 1', () => {
  it('opens as it was', async () => {
    const bytes = readFileSync(new URL('../../testing/frozen/bundle-1.ridgeline', import.meta.url));
    const reader = await opened({ hash: MOONS });
    await openedWith(reader, new File([bytes], 'frozen.ridgeline'));
    const { networks, roles, view, published } = reader.app.getState();
    expect(networks.map(({ name }) => name)).toEqual(['seed 1', 'seed 2', 'seed 2′ by weights']);
    expect(networks.map(({ id }) => id).slice(0, 2)).toEqual([roles.A, roles.B]);
    expect(view).toMatchObject({ large: 'curve', curve: { points: 13 } });
    expect(published?.published.title).toBe('Frozen');
    expect(reader.client.count('train') + reader.client.count('align')).toBe(0);
  });
});

describe('a bundle that is not what it says', () => {
  it.each(HOSTILE)('tells of %s, and changes nothing', async (_, change, message) => {
    const bundle = await altered(await saved(await trained()), change);
    const reader = await opened({ hash: MOONS });
    const { networks, roles, view } = reader.app.getState();
    await expect(reader.app.run('openBundle', { file: bundle })).rejects.toThrow(message);
    expect(reader.app.getState()).toMatchObject({ networks, roles, view });
  });
});
