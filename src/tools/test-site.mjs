// What the tools that run browser tests share: the site under test, and Playwright's test runner.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const site = '.site';

function run(script, args, environment = {}) {
  const { status } = spawnSync(process.execPath, [script, ...args], { stdio: 'inherit', env: { ...process.env, ...environment } });
  if (status !== 0) process.exit(status ?? 1);
}

/** Builds the site into a folder, the tests' own pages before it. */
export function buildWithPages(folder) {
  run('src/tools/build-kernels.mjs', []);
  const build = ['build', '--outDir', folder, '--logLevel', 'warn'];
  run('node_modules/vite/bin/vite.js', [...build, '--emptyOutDir', 'true'], { RIDGELINE_TEST_PAGES: '1' });
  run('node_modules/vite/bin/vite.js', [...build, '--emptyOutDir', 'false']);
}

/** Builds the site into .site/, with the tests' own pages, and puts the shared data beside it where there is some. */
export function buildTestSite() {
  buildWithPages(site);
  addSharedData(site);
}

/** Puts the shared data into a built site, where there is some; of one name, or of all. */
export function addSharedData(folder, name) {
  const data = join(resolve(process.env.RIDGELINE_SHARED ?? '../shared'), 'data');
  if (existsSync(data)) run('src/tools/data.mjs', ['--from', data, '--to', join(folder, 'data'), ...(name === undefined ? [] : ['--only', name])]);
}

/** Runs Playwright's tests against the site that was built; ends this process where they fail. */
export function runPlaywright(args, environment) {
  run('node_modules/@playwright/test/cli.js', ['test', ...args], { ...environment, RIDGELINE_SITE: site });
}
