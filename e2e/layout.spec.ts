/** Explore on every screen size, every figure and every enlarged one, light and dark: nothing over anything, nothing cut off, figures that can be read. Trained once, walked through them all. */
import type { Page } from '@playwright/test';
import { expectReadable, resize, settled } from './geometry.ts';
import { LEAST, SIZES, THEMES } from './sizes.ts';
import { figure, hashOf, matchedSentence, messages } from './screen.ts';
import { expect, test } from './support.ts';

const LINK = `?backend=wasm${hashOf(['v=1', 'data=moons', 'hidden=12', 'epochs=20', 'A=1', 'B=2', 'C=3', 'B.aligned=weight,1,4,signs', 'C.aligned=weight,1,4,signs'])}`;

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

/** Every size. Colours move nothing: light and dark take turns from size to size, in the other order where `turn` is odd. */
async function walk(page: Page, turn: number, visit: (screen: string) => Promise<void>): Promise<void> {
  for (const [place, [width, height]] of SIZES.entries()) {
    const colorScheme = THEMES[(turn + place) % THEMES.length];
    await page.emulateMedia({ colorScheme });
    await resize(page, width, height);
    await visit(`${width} x ${height}, ${colorScheme}`);
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
  for (const turn of [0, 1])
    await walk(page, turn, async (screen) => figuresOneByOne(page, async (name) => expectReadable(page, `${screen}, ${name}`, LEAST)));
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
  for (const [turn, name] of (['Path', 'Plane', 'Layers'] as const).entries()) {
    await resize(page, 1440, 900);
    await figure(page, name)
      .getByRole('button', { name: `Enlarge ${name}` })
      .click();
    await expect(page.getByRole('button', { name: 'Back to all figures' })).toBeVisible();
    await expect(page.getByRole('contentinfo').getByRole('button', { name: 'cancel' })).toHaveCount(0, { timeout: 60_000 });
    // On a phone nothing is enlarged.
    await walk(page, turn, async (screen) => expectReadable(page, `${screen}, ${name} enlarged`, LEAST));
    await resize(page, 1440, 900);
    await page.getByRole('button', { name: 'Back to all figures' }).click();
  }
});
