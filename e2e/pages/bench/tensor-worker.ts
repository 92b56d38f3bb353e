/** A worker of the yardstick of row 7: trains on tfjs's wasm backend, whatever the app's training workers do. */
import { TfEvaluator } from '../../../src/compute/evaluate/tfjs/evaluator.ts';
import { productStyle } from '../../../src/compute/evaluate/tfjs/tile-shape.ts';
import { startTfWasm } from '../../../src/compute/evaluate/tfjs/wasm-backend.ts';
import { trainNetworks } from '../../../src/compute/training/trainer.ts';
import { flatTensorSetup } from './learners.ts';
import { datasetOf, requestOf, type Recipe } from './recipe.ts';
import { rateOf } from './training-rate.ts';

/** Network-steps a second of one network after another. */
async function measure(recipe: Recipe): Promise<number> {
  if (!(await startTfWasm())) throw new Error('WebAssembly did not start.');
  const evaluator = new TfEvaluator(productStyle('wasm'));
  const dataset = datasetOf(recipe);
  const { perSecond } = await rateOf(recipe, (until) => trainNetworks(dataset, requestOf(recipe, until), flatTensorSetup(evaluator)));
  evaluator.release();
  return perSecond;
}

self.onmessage = async ({ data }: MessageEvent<Recipe>) => {
  try {
    self.postMessage(await measure(data));
  } catch (error) {
    self.postMessage(String(error));
  }
};
