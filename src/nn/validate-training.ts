/** Training settings from outside, checked and completed. */
import { completed } from '../base/check.ts';
import { RidgelineError } from '../base/errors.ts';
import { checksOf } from '../base/setting.ts';
import { TRAINING_SETTINGS } from './training-settings.ts';
import type { Training } from './training.ts';

/**
 * Training settings; what was left out is taken from `defaults` (they depend on the dataset). Throws `unknown-key` or
 * `invalid-argument`, naming the argument under the given path.
 */
export function validateTraining(value: unknown, argument: string, defaults: Training): Training {
  const training = completed<Training>(checksOf<Training>(TRAINING_SETTINGS), defaults)(value, argument);
  if (training.warmup > training.epochs) {
    throw new RidgelineError(
      'invalid-argument',
      `${argument}.warmup is ${training.warmup} epochs, longer than the whole training of ${training.epochs}. Choose at most that.`,
      { argument: `${argument}.warmup`, received: training.warmup },
    );
  }
  return training;
}
