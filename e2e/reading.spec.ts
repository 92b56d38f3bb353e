/** Files that do not say how they are read: the dialog, by keys, on a phone, and what a link says of it. */
import { scan, still } from './accessibility.ts';
import { choose, drop, importAsRead, start } from './screen.ts';
import { call, expect, test } from './support.ts';
import type { Page } from '@playwright/test';

const text = (content: string): Uint8Array => Buffer.from(content);
const rows = Array.from({ length: 40 }, (_, i) => `${i},${i % 7},${i % 2 === 0 ? 'n' : 'm'}`);
const TABLE = { name: 'own.csv', bytes: text(`1,2,y\n${rows.join('\n')}\n`) };

const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Check how the files are read' });

/** A safetensors file without its metadata, which tells what Ridgeline knows of a network: as PyTorch writes it. */
function untold(file: Uint8Array): Uint8Array {
  const bytes = Buffer.from(file);
  const end = 8 + Number(bytes.readBigUInt64LE(0));
  const told = JSON.parse(bytes.subarray(8, end).toString('utf8')) as Record<string, unknown>;
  const tensors = Object.entries(told).filter(([name]) => name !== '__metadata__');
  const header = Buffer.from(JSON.stringify(Object.fromEntries(tensors)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, bytes.subarray(end)]);
}

/** Two networks of 2-3-2 that the page has exported. */
async function networkFiles(page: Page): Promise<{ name: string; bytes: Uint8Array }[]> {
  const trained = await call<{ id: string }[]>(page, 'train', { architecture: { hidden: [3] }, training: { epochs: 1 }, seeds: [1, 2] });
  const files: { name: string; bytes: Uint8Array }[] = [];
  for (const [i, { id }] of trained.entries()) {
    const bytes = await page.evaluate(async (which) => {
      const api = (window as unknown as { ridgeline: { exportNetwork: (id: string) => Promise<File> } }).ridgeline;
      return [...new Uint8Array(await (await api.exportNetwork(which)).arrayBuffer())];
    }, id);
    files.push({ name: `net-${i + 1}.safetensors`, bytes: untold(Uint8Array.from(bytes)) });
  }
  return files;
}

test('a table that could be meant otherwise is shown, corrected by keys, read anew, and named so in the link', async ({ page }) => {
  await start(page);
  await drop(page, [TABLE]);
  const dialog = dialogOf(page);
  await expect(dialog.getByRole('region', { name: 'First rows of own.csv' })).toContainText('y');
  await expect(dialog).toContainText('Row 1 (1, 2, y) was read as an example.');
  await expect(dialog.getByRole('button', { name: 'Import as read' })).toBeEnabled();
  await still(page);
  await scan(page, 'reading a table');
  const header = dialog.getByRole('button', { name: /Row 1$/ });
  await header.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('Row 1 (1, 2, y) was read as the header.');
  await choose(page, 'Label column', '1: 1');
  await expect(dialog.getByRole('alert')).toContainText(/own\.csv/);
  await expect(dialog.getByRole('button', { name: 'Import as read' })).toBeDisabled();
  await choose(page, 'Label column', '3: y');
  await expect(dialog.getByRole('alert')).toHaveCount(0);
  await importAsRead(page);
  await expect(page.getByRole('contentinfo')).toContainText(/own\.csv · 40 train, 40 test/);
  await expect.poll(() => page.url()).toContain('label=y&header=yes');
});

test('the activation of all dropped networks is chosen at once; Escape opens none', async ({ page }) => {
  await start(page);
  const files = await networkFiles(page);
  const before = (await call<unknown[]>(page, 'networks')).length;
  await drop(page, files);
  await expect(dialogOf(page)).toContainText('2 network files');
  await page.keyboard.press('Escape');
  await expect(dialogOf(page)).toHaveCount(0);
  expect((await call<unknown[]>(page, 'networks')).length).toBe(before);
  await drop(page, files);
  await expect(dialogOf(page)).toBeVisible();
  await still(page);
  await scan(page, 'reading networks');
  await choose(page, 'Activation', 'tanh');
  await importAsRead(page);
  await expect
    .poll(async () =>
      (await call<{ name: string; architecture: { activation: string } }[]>(page, 'networks'))
        .filter(({ name }) => name.startsWith('net-'))
        .map(({ architecture }) => architecture.activation),
    )
    .toEqual(['tanh', 'tanh']);
  await page.getByRole('button', { name: 'Read as…' }).click();
  const readAll = page.getByRole('dialog', { name: 'Read 2 imported networks as' });
  await expect(readAll).toContainText('net-1: tanh');
  await choose(page, 'Activation', 'gelu');
  await readAll.getByRole('button', { name: 'Apply to all' }).click();
  await expect(readAll).toHaveCount(0);
  await expect
    .poll(async () =>
      (await call<{ name: string; architecture: { activation: string } }[]>(page, 'networks')).map(
        ({ name, architecture }) => `${name} ${architecture.activation}`,
      ),
    )
    .toEqual(expect.arrayContaining(['net-1 gelu', 'net-2 gelu']));
});

test('on a phone the dialog fits, and its buttons are in reach', async ({ fresh }) => {
  const page = await fresh({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await page.goto('?backend=wasm#v=1&data=moons&len=14');
  // The frame that index.html holds takes no files yet.
  await call(page, 'backend');
  await drop(page, [TABLE]);
  const dialog = dialogOf(page);
  await expect(dialog.getByRole('button', { name: 'Import as read' })).toBeEnabled();
  await still(page);
  const widths = await dialog.evaluate((element) => [element.scrollWidth, element.clientWidth]);
  expect(widths[0]).toBeLessThanOrEqual(widths[1]);
  await dialog.getByRole('button', { name: 'Import as read' }).tap();
  await expect(dialog).toHaveCount(0);
});
