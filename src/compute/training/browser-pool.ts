/** The training workers of the browser, for the wasm backend. */
import type { Helpers } from '../rpc/helper.ts';
import { workerTraining, type TrainingPort } from './port.ts';
import { TrainingPool } from './pool.ts';

/** More workers than this gain little and cost a tfjs each. */
const MOST_WORKERS = 8;

/** A pool that starts no worker before it is needed. @param inline trains in the calling thread, where no worker starts */
export function createBrowserPool(inline: TrainingPort, helpers: Helpers): TrainingPool {
  return new TrainingPool({
    size: Math.max(1, Math.min(navigator.hardwareConcurrency, MOST_WORKERS)),
    inline,
    make: () => workerTraining(helpers.start('training')),
  });
}
