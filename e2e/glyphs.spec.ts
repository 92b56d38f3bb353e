import { allFigures, choose, figure, fill, matchedSentence, messages, networkRows, open, start, train } from './screen.ts';
import { expect, test } from './support.ts';

test('train on glyphs from the screen: settings, live curves, pause, resume, cancel, figures', async ({ page }) => {
  await start(page);
  await test.step('choose the data and small settings', async () => {
    await open(page, 'Data');
    await choose(page, 'Data', 'Glyphs');
    await expect(page.getByRole('contentinfo')).toContainText(/glyphs/i);
    await fill(page, 'Train', '600');
    await fill(page, 'Test', '200');
    await expect(page.getByRole('contentinfo')).toContainText('600 train, 200 test');
    await open(page, 'Network');
    await fill(page, 'Widths', '32');
    await open(page, 'Training');
    await fill(page, 'Epochs', '5000');
    await expect(page.getByRole('button', { name: /^Training 5000 epochs/ })).toBeVisible();
  });

  const progress = page.getByRole('progressbar', { name: /^Epoch \d+ of 5000$/ });
  const epoch = async (): Promise<number> => Number(/Epoch ([\d,]+)/.exec((await progress.getAttribute('aria-label')) ?? '')?.[1].replace(',', ''));
  await test.step('live curves, pause and resume', async () => {
    await train(page);
    await expect(page.getByRole('img', { name: 'Training curves, live' })).toBeVisible();
    await expect.poll(epoch).toBeGreaterThan(1);
    await page.getByRole('button', { name: 'Pause training' }).click();
    await expect(page.getByText('paused', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Numbers' }).click();
    await expect(
      page
        .getByRole('dialog', { name: /Training/ })
        .getByRole('row')
        .nth(1),
    ).toBeVisible();
    const held = await epoch();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    expect(await epoch()).toBe(held);
    await page.getByRole('button', { name: 'Resume training' }).click();
    await expect.poll(epoch).toBeGreaterThan(held);
  });

  await test.step('cancel keeps half-trained networks as what they are, and says nothing false', async () => {
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Train 3 networks' })).toBeEnabled();
    await expect(messages(page)).toContainText(/Training was stopped/);
    await expect(networkRows(page).filter({ hasNotText: /epoch \d+\/\d+/ })).toHaveCount(0);
    const remove = page.getByRole('button', { name: /^Remove run 1/ });
    if ((await remove.count()) > 0) await remove.click();
    await expect(networkRows(page)).toHaveCount(0);
    await expect(page.getByText('Train networks to see what lies between them.')).toBeVisible();
  });

  await test.step('train to the end: figures and the image probe', async () => {
    await fill(page, 'Epochs', '8');
    await train(page);
    await allFigures(page);
    await expect(networkRows(page)).toHaveCount(5);
    expect(await matchedSentence(page).textContent()).toMatch(/test loss from [\d.]+/);
    const strip = page.getByRole('list', { name: 'Examples with predictions, mistakes first' });
    expect(await strip.getByRole('listitem').count()).toBeGreaterThan(5);
    const accuracy = Number(/([\d.]+) %/.exec((await networkRows(page).first().textContent()) ?? '')?.[1]);
    expect(accuracy).toBeGreaterThan(30);
    await expect(
      figure(page, 'Probe')
        .getByText(/α = 0\.50, naive/)
        .first(),
    ).toBeVisible();
  });
});
