import { scan, still } from './accessibility.ts';
import { drawn, openLab, showTab, tabs } from './lab-screen.ts';
import { test } from './support.ts';

// A scan of the whole page takes seconds on two cores.
test.setTimeout(240_000);

const SMALL = ['hidden=8,8', 'epochs=2', 'pairs=order:2:1'];
const COMPUTED = ['Layer by layer', 'Cumulative', 'Robustness', 'Subspaces', 'Averaging', 'Two weights'] as const;

for (const theme of ['light', 'dark'] as const) {
  test(`no serious accessibility finding in the laboratory, ${theme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await openLab(page, SMALL);
    await scan(page, 'laboratory, empty');
    await page.getByRole('button', { name: 'Train 2 pairs' }).click();
    for (const tab of COMPUTED) {
      await drawn(await showTab(page, tab));
      await scan(page, `laboratory, ${tab}`);
    }
    await showTab(page, 'Sensitivity');
    await scan(page, 'laboratory, sweep not begun');
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
