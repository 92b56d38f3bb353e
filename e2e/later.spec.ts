/** Parts of the page whose code is loaded when they are first shown. */
import { hashOf } from './screen.ts';
import { openLab, tabs } from './lab-screen.ts';
import { expect, test } from './support.ts';

// What a cut connection leaves in the console.
test.use({ allowedMessages: [/Failed to load resource|Failed to fetch dynamically imported module/] });

test('a part that could not be loaded says so, and comes when it is tried again', async ({ page }) => {
  const chunk = /\/assets\/LabShell-[\w-]+\.js/;
  await page.goto(`?backend=wasm${hashOf(['v=1', 'data=moons'])}`);
  await page.route(chunk, (route) => route.abort());
  await page.getByRole('button', { name: 'Layers', exact: true }).click();
  const said = page.getByRole('alert').filter({ hasText: 'This part of the page could not be loaded' });
  await expect(said).toBeVisible();
  await page.unroute(chunk);
  await said.getByRole('button', { name: 'Try again' }).click();
  await expect(tabs(page)).toBeVisible();
  await expect(said).toHaveCount(0);
});

test('figures that were not opened are there after the connection is gone', async ({ page, context }) => {
  const preloaded = page.waitForResponse(/SensitivityView-[\w-]+\.js/);
  await openLab(page);
  await preloaded;
  await page.waitForLoadState('networkidle');
  await context.setOffline(true);
  await tabs(page).getByRole('button', { name: 'Sensitivity' }).click();
  await expect(page.getByRole('heading', { name: 'What makes layers sensitive' })).toBeVisible();
  await context.setOffline(false);
});

test('a page whose own code could not be loaded says so', async ({ page }) => {
  await page.route(/\/assets\/page-[\w-]+\.js/, (route) => route.abort());
  await page.goto('?backend=wasm');
  await expect(page.getByRole('alert')).toContainText(/Ridgeline could not start: .*Reload the page/);
});
