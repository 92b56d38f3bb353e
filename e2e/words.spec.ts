/** Words that open their meaning, and the first steps. */
import { readFileSync } from 'node:fs';
import { allFigures, figure, menu, messages, networkRows, start, trainSmall } from './screen.ts';
import { call, expect, ready, test } from './support.ts';

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

test('a run is a group of the list; it is removed at once and comes back; networks that are here are used again', async ({ page }) => {
  await start(page);
  await trainSmall(page, { epochs: '5' });
  await allFigures(page);
  await expect(page.getByText('These are in the list already: they are shown again, and nothing is trained.')).toBeVisible();
  await page.getByRole('button', { name: 'Train 3 networks' }).click();
  await expect(messages(page)).toContainText('seed 1, seed 2 and seed 3 were here already, made by these settings: nothing was trained.');
  const runs = page.getByRole('region', { name: 'Networks' }).getByRole('group');
  await expect(runs).toHaveCount(1);
  await messages(page).getByRole('button', { name: 'Train anew' }).click();
  await expect(runs).toHaveCount(2);
  await allFigures(page);
  await expect(networkRows(page).first()).toContainText('seed 1, run 2 of moons');
  await page.getByRole('button', { name: 'Remove run 2 of moons' }).click();
  await expect(runs).toHaveCount(1);
  await expect(messages(page)).toContainText('Deleted run 2 of moons: 5 networks.');
  await test.step('a message covers no control', async () => {
    const [left, list] = await Promise.all([
      page.getByRole('complementary', { name: 'Experiment and networks' }).boundingBox(),
      messages(page).getByRole('status').first().boundingBox(),
    ]);
    if (left === null || list === null) throw new Error('The column or the message is not there.');
    expect(left.y + left.height).toBeLessThanOrEqual(list.y);
  });
  await messages(page).getByRole('button', { name: 'Undo' }).click();
  await expect(runs).toHaveCount(2);
  await expect(networkRows(page).first()).toContainText('seed 1, run 2 of moons');

  await test.step('details name data, seeds, training and backend', async () => {
    await menu(page, 'seed 1, run 2 of moons: options', 'Details');
    const dialog = page.getByRole('dialog', { name: 'seed 1, run 2 of moons' });
    for (const words of [/Two moons, 512 train, 512 test, noise/, /5 epochs, AdamW at rate/, /^run 2 of moons$/, /^WebAssembly, (FMA|plain SIMD)$/])
      await expect(dialog.getByText(words)).toBeVisible();
    await dialog.getByRole('button', { name: 'Close' }).click();
  });

  await test.step('matched neurons by their units', async () => {
    await page.getByRole('button', { name: 'Which neurons match' }).click();
    await page.getByRole('dialog', { name: 'Which neurons match' }).getByRole('button', { name: 'All units' }).click();
    const table = page.getByRole('dialog', { name: 'Matched units: numbers' });
    await expect(table.getByRole('columnheader')).toHaveText(['hidden layer', 'unit of A', 'unit of B', 'sign', 'cosine before', 'cosine after']);
    await expect(table.getByRole('row')).toHaveCount(1 + 16);
    const units = await table.getByRole('row').evaluateAll((rows) => rows.slice(1).map((row) => Number(row.children[2].textContent)));
    expect(units.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 16 }, (_, i) => i + 1));
    await expect(table.getByRole('row').nth(1).getByRole('cell').last()).toHaveText(/^−?\d\.\d{2,5}$/);
  });
});

test('of which networks and examples numbers are is said in the sentence, under the figures and in their files', async ({ page }) => {
  await start(page);
  await trainSmall(page, { epochs: '5' });
  await allFigures(page);
  await expect(page.getByTestId('sentence')).toHaveText(/A \(seed 1\) and B \(seed 2\)/);
  const examples = 'two moons, test, N = 512; A, seed 1; B, seed 2';
  for (const [title, words] of [
    ['Path', `${examples}; loss against the chord`],
    ['Plane', `${examples}; C, seed 3; colours: loss`],
    ['Layers', `${examples}; loss, one layer at a time`],
  ])
    await expect(figure(page, title).getByText(words)).toBeVisible();
  const download = page.waitForEvent('download');
  await menu(page, 'Probe options', 'Download SVG');
  const picture = readFileSync(await (await download).path(), 'utf8');
  for (const words of [`${examples}; C, seed 3`, 'network at α = 0.50, naive', 'A, B, C: Two moons, 512 train, 512 test', '5 epochs, AdamW'])
    expect(picture).toContain(words);
  await page.goto('#v=1&place=layers&lab=toy&len=25');
  const toy = figure(page, 'The diagonal linear network');
  await expect(toy.getByText('no data, no training: the loss (w₁w₂ − 1)² itself')).toBeVisible();
  await expect(page.getByRole('radio', { name: 'train', exact: true })).toHaveCount(0);
});

test('Back of the browser goes to the view before', async ({ page }) => {
  await start(page);
  await trainSmall(page, { epochs: '5' });
  await allFigures(page);
  const enlarged = page.getByRole('button', { name: 'Back to all figures' });
  await page.getByRole('button', { name: 'Enlarge Plane' }).click();
  await expect(enlarged).toBeVisible();
  await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'Layers' }).click();
  await expect(page).toHaveURL(/place=layers/);
  await page.goBack();
  await expect(page).not.toHaveURL(/place=layers/);
  await expect(enlarged).toBeVisible();
  await page.goBack();
  await expect(enlarged).toHaveCount(0);
  await expect(networkRows(page)).toHaveCount(5);
  await page.goForward();
  await expect(enlarged).toBeVisible();
});

test('the first steps stand on a first visit, point at the real controls and go for good', async ({ page }) => {
  await page.goto('?backend=wasm');
  const steps = page.getByRole('region', { name: 'First steps' });
  await expect(steps).toContainText('1 of 4 Train three networks');
  await allFigures(page);
  const focused = [/^Train 3 networks/, /^Align B and C onto A/, /^α/, /^Network/];
  for (const [i, name] of focused.entries()) {
    await expect(steps).toContainText(`${i + 1} of 4`);
    await expect(page.locator('[data-pointed]')).toHaveCount(1);
    await steps.getByRole('button', { name: 'Show where' }).click();
    const label = await page.evaluate(() => {
      const { activeElement: element } = document;
      const labels = element?.getAttribute('aria-labelledby')?.split(' ') ?? [];
      return labels.length > 0 ? (document.getElementById(labels[labels.length - 1])?.textContent ?? '') : (element?.textContent ?? '');
    });
    expect(label).toMatch(name);
    if (i + 1 < focused.length) await steps.getByRole('button', { name: 'Next' }).click();
  }
  await steps.getByRole('button', { name: 'Before' }).click();
  await expect(steps).toContainText('3 of 4');
  await steps.getByRole('button', { name: 'Close for good' }).click();
  await expect(steps).toHaveCount(0);
  await expect(page.locator('[data-pointed]')).toHaveCount(0);

  await ready(page);
  for (const { id } of await call<{ id: string }[]>(page, 'networks')) await call(page, 'run', 'remove', { id });
  await page.goto('about:blank');
  await page.goto('?backend=wasm');
  await expect(page.getByRole('contentinfo')).toContainText('first look');
  await allFigures(page);
  await expect(steps).toHaveCount(0);
});
