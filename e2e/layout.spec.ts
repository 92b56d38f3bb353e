/** Every screen size, both places, light and dark: nothing over anything, nothing cut off, figures that can be read. One trained example, walked through them all. */
import type { Page } from '@playwright/test';
import { expectReadable, resize, settled } from './geometry.ts';
import { drawn, labFigure } from './lab-screen.ts';
import { hashOf, matchedSentence } from './screen.ts';
import { expect, test } from './support.ts';

const LINK = `?backend=wasm${hashOf(['v=1', 'data=moons', 'hidden=12', 'epochs=20', 'A=1', 'B=2', 'C=3', 'B.aligned=weight,1,4,signs', 'C.aligned=weight,1,4,signs'])}`;
const LEAST = { height: 140, type: 12 };
const THEMES = ['light', 'dark'] as const;
const SIZES: readonly (readonly [number, number])[] = [
  [320, 568],
  [375, 667],
  [390, 844],
  [667, 375],
  [720, 450],
  [768, 1024],
  [800, 600],
  [844, 390],
  [900, 900],
  [960, 540],
  [1024, 768],
  [1100, 900],
  [1112, 834],
  [1180, 820],
  [1280, 720],
  [1366, 768],
  [1440, 900],
  [1920, 1080],
  [2560, 1440],
];

test.setTimeout(240_000);

/** On a phone the figures stand one at a time: those of the bar of tabs; elsewhere all at once. */
async function figuresOneByOne(page: Page, visit: (figure: string) => Promise<void>): Promise<void> {
  const tabs = page.getByRole('navigation', { name: 'Figures', exact: true });
  if ((await tabs.count()) === 0) {
    await visit('all figures');
    return;
  }
  for (const name of ['Plane', 'Layers', 'Probe', 'Path']) {
    await tabs.getByRole('button', { name, exact: true }).click();
    await settled(page);
    if (name !== 'Probe') await visit(name);
  }
}

test('no panel and no word lies over another at any size, in both places, light and dark', async ({ page }) => {
  test.setTimeout(400_000);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(LINK);
  await expect(matchedSentence(page)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('contentinfo').getByRole('button', { name: 'cancel' })).toHaveCount(0, { timeout: 60_000 });
  const places = page.getByRole('navigation', { name: 'Places' });

  await test.step('Explore', async () => {
    for (const [width, height] of SIZES) {
      await resize(page, width, height);
      for (const colorScheme of THEMES) {
        await page.emulateMedia({ colorScheme });
        await figuresOneByOne(page, async (figure) => expectReadable(page, `${width} x ${height}, ${colorScheme}, ${figure}`, LEAST));
      }
    }
  });
  await test.step('Layers', async () => {
    await resize(page, 1440, 900);
    await places.getByRole('button', { name: 'Layers', exact: true }).click();
    await drawn(labFigure(page, 'Layer by layer'));
    for (const [width, height] of SIZES) {
      await resize(page, width, height);
      for (const colorScheme of THEMES) {
        await page.emulateMedia({ colorScheme });
        await settled(page);
        await expectReadable(page, `${width} x ${height}, ${colorScheme}, layers`, LEAST);
      }
    }
  });
});
