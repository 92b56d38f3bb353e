/** Whether networks train side by side in workers or in turns, and how many tensors' networks make a stack: a fixed table of backend, shape and count, never a timing. */
import { layerWidths, type Architecture } from '../../nn/architecture.ts';
import { parameterLayout } from '../../nn/layout.ts';
import type { Training } from '../../nn/training.ts';
import type { BackendName } from '../backend-names.ts';

/** Parameters, activations and the optimiser's memory of one stack stay well within a small GPU. That of the WGSL kernels: webgpu/stack-size.ts. */
const MOST_STACKED_PARAMETERS = 20_000_000;
const MOST_STACKED_ACTIVATIONS = 16_000_000;

/**
 * How many networks make one stack on tensors: on GPUs without kernels of our own for training as many as fit (25 networks: 237 ms against
 * 823 one by one). On wasm and cpu always 1: there a stack of tensors never won (two moons 2-64-1, 3, 10 and 50 networks: 456, 569 and 380
 * network-steps a second stacked, 1250, 1220 and 497 in turns; images 784-64-10: 15, 20 and 20 against 115, 67 and 82), and the kernels,
 * which train each network by itself, side by side, take 2.5 to 8 times as many steps as tensors (docs/benchmark.md).
 */
export function stackSize(backend: BackendName, architecture: Architecture, batchSize: number, count: number): number {
  if (backend === 'wasm' || backend === 'cpu') return 1;
  const parameters = Math.floor(MOST_STACKED_PARAMETERS / parameterLayout(architecture).size);
  const activations = Math.floor(MOST_STACKED_ACTIVATIONS / (batchSize * Math.max(...layerWidths(architecture))));
  return Math.max(1, Math.min(count, parameters, activations));
}

/** Cost of a step on wasm besides its arithmetic (3e10 operations a second), in floating-point operations: 10 µs. */
const STEP_WORK = 3e5;
/** 0.3 s in all: with less, starting the workers takes what training side by side would gain. */
const LEAST_WORK_BESIDE = 1e10;
/** Work of a span, 10 ms (an epoch, where that is more): what is stopped keeps its last whole span, and workers end together. */
const SPAN_WORK = 3e8;

/**
 * Epochs after which a network may move to another worker, where networks train side by side, one worker a core; null where they
 * train in the computing worker: on GPUs (in stacks), on the plain CPU, a single network, and what is trained before a worker has started.
 */
export function spanEpochs(backend: BackendName, architecture: Architecture, training: Training, trainSize: number, count: number): number | null {
  if (backend !== 'wasm' || count < 2) return null;
  const epochWork = 6 * parameterLayout(architecture).size * trainSize + STEP_WORK * Math.ceil(trainSize / training.batchSize);
  if (epochWork * training.epochs * count < LEAST_WORK_BESIDE) return null;
  return Math.max(1, Math.floor(SPAN_WORK / epochWork));
}
