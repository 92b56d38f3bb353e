/** Engines of the browser's worker: on wasm our own kernels alone, elsewhere tfjs on the backend chosen, with WGSL kernels on WebGPU. */
import type { KernelEvaluator } from '../evaluate/wasm/evaluator.ts';
import type { SimdBuild } from '../backend-names.ts';
import { hasFusedMultiplyAdd, simdChoice, startBuild } from '../simd-build.ts';
import { startBackend, type BackendEnvironment } from './choose-backend.ts';
import type { BrowserEnvironment } from './environment.ts';
import type { EngineChoice } from './supervisor.ts';
import type { Engine } from './engine.ts';
import { withReasons } from './failures.ts';
import { createKernelEngine, startKernels } from './kernel-engine.ts';
import { measureKernels } from './measure-kernels.ts';

/** The kernels as far as they run. */
interface Started {
  readonly module: WebAssembly.Module;
  readonly evaluator: KernelEvaluator;
  readonly simd: SimdBuild;
}

/** Rejects only where not even plain JavaScript starts. */
export async function startBrowserEngine(
  environment: BrowserEnvironment,
  { preference, simd = 'auto', avoid, memoryMode }: EngineChoice,
): Promise<Engine> {
  const { helpers } = environment;
  const state: { kernels: Started | null; reasons: readonly string[] } = { kernels: null, reasons: [] };
  const withKernels: BackendEnvironment = {
    ...environment,
    async activate(name) {
      if (name !== 'wasm' || memoryMode === 'plain') return environment.activate(name);
      // They run since they were measured.
      if (state.kernels !== null) return true;
      const { started, reasons } = await startBuild(simdChoice(simd, hasFusedMultiplyAdd()), async (build) => {
        const module = await environment.kernels(build);
        return { module, evaluator: await startKernels(module, helpers) };
      });
      state.reasons = reasons;
      state.kernels = started && { ...started.value, simd: started.simd };
      if (started !== null) return true;
      // It was the kernels that had passed: tfjs has yet to.
      environment.passed.clear();
      return environment.activate(name);
    },
    // Where there are kernels, tfjs's current backend is another than wasm.
    measure: (name) => (name === 'wasm' && state.kernels !== null ? measureKernels(state.kernels.evaluator) : environment.measure(name)),
    test: (name) => (name === 'wasm' && state.kernels !== null ? Promise.resolve(null) : environment.test(name)),
  };
  const found = await startBackend(preference, withKernels, avoid);
  const { kernels, reasons } = state;
  const info = found.name === 'wasm' ? withReasons(found, ...reasons) : found;
  if (info.name === 'wasm' && kernels !== null) {
    const { module, evaluator } = kernels;
    const step = await environment.stepKernels(kernels.simd);
    return createKernelEngine({ info: { ...info, simd: kernels.simd }, module, kernels: evaluator, step, memoryMode, helpers });
  }
  kernels?.evaluator.close();
  const { startTfEngine } = await environment.loadTf();
  return startTfEngine(info, memoryMode, helpers);
}
