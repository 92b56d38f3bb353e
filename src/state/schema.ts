/** Validators of everything that scripts, links and stored state may say about experiments and recipes; those of views lie in view.ts. */
import { type Check, nullable, numberIn, oneOf, record, safeInteger, sha256Text, text, variant } from '../base/check.ts';
import { validateDatasetSpec } from '../datasets/dataset-defaults.ts';
import type { Share } from '../datasets/share.ts';
import { ARCHITECTURE_SETTINGS } from '../nn/architecture-settings.ts';
import { SEEDS_SETTING, validateSeed } from '../nn/seed-settings.ts';
import { TRAINING_SETTINGS } from '../nn/training-settings.ts';
import { validateArchitectureChoice } from '../nn/validate-architecture.ts';
import { validateTraining } from '../nn/validate-training.ts';
import { DATASET_DEFAULTS } from './defaults.ts';
import { ENDPOINTS, type Experiment, type NetworkRecipe, PLACES, ROLES, type TrainedRecipe } from './experiment.ts';
import type { SharedView } from './shared-state.ts';

export const checkRole = oneOf(ROLES);
export const checkEndpoint = oneOf(ENDPOINTS);
export const checkActivation = ARCHITECTURE_SETTINGS.activation.check;
export const checkNorm = ARCHITECTURE_SETTINGS.norm.check;
export const checkPlace = oneOf(PLACES);
export const checkTheme = oneOf(['system', 'light', 'dark'] as const);
export const checkSplit = oneOf(['train', 'test'] as const);
export const checkName = text(120);

const unit = numberIn(-0.5, 1.5);
const coordinate = numberIn(-1000, 1000);

export const checkProbe: Check<SharedView['probe']> = variant<SharedView['probe']>('kind', {
  path: record<Extract<SharedView['probe'], { kind: 'path' }>>({ kind: oneOf(['path']), path: oneOf(['naive', 'aligned']), alpha: unit }),
  plane: record<Extract<SharedView['probe'], { kind: 'plane' }>>({
    kind: oneOf(['plane']),
    plane: oneOf(['naive', 'aligned', 'custom']),
    x: coordinate,
    y: coordinate,
  }),
  network: record<Extract<SharedView['probe'], { kind: 'network' }>>({ kind: oneOf(['network']), endpoint: checkEndpoint }),
});

/** A whole experiment; training left out takes the defaults of its data. */
export const checkExperiment: Check<Experiment> = (value, argument) =>
  record<Experiment>({
    data: validateDatasetSpec,
    architecture: validateArchitectureChoice,
    training: (training, path) => validateTraining(training, path, DATASET_DEFAULTS[dataOf(value)].training),
    seeds: SEEDS_SETTING.check,
  })(value, argument);

/** Halves by class need no seed: whatever is given, it is 0, so that equal shares are equal. */
export const checkShare: Check<Share> = (value, argument) => {
  const share = record<{ by: Share['by']; part: number; seed: number }>({
    by: oneOf(['random', 'class']),
    part: numberIn(0, 1, 'integer'),
    seed: safeInteger,
  })(value, argument);
  return { by: share.by, part: share.part === 0 ? 0 : 1, seed: share.by === 'class' ? 0 : share.seed };
};

/** Records of before there were shares name none. */
const checkShareOrNone: Check<Share | null> = (value, argument) => (value === undefined ? null : nullable(checkShare)(value, argument));

/** Records of before trainings could be stopped name no epoch. */
const checkStop: Check<number | undefined> = (value, argument) =>
  value === undefined ? undefined : numberIn(1, TRAINING_SETTINGS.epochs.max, 'integer')(value, argument);

const checkTrained: Check<TrainedRecipe> = (value, argument) => {
  const { stop, ...recipe } = record<Omit<TrainedRecipe, 'stop'> & { stop: number | undefined }>({
    kind: oneOf(['trained']),
    architecture: validateArchitectureChoice,
    training: (training, path) => validateTraining(training, path, DATASET_DEFAULTS.moons.training),
    seeds: validateSeed,
    share: checkShareOrNone,
    stop: checkStop,
  })(value, argument);
  return stop === undefined ? recipe : { ...recipe, stop };
};

export const checkRecipe: Check<NetworkRecipe> = variant<NetworkRecipe>('kind', {
  trained: checkTrained,
  imported: record<Extract<NetworkRecipe, { kind: 'imported' }>>({
    kind: oneOf(['imported']),
    name: checkName,
    sha256: sha256Text,
    activation: checkActivation,
    norm: nullable(checkNorm),
  }),
});

function dataOf(experiment: unknown): keyof typeof DATASET_DEFAULTS {
  const id = (experiment as { data?: { id?: unknown } } | null)?.data?.id;
  return typeof id === 'string' && Object.hasOwn(DATASET_DEFAULTS, id) ? (id as keyof typeof DATASET_DEFAULTS) : 'moons';
}
