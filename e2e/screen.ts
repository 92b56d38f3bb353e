/** What a person does on the screen and sees there, by roles and accessible names. */
import { expect, type Locator, type Page } from '@playwright/test';

/** The sentence above the figures once it tells a result of A and B. */
export function sentence(page: Page): Locator {
  return page.getByText(/^(Averaging A .*and B .*(raises|keeps|lowers|gives)|Between A .*and B .*the)/);
}

/** The same once it also says what matching did. */
export function matchedSentence(page: Page): Locator {
  return sentence(page).filter({ hasText: /Match(ed|ing) neuron by neuron/ });
}

/** A figure by its title: Path, Plane, Probe or Layers. */
export function figure(page: Page, title: string): Locator {
  return page.getByRole('region', { name: title, exact: true });
}

/** Opens a part of the left column: Data, Network, Training, Seeds, Matching. */
export async function open(page: Page, title: string): Promise<void> {
  const button = page.getByRole('button', { name: new RegExp(`^${title} `) }).and(page.locator('h3 > [aria-expanded]'));
  if ((await button.getAttribute('aria-expanded')) !== 'true') await button.click();
  await expect(button).toHaveAttribute('aria-expanded', 'true');
}

/** Chooses an option of a list by the list's label. */
export async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(` ${label}$`) }).click();
  await page.getByRole('option', { name: new RegExp(`^${option}`, 'i') }).click();
}

/** Types into a field and finishes with Enter. */
export async function fill(page: Page, label: string, value: string): Promise<void> {
  const field = page.getByRole('textbox', { name: label, exact: true });
  await field.fill(value);
  await field.press('Enter');
  await expect(field).toHaveValue(value);
}

export async function menu(page: Page, button: string, entry: string): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click();
  await page.getByRole('menuitem', { name: new RegExp(`^${entry}`) }).click();
}

/** Presses Train, whatever the number of networks. */
export async function train(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Train \d+ networks?$/ }).click();
}

export function networkRows(page: Page): Locator {
  return page.getByRole('region', { name: 'Networks' }).getByRole('listitem');
}

/** The messages at the foot of the page. */
export function messages(page: Page): Locator {
  return page.getByRole('region', { name: 'Messages' });
}

/** Waits until every figure stands, matched side included, and nothing runs any more. */
export async function allFigures(page: Page): Promise<void> {
  await expect(matchedSentence(page)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('img', { name: 'Loss or accuracy along the path from A to B' })).toBeVisible();
  await expect(page.getByRole('img', { name: /^Map through/ }).first()).toBeVisible();
  await expect(page.getByRole('img', { name: 'Barrier by layer' })).toBeVisible();
  await expect(
    figure(page, 'Probe')
      .getByText(/accuracy/)
      .first(),
  ).toBeVisible();
  await expect(page.getByRole('contentinfo').getByRole('button', { name: 'cancel' })).toHaveCount(0, { timeout: 60_000 });
}

/** Drops files on the page as from the desktop. */
export async function drop(page: Page, files: readonly { name: string; bytes: Uint8Array }[]): Promise<void> {
  const transfer = await page.evaluateHandle(
    (list) => {
      const data = new DataTransfer();
      for (const { name, text } of list) data.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], name));
      return data;
    },
    files.map(({ name, bytes }) => ({ name, text: Buffer.from(bytes).toString('base64') })),
  );
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer });
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

/** Takes the files that wait as they were understood. */
export async function importAsRead(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Check how the files are read' });
  await dialog.getByRole('button', { name: 'Import as read' }).click();
  await expect(dialog).toHaveCount(0);
}

/** A link's hash with its end mark, from key=value pairs. */
export function hashOf(pairs: readonly string[]): string {
  const length = pairs.reduce((sum, pair) => sum + pair.length + 1, 0);
  return `#${pairs.join('&')}&len=${length}`;
}

/** Opens the page on wasm with two moons and no networks: a link holds that, so that no demonstration runs. */
export async function start(page: Page): Promise<void> {
  await page.goto(`?backend=wasm${hashOf(['v=1', 'data=moons'])}`);
  await expect(page.getByText('Train networks to see what lies between them.')).toBeVisible();
}

/** Trains small networks on the data there are: seconds, not minutes. */
export async function trainSmall(page: Page, settings: { widths?: string; epochs?: string; seeds?: string } = {}): Promise<void> {
  await open(page, 'Network');
  await fill(page, 'Widths', settings.widths ?? '16');
  await open(page, 'Training');
  await fill(page, 'Epochs', settings.epochs ?? '30');
  if (settings.seeds !== undefined) {
    await open(page, 'Seeds');
    await fill(page, 'Seeds', settings.seeds);
  }
  await train(page);
}
