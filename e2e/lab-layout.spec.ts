/** The laboratory on every screen size, every figure computed: nothing over anything, nothing cut off, figures that can be read. */
import { expectReadable, resize } from './geometry.ts';
import { drawn, openLab, showTab, type Tab } from './lab-screen.ts';
import { LEAST, SIZES, THEMES } from './sizes.ts';
import { test } from './support.ts';

const TABS: readonly Tab[] = ['Layer by layer', 'Cumulative', 'Robustness', 'Subspaces', 'Averaging', 'Two weights', 'Sensitivity'];

test.setTimeout(400_000);

// Colours move nothing: light and dark take turns, from size to size and from figure to figure, so that each size is seen in both.
test('every figure of the laboratory at any size, light and dark', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openLab(page, ['hidden=8,8', 'epochs=2', 'pairs=order:2:1']);
  await page.getByRole('button', { name: 'Train 2 pairs' }).click();
  for (const [number, tab] of TABS.entries()) {
    await resize(page, 1440, 900);
    const shown = await showTab(page, tab);
    if (tab === 'Sensitivity') await shown.getByRole('button', { name: 'Train and measure' }).click();
    await drawn(shown);
    for (const [place, [width, height]] of SIZES.entries()) {
      const colorScheme = THEMES[(number + place) % THEMES.length];
      await page.emulateMedia({ colorScheme });
      await resize(page, width, height);
      await expectReadable(page, `${width} x ${height}, ${colorScheme}, ${tab}`, LEAST);
    }
  }
});
