/** The benchmark's page: the app's engines against the naive way, in one run on one backend. Driven by `npm run bench`. */
import * as tf from '@tensorflow/tfjs-core';
import type { KernelBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import { startBrowserEngine } from '../../src/compute/engine/browser-engine.ts';
import { createBrowserEnvironment } from '../../src/compute/engine/environment.ts';
import { startTfWasm } from '../../src/compute/evaluate/tfjs/wasm-backend.ts';
import { pageHelpers } from '../../src/compute/helper-starter.ts';
import type { Engine } from '../../src/compute/engine/engine.ts';
import { measurePeak } from './bench/peak.ts';
import { RECIPES } from './bench/recipe.ts';
import type { BenchRow } from './bench/row.ts';
import { runRows } from './bench/rows.ts';
import { tensorRate, type TensorRate } from './bench/tensor-path.ts';

type Name = 'wasm' | 'webgpu';

/** The yardsticks' tensors, whether the engine has any on wasm or not. */
async function startTensors(): Promise<void> {
  if (!(await startTfWasm())) throw new Error('WebAssembly did not start.');
}

function startTensorWorker(): Worker {
  return new Worker(new URL('./bench/tensor-worker.ts', import.meta.url), { type: 'module' });
}

async function startEngine(name: Name): Promise<Engine> {
  const simd = new URLSearchParams(location.search).get('simd') === 'plain' ? 'plain' : 'auto';
  const engine = await startBrowserEngine(createBrowserEnvironment(pageHelpers()), { preference: name, simd, avoid: [], memoryMode: 'usual' });
  const { info } = engine;
  if (info.name !== name || info.reason !== null) throw new Error(`${name} was asked for, ${info.name} started: ${info.reason ?? ''}`);
  return engine;
}

/** @param only numbers of rows; null: all @param size 'small' for a software adapter */
async function run(name: Name, only: readonly number[] | null, size: 'full' | 'small'): Promise<BenchRow[]> {
  const engine = await startEngine(name);
  const { info } = engine;
  const gpu = name === 'webgpu';
  // The naive way computes with TensorFlow.js on either.
  if (!gpu && !(await startTfWasm())) throw new Error('TensorFlow.js did not start on wasm');
  const peak = gpu ? await measurePeak((tf.backend() as KernelBackend & { device: GPUDevice }).device) : null;
  const label = `${gpu ? 'WebGPU' : 'wasm'}, ${info.device}${info.software && gpu ? ' (software)' : ''}${info.simd === null ? '' : `, ${info.simd}`}`;
  if (!gpu) await startTensors();
  const rows = await runRows({ engine, label, gpu, size, peak, startTensorWorker: gpu ? null : startTensorWorker }, only);
  engine.release();
  return rows;
}

/** Row 7's yardstick of one shape. */
async function measureTensorPath(name: Name, shape: string): Promise<TensorRate> {
  const recipe = RECIPES.find((candidate) => candidate.name === shape);
  if (recipe === undefined) throw new Error(`row 7 has no ${shape}`);
  const engine = await startEngine(name);
  const rate = await tensorRate({ engine, startTensorWorker: name === 'webgpu' ? null : startTensorWorker }, recipe);
  engine.release();
  return rate;
}

declare global {
  interface Window {
    runBench: typeof run;
    measureTensorPath: typeof measureTensorPath;
  }
}
window.runBench = run;
window.measureTensorPath = measureTensorPath;
