/** The training kernels' module, for this thread and the training workers (browser only). */
import type { SimdBuild } from '../backend-names.ts';
import fusedUrl from './kernels/build/step.fma.wasm?url';
import plainUrl from './kernels/build/step.wasm?url';

const URLS: Readonly<Record<SimdBuild, string>> = { fma: fusedUrl, plain: plainUrl };

/** Milliseconds in which it must have come: a few kilobytes. */
const FETCH_TIME = 60_000;

/** null, and why, where it is not to be had: networks then train on tensors. */
export interface StepKernelsLoaded {
  readonly module: WebAssembly.Module | null;
  readonly reason: string | null;
}

export async function loadStepKernels(build: SimdBuild): Promise<StepKernelsLoaded> {
  try {
    const response = await fetch(URLS[build], { signal: AbortSignal.timeout(FETCH_TIME) });
    return { module: await WebAssembly.compile(await response.arrayBuffer()), reason: null };
  } catch (error) {
    return { module: null, reason: trainingKernelsFailed(error) };
  }
}

/** For the person, where networks train on tensors instead. */
export function trainingKernelsFailed(error: unknown): string {
  return `The training kernels did not start (${error instanceof Error ? error.message : String(error)}); training takes longer.`;
}
