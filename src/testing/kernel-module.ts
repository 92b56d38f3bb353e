import { readFileSync } from 'node:fs';

/** The compiled wasm kernels, in Node. */
export function kernelModule(): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync('src/compute/wasm/build/kernels.wasm'));
}
