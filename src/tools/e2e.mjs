// Browser tests: builds the site and runs Playwright against it. Arguments are passed on to Playwright.
import { findBrowser } from './find-browser.mjs';
import { buildTestSite, runPlaywright } from './test-site.mjs';

const browser = await findBrowser();
console.log(`Browser: ${browser}`);
buildTestSite();
runPlaywright(process.argv.slice(2), { RIDGELINE_BROWSER: browser });
