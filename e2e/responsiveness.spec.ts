import { start } from './screen.ts';
import { call, expect, needsShared, ready, test } from './support.ts';

const LONGEST = 100;
const WATCHED_MS = 10_000;

test('while three 784-256-10 networks train, the page has no task over 100 ms', async ({ page }) => {
  needsShared();
  await start(page);
  await ready(page);
  await call(page, 'loadDataset', { id: 'mnist', trainSize: 3000, testSize: 500 });
  await test.step('every kind of figure is drawn once, the live curves too', async () => {
    const drawn = await call<{ id: string }[]>(page, 'train', { architecture: { hidden: [16] }, training: { epochs: 1 }, seeds: [1, 2, 3] });
    expect(drawn).toHaveLength(3);
    await expect(page.getByText(/^Averaging A .*and B.*Match/)).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole('img', { name: /^Map through A, B′, C′/ })).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole('contentinfo').getByRole('button', { name: 'cancel' })).toHaveCount(0, { timeout: 60_000 });
  });
  const tasks = await page.evaluate(async (watched) => {
    const api = (window as unknown as { ridgeline: Record<string, (...a: unknown[]) => Promise<unknown>> }).ridgeline;
    const controller = new AbortController();
    const long: number[] = [];
    const observer = new PerformanceObserver((list) => long.push(...list.getEntries().map(({ duration }) => Math.round(duration))));
    let reports = 0;
    const training = api
      .train(
        { architecture: { hidden: [256] }, training: { epochs: 1000 }, seeds: [4, 5, 6] },
        {
          signal: controller.signal,
          onProgress: () => {
            reports++;
          },
        },
      )
      .catch((error: unknown) => (error as Error).name);
    await new Promise<void>((resolve) => {
      const wait = (): void => (reports > 0 ? resolve() : void requestAnimationFrame(wait));
      wait();
    });
    observer.observe({ type: 'longtask' });
    const before = reports;
    await new Promise((resolve) => setTimeout(resolve, watched));
    long.push(...observer.takeRecords().map(({ duration }) => Math.round(duration)));
    const during = reports - before;
    controller.abort(new DOMException('Seen enough.', 'AbortError'));
    return { long, during, ended: await training };
  }, WATCHED_MS);
  expect(tasks.ended).toBe('AbortError');
  expect(tasks.during, 'the training went on').toBeGreaterThan(2);
  expect(Math.max(0, ...tasks.long), `long tasks in ${WATCHED_MS / 1000} s, in ms: ${tasks.long.join(', ')}`).toBeLessThanOrEqual(LONGEST);
});
