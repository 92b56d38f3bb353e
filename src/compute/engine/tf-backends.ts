/** TensorFlow.js's backends in a browser's worker, and the engines on them. Loaded where they are needed: on wasm our kernels do without. */
// The whole of TensorFlow.js by its types alone: its layers, converter and data sets would be loaded with the values.
import type { KernelBackend } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { inPieces } from '../evaluate/piecewise-evaluator.ts';
import { requireSelfTest } from '../evaluate/self-test.ts';
import { startTfWasm } from '../evaluate/tfjs/wasm-backend.ts';
import { GpuEvaluator } from '../evaluate/webgpu/evaluator.ts';
import { createBrowserPool } from '../training/browser-pool.ts';
import { kernelLearning, tensorLearning } from '../training/learning.ts';
import { loadStepKernels } from '../training/load-step-kernels.ts';
import { trainingKernelsFailed } from '../training/start-step-kernels.ts';
import { StepKernels } from '../training/step-kernels.ts';
import { startGpuTraining } from '../training/webgpu/gpu-training.ts';
import type { Helpers } from '../rpc/helper.ts';
import type { BackendInfo, BackendName } from '../backend-names.ts';
import type { Engine, MemoryMode } from './engine.ts';
import { kernelsFailed } from '../simd-build.ts';
import { withReasons } from './failures.ts';
import { createEngine } from './tf-engine.ts';
import { startWebGpu, type WebGpu } from './webgpu-device.ts';

export { measureTf, testTf } from './tf-engine.ts';

let gpu: WebGpu | null = null;
/** How often a backend was asked for, and tfjs's name of the one in use. */
let asked = 0;
let current: string | null = null;

/** See BackendEnvironment: `tf.getBackend()` would lie where one does not start. */
export async function activate(name: BackendName): Promise<boolean> {
  const turn = ++asked;
  const started = await start(name);
  if (turn === asked) {
    current = started ?? current;
    return started !== null;
  }
  // It came too late and was given up: tfjs goes back to what is in use since.
  if (started !== null && current !== null) await tf.setBackend(current);
  return false;
}

/** tfjs's name of the backend; null where it does not start. */
async function start(name: BackendName): Promise<string | null> {
  if (name === 'wasm') return (await startTfWasm()) ? name : null;
  if (name === 'webgpu') {
    if (gpu === null || gpu.isLost()) gpu = await startWebGpu();
    if (gpu === null) return null;
    return (await tf.setBackend(gpu.name)) ? gpu.name : null;
  }
  if (name === 'webgl') await import('@tensorflow/tfjs-backend-webgl');
  return (await tf.setBackend(name)) ? name : null;
}

/** An engine on the backend that was made current: with WGSL kernels on WebGPU, and on wasm with workers that train side by side. */
export async function startTfEngine(info: BackendInfo, memoryMode: MemoryMode, helpers: Helpers): Promise<Engine> {
  const general = createEngine(info, memoryMode);
  if (info.name === 'wasm') return withLearning(general, helpers);
  if (info.name !== 'webgpu') return general;
  const watched: Engine = { ...general, watch: (tell) => gpu?.watch(tell) };
  if (memoryMode === 'plain') return watched;
  const { device } = tf.backend() as KernelBackend & { device: GPUDevice };
  return withGpuLearning(await withGpuFigures(watched, device, memoryMode), device);
}

/** With WGSL kernels for figures, where they pass their test. */
async function withGpuFigures(engine: Engine, device: GPUDevice, memoryMode: MemoryMode): Promise<Engine> {
  try {
    const kernels = new GpuEvaluator(device, engine.evaluator, engine.info.software);
    await requireSelfTest(kernels);
    return {
      ...engine,
      evaluator: memoryMode === 'usual' ? kernels : inPieces(kernels),
      release() {
        kernels.close();
        engine.release();
      },
    };
  } catch (error) {
    return { ...engine, info: withReasons(engine.info, kernelsFailed(error)) };
  }
}

/** Networks learn on WGSL kernels, where those pass their test, and are scored by those of figures, where they do. */
async function withGpuLearning(engine: Engine, device: GPUDevice): Promise<Engine> {
  const { learning, info, evaluator, scorer } = engine;
  try {
    const training = await startGpuTraining(device, info.software, learning.makeLearners);
    // One of its own: no score waits behind a figure.
    const scores = evaluator === scorer ? null : new GpuEvaluator(device, scorer, info.software);
    return {
      ...engine,
      learning: tensorLearning(scores ?? scorer, training.makeLearners),
      release() {
        training.release();
        scores?.close();
        engine.release();
      },
    };
  } catch (error) {
    return { ...engine, info: withReasons(info, trainingKernelsFailed(error)) };
  }
}

/** On wasm, networks learn on the training kernels, side by side. */
async function withLearning(engine: Engine, helpers: Helpers): Promise<Engine> {
  const { module, reason } = await loadStepKernels('plain');
  const learning = module === null ? engine.learning : kernelLearning(new StepKernels(module));
  const pool = createBrowserPool(learning, module, helpers);
  return {
    ...engine,
    info: withReasons({ ...engine.info, simd: module === null ? null : 'plain' }, reason),
    learning,
    pool,
    async held() {
      const { tensors, bytes } = await engine.held();
      return { tensors, bytes: bytes + learning.bytes() + (await pool.bytes()) };
    },
    release() {
      pool.close();
      engine.release();
    },
  };
}
