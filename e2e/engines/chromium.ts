/** Chromium, by Playwright. */
import { chromium, type ElementHandle } from '@playwright/test';
import { watch } from '../support.ts';
import type { Driver } from './driver.ts';
import { locate } from './locate.ts';

export async function openChromium(executablePath: string, origin: string): Promise<Driver> {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const complaints = watch(page, [], origin);
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
      return element === null ? null : { click: () => element.click(), upload: (paths) => element.setInputFiles([...paths]) };
    },
    enter: async (text) => {
      await page.keyboard.type(text);
      await page.keyboard.press('Enter');
    },
    complaints: () => Promise.resolve(complaints),
    close: () => browser.close(),
  };
}
