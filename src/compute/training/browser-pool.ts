/** The training workers of the browser, for the wasm backend. */
import type { Evaluator } from '../../landscape/evaluator.ts';
import type { Helpers } from '../rpc/helper.ts';
import { inlineTraining, workerTraining } from './port.ts';
import { TrainingPool } from './pool.ts';

/** More workers than this gain little and cost a tfjs each. */
const MOST_WORKERS = 8;

/** A pool that starts no worker before it is needed. @param scorer of the calling thread, for training there where no worker starts */
export function createBrowserPool(scorer: Evaluator, helpers: Helpers): TrainingPool {
  return new TrainingPool({
    size: Math.max(1, Math.min(navigator.hardwareConcurrency, MOST_WORKERS)),
    inline: inlineTraining(scorer),
    make: () => workerTraining(helpers.start('training')),
  });
}
