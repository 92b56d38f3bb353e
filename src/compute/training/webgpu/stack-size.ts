/** How many networks make one stack on the WGSL kernels: as many as fit. A fixed function of shapes and the device's limits. */
import type { Examples } from '../../../datasets/dataset.ts';
import type { Architecture } from '../../../nn/architecture.ts';
import type { Training } from '../../../nn/training.ts';
import { inputBytes, type TrainingDevice } from './device.ts';
import { quadLayout } from './quad-layout.ts';

const QUAD = 16;
/** Parameters, gradient, two arrays of the optimiser's memory and what is remembered of those. */
const COPIES = 6;
/** Arrays of a layer's outputs, at most: what was made, standardised and activated; and two derivatives. */
const ARRAYS = 5;
/** Bytes of one stack: well within a small GPU. */
const STACK_BYTES = 512 * 1024 * 1024;
/** Workgroups along one axis. */
const MOST_NETWORKS = 65_535;

/** Null where one network, or the examples, are too large for the device's buffers. */
export function gpuStackSize(device: TrainingDevice, architecture: Architecture, { batchSize }: Training, examples: Examples): number | null {
  const { quads, layers } = quadLayout(architecture);
  const widest = Math.max(...layers.map(({ outQuads }) => outQuads));
  const largest = Math.max(quads, widest * batchSize) * QUAD;
  if (!device.holds(largest) || !device.holds(inputBytes(examples))) return null;
  const all = COPIES * quads * QUAD + ARRAYS * batchSize * layers.reduce((sum, { outQuads }) => sum + outQuads, 0) * QUAD;
  const fitting = Math.max(1, Math.min(MOST_NETWORKS, Math.floor(STACK_BYTES / all)));
  // Bytes grow with the networks: the most whose largest buffer can be bound.
  let networks = fitting;
  while (!device.holds(networks * largest)) networks = Math.floor(networks / 2);
  return networks;
}
