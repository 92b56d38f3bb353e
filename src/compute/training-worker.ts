/** A training worker: trains spans on tfjs's wasm backend in a thread of its own. */
import * as tf from '@tensorflow/tfjs-core';
import { prepareWasm } from './browser-wasm.ts';
import { TfEvaluator } from './tf-evaluator.ts';
import { productStyle } from './tile-shape.ts';
import { serveTraining, type FromTrainer, type ToTrainer } from './training-handle.ts';

async function startEvaluator(): Promise<TfEvaluator> {
  prepareWasm();
  if (!(await tf.setBackend('wasm'))) throw new Error('WebAssembly did not start.');
  return new TfEvaluator(productStyle('wasm'));
}

function post(message: FromTrainer, transfer: ArrayBuffer[]): void {
  self.postMessage(message, { transfer });
}

const serve = serveTraining(startEvaluator, post);
onmessage = ({ data }: MessageEvent<ToTrainer>) => serve(data);
