/**
 * Where everything starts: the default experiment, and what each dataset's architecture and training default to.
 * Links leave defaults out, so a change here changes what old links mean: raise LINK_VERSION (link/fields.ts) with it.
 */
import { standardsOf } from '../base/setting.ts';
import { defaultDatasetSpec } from '../datasets/dataset-defaults.ts';
import type { DatasetId, DatasetSpec } from '../datasets/spec.ts';
import { ARCHITECTURE_SETTINGS } from '../nn/architecture-settings.ts';
import type { ArchitectureChoice } from '../nn/architecture.ts';
import { SEEDS_SETTING } from '../nn/seed-settings.ts';
import { TRAINING_SETTINGS } from '../nn/training-settings.ts';
import type { Seeds, Training } from '../nn/training.ts';
import { ALIGNMENT_SETTING } from './alignment-settings.ts';
import type { AlignmentChoice, Experiment } from './experiment.ts';

export interface DatasetDefaults {
  readonly architecture: ArchitectureChoice;
  readonly training: Training;
}

const ARCHITECTURE: ArchitectureChoice = standardsOf<ArchitectureChoice>(ARCHITECTURE_SETTINGS);
const TRAINING: Training = standardsOf<Training>(TRAINING_SETTINGS);

/** The settings of the two-moons zoo (methods.md §5), where the naive barrier is plain and matching removes nearly all of it. */
const POINTS: DatasetDefaults = {
  architecture: { ...ARCHITECTURE, hidden: [32] },
  training: { ...TRAINING, epochs: 100, batchSize: 256, optimizer: 'adamw', learningRate: 0.1, weightDecay: 0.01, schedule: 'cosine' },
};

/** Architecture and training a person starts from, by dataset; the table of scripting.md, "Defaults by data", is this one. */
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

export const DEFAULT_SEEDS: readonly Seeds[] = SEEDS_SETTING.standard;

export const DEFAULT_ALIGNMENT: AlignmentChoice = ALIGNMENT_SETTING.standard;

/** Default architecture, training and seeds on the given data. */
export function defaultExperiment(data: DatasetSpec = DEFAULT_DATA): Experiment {
  const { architecture, training } = DATASET_DEFAULTS[data.id];
  return { data, architecture, training, seeds: DEFAULT_SEEDS };
}
