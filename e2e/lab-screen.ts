/** The layer laboratory as a person uses it: its tabs, and the numbers of its figures as their files hold them. */
import { readFileSync } from 'node:fs';
import { figure, hashOf, menu } from './screen.ts';
import { expect } from './support.ts';
import type { Locator, Page } from '@playwright/test';

/** Titles of the figures by the names of their tabs. */
const TITLES = {
  'Layer by layer': 'Barrier of each layer',
  Cumulative: 'Barrier of several layers together',
  Robustness: 'Random moves of the same length',
  Subspaces: 'Noise inside and outside the training directions',
  'Two weights': 'The diagonal linear network',
  Averaging: 'Clients and their averages',
  Sensitivity: 'What makes layers sensitive',
} as const;
export type Tab = keyof typeof TITLES;

/** One row of a figure's CSV by the names of its columns. */
export type Row = Readonly<Record<string, string>>;

/** Opens the laboratory on wasm from a link, without networks: two moons and what the link says besides. */
export async function openLab(page: Page, settings: readonly string[] = []): Promise<void> {
  await page.goto(`?backend=wasm${hashOf(['v=1', 'data=moons', 'place=layers', ...settings])}`);
  await expect(tabs(page)).toBeVisible();
}

export function tabs(page: Page): Locator {
  return page.getByRole('navigation', { name: 'Figures of the laboratory' });
}

/** Chooses a tab; its figure. */
export async function showTab(page: Page, tab: Tab): Promise<Locator> {
  const button = tabs(page).getByRole('button', { name: tab });
  await button.click();
  await expect(button).toHaveAttribute('aria-current', 'page');
  return labFigure(page, tab);
}

export function labFigure(page: Page, tab: Tab): Locator {
  return figure(page, TITLES[tab]);
}

/** The sentence above the figure. */
export function labSentence(page: Page): Locator {
  return page.getByTestId('sentence');
}

/** Waits until a figure is drawn and computes no more. */
export async function drawn(shown: Locator): Promise<void> {
  await expect(shown.getByRole('img').first()).toBeVisible({ timeout: 60_000 });
  await expect(shown.getByRole('progressbar')).toHaveCount(0, { timeout: 60_000 });
}

/** The numbers behind a figure, by its title, as its menu saves them. */
export async function csv(page: Page, title: string): Promise<Row[]> {
  const download = page.waitForEvent('download');
  await menu(page, `${title} options`, 'Download CSV');
  const [head, ...lines] = readFileSync(await (await download).path(), 'utf8')
    .trim()
    .split(/\r?\n/)
    .map(cellsOf);
  // The last line is what the numbers were measured on.
  const rows = lines.filter((line) => line.length > 1);
  // By the names alone: what a number is stands in brackets behind.
  return rows.map((line) => Object.fromEntries(head.map((name, i) => [name.replace(/ \(.*\)$/, ''), line[i]])));
}

export async function tabCsv(page: Page, tab: Tab): Promise<Row[]> {
  return csv(page, TITLES[tab]);
}

/** Cells of a line; those in quotes may hold commas. */
function cellsOf(line: string): string[] {
  return Array.from(
    line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g),
    ([, quoted, plain]: (string | undefined)[]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}

/** One column of the rows that hold the given values, as numbers. */
export function numbers(rows: readonly Row[], column: string, where: Readonly<Record<string, string>> = {}): number[] {
  return rows.filter((row) => Object.entries(where).every(([key, value]) => row[key] === value)).map((row) => Number(row[column]));
}
