/** The yardstick of row 7: the same networks trained by TensorFlow.js's tensors, as before there were kernels for training. */
import type { Engine } from '../../../src/compute/engine/engine.ts';
import { DeviceExamples } from '../../../src/compute/evaluate/tfjs/device-examples.ts';
import { trainNetworks } from '../../../src/compute/training/trainer.ts';
import { stackedTensorSetup } from './learners.ts';
import { datasetOf, requestOf, type Recipe } from './recipe.ts';
import type { Bench } from './row.ts';
import { stepsAlone, type StepsAlone } from './steps-alone.ts';
import { rateOf } from './training-rate.ts';

export interface TensorRate {
  /** Network-steps. */
  readonly perSecond: number;
  readonly words: string;
}

/** On wasm one network a worker in as many workers as there are cores; on GPUs all in one stack. The fewer steps, whose rate is scaled. */
export async function tensorRate({ engine, startTensorWorker }: Pick<Bench, 'engine' | 'startTensorWorker'>, recipe: Recipe): Promise<TensorRate> {
  const shorter = { ...recipe, epochs: 1, steps: recipe.yardstickSteps };
  if (startTensorWorker === null)
    return { perSecond: await stackedRate(engine, shorter), words: 'the tensor path (tfjs), all networks in one stack, in fewer steps and scaled' };
  const workers = Math.min(recipe.count, engine.pool?.size ?? 1);
  const rates = await Promise.all(Array.from({ length: workers }, () => rateInWorker(startTensorWorker, { ...shorter, count: 1 })));
  return {
    perSecond: rates.reduce((sum, rate) => sum + rate, 0),
    words: 'the tensor path (tfjs on wasm), one network a worker and one worker a core, in fewer steps and scaled',
  };
}

async function stackedRate({ scorer }: Engine, recipe: Recipe): Promise<number> {
  const dataset = datasetOf(recipe);
  const inputs = new DeviceExamples('batched');
  const { perSecond } = await rateOf(recipe, (until) => trainNetworks(dataset, requestOf(recipe, until), stackedTensorSetup(scorer, inputs)));
  inputs.release();
  return perSecond;
}

async function rateInWorker(start: () => Worker, recipe: Recipe): Promise<number> {
  const worker = start();
  try {
    return await new Promise<number>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<number | string>) => {
        if (typeof data === 'number') resolve(data);
        else reject(new Error(`The yardstick's worker failed: ${data}`));
      };
      worker.onerror = ({ message }) => reject(new Error(`The yardstick's worker failed: ${message}`));
      worker.postMessage(recipe);
    });
  } finally {
    worker.terminate();
  }
}

/** The same stack's steps alone, on a GPU. */
export async function tensorStepsAlone({ scorer }: Engine, recipe: Recipe): Promise<StepsAlone> {
  const inputs = new DeviceExamples('batched');
  const alone = await stepsAlone(stackedTensorSetup(scorer, inputs).learning.makeLearners, { ...recipe, steps: recipe.yardstickSteps });
  inputs.release();
  return alone;
}
