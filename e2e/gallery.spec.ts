/** The gallery, as a stranger finds it: opened by a click, shown at once, read as a lesson; on a phone too. */
import { figure, hashOf } from './screen.ts';
import { expect, test } from './support.ts';

test('every entry of the gallery opens with its figures and its text, at once and without training', async ({ page }) => {
  test.slow();
  await page.goto(`?backend=wasm${hashOf(['v=1', 'data=moons'])}`);
  const gallery = page.getByRole('dialog', { name: 'Gallery' });
  await page.getByRole('button', { name: 'Gallery' }).click();
  const titles = await gallery.locator('.gallery-title').allTextContents();
  expect(titles).toHaveLength(7);
  await page.keyboard.press('Escape');
  for (const title of titles) {
    await page.getByRole('button', { name: 'Gallery' }).click();
    await gallery.getByRole('link', { name: title }).click();
    await expect(gallery).toHaveCount(0);
    await expect(page.getByText(/^Step 1 of \d+$/)).toBeVisible();
    await expect(page.locator('.lesson h2')).not.toBeEmpty();
    await expect(page.locator('.plot-area .main-svg').first()).toBeVisible();
    expect(await page.evaluate(() => document.querySelector('.training') === null)).toBe(true);
  }
});

test('an entry on a phone: from the menu to its last step', async ({ fresh }) => {
  const page = await fresh({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await page.goto(`?backend=wasm${hashOf(['v=1', 'data=moons'])}`);
  await page.getByRole('button', { name: 'Share, theme and help' }).click();
  await page.getByRole('menuitem', { name: /^Gallery/ }).click();
  await page
    .getByRole('dialog', { name: 'Gallery' })
    .getByRole('link', { name: /^Why averaging fails/ })
    .click();
  await expect(page.getByText('Step 1 of 3')).toBeVisible();
  await expect(figure(page, 'Path').locator('.main-svg').first()).toBeVisible();
  for (const step of [2, 3]) {
    await page.getByRole('button', { name: 'Next step' }).click();
    await expect(page.getByText(`Step ${step} of 3`)).toBeVisible();
  }
  await page.getByRole('button', { name: 'Show the answer' }).click();
  await expect(page.locator('.lesson-answer')).toContainText('same function');
});
