/** Firefox, by puppeteer: it speaks WebDriver BiDi to the browser itself, with no driver in between. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { launch, type ElementHandle, type Page } from 'puppeteer-core';
import type { Driver } from './driver.ts';
import { locate } from './locate.ts';

/** A Firefox that came as a snap sees the home folder only: the profile lies in the checkout, not in the system's temporary folder. */
function newProfile(): string {
  const folder = join('test-results', 'profiles');
  mkdirSync(folder, { recursive: true });
  return mkdtempSync(join(folder, 'firefox-'));
}

/** Collects what a clean page never does. The array grows while the page lives. */
function watch(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`page error: ${error instanceof Error ? error.message : String(error)}`));
  return complaints;
}

export async function openFirefox(executablePath: string): Promise<Driver> {
  const userDataDir = newProfile();
  const browser = await launch({
    browser: 'firefox',
    executablePath,
    userDataDir,
    headless: true,
    defaultViewport: { width: 1440, height: 900 },
    protocolTimeout: 300_000,
  });
  const page = await browser.newPage();
  const complaints = watch(page);
  return {
    goto: async (address) => {
      await page.goto(address);
    },
    reload: async () => {
      await page.reload();
    },
    evaluate: (body, argument) => page.evaluate(body as never, argument),
    find: async (target) => {
      const element = (await page.evaluateHandle(locate, target)).asElement() as ElementHandle<HTMLInputElement> | null;
      return element === null ? null : { click: () => element.click(), upload: (paths) => element.uploadFile(...paths) };
    },
    enter: async (text) => {
      await page.keyboard.type(text);
      await page.keyboard.press('Enter');
    },
    complaints: () => Promise.resolve(complaints),
    close: async () => {
      await browser.close();
      rmSync(userDataDir, { recursive: true, force: true });
    },
  };
}
