/** What a first visit asks for, and that the page stands before its code is there. */
import type { APIRequestContext, Page } from '@playwright/test';
import { drawn, openLab, showTab } from './lab-screen.ts';
import { allFigures, train } from './screen.ts';
import { call, expect, test } from './support.ts';

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
  await drawn(await showTab(page, 'Sensitivity'));
  const names = Array.from(addresses, (address) => new URL(address).pathname);
  for (const part of ['compute-worker', 'wasm-worker', 'kernels', 'step'])
    expect(names.filter((name) => name.includes(part)).length, part).toBeGreaterThan(0);
  expect(await tensorflowFiles(addresses, request)).toEqual([]);
});

for (const backend of ['webgl', 'cpu'])
  test(`on ${backend} it is asked for, and fills all figures`, async ({ page, request }) => {
    const addresses = asked(page);
    await page.goto(`?backend=${backend}`);
    await allFigures(page);
    expect((await tensorflowFiles(addresses, request)).length).toBeGreaterThan(0);
  });

test('the frame of the page stands before its code, and nothing of it moves when that comes', async ({ page }) => {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(/\/assets\/main-[\w-]+\.js/, async (route) => {
    await held;
    await route.continue();
  });
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
