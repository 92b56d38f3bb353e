/** The engines' tests: the same walk in each engine, driven by this folder's drivers; Playwright runs the tests and counts them. */
import { resolve } from 'node:path';
import { defineConfig } from '@playwright/test';
import browserTests from '../../playwright.config.ts';
import type { EngineName } from './support.ts';

const report = process.env['RIDGELINE_BROWSER_REPORT'];

export default defineConfig<{ engine: EngineName }>({
  ...browserTests,
  testDir: '.',
  testIgnore: [],
  outputDir: '../../test-results/engines',
  // An engine without a GPU on a busy machine takes minutes for what takes it seconds on a quiet one.
  timeout: 600_000,
  reporter: report === undefined ? [['list']] : [['list'], ['json', { outputFile: resolve(report) }]],
  webServer: Object.assign({}, browserTests.webServer, { cwd: '../..' }),
  projects: [
    // Chromium's bits are what the others' are compared with.
    { name: 'chromium', use: { engine: 'chromium' }, testIgnore: '**/bits.spec.ts' },
    { name: 'firefox', use: { engine: 'firefox' } },
    { name: 'webkit', use: { engine: 'webkit' } },
  ],
});
