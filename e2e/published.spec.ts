/** Links that hold their figures: shared, opened at once by a stranger, computed anew and compared; damaged ones; the dialog that makes them. */
import type { Page } from '@playwright/test';
import { nameless, scan, still } from './accessibility.ts';
import { allFigures, figure, matchedSentence, messages, networkRows, start, trainSmall } from './screen.ts';
import { call, expect, test } from './support.ts';

const banner = (page: Page) => page.getByRole('region', { name: 'The author’s figures' });
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Share' });

/** The numbers of a figure's table, as its CSV file has them. */
async function numbersOf(page: Page, title: string): Promise<string> {
  await figure(page, title)
    .getByRole('button', { name: `${title} options` })
    .click();
  await page.getByRole('menuitem', { name: 'Table of numbers' }).click();
  const table = page.getByRole('dialog').getByRole('table');
  const text = (await table.innerText()).replaceAll(/\s+/g, ' ');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  return text;
}

test('a link with its figures shows them to a stranger, who computes them anew and compares', async ({ page, context, fresh }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await start(page);
  await trainSmall(page, { widths: '12', epochs: '40', seeds: '4, 5, 6/7' });
  await allFigures(page);
  const told = (await matchedSentence(page).textContent()) ?? '';
  const numbers = { path: await numbersOf(page, 'Path'), layers: await numbersOf(page, 'Layers') };

  await page.keyboard.press('s');
  await expect(dialog(page).getByRole('button', { name: 'Copy link' })).toBeFocused();
  await dialog(page).getByText('With the computed figures').click();
  await expect(dialog(page).getByRole('list', { name: 'Figures in the link' }).getByRole('listitem')).toHaveCount(3);
  await dialog(page).getByRole('textbox', { name: 'Title' }).fill('Figure 3');
  await dialog(page).getByRole('textbox', { name: 'Title' }).press('Enter');
  await expect(dialog(page).getByTestId('link-length')).toHaveText(/^[5-9],\d{3} characters$/);
  await expect(dialog(page)).toContainText('Longer than');
  await dialog(page)
    .getByRole('button', { name: /^QR code/ })
    .click();
  await expect(dialog(page).getByRole('img', { name: 'QR code of the link' })).toBeVisible();
  await expect(dialog(page)).toContainText('too long for a QR code');
  await dialog(page)
    .getByRole('button', { name: /^How to cite/ })
    .click();
  await expect(dialog(page).getByLabel('BibTeX')).toContainText('@inproceedings{ainsworth2023git');
  await still(page);
  await scan(page, 'the share dialog');
  expect(await nameless(page)).toEqual([]);
  await dialog(page).getByRole('button', { name: 'Copy BibTeX' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('@software{ridgeline');
  await dialog(page).getByRole('button', { name: 'Copy link' }).click();
  await expect(messages(page)).toContainText('The link with its figures was copied.');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/#v=1&data=moons&hidden=12&.*&results=1\.\d+\.[0-9a-f]{8}\.[\w-]+$/);

  const other = await fresh();
  await other.goto(link);
  await expect(banner(other)).toContainText('Figure 3');
  await expect(banner(other)).toContainText('Nothing was trained or computed for them here.');
  await expect(matchedSentence(other)).toHaveText(told);
  await expect(other.getByRole('heading', { name: 'The author’s networks' })).toBeVisible();
  expect(await numbersOf(other, 'Path')).toBe(numbers.path);
  expect(await numbersOf(other, 'Layers')).toBe(numbers.layers);
  await expect(figure(other, 'Plane').getByRole('button', { name: 'Plane options' })).toBeVisible();
  await expect(figure(other, 'Probe')).toContainText('It needs the networks');
  await still(other);
  await scan(other, 'an author’s figures');
  // What they hold is live; what needs the networks is refused, with the way on.
  await other.getByRole('radio', { name: 'accuracy' }).first().click();
  await expect(other).toHaveURL(/curve\.metric=accuracy.*&results=/);
  await other.getByRole('radio', { name: 'train', exact: true }).click();
  await expect(messages(other)).toContainText('the networks behind them are not here');
  await expect(other.getByRole('radio', { name: 'test', exact: true })).toBeChecked();
  // Back and Forward keep them; a reload brings them again.
  await other.getByRole('button', { name: 'Layers', exact: true }).click();
  await expect(other.getByText('The author’s link does not hold this figure.')).toBeVisible();
  await other.goBack();
  await expect(matchedSentence(other)).toHaveText(told);
  await other.goForward();
  await other.goBack();
  await other.reload();
  await expect(matchedSentence(other)).toHaveText(told);
  expect(await call<unknown[]>(other, 'networks')).toEqual([]);

  await banner(other).getByRole('button', { name: 'Recompute' }).click();
  await expect(banner(other).getByRole('button', { name: 'Differences' })).toBeVisible({ timeout: 60_000 });
  await expect(networkRows(other)).toHaveCount(5);
  await expect(matchedSentence(other)).toHaveText(told);
  await banner(other).getByRole('button', { name: 'Differences' }).click();
  const found = other.getByRole('dialog', { name: 'Differences' });
  await expect(found).toContainText('numbers of these figures are the author’s, within what a link rounds.');
  await expect(found.getByRole('cell', { name: 'the same bits' })).toHaveCount(5);
  await expect(found.getByText('Plane, naive')).toBeVisible();
  await expect(found.getByText('Nothing differs by more than a link rounds.').first()).toBeVisible();
  await still(other);
  await scan(other, 'differences');
  await other.keyboard.press('Escape');
  await banner(other).getByRole('radio', { name: 'the author’s' }).click();
  await expect(other.getByRole('heading', { name: 'The author’s networks' })).toBeVisible();
  const { differences } = await call<{ differences: { figures: { figure: string; beyond: number }[] } }>(other, 'recompute');
  expect(differences.figures.map(({ figure: name, beyond }) => [name, beyond])).toEqual([
    ['curve', 0],
    ['plane', 0],
    ['layers', 0],
  ]);
  await banner(other).getByRole('button', { name: 'Leave them' }).click();
  await expect(banner(other)).toHaveCount(0);
  await expect(networkRows(other)).toHaveCount(5);
  await expect(other).not.toHaveURL(/results=/);

  for (const { change, says } of [
    { change: (text: string) => text.slice(0, -400), says: /cut short on the way/ },
    { change: (text: string) => text.replace(/results=1/, 'results=9'), says: /newer Ridgeline \(version 9/ },
    { change: (text: string) => `${text.slice(0, -40)}${'A'.repeat(40)}`, says: /changed on the way or by hand/ },
  ]) {
    await other.goto('about:blank');
    await other.goto(change(link));
    await expect(messages(other)).toContainText(says);
    await expect(matchedSentence(other)).toHaveText(told);
    await expect(banner(other)).toHaveCount(0);
  }
});
