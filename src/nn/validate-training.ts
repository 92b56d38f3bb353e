/** Training settings and seeds from outside, checked and completed. */
import { RidgelineError } from '../base/errors.ts';
import { checkNumber, checkOption, checkRecord, checkSeed } from './check.ts';
import { OPTIMIZERS, SCHEDULES, type Seeds, type Training } from './training.ts';

export const MAX_NETWORKS_PER_RUN = 64;

const KEYS = [
  'epochs',
  'batchSize',
  'optimizer',
  'learningRate',
  'momentum',
  'weightDecay',
  'schedule',
  'warmup',
  'clipNorm',
  'checkpoints',
] as const;

/** Bounds of the numeric settings. Momentum stays below 1, where it would never forget. */
export const TRAINING_BOUNDS = {
  epochs: { min: 1, max: 10_000, integer: true },
  batchSize: { min: 1, max: 65_536, integer: true },
  learningRate: { min: 0, max: 100, above: true },
  momentum: { min: 0, max: 1, below: true },
  weightDecay: { min: 0, max: 10 },
  warmup: { min: 0, max: 10_000 },
  clipNorm: { min: 0, max: 1e6 },
  checkpoints: { min: 2, max: 1000, integer: true },
} as const;

/**
 * Training settings; what was left out is taken from `defaults` (they depend on the dataset). Throws `unknown-key` or
 * `invalid-argument`, naming the argument under the given path.
 */
export function validateTraining(value: unknown, argument: string, defaults: Training): Training {
  const record = checkRecord(value, argument, KEYS);
  const number = (key: keyof typeof TRAINING_BOUNDS): number =>
    record[key] === undefined ? defaults[key] : checkNumber(record[key], `${argument}.${key}`, TRAINING_BOUNDS[key]);
  const training: Training = {
    epochs: number('epochs'),
    batchSize: number('batchSize'),
    optimizer: checkOption(record.optimizer, `${argument}.optimizer`, OPTIMIZERS, defaults.optimizer),
    learningRate: number('learningRate'),
    momentum: number('momentum'),
    weightDecay: number('weightDecay'),
    schedule: checkOption(record.schedule, `${argument}.schedule`, SCHEDULES, defaults.schedule),
    warmup: number('warmup'),
    clipNorm: number('clipNorm'),
    checkpoints: number('checkpoints'),
  };
  if (training.warmup > training.epochs) {
    throw new RidgelineError(
      'invalid-argument',
      `${argument}.warmup is ${training.warmup} epochs, longer than the whole training of ${training.epochs}. Choose at most that.`,
      { argument: `${argument}.warmup`, received: training.warmup },
    );
  }
  return training;
}

/** A seed as scripts and links write it: n means { init: n, order: n }. Any safe integer. */
export function validateSeed(value: unknown, argument: string): Seeds {
  if (typeof value === 'number') {
    const seed = checkSeed(value, argument);
    return { init: seed, order: seed };
  }
  const record = checkRecord(value, argument, ['init', 'order'] as const);
  return { init: checkSeed(record.init, `${argument}.init`), order: checkSeed(record.order, `${argument}.order`) };
}

/** One seed a network: 1 to 64 of them. */
export function validateSeeds(value: unknown, argument: string): Seeds[] {
  if (!Array.isArray(value) || value.length < 1 || value.length > MAX_NETWORKS_PER_RUN) {
    throw new RidgelineError(
      'invalid-argument',
      `${argument} must list one seed for each network, 1 to ${MAX_NETWORKS_PER_RUN} of them, such as [1, 2, 3].`,
      { argument, received: Array.isArray(value) ? value.length : value },
    );
  }
  return value.map((entry: unknown, m) => validateSeed(entry, `${argument}[${m}]`));
}
