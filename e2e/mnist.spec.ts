import { allFigures, choose, figure, fill, matchedSentence, networkRows, open, start, train } from './screen.ts';
import { expect, needsShared, test } from './support.ts';

test('train three networks on MNIST: figures, image probe, confusion matrix', async ({ page }) => {
  needsShared();
  await start(page);
  await open(page, 'Data');
  await choose(page, 'Data', 'MNIST');
  await expect(page.getByRole('contentinfo')).toContainText(/MNIST · [\d,]+ train/, { timeout: 60_000 });
  await fill(page, 'Train', '2000');
  await fill(page, 'Test', '500');
  await expect(page.getByRole('contentinfo')).toContainText('2,000 train, 500 test');
  await open(page, 'Network');
  await fill(page, 'Widths', '32');
  await open(page, 'Training');
  await fill(page, 'Epochs', '2');
  await train(page);
  await allFigures(page);
  await expect(networkRows(page)).toHaveCount(5);
  for (const row of (await networkRows(page).allTextContents()).slice(0, 3)) {
    expect(Number(/([\d.]+) %/.exec(row)?.[1]), row).toBeGreaterThan(70);
  }
  expect(await matchedSentence(page).textContent()).toMatch(/from A|A .*and B/);
  const examples = page.getByRole('list', { name: 'Examples with predictions, mistakes first' }).getByRole('listitem');
  expect(await examples.count()).toBeGreaterThan(5);
  await expect(page.getByRole('region', { name: 'Confusion matrix' }).getByRole('row')).toHaveCount(11);
  await expect(
    figure(page, 'Probe')
      .getByText(/test loss [\d.]+/)
      .first(),
  ).toBeVisible();
});
