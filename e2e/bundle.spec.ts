/** Bundles and pages of their own, as a person saves, drops, opens and reads them. */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import { unzipSync, zipSync } from 'fflate';
import { allFigures, drop, hashOf, matchedSentence, messages, networkRows, start, trainSmall } from './screen.ts';
import { expect, test } from './support.ts';

/** Another host, as the browser sees it: answered by the test itself, wherever the page is. */
const HOST = 'https://papers.example';

async function saved(page: Page, button: string, title: string): Promise<{ path: string; name: string }> {
  await page.getByRole('button', { name: 'Share' }).click();
  const dialog = page.getByRole('dialog', { name: 'Share' });
  const files = dialog.getByRole('region', { name: 'Files' });
  await dialog.getByRole('textbox', { name: 'Title' }).fill(title);
  const [download] = await Promise.all([page.waitForEvent('download'), files.getByRole('button', { name: button }).click()]);
  await page.keyboard.press('Escape');
  return { path: await download.path(), name: download.suggestedFilename() };
}

test('a bundle brings everything to a stranger, a page shows it without Ridgeline', async ({ page, fresh, browser }) => {
  await start(page);
  await trainSmall(page, { widths: '6', epochs: '20', seeds: '4, 5, 6' });
  await allFigures(page);
  const told = (await matchedSentence(page).textContent()) ?? '';
  const bundle = await saved(page, 'Save bundle', 'Two moons');
  expect(bundle.name).toBe('Two moons.ridgeline');
  const html = await saved(page, 'Save as page', '</script><b>Moons');

  await test.step('dropped in a fresh profile it shows the same, and nothing trains', async () => {
    const other = await fresh();
    await other.goto(`?backend=wasm${hashOf(['v=1', 'data=circles'])}`);
    await expect(other.getByRole('button', { name: 'Train 3 networks' })).toBeEnabled();
    await drop(other, [{ name: bundle.name, bytes: readFileSync(bundle.path) }]);
    await expect(messages(other)).toContainText('5 networks; every file has the SHA-256 that the bundle names');
    await expect(matchedSentence(other)).toHaveText(told);
    await expect(networkRows(other)).toHaveCount(5);
    await allFigures(other);
    await expect(matchedSentence(other)).toHaveText(told);
    await other.goBack();
    await expect(other).toHaveURL(/data=circles/);
    await expect(networkRows(other)).toHaveCount(5);
  });

  await test.step('altered bundles say what is wrong, and change nothing', async () => {
    const files = unzipSync(readFileSync(bundle.path));
    const first = Object.keys(files).find((name) => name.endsWith('.safetensors')) ?? '';
    const wrong: readonly (readonly [Record<string, Uint8Array>, RegExp])[] = [
      [{ ...files, [first]: files[first].with(files[first].length - 1, 77) }, /was altered: its SHA-256/],
      [{ ...files, 'bundle.json': new TextEncoder().encode('{') }, /bundle\.json: is not JSON/],
      [{ 'a.txt': new Uint8Array(1) }, /is a zip archive, but no bundle/],
    ];
    for (const [content, says] of wrong) {
      await drop(page, [{ name: 'wrong.ridgeline', bytes: Buffer.from(zipSync(content)) }]);
      await expect(messages(page)).toContainText(says);
    }
    await drop(page, [{ name: 'short.ridgeline', bytes: readFileSync(bundle.path).subarray(0, 900) }]);
    await expect(messages(page)).toContainText(/short\.ridgeline: has no end that a zip archive has/);
    await expect(matchedSentence(page)).toHaveText(told);
    await expect(networkRows(page)).toHaveCount(5);
  });

  await test.step('the page opens from disk without a network: same numbers, pictures, words under the pointer, tables', async () => {
    const context = await browser.newContext({ offline: true, viewport: { width: 1280, height: 900 } });
    const reader = await context.newPage();
    const complaints: string[] = [];
    reader.on('console', (message) => complaints.push(message.text()));
    reader.on('pageerror', (error) => complaints.push(error.message));
    reader.on('request', (request) => /^(file|data|blob):/.test(request.url()) || complaints.push(request.url()));
    // A download has no ending of its own: the browser tells a page by it.
    const path = `${html.path}.html`;
    await reader.route('**/*', (route) =>
      route.request().url() === pathToFileURL(path).href ? route.fulfill({ path: html.path, contentType: 'text/html' }) : route.continue(),
    );
    await reader.goto(pathToFileURL(path).href);
    await expect(reader.getByRole('heading', { level: 1 })).toHaveText('</script><b>Moons');
    await expect(reader.locator('.sentence')).toHaveText(told);
    await expect(reader.locator('.drawing .light > svg')).toHaveCount(5);
    const curve = reader.locator('figure').filter({ has: reader.getByRole('heading', { name: 'Path' }) });
    expect((await curve.locator('.light path.js-line').count()) >= 4).toBe(true);
    await curve.locator('.drawing').hover({ position: { x: 380, y: 300 } });
    await expect(curve.locator('.tip')).toHaveText(/^α = 0\.\d+: (naive|aligned), (train|test) \d/);
    await curve.locator('summary').click();
    await expect(curve.locator('tbody tr')).toHaveCount(Number(/(\d+) rows/.exec((await curve.locator('summary').textContent()) ?? '')?.[1]));
    await expect(reader.getByRole('link', { name: 'Open it in Ridgeline' })).toHaveAttribute('href', /#v=1/);
    await reader.emulateMedia({ colorScheme: 'dark' });
    await expect(reader.locator('.drawing .dark > svg').first()).toBeVisible();
    await reader.emulateMedia({ media: 'print' });
    await expect(reader.locator('.drawing .light > svg').first()).toBeVisible();
    expect(complaints).toEqual([]);
    await context.close();
  });

  await test.step('beside the page it opens without a question; from another host only when asked twice', async () => {
    const other = await fresh();
    await other.route('**/shown.ridgeline', (route) => route.fulfill({ path: bundle.path, contentType: 'application/zip' }));
    await other.goto(`?backend=wasm#src=shown.ridgeline`);
    await expect(matchedSentence(other)).toHaveText(told);
    await expect(other.getByRole('dialog')).toHaveCount(0);
  });
});

test('a link to a bundle at another host asks before it asks that host', async ({ browser, baseURL }) => {
  const context = await browser.newContext(baseURL === undefined ? {} : { baseURL });
  const page = await context.newPage();
  const asked: string[] = [];
  let headers: Record<string, string> = {};
  await page.route(`${HOST}/**`, (route) => {
    const request = route.request();
    asked.push(`${request.method()} ${request.url()}`);
    headers = request.headers();
    const cors = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'content-length' };
    if (request.url().endsWith('missing.ridgeline')) return route.fulfill({ status: 404, headers: cors });
    return route.fulfill({ body: request.method() === 'HEAD' ? '' : 'no bundle', headers: { ...cors, 'content-length': '9' } });
  });
  await page.goto(`?backend=wasm#src=${HOST}/a/fig.ridgeline`);
  const dialog = page.getByRole('dialog', { name: /papers\.example/ });
  await expect(dialog).toContainText(`${HOST}/a/fig.ridgeline`);
  expect(asked).toEqual([]);
  await dialog.getByRole('button', { name: 'Do not open' }).click();
  await expect(messages(page)).toContainText('Nothing was fetched from papers.example');
  expect(asked).toEqual([]);

  await page.goto('about:blank');
  await page.goto(`?backend=wasm#src=${HOST}/a/fig.ridgeline`);
  await dialog.getByRole('button', { name: 'Look it up' }).click();
  await expect(dialog).toContainText(/The file has 9 bytes|does not tell how large/);
  expect(asked).toEqual([`HEAD ${HOST}/a/fig.ridgeline`]);
  await dialog.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(messages(page)).toContainText('fig.ridgeline: has no end that a zip archive has');
  expect(asked).toHaveLength(2);
  expect(headers).not.toHaveProperty('cookie');
  expect(headers).not.toHaveProperty('referer');

  await page.goto('about:blank');
  await page.goto(`?backend=wasm#src=${HOST}/missing.ridgeline`);
  await dialog.getByRole('button', { name: 'Look it up' }).click();
  await dialog.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(messages(page)).toContainText('papers.example has no such file: it answered 404');

  await page.goto('about:blank');
  await page.goto('?backend=wasm#src=http://papers.example/fig.ridgeline');
  await expect(messages(page)).toContainText('was not opened: http can be read and changed on the way');
  await context.close();
});
