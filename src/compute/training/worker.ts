/** A training worker: trains spans on tfjs's wasm backend in a thread of its own. */
import { startTfWasm } from '../evaluate/tfjs/wasm-backend.ts';
import { TfEvaluator } from '../evaluate/tfjs/evaluator.ts';
import { productStyle } from '../evaluate/tfjs/tile-shape.ts';
import { serveHelper } from '../rpc/helper.ts';
import { serveTraining } from './port.ts';

async function startEvaluator(): Promise<TfEvaluator> {
  if (!(await startTfWasm())) throw new Error('WebAssembly did not start.');
  return new TfEvaluator(productStyle('wasm'));
}

serveHelper(self, (post) => serveTraining(startEvaluator, post));
