import { describe, expect, it, onTestFinished } from 'vitest';
import { channelPair } from '../../testing/channel-pair.ts';
import { fakePage, quiet, type FakePage } from '../../testing/fake-page.ts';
import { memoryStorage } from '../../testing/memory-storage.ts';
import type { TabChannel } from '../storage/tabs.ts';
import type { NetworkRecord } from './record.ts';

const EMPTY = '#v=1&data=moons&len=14';

async function opened(storage: ReturnType<typeof memoryStorage>, tabs: TabChannel): Promise<FakePage> {
  const page = fakePage({ storage, tabs, hash: EMPTY });
  onTestFinished(() => page.app.close());
  await page.app.start();
  await quiet(page);
  return page;
}

/** Two tabs over one storage with one network, whose words to each other come `turns` turns late. */
async function tabsWithNetwork(
  turns: number,
): Promise<{ storage: ReturnType<typeof memoryStorage>; pages: readonly [FakePage, FakePage]; id: string }> {
  const storage = memoryStorage();
  const [left, right] = channelPair(turns);
  const trainer = await opened(storage, left);
  await trainer.app.run('setExperiment', { seeds: [{ init: 1, order: 1 }] });
  await trainer.app.run('train');
  await quiet(trainer);
  trainer.app.close();
  const pages = [await opened(storage, left), await opened(storage, right)] as const;
  return { storage, pages, id: trainer.app.getState().networks[0].id };
}

async function settled(pages: readonly FakePage[]): Promise<void> {
  for (let turn = 0; turn < 3; turn++) {
    await Promise.all(pages.map(({ app }) => app.settle()));
    await wait(15);
  }
}

function wait(turns: number): Promise<void> {
  return turns === 0 ? Promise.resolve() : new Promise<void>((resolve) => setTimeout(resolve, 0)).then(() => wait(turns - 1));
}

const ids = ({ app }: FakePage): string[] => app.getState().networks.map(({ id }) => id);

describe('a network that one tab deletes while the other renames it', () => {
  const cases = [0, 1, 10].flatMap((late) => [-3, -2, -1, 0, 1, 2, 3].map((lead) => ({ late, lead })));
  it.each(cases)('stays deleted, the rename $lead turns ahead and words $late turns late', async ({ late, lead }) => {
    const { storage, pages, id } = await tabsWithNetwork(late);
    const [deleting, renaming] = pages;
    const rename = (): unknown => renaming.app.run('rename', { id, name: 'renamed' }).catch(() => undefined);
    if (lead >= 0) rename();
    await wait(Math.abs(lead));
    void deleting.app.run('remove', { id });
    if (lead < 0) {
      await wait(-lead);
      rename();
    }
    await settled(pages);
    expect(storage.networks.has(id)).toBe(false);
    expect(pages.map(ids)).toEqual([[], []]);

    await deleting.app.run('restore', { id });
    await settled(pages);
    expect(storage.networks.has(id)).toBe(true);
    expect(pages.map(ids)).toEqual([[id], [id]]);
  });
});

it('a network deleted and brought back at once, while it is still being saved, is kept', async () => {
  const { storage, pages, id } = await tabsWithNetwork(1);
  const { app } = pages[0];
  void app.run('rename', { id, name: 'first' });
  for (let again = 0; again < 3; again++) {
    void app.run('remove', { id });
    void app.run('restore', { id });
  }
  void app.run('rename', { id, name: 'last' });
  await settled(pages);
  expect(storage.networks.get(id)).toMatchObject({ name: 'last' });
  expect(pages.map(ids)).toEqual([[id], [id]]);
});

describe('updateNetwork', () => {
  it('replaces what is there and writes nothing where it is gone', async () => {
    const { storage, id } = await tabsWithNetwork(0);
    const record = storage.networks.get(id) as NetworkRecord;
    const named = (name: string): NetworkRecord => ({ ...record, name });
    const before = storage.updateNetwork(named('before'));
    const deletion = storage.deleteNetwork(id);
    const after = storage.updateNetwork(named('after'));
    expect(await Promise.all([before, after, deletion])).toEqual([true, false, undefined]);
    expect(storage.networks.size).toBe(0);
    await storage.putNetwork(record);
    expect(storage.networks.get(id)).toEqual(record);
  });
});
