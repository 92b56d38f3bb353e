import type { Examples } from '../../datasets/dataset.ts';
import type { Architecture } from '../../nn/architecture.ts';
import type { OptimizerState, Training } from '../../nn/training.ts';
import type { DeviceExamples } from '../evaluate/tfjs/device-examples.ts';
import { FlatLearner } from './flat-learner.ts';
import type { Learner } from './learner.ts';
import { stackSize } from './stacking.ts';
import { StackedLearner } from './stacked-learner.ts';
import { productStyle } from '../evaluate/tfjs/tile-shape.ts';
import type { BackendName } from '../backend-names.ts';

/** Learners on tensors for all networks, stacked as the table says: where no kernels of ours train. The caller disposes them. @param from the optimisers' states, where training goes on */
export function makeLearners(
  backend: BackendName,
  inputs: DeviceExamples,
  architecture: Architecture,
  training: Training,
  examples: Examples,
  starts: readonly Float32Array[],
  from: readonly OptimizerState[] | null = null,
): Learner[] {
  const setup = { architecture, training, examples };
  if (productStyle(backend) === 'flat') return starts.map((start, m) => new FlatLearner(setup, start, from?.[m] ?? null));
  const size = stackSize(backend, architecture, training.batchSize, starts.length);
  const learners: Learner[] = [];
  for (let m = 0; m < starts.length; m += size)
    learners.push(new StackedLearner(setup, starts.slice(m, m + size), inputs.acquire(examples), from?.slice(m, m + size)));
  return learners;
}
