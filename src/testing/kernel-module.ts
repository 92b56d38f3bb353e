/** The compiled kernels, for tests. The fused build needs a flag of Node 20's engine. */
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { SIMD_BUILDS, type SimdBuild } from '../compute/backend-names.ts';

function bytesAt(path: string, build: SimdBuild): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(readFileSync(`${path}${build === 'fma' ? '.fma' : ''}.wasm`));
}

function moduleAt(path: string, build: SimdBuild): WebAssembly.Module {
  const bytes = bytesAt(path, build);
  if (!WebAssembly.validate(bytes)) setFlagsFromString('--experimental-wasm-relaxed-simd');
  return new WebAssembly.Module(bytes);
}

export function kernelModule(build: SimdBuild = 'plain'): WebAssembly.Module {
  return moduleAt('src/compute/evaluate/wasm/kernels/build/kernels', build);
}

/** Every build, for tests that hold for each. */
export const KERNEL_MODULES = SIMD_BUILDS.map((build) => ({ build, module: kernelModule(build) }));

const STEP = 'src/compute/training/kernels/build/step';

/** Those of training. */
export function stepModule(build: SimdBuild = 'plain'): WebAssembly.Module {
  return moduleAt(STEP, build);
}

/** A copy of their code, for tests to break. */
export function stepBytes(build: SimdBuild): Uint8Array<ArrayBuffer> {
  return bytesAt(STEP, build);
}
