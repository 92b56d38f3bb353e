import type { Page } from '@playwright/test';
import { allFigures, figure, fill, networkRows, open, start, train } from './screen.ts';
import { openLab } from './lab-screen.ts';
import { expect, test } from './support.ts';

/** Tabs until the element with this name has the focus, as somebody without a pointer does. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let step = 0; step < 60; step++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      return element === null ? '' : (element.getAttribute('aria-label') ?? element.closest('label')?.textContent ?? element.textContent);
    });
    if (name.test(focused)) return;
  }
  throw new Error(`60 steps with Tab never reached ${String(name)}.`);
}

test('everything without a pointer', async ({ page }) => {
  await start(page);
  await test.step('settings and Train by Tab and Enter', async () => {
    await tabTo(page, /^Training/);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await expect(page.getByRole('textbox', { name: 'Epochs' })).toBeFocused();
    await page.keyboard.type('20');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: /^Training 20 epochs/ })).toBeVisible();
    await tabTo(page, /^Train 3 networks/);
    await page.keyboard.press('Enter');
    await allFigures(page);
  });

  await test.step('the help panel by its key names the keys, and they do it', async () => {
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Help' });
    await expect(help).toBeVisible();
    await page.keyboard.press('Tab');
    await help.getByRole('tab', { name: 'Start' }).focus();
    await page.keyboard.press('ArrowRight');
    await expect(help.getByRole('tabpanel')).toContainText('Enlarge the path, and back');
    await expect(help.getByRole('tabpanel')).toContainText('Train networks');
    await page.keyboard.press('Escape');
    await expect(help).toHaveCount(0);
  });

  await test.step('α by the arrow keys', async () => {
    const alpha = page.getByRole('slider', { name: 'α' });
    await alpha.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect(alpha).toHaveValue('0.52');
    await expect(figure(page, 'Probe').getByText('α = 0.52, naive').first()).toBeVisible();
    await page.keyboard.press('Home');
    await expect(figure(page, 'Probe').getByText('α = 0.00, naive').first()).toBeVisible();
  });

  await test.step('the probe over a plane by the arrow keys', async () => {
    await page.getByRole('application', { name: /^Plane through A, B, C/ }).focus();
    await page.keyboard.press('ArrowUp');
    await expect(
      figure(page, 'Probe')
        .getByText(/^\(0\.00, 0\.05\)/)
        .first(),
    ).toBeVisible();
  });

  await test.step('enlarge and back', async () => {
    await page.getByRole('application', { name: /^Plane through A, B, C/ }).focus();
    for (const [key, title] of [
      ['1', 'Path'],
      ['2', 'Plane'],
      ['3', 'Layers'],
      ['4', 'Probe'],
    ] as const) {
      await page.keyboard.press(key);
      await expect(figure(page, title).getByRole('button', { name: 'Back to all figures' })).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(page.getByRole('button', { name: 'Back to all figures' })).toHaveCount(0);
      await expect(figure(page, 'Path')).toBeVisible();
    }
  });

  await test.step('roles by key on a row', async () => {
    const third = networkRows(page).nth(2).getByRole('button').first();
    const name = (await third.textContent())?.replace(/^C ?/, '') ?? '';
    await third.focus();
    await page.keyboard.press('a');
    await expect(networkRows(page).first()).toContainText(name);
    await page.keyboard.press('Control+z');
    await expect(networkRows(page).nth(2)).toContainText(name);
  });
});

for (const place of ['Explore', 'Layers'] as const) {
  test(`Escape asks before it ends a training, in ${place}`, async ({ page }) => {
    if (place === 'Explore') {
      await start(page);
      await open(page, 'Training');
      await fill(page, 'Epochs', '10000');
      await train(page);
    } else {
      await openLab(page, ['epochs=10000', 'pairs=init:1:1']);
      await page.getByRole('button', { name: 'Train 1 pair' }).click();
    }
    const progress = page.getByRole('progressbar', { name: /^Epoch/ });
    const dialog = page.getByRole('dialog', { name: 'Stop training?' });
    await expect(progress).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toContainText(/seed 1, seed 2.*: epoch \d+ of 10000 is done\. What is done by then is kept and can go on/);
    await expect(dialog.getByRole('button', { name: 'Go on' })).toBeFocused();

    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(progress).toBeVisible();

    await page.keyboard.press('Escape');
    await expect(dialog.getByRole('button', { name: 'Go on' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0);
    await expect(progress).toBeVisible();

    await page.keyboard.press('Escape');
    await dialog.getByRole('button', { name: 'Pause' }).click();
    await expect(dialog).toHaveCount(0);
    await page.getByRole('button', { name: 'Resume training' }).click();
    await expect(page.getByRole('button', { name: 'Pause training' })).toBeVisible();

    await page.keyboard.press('Escape');
    await dialog.getByRole('button', { name: 'Stop' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(progress).toHaveCount(0);
    await expect(page.getByRole('region', { name: 'Messages' })).toContainText(/Training was stopped/);
  });
}

test('keys act only where what they change is seen', async ({ page }) => {
  await openLab(page, ['epochs=1', 'hidden=4']);
  for (const key of ['m', '0', '1', '2', 'w']) await page.keyboard.press(key);
  await expect(page.getByRole('progressbar')).toHaveCount(0);
  await expect(networkRows(page)).toHaveCount(0);
  await page.keyboard.press('l');
  await expect(page.getByRole('button', { name: 'Train 3 networks' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Back to all figures' })).toHaveCount(0);
  await expect(page.getByRole('contentinfo')).toContainText('512 train');
  await page.keyboard.press('t');
  await expect(networkRows(page)).toHaveCount(5, { timeout: 60_000 });
});
