import { describe, expect, it, onTestFinished } from 'vitest';
import { fakePage, quiet } from '../../testing/fake-page.ts';
import type { NetworkRecord } from '../networks/record.ts';
import { columnEpochs, networkAt } from './epochs.ts';

/** Only what epochs are read from. */
function run(epochs: readonly number[], trained: number | null = epochs.at(-1) ?? null): NetworkRecord {
  return {
    id: 'n',
    name: 'n',
    training: trained === null ? null : { epochs: trained },
    checkpoints: epochs.map((epoch) => ({ epoch, parameters: new Float32Array(0) })),
  } as unknown as NetworkRecord;
}

const pairOf = (a: NetworkRecord, b: NetworkRecord): { a: NetworkRecord; b: NetworkRecord } => ({ a, b });

describe('columnEpochs', () => {
  it('are those of all networks, the end among them', () => {
    expect(columnEpochs([pairOf(run([0, 5, 10, 20]), run([0, 10, 15, 20]))], 11)).toEqual([0, 10, 20]);
    expect(columnEpochs([pairOf(run([0, 10, 20]), run([0, 10, 20])), pairOf(run([0, 20]), run([0, 10, 20]))], 11)).toEqual([0, 20]);
  });

  it('end with the end of the longest run', () => {
    expect(columnEpochs([pairOf(run([0, 10, 20]), run([0, 10, 20, 30, 40]))], 11)).toEqual([0, 10, 40]);
    expect(columnEpochs([pairOf(run([0, 10, 20]), run([], null))], 11)).toEqual([20]);
    expect(columnEpochs([pairOf(run([], null), run([], null))], 11)).toEqual([0]);
    // Diverged: the checkpoints break off before the end.
    expect(columnEpochs([pairOf(run([0, 10], 20), run([0, 10, 20]))], 11)).toEqual([0, 10, 20]);
    expect(columnEpochs([], 11)).toEqual([]);
  });

  it('are thinned evenly, first and last kept', () => {
    const long = run(Array.from({ length: 101 }, (_, epoch) => epoch));
    expect(columnEpochs([pairOf(long, long)], 11)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
    expect(columnEpochs([pairOf(long, long)], 2)).toEqual([0, 100]);
    expect(columnEpochs([pairOf(long, long)], 200)).toHaveLength(101);
  });
});

describe('networkAt', () => {
  it('registers checkpoints when they are first named, and forgets them with their network', async () => {
    const page = fakePage();
    onTestFinished(() => page.app.close());
    await page.app.start();
    await quiet(page);
    const { session } = page.app;
    const { id } = page.app.getState().networks[0];
    const record = session.library.get(id);
    const last = record.training?.epochs ?? 0;
    expect(networkAt(session, record, last)).toBe(id);
    const first = networkAt(session, record, 0);
    expect(first).toBe(`${id}@0`);
    expect(networkAt(session, record, 0)).toBe(first);
    expect(page.client.networks.get(first)?.parameters).toBe(record.checkpoints[0].parameters);
    expect(() => networkAt(session, record, 0.5)).toThrow(/no checkpoint of epoch 0.5/);
    await page.app.run('remove', { id });
    expect(page.client.networks.has(first)).toBe(false);
  });
});
