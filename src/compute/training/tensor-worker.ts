/** Learning on tfjs's wasm backend in a training worker: where the training kernels did not start. */
import { TfEvaluator } from '../evaluate/tfjs/evaluator.ts';
import { productStyle } from '../evaluate/tfjs/tile-shape.ts';
import { startTfWasm } from '../evaluate/tfjs/wasm-backend.ts';
import { tensorLearning, type Learning } from './learning.ts';
import { makeLearners } from './make-learners.ts';

/** Rejects where tfjs's wasm backend does not start. */
export async function startTensorLearning(): Promise<Learning> {
  if (!(await startTfWasm())) throw new Error('WebAssembly did not start.');
  const evaluator = new TfEvaluator(productStyle('wasm'));
  return tensorLearning(evaluator, (...request) => makeLearners('wasm', evaluator.inputs, ...request));
}
