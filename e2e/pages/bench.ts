/** The benchmark's page: the app's engines against the naive way, in one run on one backend. Driven by `npm run bench`. */
import * as tf from '@tensorflow/tfjs-core';
import type { KernelBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import { startBrowserEngine } from '../../src/compute/engine/browser-engine.ts';
import { createBrowserEnvironment } from '../../src/compute/engine/environment.ts';
import { startTfWasm } from '../../src/compute/evaluate/tfjs/wasm-backend.ts';
import { pageHelpers } from '../../src/compute/helper-starter.ts';
import { measurePeak } from './bench/peak.ts';
import type { BenchRow } from './bench/row.ts';
import { runRows } from './bench/rows.ts';

/** @param only numbers of rows; null: all @param size 'small' for a software adapter */
async function run(name: 'wasm' | 'webgpu', only: readonly number[] | null, size: 'full' | 'small'): Promise<BenchRow[]> {
  const engine = await startBrowserEngine(createBrowserEnvironment(pageHelpers()), { preference: name, avoid: [], memoryMode: 'usual' });
  const { info } = engine;
  if (info.name !== name || info.reason !== null) throw new Error(`${name} was asked for, ${info.name} started: ${info.reason ?? ''}`);
  const gpu = name === 'webgpu';
  // The naive way computes with TensorFlow.js on either.
  if (!gpu && !(await startTfWasm())) throw new Error('TensorFlow.js did not start on wasm');
  const peak = gpu ? await measurePeak((tf.backend() as KernelBackend & { device: GPUDevice }).device) : null;
  const rows = await runRows(
    { engine, label: `${gpu ? 'WebGPU' : 'wasm'}, ${info.device}${info.software && gpu ? ' (software)' : ''}`, gpu, size, peak },
    only,
  );
  engine.release();
  return rows;
}

declare global {
  interface Window {
    runBench: typeof run;
  }
}
window.runBench = run;
