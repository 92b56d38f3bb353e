/** Links and a browser's storage of version 0.1.0 (src/testing/frozen), opened by this one. */
import type { Page } from '@playwright/test';
import { frozenLinks, frozenRecords, type FrozenRecords } from '../src/testing/frozen.ts';
import { messages, networkRows } from './screen.ts';
import { call, expect, ready, test } from './support.ts';

/** Barriers below it are rounding: another arithmetic of the training rounds otherwise. */
const ROUNDING = 1e-6;

const NUMBER = /\d[\d,]*(?:\.\d+)?(?:e-?\d+)?/g;

/**
 * Whether two numbers are equal to the third digit, or to the last that was written where a standard error ends it before: training in
 * floats may end a unit there apart on another machine.
 */
function agree(actual: number, frozen: number, written = 0): boolean {
  return Math.abs(actual - frozen) <= 1.01 * Math.max(written, 10 ** (Math.floor(Math.log10(Math.abs(frozen) || 1)) - 2));
}

function numbers(text: string): number[] {
  return [...text.matchAll(NUMBER)].map(([found]) => Number(found.replaceAll(',', '')));
}

/** Half a unit of the last digit of each number in a text. */
function halfUnits(text: string): number[] {
  return [...text.matchAll(NUMBER)].map(([found]) => 0.5 * 10 ** -(found.split('.')[1] ?? '').length);
}

/** The losses of the ends and the barrier that the old sentence led with: what they are called has changed since. */
function measured(frozen: string): number[] {
  const [first] = frozen.split(/\. (?=[A-Z])/);
  return numbers(first.replace(/ to [\d.]+:/, ':').replace(/\((\w)\)/g, ''));
}

async function expectSentence(page: Page, frozen: string): Promise<void> {
  const sentence = page.getByTestId('sentence');
  await expect(sentence).toHaveText(/^Averaging A .*and B /, { timeout: 90_000 });
  // Names, with their seeds, are no numbers of the figures.
  const text = (await sentence.innerText()).replaceAll(/\b([AB]) \([^)]*\)/g, '$1');
  const [found, units, wanted] = [numbers(text), halfUnits(text), measured(frozen)];
  expect(
    wanted.filter((value) => !found.some((number, i) => agree(number, value, Math.min(units[i], 0.02 * value)))),
    `${found.join(' ')} instead of ${wanted.join(' ')}`,
  ).toEqual([]);
}

/** Puts the records where the page will look for them; from an empty page of the same origin, before the app runs. */
async function seed(page: Page, { database, version, stores }: FrozenRecords): Promise<void> {
  await page.route('**/empty.html', (route) => route.fulfill({ contentType: 'text/html', body: '<link rel="icon" href="data:,">' }));
  await page.goto('empty.html');
  await page.evaluate(
    async ([name, number, records]) => {
      await new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open(name, number);
        opening.onupgradeneeded = () => {
          for (const [store, entries] of Object.entries(records)) {
            const made = opening.result.createObjectStore(store);
            for (const { key, value } of entries) made.put(value, key);
          }
        };
        opening.onerror = () => reject(new Error(String(opening.error)));
        opening.onsuccess = () => {
          opening.result.close();
          resolve();
        };
      });
    },
    [database, version, stores] as const,
  );
}

/** Seeds were '4 / 4' and '4 / 5'; where both are one it stands once now. */
function seedsToday(seeds: string): string {
  const parts = seeds.split(' / ');
  return [...new Set(parts)].join('/');
}

test('the networks that 0.1.0 stored are in the list with their roles and losses', async ({ page }) => {
  const frozen = frozenRecords();
  const { rows, table, sentence, theme } = frozen.screen;
  await seed(page, frozen);
  await page.goto('?backend=wasm');
  await expect(networkRows(page)).toContainText(rows.map(({ role, name }) => `${role}${name}`));
  await expectSentence(page, sentence);
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
  await expect(messages(page)).toHaveText('');
  await page.getByRole('button', { name: 'Compare' }).click();
  const dialog = page.getByRole('dialog');
  const titles = await dialog.getByRole('columnheader').allInnerTexts();
  // The losses are measured while one looks.
  await expect(async () => {
    const lines = await dialog.locator('tbody tr').evaluateAll((found) => found.map((row) => Array.from(row.children, (cell) => cell.textContent)));
    const shown = lines.map((cells) => Object.fromEntries(cells.map((text, i) => [titles[i], text])));
    expect(shown).toMatchObject(table.map((row) => ({ ...row, seeds: seedsToday(row['seeds']) })));
  }).toPass({ timeout: 30_000 });
});

for (const { what, hash, shows } of frozenLinks()) {
  if (shows === null) continue;
  test(`a link of 0.1.0 says what it said: ${what}`, async ({ page }) => {
    await page.goto(`?backend=wasm${hash}`);
    await ready(page);
    await expectSentence(page, shows.sentence);
    await expect(messages(page)).toHaveText('');
    const [a, b] = await call<{ id: string }[]>(page, 'networks');
    const { barrier } = await call<{ barrier: typeof shows.barrier }>(page, 'curve', { a: a.id, b: b.id, refine: true });
    for (const definition of ['lerp', 'mean', 'max'] as const)
      expect(agree(barrier[definition], shows.barrier[definition], ROUNDING), `${definition} ${barrier[definition]}`).toBe(true);
  });
}
