import type { Page } from '@playwright/test';
import { figure, hashOf, messages, networkRows, start, trainSmall } from './screen.ts';
import { call, expect, ready, test } from './support.ts';

test('a computing worker that ends without a word is replaced, and what ran begins again by itself', async ({ page }) => {
  await start(page);
  await ready(page);
  await call(page, 'loadDataset', { id: 'moons', trainSize: 64, testSize: 64 });
  const training = call<{ seed: { init: number } }[]>(page, 'train', {
    architecture: { hidden: [32, 32] },
    training: { epochs: 400 },
    seeds: [1, 2],
  });
  const worker = page.workers().find((each) => each.url().includes('compute-worker'));
  if (worker === undefined) throw new Error('The page has no computing worker.');
  await page.waitForTimeout(500);
  // A worker that closes itself fires no event on the page.
  await worker.evaluate(() => self.close()).catch(() => undefined);
  expect(await training).toHaveLength(2);
  await expect(messages(page)).toContainText(
    'The computing worker stopped (it ended without a word). It was started again; what ran began again by itself, and no network is lost.',
  );
  // Trained once, whether or not B is matched already.
  const trained = (await call<{ name: string }[]>(page, 'networks')).filter(({ name }) => !name.includes('′'));
  expect(trained).toHaveLength(2);
});

test('a backend that is not there is told', async ({ page }) => {
  await page.goto(`?backend=webgpu${hashOf(['v=1', 'data=moons'])}`);
  await expect(messages(page)).toContainText('WebGPU was asked for, but this browser offers no device for it.');
});

test('the kernels with fused multiply-add compute where there are any, the plain ones where they are asked for, and a word that is none is told', async ({
  page,
}) => {
  const build = async (query: string): Promise<unknown> => {
    await page.goto(`?backend=wasm${query}${hashOf(['v=1', 'data=moons'])}`);
    await ready(page);
    return (await call<{ simd: unknown }>(page, 'backend')).simd;
  };
  // Chromium has relaxed SIMD; whether it fuses is the processor's.
  const best = await build('');
  await expect(page.getByTestId('backend')).toHaveText(best === 'fma' ? /^WebAssembly, \d+ cores?, FMA$/ : /^WebAssembly, \d+ cores?, plain SIMD$/);
  await expect.poll(() => new URL(page.url()).hash).toContain(`&simd=${String(best)}`);
  expect(await build('&simd=plain')).toBe('plain');
  await expect(page.getByTestId('backend')).toHaveText(/^WebAssembly, \d+ cores?, plain SIMD$/);
  expect(await build('&simd=avx')).toBe(best);
  await expect(messages(page)).toContainText('There is no build of the kernels "avx": ?simd= takes auto, fma, plain. The best one here was chosen.');
});

test('3-D without WebGL is told in words of ours', async ({ page }) => {
  await page.addInitScript(() => {
    const getContext = Reflect.get<HTMLCanvasElement, 'getContext'>(HTMLCanvasElement.prototype, 'getContext') as (...a: unknown[]) => unknown;
    Object.assign(HTMLCanvasElement.prototype, {
      getContext(this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
        return kind.includes('webgl') ? null : getContext.call(this, kind, ...rest);
      },
    });
  });
  await start(page);
  await trainSmall(page);
  await expect(networkRows(page)).toHaveCount(5);
  await page.getByRole('radio', { name: '3-D' }).click();
  await expect(figure(page, 'Plane').getByRole('alert').first()).toContainText('3-D needs WebGL, which this browser does not offer here.');
});

test.describe('drawing code that does not come', () => {
  test.use({ allowedMessages: [/Failed to load resource/] });
  test('can be tried again in place', async ({ page }) => {
    let asked = Date.now();
    await page.route('**/assets/plots-*.js', (route) => {
      asked = Date.now();
      return route.abort();
    });
    await start(page);
    await trainSmall(page);
    const plane = figure(page, 'Plane');
    await expect(plane.getByRole('alert').first()).toContainText('The drawing code did not load', { timeout: 60_000 });
    // A figure that changes asks again by itself: until none does.
    await expect.poll(() => Date.now() - asked, { timeout: 60_000 }).toBeGreaterThan(4000);
    await page.unroute('**/assets/plots-*.js');
    await plane.getByRole('button', { name: 'Try again' }).first().click();
    await expect(plane.locator('.plot-area svg.main-svg').first()).toBeVisible();
  });
});

/** A page that holds the app in a frame of its own origin, with scripts and nothing else. */
async function framed(page: Page): Promise<void> {
  await page.route('**/frame.html', (route) =>
    route.fulfill({
      contentType: 'text/html',
      headers: { 'Cross-Origin-Embedder-Policy': 'require-corp' },
      body: '<iframe sandbox="allow-scripts" src="./" style="width: 1200px; height: 800px"></iframe>',
    }),
  );
  await page.goto('frame.html');
}

test.describe('a sandboxed frame', () => {
  test.use({ allowedMessages: [/.*/] });
  test('says that it may not start workers', async ({ page }) => {
    // As hosts answer that let other origins read what they serve.
    await page.route('**/assets/**', async (route) => {
      const response = await route.fetch();
      await route.fulfill({
        response,
        headers: { ...response.headers(), 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' },
      });
    });
    await framed(page);
    const frame = page.frameLocator('iframe');
    await expect(
      frame
        .getByText(/may not start workers/)
        .filter({ visible: true })
        .first(),
    ).toBeVisible();
    // What the page still loads by itself ends with the test.
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });

  test('that may not even load the code says that', async ({ page }) => {
    await framed(page);
    await expect(page.frameLocator('iframe').getByText(/Ridgeline has not started yet/)).toBeVisible();
  });
});
