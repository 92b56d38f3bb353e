/**
 * Where everything starts: the default experiment, and what each dataset's architecture and training default to.
 * Links leave defaults out, so a change here changes what old links mean: raise LINK_VERSION (link-settings.ts) with it.
 */
import { defaultDatasetSpec } from '../datasets/dataset-defaults.ts';
import type { DatasetId, DatasetSpec } from '../datasets/spec.ts';
import type { ArchitectureChoice } from '../nn/architecture.ts';
import type { Seeds, Training } from '../nn/training.ts';
import type { AlignmentChoice, Experiment } from './experiment.ts';

export interface DatasetDefaults {
  readonly architecture: ArchitectureChoice;
  readonly training: Training;
}

const ARCHITECTURE: ArchitectureChoice = { hidden: [128], activation: 'relu', norm: 'none', output: 'softmax', init: 'pytorch' };

const TRAINING: Training = {
  epochs: 5,
  batchSize: 128,
  optimizer: 'adam',
  learningRate: 1e-3,
  momentum: 0.9,
  weightDecay: 0,
  schedule: 'constant',
  warmup: 0,
  clipNorm: 0,
  checkpoints: 20,
};

/** The settings of the two-moons zoo (methods.md §5), where the naive barrier is plain and matching removes nearly all of it. */
const POINTS: DatasetDefaults = {
  architecture: { ...ARCHITECTURE, hidden: [32] },
  training: { ...TRAINING, epochs: 100, batchSize: 256, optimizer: 'adamw', learningRate: 0.1, weightDecay: 0.01, schedule: 'cosine' },
};

/** Architecture and training a person starts from, by dataset; the README's table is this one. */
export const DATASET_DEFAULTS: Readonly<Record<DatasetId, DatasetDefaults>> = {
  moons: POINTS,
  circles: POINTS,
  spirals: { architecture: { ...ARCHITECTURE, hidden: [64, 64] }, training: { ...POINTS.training, epochs: 150, learningRate: 0.01 } },
  glyphs: { architecture: ARCHITECTURE, training: { ...TRAINING, epochs: 10, schedule: 'cosine' } },
  mnist: { architecture: ARCHITECTURE, training: TRAINING },
  cifar10: { architecture: { ...ARCHITECTURE, hidden: [256] }, training: { ...TRAINING, epochs: 10, schedule: 'cosine' } },
  file: { architecture: { ...ARCHITECTURE, hidden: [64] }, training: { ...TRAINING, epochs: 30, schedule: 'cosine' } },
};

/** The data of a first visit. */
export const DEFAULT_DATA: DatasetSpec = defaultDatasetSpec('moons');

export const DEFAULT_SEEDS: readonly Seeds[] = [
  { init: 1, order: 1 },
  { init: 2, order: 2 },
  { init: 3, order: 3 },
];

export const DEFAULT_ALIGNMENT: AlignmentChoice = { method: 'weight', seed: 1, restarts: 4, signs: true };

/** Default architecture, training and seeds on the given data. */
export function defaultExperiment(data: DatasetSpec = DEFAULT_DATA): Experiment {
  const { architecture, training } = DATASET_DEFAULTS[data.id];
  return { data, architecture, training, seeds: DEFAULT_SEEDS };
}
