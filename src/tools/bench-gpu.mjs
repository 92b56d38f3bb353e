// `npm run bench:gpu`: the WebGPU rows in Node, on the `webgpu` package's Dawn and whatever device it finds, so that a machine with a card and
// no browser can measure. --only 1,2: some of the rows. In a browser with a card: `npm run bench -- --webgpu`.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { chosenRows, report } from './bench-report.mjs';

async function dawn() {
  try {
    return await import('webgpu');
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    console.error("The 'webgpu' package (132 MB) is not installed: npm install --no-save webgpu");
    process.exit(1);
  }
}

const only = chosenRows(process.argv);
const { create, globals } = await dawn();
Object.assign(globalThis, globals);
// Held for as long as the process lives: Dawn's instance must outlast its adapters.
const gpu = create([]);
Object.defineProperty(globalThis, 'navigator', { value: { gpu, hardwareConcurrency: 1 }, configurable: true });

const outDir = 'node_modules/.ridgeline-bench-node';
await build({
  configFile: false,
  logLevel: 'error',
  build: { ssr: 'e2e/pages/bench/node.ts', outDir, emptyOutDir: true, target: 'node20' },
  ssr: { noExternal: true },
});
const { runNodeBench } = await import(pathToFileURL(resolve(outDir, 'node.js')).href);
const result = await runNodeBench(gpu, only);
if (result === null) {
  console.error('Dawn found no WebGPU adapter: it needs a Vulkan, Metal or Direct3D 12 driver.');
  process.exit(1);
}
console.log(
  `${result.device}${result.software ? ', a software device: correctness only' : ''}; a plain FMA loop runs at ${Math.round(result.peak).toLocaleString('en')} GFLOP/s`,
);
report('gpu', result.rows);
process.exit(0);
