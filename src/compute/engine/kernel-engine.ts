/** The engine on wasm: everything by our own kernels. TensorFlow.js comes only when a network is trained in this worker. */
import { inPieces } from '../evaluate/piecewise-evaluator.ts';
import { requireSelfTest } from '../evaluate/self-test.ts';
import { KernelEvaluator } from '../evaluate/wasm/evaluator.ts';
import { inlineShard } from '../evaluate/wasm/inline-shard.ts';
import { createKernelEvaluator } from '../evaluate/wasm/pool.ts';
import { kernelProduct } from '../evaluate/wasm/product.ts';
import type { Helpers } from '../rpc/helper.ts';
import { createBrowserPool } from '../training/browser-pool.ts';
import { inlineTraining } from '../training/port.ts';
import type { BackendInfo } from '../backend-names.ts';
import type { Engine, MemoryMode } from './engine.ts';

/** The evaluator of figures, checked against float64. Rejects where it fails or disagrees; nothing is left running then. */
export async function startKernels(module: WebAssembly.Module, helpers: Helpers): Promise<KernelEvaluator> {
  const kernels = createKernelEvaluator(module, helpers);
  await requireSelfTest(kernels);
  return kernels;
}

/** The one place where this engine needs TensorFlow.js: what trains in the computing worker. */
async function startLearners(): ReturnType<Engine['learners']> {
  const { startTensorLearners } = await import('./tensor-learners.ts');
  return startTensorLearners();
}

/** @param kernels the engine's from now on */
export function createKernelEngine(
  info: BackendInfo,
  module: WebAssembly.Module,
  kernels: KernelEvaluator,
  mode: MemoryMode,
  helpers: Helpers,
): Engine {
  const scorer = new KernelEvaluator([inlineShard(module)], inlineShard(module));
  const inline = inlineTraining(scorer);
  const pool = createBrowserPool(
    {
      ...inline,
      async train(...rest) {
        await startLearners();
        return inline.train(...rest);
      },
    },
    helpers,
  );
  return {
    info,
    evaluator: mode === 'usual' ? kernels : inPieces(kernels),
    scorer,
    product: kernelProduct(module),
    learners: startLearners,
    pool,
    watch: null,
    held: async () => ({ tensors: 0, bytes: (await kernels.bytes()) + (await scorer.bytes()) }),
    release() {
      pool.close();
      kernels.close();
    },
  };
}
