/** The wasm kernels' workers, one a core (browser only). */
import type { Evaluator } from '../../../landscape/evaluator.ts';
import { KernelEvaluator } from './evaluator.ts';
import { workerLane, type LaneHandle } from './port.ts';
import { requireSelfTest } from '../self-test.ts';
import kernelsUrl from './kernels/build/kernels.wasm?url';

/** More lanes than this gain little and cost a copy of the network each. */
const MAX_LANES = 8;

/**
 * An evaluator on `lanes` workers, checked against float64.
 * @param general evaluates what the kernels do not (hidden activations)
 * Rejects where workers, wasm SIMD or the self-test fail; nothing is left running then.
 */
export async function createKernelEvaluator(
  general: Evaluator,
  lanes = Math.min(navigator.hardwareConcurrency, MAX_LANES),
): Promise<KernelEvaluator> {
  const response = await fetch(kernelsUrl);
  const module = await WebAssembly.compile(await response.arrayBuffer());
  const make = (): LaneHandle => workerLane(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }), module);
  const evaluator = new KernelEvaluator(Array.from({ length: Math.max(1, lanes) }, make), make(), general);
  await requireSelfTest(evaluator);
  return evaluator;
}
