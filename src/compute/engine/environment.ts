/** What a browser's worker offers to compute with. */
import type { BackendEnvironment, Device } from './choose-backend.ts';
import { fetchKernels } from '../evaluate/wasm/pool.ts';
import type { Helpers } from '../rpc/helper.ts';
import type * as TfBackends from './tf-backends.ts';
import { loadStepKernels } from '../training/load-step-kernels.ts';
import type { StepKernelsLoaded } from '../training/start-step-kernels.ts';
import type { SimdBuild } from '../backend-names.ts';
import { hasFusedMultiplyAdd } from '../simd-build.ts';

const SOFTWARE_RENDERER = /swiftshader|llvmpipe|software|basic render/i;

export interface BrowserEnvironment extends BackendEnvironment {
  readonly helpers: Helpers;
  /** TensorFlow.js and its backends, loaded when the first of them is needed. */
  readonly loadTf: () => Promise<typeof TfBackends>;
  /** The wasm kernels; the best build is on its way from the start, and asked for again where it did not come. */
  readonly kernels: (build: SimdBuild) => Promise<WebAssembly.Module>;
  /** Those of training, likewise. */
  readonly stepKernels: (build: SimdBuild) => Promise<StepKernelsLoaded>;
}

export function createBrowserEnvironment(helpers: Helpers): BrowserEnvironment {
  const loadTf = (): Promise<typeof TfBackends> => import('./tf-backends.ts');
  const best: SimdBuild = hasFusedMultiplyAdd() ? 'fma' : 'plain';
  const kernels = fetchKernels(best);
  kernels.catch(() => undefined);
  const step = loadStepKernels(best);
  return {
    helpers,
    loadTf,
    kernels: (build) => (build === best ? kernels.catch(() => fetchKernels(build)) : fetchKernels(build)),
    stepKernels: async (build) => (build === best && (await step).module !== null ? step : loadStepKernels(build)),
    webgpuDevice,
    webglDevice,
    cores: navigator.hardwareConcurrency,
    passed: new Set(),
    activate: async (name) => (await loadTf()).activate(name),
    test: async (name) => (await loadTf()).testTf(name),
    measure: async (name) => (await loadTf()).measureTf(name),
  };
}

/** Asked for in the worker: on the page a missing adapter prints a warning. */
async function webgpuDevice(): Promise<Device | null> {
  try {
    if (!('gpu' in navigator)) return null;
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (adapter === null) return null;
    const { description, device, vendor, architecture } = adapter.info;
    const fallback = 'isFallbackAdapter' in adapter.info && adapter.info.isFallbackAdapter;
    const named = description || device || [vendor, architecture].filter(Boolean).join(' ') || 'GPU';
    return { name: named, software: fallback || architecture === 'swiftshader' || SOFTWARE_RENDERER.test(named) };
  } catch {
    return null;
  }
}

function webglDevice(): Device | null {
  try {
    const context = new OffscreenCanvas(1, 1).getContext('webgl2');
    if (context === null) return null;
    const names = context.getExtension('WEBGL_debug_renderer_info');
    const parameter: unknown = context.getParameter(names?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER);
    const name = typeof parameter === 'string' ? parameter : 'GPU';
    context.getExtension('WEBGL_lose_context')?.loseContext();
    return { name, software: SOFTWARE_RENDERER.test(name) };
  } catch {
    return null;
  }
}
