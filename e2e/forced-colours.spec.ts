/** Colours of the person's own choice (forced colours): what is chosen, where a value stands and what a figure shows is still to be seen. */
import type { Locator } from '@playwright/test';
import { scan } from './accessibility.ts';
import { allFigures, figure, start, trainSmall } from './screen.ts';
import { expect, test } from './support.ts';

const styleOf = (element: Locator, property: string, pseudo?: string): Promise<string> =>
  element.evaluate((node, [name, part]) => getComputedStyle(node, part).getPropertyValue(name), [property, pseudo] as const);

for (const colorScheme of ['light', 'dark'] as const) {
  test(`with forced colours, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, forcedColors: 'active', reducedMotion: 'reduce' });
    await start(page);
    await trainSmall(page, { epochs: '20' });
    await allFigures(page);
    expect(await page.evaluate(() => matchMedia('(forced-colors: active)').matches)).toBe(true);
    const ground = await styleOf(page.locator('body'), 'background-color');

    await test.step('the chosen one of several', async () => {
      const choice = figure(page, 'Path').locator('.segment');
      const chosen = await styleOf(choice.and(page.locator('[data-selected]')), 'background-color');
      const other = await styleOf(choice.and(page.locator(':not([data-selected])')), 'background-color');
      expect(chosen).not.toBe(other);
      const places = page.getByRole('navigation', { name: 'Places' });
      const line = (name: string): Promise<string> => styleOf(places.getByRole('button', { name, exact: true }), 'border-bottom-color');
      expect(await line('Explore')).not.toBe(ground);
      expect(await line('Layers')).toBe(ground);
    });
    await test.step('the slider', async () => {
      expect(await styleOf(page.locator('.slider-track').first(), 'background-color', '::before')).not.toBe(ground);
      expect(await styleOf(page.locator('.slider-thumb').first(), 'background-color')).not.toBe(ground);
    });
    await test.step('figures keep their own ground and ink', async () => {
      const plot = figure(page, 'Path').locator('.plot');
      const [paper, ink] = [await styleOf(plot, 'background-color'), await styleOf(plot.locator('.xtick text').first(), 'fill')];
      expect(paper).not.toBe('rgba(0, 0, 0, 0)');
      expect(contrast(paper, ink)).toBeGreaterThan(4.5);
      const discs = await page
        .locator('.network .disc')
        .evaluateAll((nodes) => nodes.slice(0, 3).map((node) => getComputedStyle(node).backgroundColor));
      expect(new Set(discs).size).toBe(3);
    });
    await scan(page, `forced colours, ${colorScheme}`);
  });
}

/** WCAG 2.1, 1.4.3: of two colours as `rgb(r, g, b)`. */
function contrast(a: string, b: string): number {
  const luminance = (colour: string): number => {
    const [r, g, blue] = (colour.match(/\d+(\.\d+)?/g) ?? []).slice(0, 3).map((part) => {
      const value = Number(part) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  };
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}
