// `npm run engines`: the core walk in Chromium, and in Firefox and WebKit where they are found (README, "Browsers").
// --built: the site was just built. Other arguments are passed on to Playwright, such as --project firefox.
import { findBrowser } from './find-browser.mjs';
import { findEngines } from './find-engines.mjs';
import { buildTestSite, runPlaywright } from './test-site.mjs';

const built = process.argv.includes('--built');
const rest = process.argv.slice(2).filter((argument) => argument !== '--built');
const browser = await findBrowser();
console.log(`Chromium: ${browser}`);
const engines = findEngines();
if (!built) buildTestSite();
runPlaywright(['--config', 'e2e/engines/playwright.config.ts', ...rest], { RIDGELINE_BROWSER: browser, ...engines });
