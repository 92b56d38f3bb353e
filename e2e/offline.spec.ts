/** Work without network, from a folder of a plain static host; and newer versions. The servers of these tests are ended: nothing answers then. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scan, still } from './accessibility.ts';
import { drawn, openLab, showTab, tabs } from './lab-screen.ts';
import { writeNextVersion } from './next-version.ts';
import { allFigures, choose, figure, hashOf, menu, messages, open } from './screen.ts';
import { startStaticServer, type StaticServer } from './static-server.ts';
import { call, expect, needsShared, ready, test, WEBGL_MESSAGES } from './support.ts';
import type { Page } from '@playwright/test';

const SITE = process.env['RIDGELINE_SITE'] ?? '.site';

test.use({ serviceWorkers: 'allow' });
test.setTimeout(240_000);

interface Offline {
  site: { status: string; done: number; total: number };
  data: { id: string; kept: boolean }[];
  newVersion: boolean;
}

/** Waits until the page's own files were found in the browser. */
async function siteKept(page: Page): Promise<void> {
  await ready(page);
  await expect.poll(async () => (await call<Offline>(page, 'run', 'checkOffline')).site.status, { timeout: 90_000 }).toBe('kept');
}

/** Names of the caches that hold a version of the site. */
function versions(page: Page): Promise<string[]> {
  return page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('ridgeline-site http')));
}

test.describe('without network', () => {
  let server: StaticServer;
  test.beforeEach(async () => {
    server = await startStaticServer({ folder: SITE, path: '/some/path/' });
  });
  test.afterEach(() => server.stop());
  test.use({ baseURL: 'http://127.0.0.1/', allowedMessages: [[...WEBGL_MESSAGES, /Failed to load resource/], { scope: 'test' }] });

  test('after one visit both places, 3-D, other backends and, once prepared, MNIST work; it is told when it is safe', async ({ browser }) => {
    needsShared();
    const context = await browser.newContext({ baseURL: server.url, serviceWorkers: 'allow' });
    const page = await context.newPage();
    await page.goto('?backend=wasm');
    await allFigures(page);
    // Nothing that is kept for later is asked for before the first figures are there.
    expect(server.asked.filter((file) => /service-worker|gl3d/.test(file))).toEqual([]);
    await siteKept(page);
    await page.getByRole('button', { name: 'Help', exact: true }).click();
    await page.getByRole('tab', { name: 'Offline' }).click();
    const verdict = page.getByRole('dialog', { name: 'Help' }).getByRole('status');
    await expect(verdict).toContainText(/Safe to unplug: all \d+ files of the page were found/);
    await expect(verdict).toContainText('MNIST and CIFAR-10 cannot be loaded then');
    await page.getByRole('button', { name: 'Prepare for offline' }).click();
    await expect(verdict).toContainText('So were MNIST and CIFAR-10.', { timeout: 60_000 });
    await still(page);
    await scan(page, 'help, Offline');

    await server.stop();
    await page.reload();
    await allFigures(page);
    const surfaces = figure(page, 'Plane');
    await surfaces.getByText('3-D', { exact: true }).click();
    await expect(surfaces.locator('.gl-container canvas').first()).toBeVisible({ timeout: 60_000 });
    await open(page, 'Data');
    await choose(page, 'Data', 'MNIST');
    await expect(page.getByRole('contentinfo')).toContainText(/MNIST · [\d,]+ train/, { timeout: 60_000 });

    const second = await context.newPage();
    await openLab(second, ['hidden=8', 'epochs=2', 'A=1', 'B=2']);
    await drawn(await showTab(second, 'Layer by layer'));
    for (const tab of ['Cumulative', 'Robustness', 'Subspaces', 'Two weights', 'Averaging', 'Sensitivity'] as const)
      await expect((await showTab(second, tab)).getByRole('heading').first()).toBeVisible();
    for (const query of ['?backend=webgl', '?backend=cpu', '?backend=wasm&simd=plain']) {
      await second.goto(`${query}${hashOf(['v=1', 'data=moons'])}`);
      const [a, b] = await call<{ id: string }[]>(second, 'train', { architecture: { hidden: [4] }, training: { epochs: 1 }, seeds: [1, 2] });
      expect((await call<{ loss: number[] }>(second, 'curve', { a: a.id, b: b.id, points: 5 })).loss.every(Number.isFinite), query).toBe(true);
      expect(query).toContain((await call<{ name: string }>(second, 'backend')).name);
    }
    await second.evaluate(() => document.fonts.ready);
    expect(await second.evaluate(() => document.fonts.check("14px 'Inter Variable'"))).toBe(true);
    await context.close();
  });

  test('fetching can be cancelled, and is then not called safe', async ({ browser }) => {
    needsShared();
    const context = await browser.newContext({ baseURL: server.url, serviceWorkers: 'allow' });
    const page = await context.newPage();
    await page.goto(`?backend=wasm${hashOf(['v=1', 'data=moons'])}`);
    await siteKept(page);
    // One of the files does not come.
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await context.route(/train-images/, async (route) => {
      await held;
      await route.abort();
    });
    await page.getByRole('button', { name: 'Help', exact: true }).click();
    await page.getByRole('tab', { name: 'Offline' }).click();
    await page.getByRole('button', { name: 'Fetch MNIST', exact: true }).click();
    await expect(page.getByRole('progressbar', { name: /train images/ })).toBeVisible();
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Fetch MNIST', exact: true })).toBeVisible();
    await expect(page.getByRole('dialog').getByRole('status')).toContainText('MNIST and CIFAR-10 cannot be loaded then');
    release();
    await context.close();
  });
});

test('a newer version is offered and taken when asked for; a page of the older one goes on, and its files go with it', async ({ browser }) => {
  const next = mkdtempSync(join(tmpdir(), 'ridgeline-next-'));
  writeNextVersion(SITE, next);
  const server = await startStaticServer({ folder: SITE, path: '/' });
  try {
    const context = await browser.newContext({ baseURL: server.url, serviceWorkers: 'allow' });
    const older = await context.newPage();
    await older.goto(`?backend=wasm${hashOf(['v=1', 'data=moons'])}`);
    await siteKept(older);
    const scriptOf = (page: Page): Promise<string | null> => page.locator('link[rel=modulepreload]').first().getAttribute('href');
    const first = await scriptOf(older);

    server.serve(next);
    const newer = await context.newPage();
    await newer.goto(`?backend=wasm${hashOf(['v=1', 'data=moons'])}`);
    const offer = messages(newer).getByText('A newer version of Ridgeline is here.');
    await expect(offer).toBeVisible({ timeout: 60_000 });
    // Offered, not forced: both tabs are what they were.
    expect(await scriptOf(newer)).toBe(first);
    expect(await versions(newer)).toHaveLength(2);
    await messages(newer).getByRole('button', { name: 'Use it now' }).click();
    await expect.poll(() => scriptOf(newer).catch(() => first), { timeout: 30_000 }).not.toBe(first);
    await siteKept(newer);
    await expect(offer).toHaveCount(0);

    // The older page was not loaded again, and its parts still come, though the host has them no more.
    expect(await scriptOf(older)).toBe(first);
    await server.stop();
    await older.getByRole('button', { name: 'Layers', exact: true }).click();
    await expect(tabs(older)).toBeVisible();
    expect(await versions(newer)).toHaveLength(2);
    await older.close();
    await newer.reload();
    await expect.poll(() => versions(newer)).toHaveLength(1);
    await ready(newer);
    await context.close();
  } finally {
    await server.stop();
    rmSync(next, { recursive: true });
  }
});

test('where no service worker can be had, the page works and says why it cannot be kept', async ({ browser }) => {
  const context = await browser.newContext({ serviceWorkers: 'allow' });
  const page = await context.newPage();
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: () => undefined }));
  await page.goto(`?backend=wasm${hashOf(['v=1', 'data=moons'])}`);
  await ready(page);
  await menu(page, 'Theme', 'Dark');
  await page.getByRole('button', { name: 'Help', exact: true }).click();
  await page.getByRole('tab', { name: 'Offline' }).click();
  await expect(page.getByRole('dialog').getByRole('status')).toHaveText(
    'This page cannot be opened again without network. This browser, or this private window, keeps no pages.',
  );
  await context.close();
});
