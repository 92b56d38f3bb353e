/** What the schedule says of a step, as the kernels need it: with the optimiser's bias corrections. */
import type { Training } from '../../nn/training.ts';
import type { StepSize } from './learner.ts';
import { ADAM_BETA1, ADAM_BETA2 } from './optimizer.ts';
import type { Moment } from './step-kernels.ts';

/** @param step counted from 1 */
export function momentOf(training: Training, { rate, momentum }: StepSize, step: number): Moment {
  const { optimizer, weightDecay } = training;
  if (optimizer === 'sgd' || optimizer === 'rmsprop') return { size: rate, momentum: momentum ?? training.momentum, scale2: 1, shrink: 1 };
  const beta1 = momentum ?? ADAM_BETA1;
  return {
    size: rate / (1 - beta1 ** step),
    momentum: beta1,
    scale2: 1 / Math.sqrt(1 - ADAM_BETA2 ** step),
    shrink: optimizer === 'adamw' ? 1 - rate * weightDecay : 1,
  };
}
