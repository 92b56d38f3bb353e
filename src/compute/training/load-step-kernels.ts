/** The training kernels' module, for this thread and the training workers (browser only). */
import stepUrl from './kernels/build/step.wasm?url';

/** Milliseconds in which it must have come: a few kilobytes. */
const FETCH_TIME = 60_000;

/** null, and why, where it is not to be had: networks then train on tensors. */
export async function loadStepKernels(): Promise<{ readonly module: WebAssembly.Module | null; readonly reason: string | null }> {
  try {
    const response = await fetch(stepUrl, { signal: AbortSignal.timeout(FETCH_TIME) });
    return { module: await WebAssembly.compile(await response.arrayBuffer()), reason: null };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { module: null, reason: `The training kernels did not start (${why}); training takes longer.` };
  }
}
