/** Engines of the browser's worker: on wasm our own kernels alone, elsewhere tfjs on the backend chosen, with WGSL kernels on WebGPU. */
import type { KernelEvaluator } from '../evaluate/wasm/evaluator.ts';
import { startBackend, type BackendEnvironment } from './choose-backend.ts';
import type { BrowserEnvironment } from './environment.ts';
import type { EngineChoice } from './supervisor.ts';
import type { Engine } from './engine.ts';
import { withoutKernels } from './failures.ts';
import { createKernelEngine, startKernels } from './kernel-engine.ts';

/** The kernels as far as they run. */
interface Started {
  readonly module: WebAssembly.Module;
  readonly evaluator: KernelEvaluator;
}

/** Rejects only where not even plain JavaScript starts. */
export async function startBrowserEngine(environment: BrowserEnvironment, { preference, avoid, memoryMode }: EngineChoice): Promise<Engine> {
  const { helpers } = environment;
  const state: { kernels: Started | null; failure: unknown } = { kernels: null, failure: null };
  const withKernels: BackendEnvironment = {
    ...environment,
    async activate(name) {
      if (name !== 'wasm' || memoryMode === 'plain') return environment.activate(name);
      try {
        const module = await environment.kernels();
        state.kernels = { module, evaluator: await startKernels(module, helpers) };
        return true;
      } catch (error) {
        state.failure = error;
        // It was the kernels that had passed: tfjs has yet to.
        environment.passed.clear();
        return environment.activate(name);
      }
    },
    test: (name) => (name === 'wasm' && state.kernels !== null ? Promise.resolve(null) : environment.test(name)),
  };
  const info = await startBackend(preference, withKernels, avoid);
  const { kernels, failure } = state;
  if (info.name === 'wasm' && kernels !== null)
    return createKernelEngine({
      info,
      module: kernels.module,
      kernels: kernels.evaluator,
      step: await environment.stepKernels(),
      memoryMode,
      helpers,
    });
  kernels?.evaluator.close();
  const { startTfEngine } = await environment.loadTf();
  return startTfEngine(info.name === 'wasm' && failure !== null ? withoutKernels(info, failure) : info, memoryMode, helpers);
}
