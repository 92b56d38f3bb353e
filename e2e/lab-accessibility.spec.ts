import { nameless, scan, still } from './accessibility.ts';
import { resize } from './geometry.ts';
import { drawn, openLab, showTab, tabs } from './lab-screen.ts';
import { expect, test } from './support.ts';

// A scan of the whole page takes seconds on two cores.
test.setTimeout(240_000);

const SMALL = ['hidden=8,8', 'epochs=2', 'pairs=order:2:1'];
const TABS = ['Layer by layer', 'Cumulative', 'Robustness', 'Subspaces', 'Averaging', 'Two weights', 'Sensitivity'] as const;

/** A desktop, the same at 200 %, and a phone; with forced colours the largest and the smallest. */
const SIZES = {
  none: [
    [1440, 900],
    [720, 450],
    [390, 844],
  ],
  active: [
    [1440, 900],
    [390, 844],
  ],
} as const;

for (const theme of ['light', 'dark'] as const) {
  for (const forcedColors of ['none', 'active'] as const)
    test(`no serious accessibility finding in the laboratory, ${theme}, forced colours ${forcedColors}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: theme, forcedColors, reducedMotion: 'reduce' });
      await openLab(page, SMALL);
      await scan(page, 'laboratory, empty');
      await page.getByRole('button', { name: 'Train 2 pairs' }).click();
      for (const tab of TABS) {
        const shown = await showTab(page, tab);
        if (tab === 'Sensitivity') {
          await scan(page, 'laboratory, sweep not begun');
          await shown.getByRole('button', { name: 'Train and measure' }).click();
        }
        await drawn(shown);
        for (const [width, height] of SIZES[forcedColors]) {
          await resize(page, width, height);
          await scan(page, `laboratory, ${tab}, ${width} x ${height}`);
          expect.soft(await nameless(page), `${tab}, ${width} x ${height}: without a name`).toEqual([]);
        }
        await resize(page, 1440, 900);
      }
    });

  test(`no serious accessibility finding in the laboratory on a phone, ${theme}`, async ({ fresh }) => {
    const page = await fresh({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme: theme, reducedMotion: 'reduce' });
    await openLab(page, ['lab=toy']);
    await tabs(page).waitFor();
    await scan(page, 'laboratory on a phone, two weights');
    for (const sheet of ['Reading and examples', 'Pairs and setup']) {
      await page.getByRole('button', { name: sheet }).tap();
      await page.getByRole('dialog').waitFor();
      await still(page);
      await scan(page, `laboratory on a phone, ${sheet}`);
      await page.keyboard.press('Escape');
    }
  });
}
