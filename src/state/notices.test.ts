import { describe, expect, it, onTestFinished } from 'vitest';
import { RidgelineError } from '../base/errors.ts';
import { fakePage, type FakePage, quiet } from '../testing/fake-page.ts';

async function opened(): Promise<FakePage> {
  const page = fakePage({ hash: '#v=1&data=moons&len=15' });
  onTestFinished(() => page.app.close());
  await page.app.start();
  await quiet(page);
  return page;
}

describe('messages', () => {
  it('about what went wrong go when it has worked, and no others', async () => {
    const page = await opened();
    const texts = (): string[] => page.app.getState().notices.map(({ text }) => text);
    const circles = { id: 'circles', trainSize: 64, testSize: 64, noise: 0.1, seed: 3, arms: 3 } as const;
    page.client.failNext('loadDataset', new RidgelineError('fetch-failed', 'no such file'));
    await expect(page.app.run('loadData', circles)).rejects.toThrow('no such file');
    await expect(page.app.run('removeRun', { run: 'none' })).rejects.toThrow();
    expect(texts()).toEqual(['no such file', 'There are no networks yet.']);
    await page.app.run('loadData', circles);
    expect(texts()).toEqual(['There are no networks yet.']);
  });
});
