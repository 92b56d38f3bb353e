/** Every screen size, both places, every figure and every enlarged one, light and dark: nothing over anything, nothing cut off, figures that can be read. Trained once, walked through them all. */
import type { Page } from '@playwright/test';
import { expectReadable, resize, settled } from './geometry.ts';
import { drawn, openLab, showTab, type Tab } from './lab-screen.ts';
import { figure, hashOf, matchedSentence, messages } from './screen.ts';
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

const TABS: readonly Tab[] = ['Layer by layer', 'Cumulative', 'Robustness', 'Subspaces', 'Averaging', 'Two weights', 'Sensitivity'];

test.setTimeout(400_000);

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

/** Every size, light and dark. */
async function walk(page: Page, visit: (screen: string) => Promise<void>): Promise<void> {
  for (const [width, height] of SIZES) {
    await resize(page, width, height);
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme });
      await settled(page);
      await visit(`${width} x ${height}, ${colorScheme}`);
    }
  }
}

/** Trained from a link, with everything computed. */
async function openTrained(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(LINK);
  await expect(matchedSentence(page)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('contentinfo').getByRole('button', { name: 'cancel' })).toHaveCount(0, { timeout: 60_000 });
}

test('Explore at any size, light and dark: no panel and no word over another', async ({ page }) => {
  await openTrained(page);
  await walk(page, async (screen) => figuresOneByOne(page, async (name) => expectReadable(page, `${screen}, ${name}`, LEAST)));
});

/** What is wrong with this link is told, at length, until it is closed. */
const WRONG = ['plane.resolution=many', 'curve.points=few', 'align.restarts=often', 'plane.show=everything', 'width=wide', 'batch=all', 'rate=high'];

test('a long message at any size: it stands in its own room, in lines that can be read', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(
    `?backend=wasm${hashOf(['v=1', 'data=moons', 'hidden=12', 'epochs=20', 'A=1', 'B=2', 'C=3', 'B.aligned=weight,1,4,signs', 'C.aligned=weight,1,4,signs', ...WRONG])}`,
  );
  await expect(matchedSentence(page)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('contentinfo').getByRole('button', { name: 'cancel' })).toHaveCount(0, { timeout: 60_000 });
  const text = messages(page).locator('.notice p').last();
  await expect(text).toContainText('plane.resolution');
  for (const [width, height] of SIZES) {
    await resize(page, width, height);
    await expectReadable(page, `${width} x ${height}, with a message`, LEAST);
    const box = await text.boundingBox();
    expect(box?.width ?? 0, `${width} x ${height}: the message's lines`).toBeGreaterThan(Math.min(480, width - 130));
  }
});

test('an enlarged figure at any size, light and dark', async ({ page }) => {
  await openTrained(page);
  for (const name of ['Path', 'Plane', 'Layers'] as const) {
    await resize(page, 1440, 900);
    await figure(page, name)
      .getByRole('button', { name: `Enlarge ${name}` })
      .click();
    await expect(page.getByRole('button', { name: 'Back to all figures' })).toBeVisible();
    await expect(page.getByRole('contentinfo').getByRole('button', { name: 'cancel' })).toHaveCount(0, { timeout: 60_000 });
    // On a phone nothing is enlarged.
    await walk(page, async (screen) => expectReadable(page, `${screen}, ${name} enlarged`, LEAST));
    await resize(page, 1440, 900);
    await page.getByRole('button', { name: 'Back to all figures' }).click();
  }
});

test('every figure of the laboratory at any size, light and dark', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openLab(page, ['hidden=8,8', 'epochs=2', 'pairs=order:2:1']);
  await page.getByRole('button', { name: 'Train 2 pairs' }).click();
  for (const tab of TABS) {
    await resize(page, 1440, 900);
    const shown = await showTab(page, tab);
    if (tab === 'Sensitivity') await shown.getByRole('button', { name: 'Train and measure' }).click();
    await drawn(shown);
    await walk(page, async (screen) => expectReadable(page, `${screen}, ${tab}`, LEAST));
  }
});
