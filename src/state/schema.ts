/** Validators of everything that scripts, links and stored state may say about experiments, views and recipes. */
import { validateDatasetSpec } from '../datasets/dataset-defaults.ts';
import type { Share } from '../datasets/share.ts';
import { ARCHITECTURE_SETTINGS } from '../nn/architecture-settings.ts';
import { SEEDS_SETTING, validateSeed } from '../nn/seed-settings.ts';
import { validateArchitectureChoice } from '../nn/validate-architecture.ts';
import { validateTraining } from '../nn/validate-training.ts';
import type { BarrierDefinition, LayerSchedule } from '../landscape/results.ts';
import { flag, invalid, listOf, nullable, numberIn, oneOf, record, safeInteger, sha256Text, text, variant, type Check } from '../base/check.ts';
import { ALIGNMENT_SETTING } from './alignment-settings.ts';
import { DATASET_DEFAULTS } from './defaults.ts';
import {
  ENDPOINTS,
  FIGURES,
  PLACES,
  ROLES,
  type Endpoint,
  type Experiment,
  type NetworkRecipe,
  type TrainedRecipe,
  type View,
} from './experiment.ts';
import { checkLab } from './figures/lab-schema.ts';

export const DEFINITIONS: readonly BarrierDefinition[] = ['lerp', 'mean', 'max'];
export const LAYER_SCHEDULES: readonly LayerSchedule[] = ['single', 'fromInput', 'fromOutput'];
export const MAX_CURVE_POINTS = 201;
export const MAX_RESOLUTION = 201;

export const checkRole = oneOf(ROLES);
export const checkEndpoint = oneOf(ENDPOINTS);
export const checkActivation = ARCHITECTURE_SETTINGS.activation.check;
export const checkNorm = ARCHITECTURE_SETTINGS.norm.check;
export const checkPlace = oneOf(PLACES);
export const checkTheme = oneOf(['system', 'light', 'dark'] as const);
export const checkFigure = nullable(oneOf(FIGURES));
export const checkSplit = oneOf(['train', 'test'] as const);
export const checkName = text(120);

const unit = numberIn(-0.5, 1.5);
const coordinate = numberIn(-1000, 1000);

export const checkProbe: Check<View['probe']> = variant<View['probe']>('kind', {
  path: record<Extract<View['probe'], { kind: 'path' }>>({ kind: oneOf(['path']), path: oneOf(['naive', 'aligned']), alpha: unit }),
  plane: record<Extract<View['probe'], { kind: 'plane' }>>({
    kind: oneOf(['plane']),
    plane: oneOf(['naive', 'aligned', 'custom']),
    x: coordinate,
    y: coordinate,
  }),
  network: record<Extract<View['probe'], { kind: 'network' }>>({ kind: oneOf(['network']), endpoint: checkEndpoint }),
});

/** An odd count, so that α = ½ (and, beyond the ends, 0 and 1) lie on the grid. */
export const checkCurvePoints: Check<number> = (value, argument) => {
  const points = numberIn(3, MAX_CURVE_POINTS, 'integer')(value, argument);
  if (points % 2 === 1) return points;
  throw invalid(argument, value, 'an odd number of points, so that the middle of the path is one of them');
};

/** Three different endpoints. */
export const checkThrough: Check<readonly [Endpoint, Endpoint, Endpoint]> = (value, argument) => {
  const [a, b, c] = listOf(checkEndpoint, 3, 3)(value, argument);
  if (a === b || a === c || b === c) throw invalid(argument, value, 'three different networks');
  return [a, b, c];
};

/** x0 < x1, y0 < y1, no narrower than a millionth. */
export const checkWindow: Check<View['plane']['window']> = nullable((value, argument) => {
  const [x0, x1, y0, y1] = listOf(coordinate, 4, 4)(value, argument);
  if (x1 - x0 < 1e-6 || y1 - y0 < 1e-6) throw invalid(argument, value, 'a window x0, x1, y0, y1 with x0 < x1 and y0 < y1');
  return [x0, x1, y0, y1] as const;
});

export const VIEW_CHECKS = {
  curve: { metric: oneOf(['loss', 'accuracy']), log: flag, points: checkCurvePoints, extended: flag, definition: oneOf(DEFINITIONS) },
  plane: {
    show: oneOf(['naive', 'aligned', 'both', 'custom']),
    through: checkThrough,
    metric: oneOf(['loss', 'accuracy']),
    surface: flag,
    resolution: numberIn(5, MAX_RESOLUTION, 'integer'),
    trajectories: flag,
    window: checkWindow,
  },
  layers: {
    schedule: oneOf(LAYER_SCHEDULES),
    along: oneOf(['midpoint', 'alpha']),
    metric: oneOf(['loss', 'accuracy']),
    into: oneOf(['A', 'B', 'both']),
  },
} as const;

/** A whole view. */
export const checkView: Check<View> = record<View>({
  place: checkPlace,
  alignment: ALIGNMENT_SETTING.check,
  curve: record<View['curve']>(VIEW_CHECKS.curve),
  plane: record<View['plane']>(VIEW_CHECKS.plane),
  layers: record<View['layers']>(VIEW_CHECKS.layers),
  lab: checkLab,
  split: checkSplit,
  probe: checkProbe,
  large: checkFigure,
  theme: checkTheme,
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

export const checkRecipe: Check<NetworkRecipe> = variant<NetworkRecipe>('kind', {
  trained: record<TrainedRecipe>({
    kind: oneOf(['trained']),
    architecture: validateArchitectureChoice,
    training: (training, path) => validateTraining(training, path, DATASET_DEFAULTS.moons.training),
    seeds: validateSeed,
    share: checkShareOrNone,
  }),
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
