/** Words that open their meaning, and the first steps. */
import { allFigures, start, trainSmall } from './screen.ts';
import { expect, test } from './support.ts';

test('every term of the headline opens its definition by click and by key, formula folded', async ({ page }) => {
  await start(page);
  await trainSmall(page, { epochs: '60' });
  await allFigures(page);
  const headline = page.getByTestId('sentence');
  const terms = headline.getByRole('button');
  expect(await terms.count()).toBeGreaterThan(2);
  for (const term of await terms.all()) {
    for (const open of [() => term.click(), () => term.press('Enter')]) {
      await open();
      const dialog = page.getByRole('dialog');
      await expect(dialog.getByRole('heading')).toHaveText(/\w/);
      await expect(dialog.getByRole('paragraph').first()).toHaveText(/\w{3}/);
      const formula = dialog.locator('.formula');
      await expect(formula).toBeHidden();
      await dialog.getByText('Formula', { exact: true }).click();
      await expect(formula).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
    }
  }
  await headline.getByRole('button', { name: /neuron by neuron$/ }).click();
  const picture = page.getByRole('dialog').getByRole('img', { name: /in the order 1, 2, 3$/ });
  const ends = async (): Promise<string[]> => picture.locator('line').evaluateAll((lines) => lines.map((line) => line.getAttribute('y2') ?? ''));
  const before = await ends();
  await page.getByRole('button', { name: 'Swap neurons 1 and 3' }).click();
  const swapped = page.getByRole('dialog').getByRole('img', { name: /in the order 3, 2, 1$/ });
  await expect(swapped).toBeVisible();
  await expect.poll(() => swapped.locator('line').first().getAttribute('y2')).toBe('116');
  await page.getByRole('button', { name: 'Put them back' }).click();
  await expect.poll(ends).toEqual(before);
});
