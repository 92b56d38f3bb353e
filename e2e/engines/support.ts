/** What the engines' tests share: a browser of the project's engine, skipped by name where there is none. */
import { test as base } from '@playwright/test';
import { openChromium } from './chromium.ts';
import type { Driver } from './driver.ts';
import { openFirefox } from './firefox.ts';
import { openWebKit } from './webkit.ts';

/** Engines by project name; src/tools/find-engines.mjs says in these variables where each was found. */
const ENGINES = {
  chromium: { title: 'Chromium', variable: 'RIDGELINE_BROWSER', open: openChromium },
  firefox: { title: 'Firefox', variable: 'RIDGELINE_FIREFOX', open: openFirefox },
  webkit: { title: 'WebKit', variable: 'RIDGELINE_WEBKIT', open: openWebKit },
};

export type EngineName = keyof typeof ENGINES;

interface Options {
  engine: EngineName;
}

interface Fixtures {
  /** Opens a browser with a fresh profile, the project's own unless another is named; all are closed at the end, and none may have complained. */
  browse: (engine?: EngineName) => Promise<Driver>;
  /** Such a browser of the project's engine. */
  driver: Driver;
  /** The site's address, from a query and hash. */
  site: (rest?: string) => string;
}

export const test = base.extend<Options & Fixtures>({
  engine: ['chromium', { option: true }],
  site: async ({ baseURL }, use) => use((rest = '') => new URL(rest, baseURL).href),
  browse: async ({ engine, site }, use) => {
    const { title, variable } = ENGINES[engine];
    test.skip(!process.env[variable], `needs ${title}, which was not found`);
    const drivers: Driver[] = [];
    await use(async (which = engine) => {
      const driver = await ENGINES[which].open(process.env[ENGINES[which].variable] ?? '', new URL(site()).origin);
      drivers.push(driver);
      return driver;
    });
    const said = await Promise.allSettled(drivers.map((driver) => driver.complaints()));
    await Promise.allSettled(drivers.map((driver) => driver.close()));
    const complaints = said.flatMap((each) => (each.status === 'fulfilled' ? each.value : [String(each.reason)]));
    if (complaints.length > 0) throw new Error(`The page complained:\n${complaints.join('\n')}`);
  },
  driver: async ({ browse }, use) => use(await browse()),
});

export { expect } from '@playwright/test';
