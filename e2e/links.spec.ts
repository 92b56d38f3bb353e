import { allFigures, drop, fill, hashOf, matchedSentence, messages, networkRows, open, start, trainSmall } from './screen.ts';
import { call, expect, ready, test } from './support.ts';

test('a copied link brings a stranger to the same view', async ({ page, context, fresh }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await start(page);
  await trainSmall(page, { widths: '12', epochs: '40', seeds: '4, 5, 6/7' });
  await allFigures(page);
  await page.getByRole('radio', { name: 'accuracy' }).click();
  await page.getByRole('radio', { name: 'train', exact: true }).click();
  await page.getByRole('slider', { name: 'α' }).press('ArrowRight');
  await expect(page).toHaveURL(/curve\.metric=accuracy/);
  await page.getByRole('button', { name: 'Share' }).click();
  // The dialog's first button has the focus.
  await expect(page.getByRole('button', { name: 'Copy link' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(messages(page)).toContainText('The link was copied.');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await expect(page).toHaveURL(link);
  expect(link).toMatch(/hidden=12/);
  await expect(matchedSentence(page)).toContainText('train loss');
  const told = await matchedSentence(page).textContent();

  const other = await fresh();
  await other.goto(link);
  await allFigures(other);
  await expect(matchedSentence(other)).toHaveText(told ?? '');
  await expect(other.getByRole('radio', { name: 'accuracy' })).toBeChecked();
  await expect(other.getByRole('radio', { name: 'train', exact: true })).toBeChecked();
  await expect(other.getByRole('slider', { name: 'α' })).toHaveValue('0.51');
  await expect(networkRows(other)).toHaveCount(5);
  await expect(other.getByRole('button', { name: /^Network 12 ReLU/ })).toBeVisible();
  await expect(messages(other)).toHaveText('');
  await expect(other).toHaveURL(link);
});

test('a link whose networks take long offers to train them and names its author’s backend', async ({ page }) => {
  await page.goto(`?backend=wasm${hashOf(['v=1', 'data=moons', 'hidden=2048,2048', 'epochs=5000', 'A=1', 'B=2', 'backend=webgpu'])}`);
  const banner = page.getByRole('status').filter({ hasText: 'must be trained' });
  await expect(banner).toContainText('A, B');
  await expect(banner).toContainText(/about .*(hour|minute|h|min)/);
  await expect(banner).toContainText('webgpu');
  await banner.getByRole('button', { name: 'Train them' }).click();
  await expect(page.getByRole('progressbar', { name: /^Epoch \d+ of 5000$/ })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(networkRows(page)).toHaveCount(0);
});

const BROKEN: readonly { what: string; hash: string; says: RegExp }[] = [
  { what: 'a wrong value', hash: hashOf(['v=1', 'data=circles', 'hidden=many']), says: /hidden.*Instead, '32' was used/ },
  { what: 'cut short', hash: '#v=1&data=circles&hidden=16,1', says: /no end mark: it was cut short/ },
  { what: 'changed on the way', hash: '#v=1&data=circles&len=99', says: /says it is 99 characters long, but \d+ were read/ },
  { what: 'from the future', hash: hashOf(['v=99', 'data=circles', 'hologram=yes']), says: /newer Ridgeline \(link version 99/ },
  { what: 'not a link', hash: '#%E0%A4%A', says: /is no setting; it was ignored/ },
  {
    what: 'hostile',
    hash: '#v=1&data=circles&hidden=1e99&__proto__=1&constructor=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&A=%3Cscript%3Ealert(1)%3C/script%3E&plane.window=1e309,2,3,4',
    says: /Unknown in the link and ignored: __proto__, constructor/,
  },
  { what: 'endless', hash: `#${'x'.repeat(30_000)}`, says: /longer \(30000 characters\) than any that Ridgeline writes/ },
];

test('broken links say what was wrong, and the page works', async ({ page }) => {
  page.on('dialog', (dialog) => {
    throw new Error(`A link opened a dialog: ${dialog.message()}`);
  });
  for (const { what, hash, says } of BROKEN) {
    await test.step(what, async () => {
      await page.goto('about:blank');
      await page.goto(`?backend=wasm${hash}`);
      await expect(messages(page)).toContainText(says);
      await expect(page.getByRole('button', { name: 'Train 3 networks' })).toBeEnabled();
      await expect(page.getByRole('contentinfo')).toContainText(/512 train, 512 test/);
      await expect(page.locator('img')).toHaveCount(0);
    });
  }
  await trainSmall(page, { widths: '4', epochs: '2' });
  await expect(networkRows(page).first()).toBeVisible();
});

test('a link typed into the address bar of an open page takes effect', async ({ page }) => {
  await start(page);
  await page.evaluate(
    (hash) => {
      window.location.hash = hash;
    },
    hashOf(['v=1', 'data=spirals', 'hidden=24']),
  );
  await expect(page.getByRole('contentinfo')).toContainText(/spirals/i);
  await expect(page.getByRole('button', { name: /^Network 24 ReLU/ })).toBeVisible();
});

test('settings are undone and redone, by button and by key', async ({ page }) => {
  await start(page);
  await open(page, 'Network');
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
  await fill(page, 'Widths', '16, 8');
  await expect(page.getByRole('button', { name: /^Network 16-8 ReLU/ })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('textbox', { name: 'Widths' })).toHaveValue('32');
  await page.getByRole('button', { name: 'Redo' }).click();
  await expect(page.getByRole('textbox', { name: 'Widths' })).toHaveValue('16, 8');
  await page.getByRole('heading', { name: 'Ridgeline' }).click();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('textbox', { name: 'Widths' })).toHaveValue('32');
  await page.keyboard.press('Control+Shift+Z');
  await expect(page.getByRole('textbox', { name: 'Widths' })).toHaveValue('16, 8');
  await expect(page.getByRole('button', { name: 'Redo' })).toBeDisabled();
});

test('a file of the link’s name that is not the link’s takes no role, and the right one can come later', async ({ page, fresh }) => {
  await start(page);
  await ready(page);
  const made = async (hidden: number[], seed: number): Promise<Uint8Array> => {
    const [{ id }] = await call<{ id: string }[]>(page, 'train', { architecture: { hidden }, training: { epochs: 1 }, seeds: [seed] });
    const bytes = await page.evaluate(async (network) => {
      const { ridgeline } = window as unknown as { ridgeline: { exportNetwork(of: string): Promise<Blob> } };
      return Array.from(new Uint8Array(await (await ridgeline.exportNetwork(network)).arrayBuffer()));
    }, id);
    return Uint8Array.from(bytes);
  };
  const [right, wrong, wider] = [await made([4], 1), await made([4], 2), await made([6], 3)];

  const author = await fresh();
  await start(author);
  await drop(author, [{ name: 'mine.safetensors', bytes: right }]);
  // The link names the backend too, once there is one.
  await expect(author).toHaveURL(/A=file:mine\.safetensors:.*backend=wasm/);
  const link = author.url();
  const hash = /A=file:mine\.safetensors:([0-9a-f]{12})/.exec(link)?.[1] ?? 'no hash';

  const reader = await fresh();
  await reader.goto(link);
  const banner = reader.getByRole('status').filter({ hasText: 'The link uses mine.safetensors' });
  await expect(banner).toBeVisible();
  for (const [i, bytes] of [wrong, wider].entries()) {
    await drop(reader, [{ name: 'mine.safetensors', bytes }]);
    await expect(networkRows(reader)).toHaveCount(i + 1);
    await expect(messages(reader)).toContainText(`The link expects mine.safetensors (SHA-256 ${hash}…)`);
    await expect(networkRows(reader).filter({ hasText: /^A/ })).toHaveCount(0);
    await expect(banner).toBeVisible();
    await expect(reader).toHaveURL(link);
  }
  await drop(reader, [{ name: 'mine.safetensors', bytes: right }]);
  await expect(networkRows(reader).filter({ hasText: /^A/ })).toHaveCount(1);
  await expect(banner).toHaveCount(0);
  await expect(reader).toHaveURL(link);
});
