/** The training kernels' module, for this thread and the training workers (browser only). */
import type { SimdBuild } from '../backend-names.ts';
import fusedUrl from './kernels/build/step.fma.wasm?url';
import plainUrl from './kernels/build/step.wasm?url';
import { startStepKernels, type StepKernelsLoaded } from './start-step-kernels.ts';

const URLS: Readonly<Record<SimdBuild, string>> = { fma: fusedUrl, plain: plainUrl };

/** Milliseconds in which it must have come: a few kilobytes. */
const FETCH_TIME = 60_000;

/** A build that passed its self-test: the one asked for, or the plain one. */
export function loadStepKernels(build: SimdBuild): Promise<StepKernelsLoaded> {
  return startStepKernels(build === 'fma' ? ['fma', 'plain'] : ['plain'], fetchStepKernels);
}

async function fetchStepKernels(build: SimdBuild): Promise<WebAssembly.Module> {
  const response = await fetch(URLS[build], { signal: AbortSignal.timeout(FETCH_TIME) });
  return WebAssembly.compile(await response.arrayBuffer());
}
