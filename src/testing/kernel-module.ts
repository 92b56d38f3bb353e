import { readFileSync } from 'node:fs';

/** The compiled wasm kernels, in Node. */
export function kernelModule(): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync('src/compute/evaluate/wasm/kernels/build/kernels.wasm'));
}
