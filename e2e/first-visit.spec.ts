import type { Page } from '@playwright/test';
import { allFigures, choose, figure, fill, matchedSentence, networkRows, open, train } from './screen.ts';
import { call, expect, ready, test } from './support.ts';

test('a first visit fills all figures by itself and shows a barrier that matching removes', async ({ page }) => {
  await page.goto('');
  await allFigures(page);
  const text = (await matchedSentence(page).textContent()) ?? '';
  const naive = Number(/a barrier of ([\d.]+)/.exec(text)?.[1]);
  expect(naive, text).toBeGreaterThan(0.05);
  expect(text).toMatch(
    /Matched neuron by neuron, (nearly all of it goes: [\d.e−-]+( ± [\d.e−-]+)? is left|it goes: (no barrier beyond its error is left|nothing between them lies))/,
  );
  await expect(figure(page, 'Path').getByText(/above the chord: ?naive ?[\d.]+ ± [\d.e−-]+ ?aligned ?[\d.e−-]+ ± [\d.e−-]+/)).toBeVisible();
  await expect(figure(page, 'Probe').getByText(/test loss [\d.]+ accuracy [\d.]+ % ?\d+ mistakes?/)).toBeVisible();
  await expect(figure(page, 'Layers').getByText(/full 0\.\d+( ± \S+)?, largest layer layer [12] with 0\.\d+/)).toBeAttached();
  await expect(page.getByRole('contentinfo')).toContainText(/(WebAssembly|WebGL|WebGPU), .+first look.+512 train, 512 test/);
  await expect(networkRows(page)).toHaveCount(5);
  await expect(page).toHaveURL(/#v=1&data=moons&A=1&B=2&C=3&.*len=\d+$/);
  expect(await call<string>(page, 'permalink')).toBe(page.url());
});

/** Pauses the first example's training as soon as it can be: that is no change. It trains in half a second. */
async function holdDemonstration(page: Page): Promise<void> {
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      const pause = document.querySelector<HTMLElement>('button[aria-label="Pause training"]');
      if (pause === null) return;
      observer.disconnect();
      pause.click();
    }).observe(document, { subtree: true, childList: true });
  });
}

test('the first action ends the demonstration, which overwrites nothing afterwards', async ({ page }) => {
  await holdDemonstration(page);
  await page.goto('?backend=wasm');
  await expect(page.getByRole('button', { name: 'Resume training' })).toBeVisible();
  await expect(page.getByRole('contentinfo')).toContainText('first look');
  await open(page, 'Data');
  await choose(page, 'Data', 'Circles');
  await expect(page.getByRole('contentinfo')).toContainText(/circles/i);
  await expect(page.getByRole('contentinfo')).not.toContainText('first look');
  await expect(networkRows(page)).toHaveCount(0);
  await open(page, 'Training');
  await fill(page, 'Epochs', '20');
  await train(page);
  await allFigures(page);
  await expect(networkRows(page)).toHaveCount(5);
  await expect(page.getByRole('button', { name: 'Circles Data' })).toBeVisible();
  await expect(page).toHaveURL(/data=circles/);
});

test('a scripted change ends the demonstration too', async ({ page }) => {
  await holdDemonstration(page);
  await page.goto('?backend=wasm');
  await ready(page);
  await expect(page.getByRole('button', { name: 'Resume training' })).toBeVisible();
  expect(await call(page, 'loadDataset', { id: 'spirals', arms: 3, trainSize: 60, testSize: 30 })).toEqual({
    id: 'spirals',
    inputs: 2,
    classes: 3,
    trainSize: 60,
    testSize: 30,
  });
  const trained = await call<{ id: string }[]>(page, 'train', { architecture: { hidden: [4] }, training: { epochs: 1 }, seeds: [7] });
  expect((await call<{ id: string }[]>(page, 'networks')).map(({ id }) => id)).toEqual(trained.map(({ id }) => id));
  await expect(page.getByRole('contentinfo')).toContainText('60 train, 30 test');
  await expect(page.getByRole('contentinfo')).not.toContainText('first look');
});

test('a reload before the first example has ended starts it again', async ({ page }) => {
  page.on('dialog', (question) => void question.accept());
  // Held at a known place: its training waits for its kernels.
  const kernels = /\/step[\w.-]*\.wasm/;
  await page.route(kernels, () => undefined);
  const asked = page.waitForRequest(kernels);
  await page.goto('?backend=wasm');
  await asked;
  await page.waitForTimeout(500);
  expect(new URL(page.url()).hash).toBe('');
  await page.unroute(kernels);
  await page.reload();
  await allFigures(page);
  await expect(networkRows(page)).toHaveCount(5);
  await expect(page.getByRole('contentinfo')).toContainText('first look');
  await expect(page).toHaveURL(/#v=1&data=moons&A=1&B=2&C=3&/);
});
