/** Engines of the browser's worker: tfjs on the backend chosen, and our own wasm kernels in their workers where no GPU serves. */
import { startBackend, createEngine, type BackendEnvironment } from './backend.ts';
import type { Engine } from './engine.ts';
import { createKernelEvaluator } from './kernel-pool.ts';
import type { BackendName, BackendPreference } from './protocol.ts';

/** @param avoid backends that were lost */
export async function startBrowserEngine(environment: BackendEnvironment, preference: BackendPreference, avoid: readonly BackendName[]): Promise<Engine> {
  const general = createEngine(await startBackend(preference, environment, avoid));
  if (general.info.name !== 'wasm') return general;
  try {
    const kernels = await createKernelEvaluator(general.evaluator);
    return {
      ...general,
      evaluator: kernels,
      release() {
        kernels.close();
        general.release();
      },
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const reason = [general.info.reason, `The fast kernels did not start (${why}); figures take longer.`].filter(Boolean).join(' ');
    return { ...general, info: { ...general.info, reason } };
  }
}
