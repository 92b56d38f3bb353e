/** The engine on wasm: everything by our own kernels. TensorFlow.js comes only where the training kernels do not. */
import { inPieces } from '../evaluate/piecewise-evaluator.ts';
import { requireSelfTest } from '../evaluate/self-test.ts';
import { KernelEvaluator } from '../evaluate/wasm/evaluator.ts';
import { inlineShard } from '../evaluate/wasm/inline-shard.ts';
import { createKernelEvaluator } from '../evaluate/wasm/pool.ts';
import { kernelProduct } from '../evaluate/wasm/product.ts';
import type { Helpers } from '../rpc/helper.ts';
import { createBrowserPool } from '../training/browser-pool.ts';
import { kernelLearning, type Learning } from '../training/learning.ts';
import type { StepKernelsLoaded } from '../training/start-step-kernels.ts';
import { StepKernels } from '../training/step-kernels.ts';
import type { BackendInfo } from '../backend-names.ts';
import type { Engine, MemoryMode } from './engine.ts';
import { withReasons } from './failures.ts';

/** The evaluator of figures, checked against float64. Rejects where it fails or disagrees; nothing is left running then. */
export async function startKernels(module: WebAssembly.Module, helpers: Helpers): Promise<KernelEvaluator> {
  const kernels = createKernelEvaluator(module, helpers);
  await requireSelfTest(kernels);
  return kernels;
}

/** What the engine is made of. */
export interface KernelEngineSetup {
  readonly info: BackendInfo;
  /** The evaluation kernels, and figures' evaluator on them, the engine's from now on. */
  readonly module: WebAssembly.Module;
  readonly kernels: KernelEvaluator;
  /** The training kernels, if they came. */
  readonly step: StepKernelsLoaded;
  readonly memoryMode: MemoryMode;
  readonly helpers: Helpers;
}

export async function createKernelEngine({ info, module, kernels, step, memoryMode, helpers }: KernelEngineSetup): Promise<Engine> {
  const scorer = new KernelEvaluator([inlineShard(module)], inlineShard(module));
  const learning = step.module === null ? await tensorLearning() : kernelLearning(new StepKernels(step.module));
  const pool = createBrowserPool(learning, step.module, helpers);
  return {
    info: withReasons(info, step.reason),
    evaluator: memoryMode === 'usual' ? kernels : inPieces(kernels),
    scorer,
    product: kernelProduct(module),
    learning,
    pool,
    watch: null,
    held: async () => ({ tensors: 0, bytes: (await kernels.bytes()) + (await scorer.bytes()) + learning.bytes() + (await pool.bytes()) }),
    release() {
      pool.close();
      kernels.close();
    },
  };
}

/** Where the training kernels are not to be had. */
async function tensorLearning(): Promise<Learning> {
  const { startTensorLearning } = await import('../training/tensor-worker.ts');
  return startTensorLearning();
}
