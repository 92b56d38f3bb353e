/** What a browser stored under version 0.1.0 is read as it was: networks bit for bit, files, the last link and the theme. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { sha256Hex } from '../../base/hash.ts';
import { fakePage, quiet } from '../../testing/fake-page.ts';
import { frozenRecords, withLaterSettings, type FrozenRecord } from '../../testing/frozen.ts';
import type { NetworkRecord } from './record.ts';
import { memoryStorage } from '../../testing/memory-storage.ts';
import { readNetworkRecord } from './stored-record.ts';

/** A frozen record in today's shape. Where a property is renamed or moved, this is the one place that says so: the fixture stays. */
function inTodaysShape(value: FrozenRecord['value']): NetworkRecord {
  return { ...(withLaterSettings(value) as NetworkRecord), run: null, backend: null };
}

/** The bits, by which 0 and -0 differ too. */
function bits({ network, checkpoints }: NetworkRecord): string[] {
  return [network, ...checkpoints].map(({ parameters: { buffer, byteOffset, byteLength } }) =>
    Buffer.from(buffer, byteOffset, byteLength).toString('hex'),
  );
}

const { networks, files, settings } = frozenRecords().stores;
const named = networks.map((record) => ({ ...record, name: inTodaysShape(record.value).name }));

describe('a network stored by version 0.1.0', () => {
  it.each(named)('$name', ({ key, value }) => {
    const found = readNetworkRecord(structuredClone(value));
    expect(found).toStrictEqual(inTodaysShape(value));
    expect(bits(found)).toStrictEqual(bits(inTodaysShape(value)));
    expect(found.id).toBe(key);
  });

  it('is of every kind that was kept', () => {
    const records = named.map(({ value }) => inTodaysShape(value));
    const kinds = new Set(records.map(({ origin }) => (origin.kind === 'aligned' ? origin.method : origin.kind)));
    expect(kinds).toEqual(new Set(['trained', 'imported', 'weight', 'activation']));
    expect(new Set(records.map(({ network }) => network.architecture.norm))).toEqual(new Set(['none', 'before', 'after']));
    expect(new Set(records.map(({ network }) => network.architecture.output))).toEqual(new Set(['softmax', 'logistic']));
    expect(records.some(({ diverged }) => diverged !== null)).toBe(true);
    expect(records.some(({ alignment }) => alignment?.signs?.some((layer) => layer.includes(-1)) ?? false)).toBe(true);
    expect(records.some(({ origin, checkpoints }) => origin.kind === 'imported' && checkpoints.length > 1)).toBe(true);
  });
});

describe('the storage of version 0.1.0', () => {
  it('opens on the networks, the last link and the theme, and asks for nothing', async () => {
    const storage = memoryStorage();
    for (const { key, value } of networks) storage.networks.set(key, value);
    for (const { key, value } of files) storage.files.set(key, value);
    for (const { key, value } of settings) storage.settings.set(key, value);
    const page = fakePage({ storage });
    onTestFinished(() => page.app.close());
    await page.app.start();
    await quiet(page);
    const { roles, aligned, view, notices, networks: shown, pending } = page.app.getState();
    const nameOf = (id: string | null): string | undefined => shown.find((entry) => entry.id === id)?.name;
    const { rows, table, theme } = frozenRecords().screen;
    expect(shown.map(({ name }) => name)).toEqual(table.map(({ name }) => name));
    expect([roles.A, roles.B, roles.C, aligned.B, aligned.C].map(nameOf)).toEqual(
      ['A', 'B', 'C', 'B′', 'C′'].map((letter) => rows.find(({ role }) => role === letter)?.name),
    );
    expect(view.theme).toBe(theme);
    expect(view.curve.definition).toBe('max');
    expect(pending).toBeNull();
    expect(notices).toEqual([]);
    expect(page.client.count('train')).toBe(0);
    expect(page.client.count('align')).toBe(0);
  });

  it('gives a dropped file to a link that needs it', async () => {
    const storage = memoryStorage();
    const [{ key, value }] = files;
    storage.files.set(key, value);
    const { name, bytes } = value as { name: string; bytes: Uint8Array };
    expect(sha256Hex(bytes)).toBe(key);
    const page = fakePage({ storage, hash: `#v=1&data=file&file=${name}:${key}&len=${24 + name.length + key.length}` });
    onTestFinished(() => page.app.close());
    await page.app.start();
    await quiet(page);
    expect(page.app.getState().pending).toBeNull();
    expect(page.client.files.get(key)).toStrictEqual(bytes);
  });
});
