/** The compiled kernels, for tests. The fused build needs a flag of Node 20's engine. */
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { SIMD_BUILDS, type SimdBuild } from '../compute/backend-names.ts';

function moduleAt(path: string, build: SimdBuild): WebAssembly.Module {
  const bytes = readFileSync(`${path}${build === 'fma' ? '.fma' : ''}.wasm`);
  if (!WebAssembly.validate(bytes)) setFlagsFromString('--experimental-wasm-relaxed-simd');
  return new WebAssembly.Module(bytes);
}

export function kernelModule(build: SimdBuild = 'plain'): WebAssembly.Module {
  return moduleAt('src/compute/evaluate/wasm/kernels/build/kernels', build);
}

/** Every build, for tests that hold for each. */
export const KERNEL_MODULES = SIMD_BUILDS.map((build) => ({ build, module: kernelModule(build) }));

/** Those of training. */
export function stepModule(build: SimdBuild = 'plain'): WebAssembly.Module {
  return moduleAt('src/compute/training/kernels/build/step', build);
}
