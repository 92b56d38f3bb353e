/** The training workers of the browser, for the wasm backend. */
import type { Helpers } from '../rpc/helper.ts';
import type { Learning } from './learning.ts';
import { inlineTraining, workerTraining } from './port.ts';
import { TrainingPool } from './pool.ts';

/** More workers than this gain little and cost a copy of the examples each. */
const MOST_WORKERS = 8;

/** A pool that starts no worker before it is needed. @param learning of the calling thread, for training there where no worker starts @param module the training kernels; null: on tensors */
export function createBrowserPool(learning: Learning, module: WebAssembly.Module | null, helpers: Helpers): TrainingPool {
  return new TrainingPool({
    size: Math.max(1, Math.min(navigator.hardwareConcurrency, MOST_WORKERS)),
    inline: inlineTraining(learning),
    make: () => workerTraining(helpers.start('training'), module),
  });
}
