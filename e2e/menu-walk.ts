/** Opens every menu on the page, presses every entry, and looks at what came of it. An entry nobody expects fails. */
import { readFileSync } from 'node:fs';
import { expect, test } from './support.ts';
import type { Download, Locator, Page } from '@playwright/test';

/** One entry of one menu, and a press on it. */
export interface Entry {
  readonly page: Page;
  readonly menu: string;
  readonly label: string;
  /** Whether it carries the mark of what is chosen. */
  readonly chosen: boolean;
  /** Opens the menu anew and presses the entry. */
  press(): Promise<void>;
  /** Whether it carries the mark now. */
  isChosen(): Promise<boolean>;
}

export interface Expectation {
  readonly menu: RegExp;
  readonly entry: RegExp;
  /** Presses the entry and fails where not that came of it which should. */
  readonly comes: (entry: Entry) => Promise<void>;
}

/** The buttons that open a menu of actions; lists of choices (listbox) are fields, not menus. */
function menuButtons(page: Page): Locator {
  return page.locator('button[aria-haspopup="true"]:visible, button[aria-haspopup="menu"]:visible');
}

export async function menuNames(page: Page): Promise<string[]> {
  return menuButtons(page).evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label') ?? button.textContent));
}

async function openMenu(page: Page, name: string): Promise<Locator> {
  await page.getByRole('button', { name, exact: true }).click();
  const list = page.getByRole('menu', { name, exact: true });
  await expect(list).toBeVisible();
  return list;
}

async function closeMenu(page: Page): Promise<void> {
  // A menu that is opening may not have the focus yet.
  await expect(async () => {
    await page.getByRole('menu').press('Escape', { timeout: 1_000 });
    await expect(page.getByRole('menu')).toHaveCount(0, { timeout: 1_000 });
  }).toPass();
}

interface Shown {
  /** Its place in the menu, from 0. */
  readonly index: number;
  readonly label: string;
  readonly chosen: boolean;
  readonly disabled: boolean;
}

/** What a menu holds: labels without marks, notes and keys. */
async function entriesOf(page: Page, name: string): Promise<Shown[]> {
  const list = await openMenu(page, name);
  const entries = await list.getByRole('menuitem').evaluateAll((items) =>
    items.map((item, index) => {
      const text = item.children[1];
      return {
        index,
        label: text.firstChild?.textContent ?? '',
        chosen: text.textContent.includes('(chosen)'),
        disabled: item.getAttribute('aria-disabled') === 'true',
      };
    }),
  );
  await closeMenu(page);
  expect(entries.length, `the menu '${name}' holds something`).toBeGreaterThan(0);
  return entries;
}

function entryOf(page: Page, menu: string, { index, label, chosen }: Shown): Entry {
  return {
    page,
    menu,
    label,
    chosen,
    press: async () => {
      const list = await openMenu(page, menu);
      await list.getByRole('menuitem').nth(index).click();
      await expect(page.getByRole('menu')).toHaveCount(0);
    },
    isChosen: async () => (await entriesOf(page, menu))[index].chosen,
  };
}

/**
 * Presses every entry of the menus of these names, in their order. Fails on an entry that has not exactly one expectation, or that
 * cannot be pressed. Adds the expectations that were met to `met`.
 */
export async function pressAll(page: Page, names: readonly string[], expectations: readonly Expectation[], met: Set<Expectation>): Promise<void> {
  for (const menu of names) {
    for (const shown of await entriesOf(page, menu)) {
      await test.step(`${menu} > ${shown.label}`, async () => {
        const fitting = expectations.filter((expectation) => expectation.menu.test(menu) && expectation.entry.test(shown.label));
        expect(fitting, `expectations for '${shown.label}' in '${menu}'`).toHaveLength(1);
        expect(shown.disabled, `'${shown.label}' in '${menu}' is disabled`).toBe(false);
        await fitting[0].comes(entryOf(page, menu, shown));
        met.add(fitting[0]);
      });
    }
  }
}

/** A choice among several, which also stands in the address under its key. */
export function choice(key: string): Expectation['comes'] {
  return async (entry) => {
    const before = entry.page.url();
    await entry.press();
    expect(await entry.isChosen(), `${entry.label} is chosen`).toBe(true);
    if (entry.chosen) return;
    await expect.poll(() => valueIn(entry.page.url(), key)).not.toBe(valueIn(before, key));
  };
}

/** A switch: on, off again, and each stands in the address. */
export function toggle(key: string): Expectation['comes'] {
  return async (entry) => {
    for (let turn = 0; turn < 2; turn++) {
      const before = { chosen: await entry.isChosen(), value: valueIn(entry.page.url(), key) };
      await entry.press();
      expect(await entry.isChosen(), entry.label).toBe(!before.chosen);
      await expect.poll(() => valueIn(entry.page.url(), key)).not.toBe(before.value);
    }
  };
}

function valueIn(url: string, key: string): string | null {
  return new URLSearchParams(new URL(url).hash.slice(1)).get(key);
}

/** Presses, and gives the files that came: one for each picture. */
export async function downloads(page: Page, count: number, press: () => Promise<void>): Promise<Download[]> {
  const came: Download[] = [];
  const listen = (download: Download): void => void came.push(download);
  page.on('download', listen);
  await press();
  await expect.poll(() => came.length, { message: 'files that were saved' }).toBe(count);
  page.off('download', listen);
  return came;
}

export async function bytesOf(download: Download): Promise<Buffer> {
  return readFileSync(await download.path());
}

/** The figure whose menu this is. */
function figureOf({ page, menu }: Entry): Locator {
  return page.getByRole('region', { name: menu.replace(/ options$/, ''), exact: true });
}

/** A file for every plot of the figure; the probe draws one without a plot. */
async function pictures(entry: Entry): Promise<Download[]> {
  const plots = await figureOf(entry).locator('.plot').count();
  return downloads(entry.page, Math.max(1, plots), () => entry.press());
}

function checkCsv(text: string): void {
  // The last line may say what the numbers were measured on.
  const lines = text
    .trim()
    .replace(/\r?\n("([^"]|"")*"|[^,\n]*)$/, '')
    .split(/\r?\n/);
  expect(lines.length, 'rows').toBeGreaterThan(1);
  const cells = lines.map((line) => line.replaceAll(/"([^"]|"")*"/g, 'x').split(',').length);
  expect(cells[0], 'columns').toBeGreaterThan(1);
  expect(new Set(cells).size, 'rows of one length').toBe(1);
}

/** Width and height that a PNG's header names. */
function pngSize(bytes: Buffer): [number, number] {
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('\u0089PNG\r\n\u001a\n');
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

/** The group that every figure's menu ends with. */
export const FIGURE_FILES: readonly Expectation[] = [
  {
    menu: / options$/,
    entry: /^Table of numbers$/,
    comes: async (entry) => {
      const { page } = entry;
      await entry.press();
      const dialog = page.getByRole('dialog', { name: `${entry.menu.replace(/ options$/, '')}: numbers` });
      expect(await dialog.getByRole('row').count()).toBeGreaterThan(1);
      const [file] = await downloads(page, 1, () => dialog.getByRole('button', { name: 'Download CSV' }).click());
      checkCsv((await bytesOf(file)).toString());
      await dialog.getByRole('button', { name: 'Close' }).click();
      await expect(dialog).toHaveCount(0);
    },
  },
  {
    menu: / options$/,
    entry: /^Download PNG$/,
    comes: async (entry) => {
      const files = await pictures(entry);
      for (const file of files) {
        expect(file.suggestedFilename()).toMatch(/^ridgeline-[\w-]+\.png$/);
        const [width, height] = pngSize(await bytesOf(file));
        expect(width).toBeGreaterThan(300);
        expect(height).toBeGreaterThan(100);
      }
      expect(new Set(files.map((file) => file.suggestedFilename())).size).toBe(files.length);
    },
  },
  {
    menu: / options$/,
    entry: /^Download SVG$/,
    comes: async (entry) => {
      for (const file of await pictures(entry)) {
        expect(file.suggestedFilename()).toMatch(/^ridgeline-[\w-]+\.svg$/);
        const text = (await bytesOf(file)).toString();
        expect(text).toMatch(/^<svg /);
        expect(text.trim()).toMatch(/<\/svg>$/);
        expect(text).toMatch(/<(path|rect|image|circle)[ >]/);
        if (/^(Path|Plane|Layers) options$/.test(entry.menu)) expect(text).toMatch(/seeds .*epochs?, .*trained by WebAssembly/s);
      }
    },
  },
  {
    menu: / options$/,
    entry: /^Download CSV$/,
    comes: async (entry) => {
      const [file] = await downloads(entry.page, 1, () => entry.press());
      expect(file.suggestedFilename()).toMatch(/^ridgeline-[\w-]+\.csv$/);
      checkCsv((await bytesOf(file)).toString());
    },
  },
];
