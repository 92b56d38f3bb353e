/** What a sensitivity sweep goes through: one entry a learning rate, or one a task. */
import { canonicalJson } from '../../base/hash.ts';
import { defaultDatasetSpec } from '../../datasets/dataset-defaults.ts';
import type { Split } from '../../datasets/dataset.ts';
import type { DatasetSpec } from '../../datasets/spec.ts';
import type { ArchitectureChoice } from '../../nn/architecture.ts';
import type { Training } from '../../nn/training.ts';
import { datasetLabel } from '../data/choices.ts';
import type { SharedState } from '../shared-state.ts';
import type { PairChoice } from '../figures/lab-view.ts';

export const SWEEP_TASKS = ['moons', 'glyphs', 'mnist', 'cifar10'] as const;

export interface SensitivityView {
  readonly over: 'learningRate' | 'task';
  readonly rates: readonly number[];
  readonly tasks: readonly (typeof SWEEP_TASKS)[number][];
}

export interface SweepSetting {
  readonly name: string;
  readonly data: DatasetSpec;
  readonly architecture: ArchitectureChoice;
  readonly training: Training;
  readonly pairs: PairChoice;
  readonly split: Split;
  /** Equal for equal settings: results are found again by it. */
  readonly key: string;
}

/** Every task has as many examples, so that all take the same steps. */
const TASK_SIZES = { trainSize: 1250, testSize: 2000 } as const;
/** One pair tells no order of settings: pairs of one setting differ as much as settings do. */
const THREE_PAIRS: PairChoice = { kind: 'order', count: 3, seed: 1 };

/** The settings of the view, on the experiment's architecture and training; checkpoints are not kept. */
export function sweepSettings(
  { experiment, view }: Pick<SharedState, 'experiment' | 'view'>,
  { over, rates, tasks }: SensitivityView,
): SweepSetting[] {
  const { architecture, data } = experiment;
  const training = { ...experiment.training, checkpoints: 2 };
  const common = { pairs: view.lab.pairs ?? THREE_PAIRS, split: view.split };
  if (over === 'learningRate')
    return rates.map((rate) =>
      keyed({ ...common, name: `learning rate ${rate}`, data, architecture, training: { ...training, learningRate: rate } }),
    );
  return tasks.map((task) =>
    keyed({
      ...common,
      name: datasetLabel(task),
      data: { ...defaultDatasetSpec(task), ...TASK_SIZES },
      architecture: { ...architecture, output: 'softmax' },
      training,
    }),
  );
}

function keyed(setting: Omit<SweepSetting, 'key'>): SweepSetting {
  return { ...setting, key: canonicalJson(setting) };
}
