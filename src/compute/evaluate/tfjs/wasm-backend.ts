/** tfjs's wasm backend in a browser's worker. Imported by workers alone: its imports need the bundler. */
import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';

/** Makes it tfjs's backend, on one thread; false where it does not start. */
export function startTfWasm(): Promise<boolean> {
  // The threaded build hangs in a minified, cross-origin isolated page: its thread blob is broken by minifying.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  // Whatever runs this page has SIMD: tfjs wants to be told of its other builds, and asks for none of them.
  setWasmPaths({ 'tfjs-backend-wasm.wasm': simdUrl, 'tfjs-backend-wasm-simd.wasm': simdUrl, 'tfjs-backend-wasm-threaded-simd.wasm': simdUrl });
  return tf.setBackend('wasm');
}
