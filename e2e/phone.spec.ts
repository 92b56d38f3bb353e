import type { Page } from '@playwright/test';
import { fill, hashOf, matchedSentence, open } from './screen.ts';
import { expect, test } from './support.ts';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 });

/** How far the page can be scrolled sideways. */
const overhang = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

test('on a phone: the sentence, one figure at a time, controls in a sheet, nothing sideways', async ({ page }) => {
  await page.goto(`?backend=wasm${hashOf(['v=1', 'data=moons'])}`);
  const tabs = page.getByRole('navigation', { name: 'Figures' });
  await test.step('controls in a sheet', async () => {
    await tabs.getByRole('button', { name: 'Setup' }).tap();
    const sheet = page.getByRole('dialog', { name: 'Experiment and networks' });
    await expect(sheet).toBeVisible();
    await open(page, 'Training');
    await fill(page, 'Epochs', '20');
    expect(await overhang(page)).toBe(0);
    await sheet.getByRole('button', { name: 'Train 3 networks' }).tap();
    await sheet.getByRole('button', { name: 'Close' }).tap();
    await expect(sheet).toHaveCount(0);
  });
  await test.step('figures one by one', async () => {
    await expect(matchedSentence(page)).toBeVisible({ timeout: 60_000 });
    for (const [tab, title] of [
      ['Plane', 'Plane'],
      ['Layers', 'Layers'],
      ['Probe', 'Probe'],
      ['Path', 'Path'],
    ] as const) {
      await tabs.getByRole('button', { name: tab, exact: true }).tap();
      await expect(tabs.getByRole('button', { name: tab, exact: true })).toHaveAttribute('aria-current', 'page');
      await expect(page.getByRole('region', { name: title, exact: true }).getByRole('img').first()).toBeVisible();
      expect(await overhang(page), `${title} overhangs`).toBe(0);
    }
    await expect(matchedSentence(page)).toBeInViewport();
  });
  await test.step('touch targets of 44 pixels in the tab bar', async () => {
    for (const button of await tabs.getByRole('button').all()) {
      const box = await button.boundingBox();
      expect(box?.height).toBeGreaterThanOrEqual(44);
      expect(box?.width).toBeGreaterThanOrEqual(44);
    }
  });
});
