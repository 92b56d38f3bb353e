import { allFigures, matchedSentence, menu, messages, networkRows, fill, open, start, train, trainSmall } from './screen.ts';
import { call, expect, ready, test, watch } from './support.ts';

test('networks survive a reload; they can be renamed, compared, deleted and brought back', async ({ page }) => {
  await start(page);
  await trainSmall(page);
  await allFigures(page);
  const told = await matchedSentence(page).textContent();
  await page.reload();
  await allFigures(page);
  await expect(matchedSentence(page)).toHaveText(told ?? '');
  await expect(networkRows(page)).toHaveCount(5);

  await menu(page, 'seed 3: options', 'Rename');
  const dialog = page.getByRole('dialog', { name: 'Rename seed 3' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('The third');
  await dialog.getByRole('textbox', { name: 'Name' }).press('Enter');
  await expect(networkRows(page).filter({ hasText: 'The third' }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Compare' }).click();
  await expect(page.getByRole('dialog').getByRole('row').filter({ hasText: 'The third' }).first()).toContainText('2-16-2 relu');
  await page.keyboard.press('Escape');

  await menu(page, 'seed 2: options', 'Delete');
  await expect(networkRows(page)).toHaveCount(4);
  await messages(page).getByRole('button', { name: 'Undo' }).click();
  await expect(networkRows(page)).toHaveCount(5);
  await expect(networkRows(page).filter({ hasText: /^B ?seed 2/ })).toHaveCount(1);
  await menu(page, 'The third: options', 'Delete');
  await expect(networkRows(page)).toHaveCount(4);
  const address = await page.evaluate(() => location.href);
  // Not a reload: within milliseconds of a change of the address, the browser's own process may still hold the one before.
  await page.goto('about:blank');
  await page.goto(address);
  await allFigures(page);
  await expect(networkRows(page), address).toHaveCount(4);
  await expect(page.getByRole('button', { name: 'The third: options' })).toHaveCount(0);
});

test('a reload while networks train asks first, and keeps what was there', async ({ page }) => {
  await start(page);
  await trainSmall(page, { epochs: '3' });
  await allFigures(page);
  await fill(page, 'Epochs', '10000');
  await train(page);
  await expect(page.getByRole('progressbar', { name: /^Epoch \d+ of 10000$/ })).toBeVisible();
  const asked = page.waitForEvent('dialog');
  await page.evaluate(() => {
    setTimeout(() => location.reload(), 0);
  });
  const question = await asked;
  expect(question.type()).toBe('beforeunload');
  const loaded = page.waitForEvent('load');
  await question.accept();
  await loaded;
  await allFigures(page);
  await expect(networkRows(page)).toHaveCount(5);
  await expect(page.getByRole('button', { name: /^Training 10000 epochs/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Train 3 networks' })).toBeEnabled();
});

test('two tabs share their networks and lose none', async ({ page, context, baseURL }) => {
  await start(page);
  const second = await context.newPage();
  const complaints = watch(second, [], new URL(baseURL ?? page.url()).origin);
  await start(second);
  await trainSmall(page, { epochs: '3', seeds: '1' });
  await expect(networkRows(page)).toHaveCount(1);
  await expect(networkRows(second)).toHaveCount(1);
  await trainSmall(second, { epochs: '3', seeds: '2' });
  await expect(networkRows(second)).toHaveCount(2);
  await expect(networkRows(page)).toHaveCount(2);
  await second.close();
  await page.reload();
  await expect(networkRows(page)).toHaveCount(2);
  expect(complaints).toEqual([]);
});

test('a browser without storage says that nothing is kept, and everything else works', async ({ page }) => {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('The user denied permission to access the database.', 'SecurityError');
    };
  });
  await start(page);
  await expect(page.getByRole('region', { name: 'Networks' })).toContainText('networks last until the tab closes');
  await open(page, 'Network');
  await trainSmall(page, { epochs: '3', seeds: '1' });
  await expect(networkRows(page)).toHaveCount(1);
  await expect(networkRows(page)).toContainText('this browser gives no storage');
});

test('where the storage is full, the message offers the file, and its button gives it', async ({ page }) => {
  await page.addInitScript(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('The quota is used up.', 'QuotaExceededError');
    };
  });
  await start(page);
  await trainSmall(page, { epochs: '3', seeds: '1' });
  await expect(networkRows(page)).toHaveCount(1);
  const download = page.waitForEvent('download');
  await messages(page).getByRole('button', { name: 'Export' }).click();
  expect((await download).suggestedFilename()).toMatch(/\.safetensors$/);
});

test('what one tab deletes while another renames it stays deleted, and undo brings it back', async ({ page, context, baseURL }) => {
  await start(page);
  const second = await context.newPage();
  const complaints = watch(second, [], new URL(baseURL ?? page.url()).origin);
  await start(second);
  await ready(page);
  await ready(second);
  const seeds = Array.from({ length: 32 }, (_, i) => i + 1);
  const trained = await call<{ id: string }[]>(page, 'train', { architecture: { hidden: [2] }, training: { epochs: 1 }, seeds });
  await expect(networkRows(page)).toHaveCount(34);
  await expect(networkRows(second)).toHaveCount(34);
  for (const { id } of trained) {
    // The rename may come too late and is then refused: the deletion has been heard of.
    const rename = call(second, 'rename', id, `again ${id}`).catch(() => undefined);
    await Promise.all([call(page, 'remove', id), rename]);
  }
  for (const tab of [page, second]) await expect(networkRows(tab)).toHaveCount(2);
  await messages(page).getByRole('button', { name: 'Undo' }).last().click();
  for (const tab of [page, second]) await expect(networkRows(tab)).toHaveCount(3);
  await second.reload();
  await expect(networkRows(second)).toHaveCount(3);
  expect(complaints).toEqual([]);
});
