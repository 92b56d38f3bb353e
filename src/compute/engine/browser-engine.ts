/** Engines of the browser's worker: tfjs on the backend chosen, with our own kernels where there are some for it: WGSL on WebGPU, SIMD wasm in workers on wasm. */
// The whole of TensorFlow.js by its types alone: its layers, converter and data sets would be loaded with the values.
import type { KernelBackend } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import type { Evaluator } from '../../landscape/evaluator.ts';
import { startBackend, createEngine } from './choose-backend.ts';
import { createBrowserPool } from '../training/browser-pool.ts';
import type { BrowserEnvironment } from './environment.ts';
import type { Helpers } from '../rpc/helper.ts';
import type { EngineChoice } from './supervisor.ts';
import { kernelLearning } from '../training/learning.ts';
import { loadStepKernels } from '../training/load-step-kernels.ts';
import { StepKernels } from '../training/step-kernels.ts';
import type { Engine } from './engine.ts';
import { GpuEvaluator } from '../evaluate/webgpu/evaluator.ts';
import { createKernelEvaluator } from '../evaluate/wasm/pool.ts';
import { inPieces } from '../evaluate/piecewise-evaluator.ts';
import { requireSelfTest } from '../evaluate/self-test.ts';

interface KernelEvaluatorOfBackend extends Evaluator {
  close(): void;
}

export async function startBrowserEngine(environment: BrowserEnvironment, { preference, avoid, memoryMode }: EngineChoice): Promise<Engine> {
  const info = await startBackend(preference, environment, avoid);
  const { helpers } = environment;
  const general = await withLearning({ ...createEngine(info, memoryMode), watch: info.name === 'webgpu' ? environment.watch : null }, helpers);
  if (memoryMode === 'plain') return general;
  try {
    const kernels = await startKernels(general, helpers);
    if (kernels === null) return general;
    return {
      ...general,
      evaluator: memoryMode === 'usual' ? kernels : inPieces(kernels),
      release() {
        kernels.close();
        general.release();
      },
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const reason = [general.info.reason, `The fast kernels did not start (${why}); figures take longer.`].filter(Boolean).join(' ');
    return { ...general, info: { ...general.info, reason } };
  }
}

/** On wasm, networks learn on the training kernels, side by side. */
async function withLearning(engine: Engine, helpers: Helpers): Promise<Engine> {
  if (engine.info.name !== 'wasm') return engine;
  const { module, reason } = await loadStepKernels();
  const learning = module === null ? engine.learning : kernelLearning(new StepKernels(module));
  const pool = createBrowserPool(learning, module, helpers);
  return {
    ...engine,
    info: { ...engine.info, reason: [engine.info.reason, reason].filter(Boolean).join(' ') || null },
    learning,
    pool,
    release() {
      pool.close();
      engine.release();
    },
  };
}

/** Our own kernels for the backend, checked against float64; null where there are none for it. Where they fail, nothing is left running. */
async function startKernels(engine: Engine, helpers: Helpers): Promise<KernelEvaluatorOfBackend | null> {
  const kernels = await makeKernels(engine, helpers);
  if (kernels !== null) await requireSelfTest(kernels);
  return kernels;
}

async function makeKernels({ info, evaluator }: Engine, helpers: Helpers): Promise<KernelEvaluatorOfBackend | null> {
  if (info.name === 'wasm') return createKernelEvaluator(evaluator, helpers);
  if (info.name !== 'webgpu') return null;
  const { device } = tf.backend() as KernelBackend & { device: GPUDevice };
  return new GpuEvaluator(device, evaluator, info.software);
}
