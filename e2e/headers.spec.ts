import { expect, test } from './support.ts';

// WebKit refuses the worker of an isolated page whose answers, 304 among them, are not all isolated alike.
test('page, script and worker carry the same isolation headers fresh and when asked for again', async ({ request, page }) => {
  const scripts = new Set<string>();
  page.on('request', (asked) => {
    if (new URL(asked.url()).pathname.endsWith('.js')) scripts.add(asked.url());
  });
  await page.goto('./');
  await expect.poll(() => page.workers().length).toBeGreaterThan(0);
  const isolation = (headers: Readonly<Record<string, string>>): (string | undefined)[] =>
    ['cross-origin-opener-policy', 'cross-origin-embedder-policy'].map((name) => headers[name]);
  const addresses = [page.url().split('#')[0], ...scripts, ...page.workers().map((worker) => worker.url())];
  expect(addresses.length).toBeGreaterThan(2);
  for (const address of addresses) {
    const first = await request.get(address);
    const again = await request.get(address, { headers: { 'If-None-Match': first.headers()['etag'] ?? '' } });
    expect([200, 304]).toContain(again.status());
    expect(isolation(first.headers()), address).toEqual(['same-origin', 'require-corp']);
    expect(isolation(again.headers()), address).toEqual(isolation(first.headers()));
  }
});
