/** The compiled kernels, for tests. The fused variant needs a flag of Node 20's engine. */
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';

/** As they are built: plain, or with fused multiply-add. */
export type KernelVariant = 'plain' | 'fma';

function moduleAt(path: string, variant: KernelVariant): WebAssembly.Module {
  if (variant === 'fma') setFlagsFromString('--experimental-wasm-relaxed-simd');
  return new WebAssembly.Module(readFileSync(`${path}${variant === 'fma' ? '.fma' : ''}.wasm`));
}

export function kernelModule(variant: KernelVariant = 'plain'): WebAssembly.Module {
  return moduleAt('src/compute/evaluate/wasm/kernels/build/kernels', variant);
}

/** Those of training. */
export function stepModule(variant: KernelVariant = 'plain'): WebAssembly.Module {
  return moduleAt('src/compute/training/kernels/build/step', variant);
}
