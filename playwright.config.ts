import { defineConfig } from '@playwright/test';

const port = Number(process.env['RIDGELINE_PORT'] ?? 4174);
const report = process.env['RIDGELINE_BROWSER_REPORT'];
const browser = process.env['RIDGELINE_BROWSER'];
const quiet = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
const launch = (args: string[]) => ({ ...(browser === undefined ? {} : { executablePath: browser }), args });

export default defineConfig({
  testDir: 'e2e',
  // Run by src/tools/engines.mjs.
  testIgnore: '**/engines/**',
  outputDir: 'test-results/browser',
  timeout: 120_000,
  expect: { timeout: 30_000 },
  workers: 2,
  fullyParallel: false,
  // Where nobody can look, a test that failed is tried once more; one that passes then is named as flaky.
  retries: process.env['CI'] ? 1 : 0,
  reporter: report === undefined ? [['list']] : [['list'], ['json', { outputFile: report }]],
  // Theirs are the offline tests alone, which allow them.
  use: { baseURL: `http://127.0.0.1:${port}/`, viewport: { width: 1440, height: 900 }, trace: 'off', serviceWorkers: 'block' },
  projects: [
    { name: 'wasm', testIgnore: ['**/engines/**', '**/*.webgpu.spec.ts', '**/responsiveness.spec.ts'], use: { launchOptions: launch(quiet) } },
    {
      name: 'software-webgpu',
      testMatch: '**/*.webgpu.spec.ts',
      use: { launchOptions: launch([...quiet, '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader']) },
    },
    // Times of tasks are wall time: measured when no other test has the cores.
    { name: 'alone', testMatch: '**/responsiveness.spec.ts', dependencies: ['wasm', 'software-webgpu'], use: { launchOptions: launch(quiet) } },
  ],
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --outDir ${process.env['RIDGELINE_SITE'] ?? '.site'} --port ${port} --strictPort --host 127.0.0.1`,
    url: `http://127.0.0.1:${port}/`,
    timeout: 30_000,
  },
});
