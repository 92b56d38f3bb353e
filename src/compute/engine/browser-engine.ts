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
import type { SimdBuild, SimdPreference } from '../backend-names.ts';
import { hasFusedMultiplyAdd, kernelsFailed, simdChoice, startBuild } from '../simd-build.ts';

interface KernelEvaluatorOfBackend extends Evaluator {
  close(): void;
}

/** Our own kernels as far as they started. */
interface StartedKernels {
  readonly evaluator: KernelEvaluatorOfBackend | null;
  readonly simd: SimdBuild | null;
  readonly reasons: readonly string[];
}

const NO_KERNELS: StartedKernels = { evaluator: null, simd: null, reasons: [] };

export async function startBrowserEngine(
  environment: BrowserEnvironment,
  { preference, simd = 'auto', avoid, memoryMode }: EngineChoice,
): Promise<Engine> {
  const info = await startBackend(preference, environment, avoid);
  const { helpers } = environment;
  const general = { ...createEngine(info, memoryMode), watch: info.name === 'webgpu' ? environment.watch : null };
  const { evaluator, ...found } = memoryMode === 'plain' ? NO_KERNELS : await startKernels(general, simd, helpers);
  const engine = await withLearning({ ...general, info: { ...info, simd: found.simd, reason: joined(info.reason, ...found.reasons) } }, helpers);
  if (evaluator === null) return engine;
  return {
    ...engine,
    evaluator: memoryMode === 'usual' ? evaluator : inPieces(evaluator),
    release() {
      evaluator.close();
      engine.release();
    },
  };
}

function joined(...reasons: readonly (string | null)[]): string | null {
  return reasons.filter(Boolean).join(' ') || null;
}

/** On wasm, networks learn on the training kernels, side by side: of the build that passed the self-test, else of the plain one. */
async function withLearning(engine: Engine, helpers: Helpers): Promise<Engine> {
  const { info } = engine;
  if (info.name !== 'wasm') return engine;
  const build = info.simd ?? 'plain';
  const { module, reason } = await loadStepKernels(build);
  const learning = module === null ? engine.learning : kernelLearning(new StepKernels(module));
  const pool = createBrowserPool(learning, module, helpers);
  return {
    ...engine,
    info: { ...info, simd: module === null ? info.simd : build, reason: joined(info.reason, reason) },
    learning,
    pool,
    release() {
      pool.close();
      engine.release();
    },
  };
}

/** Our own kernels for the backend, checked against float64. Where they fail, nothing is left running. */
async function startKernels({ info, evaluator }: Engine, preference: SimdPreference, helpers: Helpers): Promise<StartedKernels> {
  if (info.name === 'webgpu') return startGpuKernels(evaluator, info.software);
  if (info.name !== 'wasm') return NO_KERNELS;
  const { started, reasons } = await startBuild(simdChoice(preference, hasFusedMultiplyAdd()), async (build) =>
    requireSelfTest(await createKernelEvaluator(evaluator, helpers, build)),
  );
  return { evaluator: started?.value ?? null, simd: started?.simd ?? null, reasons };
}

async function startGpuKernels(general: Evaluator, software: boolean): Promise<StartedKernels> {
  try {
    const { device } = tf.backend() as KernelBackend & { device: GPUDevice };
    return { ...NO_KERNELS, evaluator: await requireSelfTest(new GpuEvaluator(device, general, software)) };
  } catch (error) {
    return { ...NO_KERNELS, reasons: [kernelsFailed(error)] };
  }
}
