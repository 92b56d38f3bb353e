/** Every dialog on a tablet and on a phone, and with colours of the person's own choice on a desktop and on a phone. */
import type { Page } from '@playwright/test';
import { nameless, scan, still } from './accessibility.ts';
import { resize } from './geometry.ts';
import { hashOf, matchedSentence, menu } from './screen.ts';
import { expect, test } from './support.ts';

const LINK = `?backend=wasm${hashOf(['v=1', 'data=moons', 'hidden=8', 'epochs=10', 'A=1', 'B=2', 'B.aligned=weight,1,1,signs'])}`;
const SIZES = {
  none: [
    [768, 1024],
    [390, 844],
  ],
  active: [
    [1440, 900],
    [390, 844],
  ],
} as const;

// A scan of the whole page takes seconds on two cores.
test.setTimeout(300_000);

/** Opens the help, from its button or from the menu that holds it on a phone. */
async function openHelp(page: Page): Promise<void> {
  if ((await page.getByRole('button', { name: 'Share, theme and help' }).count()) > 0) await menu(page, 'Share, theme and help', 'Help');
  else await page.getByRole('button', { name: 'Help', exact: true }).click();
}

/** Networks and matching stand in a sheet on a phone. */
async function reachNetworks(page: Page): Promise<void> {
  const setup = page.getByRole('navigation', { name: 'Figures', exact: true }).getByRole('button', { name: 'Setup' });
  if ((await setup.count()) > 0 && (await page.getByRole('dialog').count()) === 0) await setup.click();
}

async function scanDialogs(page: Page, screen: string): Promise<void> {
  const scanOpen = async (name: string): Promise<void> => {
    await expect(page.getByRole('dialog').last()).toBeVisible();
    await still(page);
    await scan(page, `${screen}, ${name}`);
    expect.soft(await nameless(page), `${screen}, ${name}: without a name`).toEqual([]);
  };
  await menu(page, 'Path options', 'Table of numbers');
  await scanOpen('table of numbers');
  await page.keyboard.press('Escape');
  await openHelp(page);
  for (const tab of ['Start', 'Keys', 'Offline', 'Definitions']) {
    await page.getByRole('tab', { name: tab }).click();
    await scanOpen(`help, ${tab}`);
  }
  await page.keyboard.press('Escape');
  for (const [button, name] of [
    ['Compare', 'networks compared'],
    ['Which neurons match', 'neurons'],
  ] as const) {
    await reachNetworks(page);
    await page.getByRole('button', { name: button, exact: true }).click();
    await scanOpen(name);
    await page.keyboard.press('Escape');
  }
  await reachNetworks(page);
  await page
    .getByRole('region', { name: 'Networks' })
    .getByRole('listitem')
    .first()
    .getByRole('button', { name: /options$/ })
    .click();
  await still(page);
  await scan(page, `${screen}, a network's menu`);
  await page.getByRole('menuitem', { name: 'Details' }).click();
  await scanOpen('details');
  await page.keyboard.press('Escape');
  if ((await page.getByRole('dialog').count()) > 0) await page.keyboard.press('Escape');
}

for (const theme of ['light', 'dark'] as const)
  for (const forcedColors of ['none', 'active'] as const)
    test(`no serious accessibility finding in any dialog, ${theme}, forced colours ${forcedColors}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: theme, forcedColors, reducedMotion: 'reduce' });
      await page.goto(LINK);
      await expect(matchedSentence(page)).toBeVisible({ timeout: 60_000 });
      for (const [width, height] of SIZES[forcedColors]) {
        await resize(page, width, height);
        await scanDialogs(page, `${width} x ${height}`);
      }
    });
