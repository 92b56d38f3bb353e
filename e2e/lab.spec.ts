/** The standing example of the layer laboratory as a person gets it: from a click to the heatmap, the cells behind it and a link. */
import type { Page } from '@playwright/test';
import { csv, drawn, labFigure, labSentence, numbers, showTab, tabCsv, tabs, type Row } from './lab-screen.ts';
import { choose, menu } from './screen.ts';
import { expect, test } from './support.ts';

const LAYERS = Array.from({ length: 9 }, (_, l) => `layer ${l + 1}`);
const EPOCHS = Array.from({ length: 11 }, (_, i) => 10 * i);
const SIDES = ['into A', 'into B'] as const;
/** Barriers are differences of float32 losses, summed in another order. */
const ROUNDING = 1e-5;

/** Both ways, ten rows, eleven epochs, all finite; nothing between two copies of one start; ends and their mean as they must be. */
async function checkHeatmap(page: Page, rows: readonly Row[]): Promise<void> {
  expect(rows).toHaveLength(2 * 10 * 11);
  for (const side of SIDES) {
    for (const layers of ['full', ...LAYERS]) expect(numbers(rows, 'epoch', { path: 'naive', side, layers })).toEqual(EPOCHS);
  }
  const barriers = numbers(rows, 'barrier');
  expect(barriers.every(Number.isFinite)).toBe(true);
  expect(numbers(rows, 'barrier', { epoch: '0' })).toEqual(Array.from({ length: 20 }, () => 0));
  expect(numbers(rows, 'barrier', { layers: 'full', side: 'into A' })).toEqual(numbers(rows, 'barrier', { layers: 'full', side: 'into B' }));
  for (const row of rows) {
    expect(Number(row['barrier'])).toBeGreaterThanOrEqual(Number(row['smallest of the pairs']) - ROUNDING);
    expect(Number(row['barrier'])).toBeLessThanOrEqual(Number(row['largest of the pairs']) + ROUNDING);
  }
  const texts = await labFigure(page, 'Layer by layer').locator('.heatmap-label text').allTextContents();
  expect(texts).toHaveLength(2 * 10 * 11);
  expect(
    texts.every((text) => /^[−-]?\d*\.?\d+(e[−-]?\d+)?$/.test(text)),
    texts.join(' '),
  ).toBe(true);
}

/** What each example adds, of a cell: D − J − e_y, and on average the cell's barrier. */
function checkExamples(rows: readonly Row[], barrier: number): void {
  expect(rows).toHaveLength(2000);
  const contributions = numbers(rows, 'contribution');
  for (const row of rows)
    expect(Math.abs(Number(row['contribution']) - (Number(row['D']) - Number(row['J']) - Number(row['e_y'])))).toBeLessThan(1e-4);
  for (const value of numbers(rows, 'J')) expect(value).toBeGreaterThanOrEqual(-ROUNDING);
  expect(contributions).toEqual(contributions.toSorted((a, b) => b - a));
  const mean = contributions.reduce((sum, value) => sum + value, 0) / contributions.length;
  expect(Math.abs(mean - barrier)).toBeLessThan(ROUNDING + 1e-4 * Math.abs(barrier));
}

test('the standing example: from a click to the heatmap, its cells, the cumulative curves and a link', async ({ page, fresh }) => {
  test.setTimeout(420_000);
  await page.goto('?backend=wasm');
  await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'Layers' }).click();
  await page.getByRole('button', { name: 'On glyphs' }).click();
  await expect(page.getByRole('progressbar', { name: /^Pair \d of 3, epoch \d+ of 100$/ }).first()).toBeVisible();
  await expect(labSentence(page)).toHaveText(/^Training pair \d of 3: epoch \d+ of 100/);
  await expect(labSentence(page)).toHaveText(
    /^On average over 3 pairs \(full barriers from [\d.]+ to [\d.]+\), half-way the whole path raises the test loss by [\d.]+ \(± [\d.]+, 95 % over 3 pairs\)\. .+layer/,
    { timeout: 240_000 },
  );
  const heatmap = labFigure(page, 'Layer by layer');
  await drawn(heatmap);
  await expect(page.getByRole('contentinfo')).toContainText('2,500 train, 2,000 test');

  const mean = await test.step('the heatmap', async () => {
    const rows = await tabCsv(page, 'Layer by layer');
    await checkHeatmap(page, rows);
    await menu(page, 'Barrier of each layer options', 'Table of numbers');
    const table = page.getByRole('dialog').getByRole('table');
    await expect(table.getByRole('row')).toHaveCount(1 + rows.length);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    return rows;
  });

  await test.step('three pairs, each and their mean', async () => {
    const pairs: Row[][] = [];
    for (const pair of ['1', '2', '3']) {
      await page.getByRole('radio', { name: pair, exact: true }).click();
      pairs.push(await tabCsv(page, 'Layer by layer'));
    }
    const each = pairs.map((rows) => numbers(rows, 'barrier'));
    numbers(mean, 'barrier').forEach((value, i) => expect(Math.abs(value - (each[0][i] + each[1][i] + each[2][i]) / 3)).toBeLessThan(ROUNDING));
    expect(each[0]).not.toEqual(each[1]);
  });

  await test.step('the examples behind a cell, by pointer and by keyboard', async () => {
    await page.getByRole('radio', { name: '1', exact: true }).click();
    const rows = await tabCsv(page, 'Layer by layer');
    const examples = page.getByRole('region', { name: 'Examples behind a cell' });
    // Row by row: the cell of all layers at the last epoch.
    await heatmap.locator('.heatmap-label text').nth(10).hover({ force: true });
    await page.mouse.down();
    await page.mouse.up();
    await expect(examples.getByText(/^all layers, into A, α = 0\.5, epoch 100, naive/).first()).toBeVisible();
    await expect(examples.getByRole('list', { name: 'Examples that add most to the barrier, worst first' }).getByRole('listitem')).toHaveCount(24);
    checkExamples(await csv(page, 'Examples behind a cell'), numbers(rows, 'barrier', { side: 'into A', layers: 'full', epoch: '100' })[0]);
    await choose(page, 'Panel', 'naive, into B');
    await choose(page, 'Layers', 'layer 4');
    await choose(page, 'Column', 'epoch 50');
    await expect(examples.getByText(/^layer 4, into B, α = 0\.5, epoch 50, naive/).first()).toBeVisible();
    checkExamples(await csv(page, 'Examples behind a cell'), numbers(rows, 'barrier', { side: 'into B', layers: 'layer 4', epoch: '50' })[0]);
    await page.getByRole('radio', { name: 'mean', exact: true }).click();
  });

  await test.step('layers together', async () => {
    const cumulative = await showTab(page, 'Cumulative');
    await drawn(cumulative);
    await expect(labSentence(page)).toHaveText(/^On average over 3 pairs .+ the whole path raises the test loss by/);
    const rows = await tabCsv(page, 'Cumulative');
    for (const side of SIDES) {
      const curve = numbers(rows, 'barrier', { side });
      expect(numbers(rows, 'layers moved', { side }).slice(-9)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
      expect(curve[curve.length - 1]).toBeCloseTo(numbers(mean, 'barrier', { side, layers: 'full', epoch: '100' })[0], 5);
      const first = numbers(rows, 'barrier', { side, 'layers moved': '1' })[0];
      expect(first).toBeCloseTo(numbers(mean, 'barrier', { side, layers: 'layer 1', epoch: '100' })[0], 5);
    }
  });

  await test.step('the link, elsewhere', async () => {
    await expect(page).toHaveURL(/place=layers.*lab=cumulative.*pairs=epochs:3:1:3/);
    const link = page.url();
    const other = await fresh();
    await other.goto(link);
    await expect(tabs(other).getByRole('button', { name: 'Cumulative' })).toHaveAttribute('aria-current', 'page');
    const banner = other.getByRole('status').filter({ hasText: 'must be trained' });
    await expect(banner).toContainText(/about .*(minute|min|s)/);
    await expect(other.getByRole('button', { name: 'same start and first epochs What A and B share' })).toBeVisible();
    await expect(other).toHaveURL(link);
    await banner.getByRole('button', { name: 'Train them' }).click();
    await expect(other.getByRole('progressbar', { name: /^(Pair \d of \d, e|E)poch \d+ of 100$/ }).first()).toBeVisible();
    await other.getByRole('button', { name: 'Cancel', exact: true }).first().click();
    await expect(other.getByRole('progressbar', { name: /epoch \d/i })).toHaveCount(0);
  });
});
