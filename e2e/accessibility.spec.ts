import { nameless, scan, still } from './accessibility.ts';
import { resize } from './geometry.ts';
import { allFigures, hashOf, menu, open, start, trainSmall } from './screen.ts';
import { expect, test } from './support.ts';

// A scan of the whole page takes seconds on two cores.
test.setTimeout(300_000);

for (const theme of ['light', 'dark'] as const) {
  test(`no serious accessibility finding on any view, ${theme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await start(page);
    await scan(page, 'empty');
    await trainSmall(page, { epochs: '20' });
    await allFigures(page);
    for (const title of ['Data', 'Network', 'Training', 'Seeds', 'Matching']) await open(page, title);
    await still(page);
    await scan(page, 'main, all settings open');
    for (const [key, title] of [
      ['1', 'Path'],
      ['2', 'Plane'],
      ['3', 'Layers'],
      ['4', 'Probe'],
    ] as const) {
      await page.getByRole('heading', { name: 'Ridgeline' }).click();
      await page.keyboard.press(key);
      await expect(page.getByRole('button', { name: 'Back to all figures' })).toBeVisible();
      await scan(page, `${title} enlarged`);
      await page.keyboard.press('Escape');
    }
    for (const entry of ['Decision regions', 'Confusion matrix']) {
      await menu(page, 'Probe options', entry);
      await still(page);
      await scan(page, entry);
    }
    await menu(page, 'Path options', 'Table of numbers');
    await expect(page.getByRole('dialog')).toBeVisible();
    await still(page);
    await scan(page, 'table of numbers');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Help' }).click();
    for (const tab of ['Start', 'Keys', 'Offline', 'Definitions']) {
      await page.getByRole('tab', { name: tab }).click();
      await still(page);
      await scan(page, `help, ${tab}`);
    }
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Compare' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await still(page);
    await scan(page, 'networks compared');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Theme' }).click();
    await still(page);
    await scan(page, 'a menu');
    await page.keyboard.press('Escape');
    await page.evaluate(
      (hash) => {
        window.location.hash = hash;
      },
      hashOf(['v=7', 'data=moons', 'hidden=x']),
    );
    await expect(page.getByRole('region', { name: 'Messages' })).toContainText('newer Ridgeline');
    await scan(page, 'messages');
  });

  test(`no serious accessibility finding with two columns, enlarged to 200 % and on a phone's side, ${theme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await page.goto(
      `?backend=wasm${hashOf(['v=1', 'data=moons', 'epochs=10', 'A=1', 'B=2', 'C=3', 'B.aligned=weight,1,1,signs', 'C.aligned=weight,1,1,signs'])}`,
    );
    await expect(page.getByText(/^Averaging A .*and B.*Match/)).toBeVisible({ timeout: 60_000 });
    // 1440 x 900 at 200 % has the room of 720 x 450.
    for (const [width, height] of [
      [1024, 768],
      [720, 450],
      [844, 390],
    ]) {
      await resize(page, width, height);
      await still(page);
      await scan(page, `${width} x ${height}`);
      expect(await nameless(page), `${width} x ${height}: without a name`).toEqual([]);
    }
    await page.getByRole('button', { name: 'Share, theme and help' }).click();
    await still(page);
    await scan(page, 'the folded menu');
  });

  test(`no serious accessibility finding on a phone, ${theme}`, async ({ fresh }) => {
    const page = await fresh({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme: theme, reducedMotion: 'reduce' });
    await page.goto(
      `?backend=wasm${hashOf(['v=1', 'data=moons', 'epochs=10', 'A=1', 'B=2', 'C=3', 'B.aligned=weight,1,1,signs', 'C.aligned=weight,1,1,signs'])}`,
    );
    await expect(page.getByText(/^Averaging A .*and B.*Match/)).toBeVisible({ timeout: 60_000 });
    const tabs = page.getByRole('navigation', { name: 'Figures' });
    for (const tab of ['Plane', 'Layers', 'Probe', 'Path']) {
      await tabs.getByRole('button', { name: tab, exact: true }).tap();
      await expect(page.getByRole('region', { name: tab, exact: true }).getByRole('img').first()).toBeVisible();
      await scan(page, `phone, ${tab}`);
    }
    await tabs.getByRole('button', { name: 'Setup' }).tap();
    await expect(page.getByRole('dialog')).toBeVisible();
    await still(page);
    await scan(page, 'phone, sheet');
  });
}
