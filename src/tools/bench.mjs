// `npm run bench`: what is computed, how fast, against the naive way, in headless Chromium; one table, then JSON, its path on the last line.
// --webgpu: the WGSL kernels on whatever WebGPU device the browser has (add --software for the software adapter, small sizes).
// --only 1,5: some of the rows. --plain: the wasm kernels without fused multiply-add.
import { chromium } from '@playwright/test';
import { preview } from 'vite';
import { chosenRows, report } from './bench-report.mjs';
import { measureVisits } from './bench-cold.mjs';
import { hasMnist, measureMnist } from './bench-mnist.mjs';
import { measureTasks } from './bench-tasks.mjs';
import { findBrowser } from './find-browser.mjs';
import { addSharedData, buildWithPages } from './test-site.mjs';

/** Rows of the app itself, seen from outside; the others are those of the benchmark's own page. */
const OUTSIDE = [9, 11, 12];

const software = process.argv.includes('--software');
const backend = software || process.argv.includes('--webgpu') ? 'webgpu' : 'wasm';
const only = chosenRows(process.argv);
const flags = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
if (backend === 'webgpu') flags.push('--enable-unsafe-webgpu', ...(software ? ['--use-webgpu-adapter=swiftshader'] : ['--enable-features=Vulkan']));

const outDir = 'node_modules/.ridgeline-bench';
buildWithPages(outDir);
const server = await preview({ logLevel: 'error', build: { outDir }, preview: { port: 4180, host: '127.0.0.1' } });
const site = server.resolvedUrls.local[0];
const browser = await chromium.launch({ executablePath: await findBrowser(), args: flags });

async function onBenchPage(work, argument) {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(error.message));
  await page.goto(new URL(`e2e/pages/bench.html${process.argv.includes('--plain') ? '?simd=plain' : ''}`, site).href);
  await page.waitForFunction(() => 'runBench' in globalThis, null, { timeout: 120_000 });
  const result = await page.evaluate(work, argument);
  await page.close();
  return result;
}

function measureRows(numbers) {
  return onBenchPage(([name, chosen, size]) => globalThis.runBench(name, chosen, size), [backend, numbers, software ? 'small' : 'full']);
}

async function measureTrainingInApp() {
  addSharedData(outDir, 'mnist');
  if (!hasMnist(outDir)) {
    console.log('Row 11 is left out: MNIST is not here (`npm run data` fetches it).');
    return [];
  }
  const yardstick = await onBenchPage((name) => globalThis.measureTensorPath(name, '784-128-10'), backend);
  return measureMnist(browser, site, backend, yardstick);
}

try {
  // Of a software adapter the planes on two moons are asked for: the others take minutes each there.
  const numbers = only ?? (software ? [1] : null);
  const rows = numbers?.every((number) => OUTSIDE.includes(number)) ? [] : await measureRows(numbers);
  if (numbers === null || numbers.includes(9)) rows.push(...(await measureTasks(browser, site, backend)));
  if (numbers === null || numbers.includes(11)) rows.push(...(await measureTrainingInApp()));
  if (numbers === null || numbers.includes(12)) rows.push(...(await measureVisits(browser, site, backend)));
  report(software ? 'software-webgpu' : backend, rows);
} finally {
  await browser.close();
  await server.close();
}
