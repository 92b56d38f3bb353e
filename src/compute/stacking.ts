/** Whether networks train as one stack or side by side: a fixed table of backend, shape and count, never a timing. */
import { layerWidths, type Architecture } from '../nn/architecture.ts';
import { parameterLayout } from '../nn/layout.ts';
import type { BackendName } from './protocol.ts';

/** Parameters, activations and the optimiser's memory of one stack stay well within a small GPU. */
const MOST_STACKED_PARAMETERS = 20_000_000;
const MOST_STACKED_ACTIVATIONS = 16_000_000;

/**
 * How many networks make one stack. On GPUs as many as fit: one batched product for all (25 networks: 237 ms against 823).
 * On wasm and cpu always 1: their batched products are ten times slower than plain ones.
 */
export function stackSize(backend: BackendName, architecture: Architecture, batchSize: number, count: number): number {
  if (backend === 'wasm' || backend === 'cpu') return 1;
  const parameters = Math.floor(MOST_STACKED_PARAMETERS / parameterLayout(architecture).size);
  const activations = Math.floor(MOST_STACKED_ACTIVATIONS / (batchSize * Math.max(...layerWidths(architecture))));
  return Math.max(1, Math.min(count, parameters, activations));
}
