/** What a first visit asks for, and that the page stands before its code is there. */
import type { APIRequestContext, Page } from '@playwright/test';
import { drawn, openLab, showTab } from './lab-screen.ts';
import { allFigures, drop, hashOf, importAsRead, train } from './screen.ts';
import { call, expect, ready, test } from './support.ts';

/** What TensorFlow.js says where a backend is not known: in its core, and in nothing of ours. */
const TENSORFLOW = 'not found in registry';

/** Addresses of all that the page and its workers ask for from now on. */
function asked(page: Page): ReadonlySet<string> {
  const addresses = new Set<string>();
  page.on('request', (request) => addresses.add(request.url()));
  return addresses;
}

/** Files among them that are TensorFlow.js's. */
async function tensorflowFiles(addresses: ReadonlySet<string>, request: APIRequestContext): Promise<string[]> {
  const found: string[] = [];
  for (const address of addresses) {
    const name = new URL(address).pathname;
    if (/tfjs/.test(name) || (name.endsWith('.js') && (await (await request.get(address)).text()).includes(TENSORFLOW))) found.push(name);
  }
  return found;
}

test('on wasm nothing of TensorFlow.js is asked for, whatever is computed', async ({ page, request }) => {
  const addresses = asked(page);
  await page.goto('?backend=wasm');
  await allFigures(page);
  const [reference, network] = (await call<{ id: string }[]>(page, 'networks')).map(({ id }) => id);
  await call(page, 'align', { reference, network, method: 'activation' });
  await train(page);
  await openLab(page, ['A=1', 'B=2']);
  await drawn(await showTab(page, 'Layer by layer'));
  const names = Array.from(addresses, (address) => new URL(address).pathname);
  for (const part of ['compute-worker', 'wasm-worker', 'kernels', 'step'])
    expect(names.filter((name) => name.includes(part)).length, part).toBeGreaterThan(0);
  expect(await tensorflowFiles(addresses, request)).toEqual([]);
});

for (const backend of ['webgl', 'cpu'])
  test(`on ${backend} it is asked for, and trains, matches and evaluates`, async ({ page, request }) => {
    const addresses = asked(page);
    await page.goto(`?backend=${backend}${hashOf(['v=1', 'data=moons'])}`);
    await ready(page);
    const networks = await call<{ id: string }[]>(page, 'train', { training: { epochs: 1 }, seeds: [1, 2] });
    const [reference, network] = networks.map(({ id }) => id);
    for (const method of ['weight', 'activation']) await call(page, 'align', { reference, network, method });
    const { loss } = await call<{ loss: number[] }>(page, 'curve', { a: reference, b: network, points: 5 });
    expect(loss.filter((value) => value > 0 && value < 5)).toHaveLength(loss.length);
    expect((await call<{ name: string }>(page, 'backend')).name).toBe(backend);
    expect((await tensorflowFiles(addresses, request)).length).toBeGreaterThan(0);
  });

/** Holds back the script that the page is drawn by, until it is released. */
async function holdPage(page: Page): Promise<() => void> {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(/\/assets\/page-[\w-]+\.js/, async (route) => {
    await held;
    await route.continue();
  });
  return release;
}

/** Names of files without their hashes, each once. */
function namesOf(addresses: ReadonlySet<string>): string[] {
  const names = Array.from(addresses, (address) => new URL(address).pathname.replace(/^.*\/(?=[^/]+$)/, '').replace(/-[\w-]{8}(?=\.\w+$)/, ''));
  return [...new Set(names)].sort();
}

/** All that a first visit needs, but for the list of the data at this site: no other file is found out by the page's own code. */
const FIRST_FILES = [
  '/',
  'compute-worker.js',
  'index.js',
  'inter-latin-wght-normal.woff2',
  'kernels.fma.wasm',
  'page.css',
  'page.js',
  'plots.js',
  'rolldown-runtime.js',
  'step.fma.wasm',
  'wasm-worker.js',
];
/** Of all of them, unpacked. */
const MOST_BYTES = 2_500_000;

test('the first screen is a few files, asked for before the code that draws it is there', async ({ page, request }) => {
  const addresses = asked(page);
  const release = await holdPage(page);
  // What is not shown is loaded some seconds later, on a busy machine before the last figure: here it is not.
  await page.addInitScript(() => {
    const later = window.setTimeout.bind(window);
    window.setTimeout = ((run: () => void, delay?: number) => (delay === 4000 ? 0 : later(run, delay))) as typeof window.setTimeout;
  });
  await page.goto('?backend=wasm&simd=fma', { waitUntil: 'commit' });
  await expect.poll(() => namesOf(addresses)).toEqual(FIRST_FILES);
  release();
  await allFigures(page);
  expect(namesOf(addresses)).toEqual([...FIRST_FILES, 'index.json'].sort());
  const sizes = await Promise.all(Array.from(addresses, async (address) => (await (await request.get(address)).body()).length));
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_BYTES);
});

test('a file that is dropped before the page has its code is taken when that comes', async ({ page }) => {
  const addresses = asked(page);
  const release = await holdPage(page);
  await page.goto(`?backend=wasm${hashOf(['v=1', 'data=moons'])}`, { waitUntil: 'commit' });
  // The first script runs.
  await expect.poll(() => namesOf(addresses)).toContain('compute-worker.js');
  const rows = Array.from({ length: 80 }, (_, i) => `${Math.cos(i)},${Math.sin(2 * i)},${i % 2 === 0 ? 'even' : 'odd'}`);
  await drop(page, [{ name: 'early.csv', bytes: Buffer.from(`u,v,parity\n${rows.join('\n')}\n`) }]);
  await expect(page.locator('.page-frame')).toBeAttached();
  release();
  await importAsRead(page);
  await expect(page.getByRole('contentinfo')).toContainText(/early\.csv · 80 train, 80 test/);
});

test('the frame of the page stands before its code, and nothing of it moves when that comes', async ({ page }) => {
  const release = await holdPage(page);
  await page.goto('', { waitUntil: 'commit' });
  const title = page.getByRole('heading', { name: 'Ridgeline', level: 1 });
  await expect(title).toBeVisible();
  await expect(page.locator('.page-frame')).toBeAttached();
  const places = (): Promise<unknown> =>
    page.evaluate(() =>
      ['.app', '.header', '.mark', '.wordmark', '.left'].map((part) => {
        const box = document.querySelector(part)?.getBoundingClientRect();
        return [part, box?.x, box?.y, box?.width, box?.height];
      }),
    );
  // Its letters are the font's own when the style sheets are there.
  await page.waitForFunction(() => {
    const sheets = [...document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')];
    return sheets.length > 0 && sheets.every(({ sheet }) => sheet !== null);
  });
  await page.evaluate(() => document.fonts.ready);
  const before = await places();
  release();
  await expect(page.getByRole('navigation', { name: 'Places' })).toBeVisible();
  await expect(page.locator('.page-frame')).toHaveCount(0);
  expect(await places()).toEqual(before);
});

test('no font of a script that is not on the screen is asked for', async ({ page }) => {
  const addresses = asked(page);
  await page.goto('?backend=wasm');
  await allFigures(page);
  const fonts = Array.from(addresses, (address) => new URL(address).pathname).filter((name) => name.endsWith('.woff2'));
  expect(fonts.map((name) => /inter-([a-z-]+)-wght/.exec(name)?.[1])).toEqual(['latin']);
});
