// Browser tests: builds the site into .site/, puts the shared data beside it where there is some, and runs Playwright against it.
// Arguments are passed on to Playwright.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findBrowser } from './find-browser.mjs';

const site = '.site';

function run(script, args, environment = {}) {
  const { status } = spawnSync(process.execPath, [script, ...args], { stdio: 'inherit', env: { ...process.env, ...environment } });
  if (status !== 0) process.exit(status ?? 1);
}

const browser = await findBrowser();
console.log(`Browser: ${browser}`);
run('src/tools/build-kernels.mjs', []);
run('node_modules/vite/bin/vite.js', ['build', '--outDir', site, '--emptyOutDir', '--logLevel', 'warn'], { RIDGELINE_TEST_PAGES: '1' });
const data = join(resolve(process.env.RIDGELINE_SHARED ?? '../shared'), 'data');
if (existsSync(data)) run('src/tools/data.mjs', ['--from', data, '--to', join(site, 'data')]);
run('node_modules/@playwright/test/cli.js', ['test', ...process.argv.slice(2)], { RIDGELINE_BROWSER: browser, RIDGELINE_SITE: site });
