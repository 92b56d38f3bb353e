// `npm run bench`: evaluators against the naive way in headless Chromium; a table, then JSON, its path on the last line.
// --webgpu: the WGSL kernels on whatever WebGPU device the browser has (add --software for the software adapter, small sizes).
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { chromium } from '@playwright/test';
import { build, preview } from 'vite';
import { findBrowser } from './find-browser.mjs';
import './build-kernels.mjs';

const software = process.argv.includes('--software');
const backend = software || process.argv.includes('--webgpu') ? 'webgpu' : 'wasm';
const flags = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
if (backend === 'webgpu') flags.push('--enable-unsafe-webgpu', ...(software ? ['--use-webgpu-adapter=swiftshader'] : ['--enable-features=Vulkan']));

const outDir = 'node_modules/.ridgeline-bench';
process.env.RIDGELINE_TEST_PAGES = '1';
await build({ logLevel: 'error', build: { outDir, emptyOutDir: true } });
const server = await preview({ logLevel: 'error', build: { outDir }, preview: { port: 4180, host: '127.0.0.1' } });
const browser = await chromium.launch({ executablePath: await findBrowser(), args: flags });
try {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(error.message));
  await page.goto(`http://127.0.0.1:4180/e2e/pages/bench.html`);
  await page.waitForFunction(() => 'runBench' in globalThis, null, { timeout: 120_000 });
  const rows = await page.evaluate(([name, small]) => globalThis.runBench(name, small), [backend, software]);
  const number = (value) => (value === null ? '' : value.toPrecision(3));
  console.log(`naive: one forward pass a point through plain tfjs operations on the same backend, one thread, timed on 50 points and scaled`);
  console.table(Object.fromEntries(rows.map((row) => [row.id, { backend: row.backend, ms: number(row.ms), 'naive ms': number(row.naiveMs), ratio: number(row.ratio), runs: row.runs }])));
  mkdirSync('test-results', { recursive: true });
  const path = resolve('test-results', `bench-${backend}.json`);
  writeFileSync(path, JSON.stringify({ rows }, null, 2));
  console.log(path);
} finally {
  await browser.close();
  await server.close();
}
