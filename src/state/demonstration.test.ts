import { expect, it, onTestFinished } from 'vitest';
import { fakePage, quiet, until, type FakePage } from '../testing/fake-page.ts';
import { memoryStorage } from '../testing/memory-storage.ts';

function visit(storage: ReturnType<typeof memoryStorage>, hash = ''): FakePage {
  const page = fakePage({ storage, hash });
  onTestFinished(() => page.app.close());
  return page;
}

for (const job of ['loadDataset', 'train', 'align'] as const) {
  it(`a first visit that a reload breaks off at ${job} is taken up by the next`, async () => {
    const storage = memoryStorage();
    storage.settings.set('link', '#v=1&data=circles&len=16');
    const first = visit(storage);
    first.client.hold(job);
    await first.app.start();
    await until(() => first.client.count(job) === 1);
    await first.app.settle();
    const hash = first.location.hash();
    const kept = [...storage.networks.keys()];
    first.app.close();

    expect(hash).toBe('');
    const again = visit(storage, hash);
    await again.app.start();
    await quiet(again);
    const { networks, roles, aligned, demonstration } = again.app.getState();
    expect(demonstration).toBe(true);
    expect(networks.map(({ name }) => name)).toEqual(['seed 1', 'seed 2', 'seed 3', 'seed 2′ by weights', 'seed 3′ by weights']);
    expect(networks.map(({ id }) => id)).toEqual(expect.arrayContaining(kept));
    expect(Object.values({ ...roles, bCopy: aligned.B, cCopy: aligned.C })).not.toContain(null);
    expect(again.location.hash()).toMatch(/A=1&B=2&C=3/);
  });
}
