import { describe, expect, it, onTestFinished } from 'vitest';
import { writeNetwork } from '../../io/state-dict.ts';
import type { ArchitectureChoice } from '../../nn/architecture.ts';
import { initialise } from '../../nn/initialise.ts';
import { fakePage, quiet, type FakePage } from '../../testing/fake-page.ts';
import { memoryStorage } from '../../testing/memory-storage.ts';
import type { OpenedFile } from '../data/open-files.ts';
import type { RemovedNetwork } from './library.ts';
import { keepRemoved } from './removed.ts';

const choice: ArchitectureChoice = { hidden: [3], activation: 'relu', norm: 'none', output: 'softmax', init: 'pytorch' };

function fileOf(name: string, seed: number, hidden: readonly number[] = choice.hidden): File {
  const bytes = writeNetwork(initialise({ ...choice, hidden, inputs: 2, classes: 2 }, seed));
  return new File([new Uint8Array(bytes)], name);
}

function runOf(name: string, epochs: readonly number[], seed = 0): File[] {
  return epochs.map((epoch) => fileOf(`${name}_epoch${epoch}.safetensors`, seed + epoch));
}

async function opened(options: Parameters<typeof fakePage>[0] = {}): Promise<FakePage> {
  const page = fakePage({ hash: '#v=1&data=moons&len=14', ...options });
  onTestFinished(() => page.app.close());
  await page.app.start();
  await quiet(page);
  return page;
}

async function drop(page: FakePage, files: readonly File[]): Promise<OpenedFile[]> {
  const result = (await page.app.run('openFiles', { files })) as OpenedFile[];
  await quiet(page);
  return result;
}

const texts = ({ app }: FakePage): string[] => app.getState().notices.map(({ text }) => text);

describe('dropped networks', () => {
  it('of another shape than the data are told', async () => {
    const page = await opened();
    const wide = new File([new Uint8Array(writeNetwork(initialise({ ...choice, inputs: 5, classes: 3 }, 1)))], 'wide.safetensors');
    await drop(page, [wide, fileOf('right.safetensors', 2)]);
    expect(texts(page).filter((text) => text.includes('the current data have'))).toEqual([
      "'wide': 5 inputs and 3 classes, but the current data have 2 inputs and 2 classes. Nothing of it can be measured until data of that shape are loaded.",
    ]);
  });

  it('that are checkpoints of one run become one network', async () => {
    const page = await opened();
    const [a] = await drop(page, runOf('a', [100, 0, 50]));
    const { networks, roles } = page.app.getState();
    expect(networks.map(({ name, checkpointCount }) => [name, checkpointCount])).toEqual([['a', 3]]);
    expect(a).toMatchObject({
      kind: 'network',
      network: networks[0].id,
      file: 'a_epoch0.safetensors, a_epoch50.safetensors, a_epoch100.safetensors',
    });
    const record = page.app.session.library.get(networks[0].id);
    expect(record.checkpoints.map(({ epoch }) => epoch)).toEqual([0, 50, 100]);
    expect(record.checkpoints.map(({ parameters }) => [...parameters])).toEqual(
      [0, 50, 100].map((seed) => [...initialise({ ...choice, inputs: 2, classes: 2 }, seed).parameters]),
    );
    expect(record.network.parameters).toEqual(record.checkpoints[2].parameters);
    expect(texts(page).join()).toContain("3 checkpoints of 'a', epochs 0 to 100; the last is the network. Links name a_epoch100.safetensors alone");
    expect(roles).toEqual({ A: networks[0].id, B: null, C: null });
  });

  it('of two runs become A and B whatever was, and undo brings back what was', async () => {
    const page = await opened();
    await page.app.run('train');
    await quiet(page);
    const before = page.app.getState().roles;
    await drop(page, [...runOf('a', [0, 10]), ...runOf('b', [0, 10], 500), fileOf('c.safetensors', 7)]);
    const { networks, roles } = page.app.getState();
    const named = (name: string): string | undefined => networks.find((entry) => entry.name === name)?.id;
    expect(roles).toEqual({ A: named('a'), B: named('b'), C: named('c') });
    await page.app.run('undo');
    expect(page.app.getState().roles).toEqual(before);
  });

  it('of different shapes, or with an epoch twice, are told and stand alone', async () => {
    const page = await opened();
    await drop(page, [...runOf('a', [0]), fileOf('a_epoch10.safetensors', 1, [4])]);
    await drop(page, [fileOf('b_epoch1.safetensors', 1), fileOf('b_epoch01.safetensors', 2)]);
    expect(page.app.getState().networks.map(({ name, checkpointCount }) => [name, checkpointCount])).toEqual([
      ['a_epoch0', 0],
      ['a_epoch10', 0],
      ['b_epoch1', 0],
      ['b_epoch01', 0],
    ]);
    const told = texts(page).join('\n');
    expect(told).toMatch(/'a' were opened one by one: a_epoch0.safetensors holds 2-3-2, relu, a_epoch10.safetensors 2-4-2, relu/);
    expect(told).toMatch(/'b' were opened one by one: two files are of epoch 1/);
  });

  it('that cannot be read do not stop a series', async () => {
    const page = await opened();
    const broken = new File([new Uint8Array([2, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7d])], 'a_epoch5.safetensors');
    const result = await drop(page, [...runOf('a', [0, 10]), broken]);
    expect(result.map(({ kind }) => kind).sort()).toEqual(['network', 'refused']);
    expect(page.app.getState().networks[0]).toMatchObject({ name: 'a', checkpointCount: 2 });
  });

  it('by their name, are told as networks that are not whole, not as tables', async () => {
    const page = await opened();
    const [refused] = await drop(page, [new File(['garbage'], 'cut.safetensors')]);
    expect(refused).toMatchObject({
      kind: 'refused',
      understood: [expect.stringContaining('has 7 bytes; a safetensors file has at least 10') as string],
    });
  });

  it('are found by a link again, and put where it says', async () => {
    const storage = memoryStorage();
    const page = await opened({ storage });
    await drop(page, [...runOf('a', [0, 10]), ...runOf('b', [0, 10], 500)]);
    const { roles } = page.app.getState();
    await page.app.run('assignRole', { role: 'A', id: roles.B });
    const link = page.app.link();
    expect(link).toContain('A=file:b_epoch10.safetensors:');
    await page.app.run('share');
    expect(texts(page).join()).toContain("the checkpoints of A ('b'), of which it names the last file");
    const hash = link.slice(link.indexOf('#'));
    const again = await opened({ storage, hash });
    expect(again.app.getState().roles).toEqual({ A: roles.B, B: roles.A, C: null });
    const fresh = await opened({ hash });
    expect(fresh.app.getState().pending?.files).toEqual(['b_epoch10.safetensors', 'a_epoch10.safetensors']);
    await drop(fresh, [...runOf('a', [0, 10]), ...runOf('b', [0, 10], 500)]);
    const { networks, roles: found, pending } = fresh.app.getState();
    expect([found.A, found.B].map((id) => networks.find((entry) => entry.id === id)?.name)).toEqual(['b', 'a']);
    expect(networks.map(({ checkpointCount }) => checkpointCount)).toEqual([2, 2]);
    expect(pending).toBeNull();
  });
});

describe('imported networks, read differently', () => {
  it('are as many networks anew in the same places, and keep their roles', async () => {
    const page = await opened();
    await drop(page, [fileOf('a.safetensors', 1), fileOf('b.safetensors', 2)]);
    const before = page.app.getState();
    const ids = before.networks.map(({ id }) => id);
    await page.app.run('reinterpret', { id: ids, activation: 'gelu', norm: null });
    await quiet(page);
    const { networks, roles } = page.app.getState();
    expect(networks.map(({ name, architecture: { activation, norm } }) => [name, activation, norm])).toEqual(
      before.networks.map(({ name }) => [name, 'gelu', 'none']),
    );
    expect(networks.some(({ id }) => ids.includes(id))).toBe(false);
    const nameOf = (state: typeof before, id: string | null): string | undefined => state.networks.find((entry) => entry.id === id)?.name;
    expect([roles.A, roles.B].map((id) => nameOf(page.app.getState(), id))).toEqual([before.roles.A, before.roles.B].map((id) => nameOf(before, id)));
  });

  it('are all left as they are where one cannot be read so', async () => {
    const page = await opened();
    await drop(page, [fileOf('a.safetensors', 1), fileOf('b.safetensors', 2)]);
    const ids = page.app.getState().networks.map(({ id }) => id);
    await expect(page.app.run('reinterpret', { id: ids, activation: 'gelu', norm: 'after' })).rejects.toThrow(/holds no layer normalisation/);
    await expect(page.app.run('reinterpret', { id: [...ids, 'none'], activation: 'gelu', norm: null })).rejects.toMatchObject({ code: 'not-found' });
    expect(page.app.getState().networks.map(({ id }) => id)).toEqual(ids);
  });
});

describe('what a drop and a deletion may hold', () => {
  it('is counted in bytes over all files of the drop', async () => {
    const page = await opened();
    const large = (name: string): File => Object.defineProperty(fileOf(name, 1), 'size', { value: 600_000_000 });
    const results = await drop(page, [large('a.safetensors'), large('b.safetensors'), fileOf('c.safetensors', 2)]);
    const refused = results.filter(({ kind }) => kind === 'refused');
    expect(refused.map(({ file }) => file)).toEqual(['b.safetensors']);
    expect(refused[0].understood[0]).toBe('b.safetensors has 600,000,000 bytes; files up to 1,000,000,000 bytes, all together, are read.');
    expect(page.app.getState().networks).toHaveLength(2);
  });

  it('is counted in bytes for deleted networks: the last can always be brought back, the oldest go first', async () => {
    const page = await opened();
    const { session } = page.app;
    await drop(
      page,
      ['a', 'b', 'c'].map((name, i) => fileOf(`${name}.safetensors`, i)),
    );
    const record = session.library.get(page.app.getState().networks[0].id);
    const removed = (name: string, bytes: number): RemovedNetwork => ({
      record: { ...record, id: name, network: { ...record.network, parameters: sized(bytes) }, checkpoints: [] },
      scores: { train: null, test: null },
      index: 0,
      roles: { A: null, B: null, C: null },
      aligned: { B: null, C: null },
    });
    const MiB = 2 ** 20;
    const held = (): string[] => [...session.removed.keys()];
    for (const name of ['a', 'b', 'c']) keepRemoved(session, name, removed(name, 100 * MiB));
    expect(held()).toEqual(['b', 'c']);
    keepRemoved(session, 'huge', removed('huge', 2000 * MiB));
    expect(held()).toEqual(['huge']);
    for (let i = 0; i < 60; i++) keepRemoved(session, `small ${i}`, removed(`small ${i}`, MiB));
    expect(held()).toHaveLength(60);
  });
});

/** Numbers that say they take so many bytes. */
function sized(byteLength: number): Float32Array {
  return Object.defineProperty(new Float32Array(1), 'byteLength', { value: byteLength });
}
