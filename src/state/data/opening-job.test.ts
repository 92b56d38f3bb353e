import { describe, expect, it, onTestFinished } from 'vitest';
import { fakePage, type FakePage, quiet, until } from '../../testing/fake-page.ts';

async function opened(): Promise<FakePage> {
  const page = fakePage({ hash: '#v=1&data=moons&len=15' });
  onTestFinished(() => page.app.close());
  await page.app.start();
  await quiet(page);
  return page;
}

describe('files that are being opened', () => {
  it('are told in number, and cancelled as everything else', async () => {
    const page = await opened();
    page.client.hold('readFile');
    const files = [new File(['x'], 'a.csv'), new File(['y'], 'b.csv')];
    const opening = page.app.run('openFiles', { files });
    await until(() => page.app.getState().opening.status === 'running');
    expect(page.app.getState().opening.progress).toEqual({ phase: 'files', done: 0, total: 2 });
    await page.app.run('cancel');
    await expect(opening).rejects.toMatchObject({ name: 'AbortError' });
    page.client.release('readFile');
    expect(page.app.getState().opening.status).toBe('idle');
    expect(page.client.count('readFile')).toBe(1);
    expect(page.app.getState().notices).toMatchObject([{ brief: true, text: 'Opening files was cancelled before all were open.' }]);
  });
});
