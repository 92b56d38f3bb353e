/** Reads the arguments of `window.ridgeline`: unknown keys reject and list the valid ones, what is left out takes its default. */
import { type Check, completed, invalid, listOf, nullable, numberIn, oneOf, plainObject, refuseUnknownKeys } from '../../base/check.ts';
import type { JobOptions, Progress } from '../../base/job.ts';
import { checksOf, standardsOf } from '../../base/setting.ts';
import { DATASET_IDS, validateDatasetSpec } from '../../datasets/dataset-defaults.ts';
import { DATA_SETTINGS, effectiveSettings } from '../../datasets/settings.ts';
import type { Share } from '../../datasets/share.ts';
import type { DatasetSpec, FileSpec } from '../../datasets/spec.ts';
import type { CsvChoice } from '../../io/csv-layout.ts';
import { SEEDS_SETTING } from '../../nn/seed-settings.ts';
import { validateArchitectureChoice } from '../../nn/validate-architecture.ts';
import { validateTraining } from '../../nn/validate-training.ts';
import { ALIGNMENT_SETTINGS } from '../alignment-settings.ts';
import { DATASET_DEFAULTS } from '../defaults.ts';
import type { AlignmentChoice, Experiment } from '../experiment.ts';
import { checkActivation, checkName, checkNorm, checkShare } from '../schema.ts';
import { checkId, given, required, taken } from './reading.ts';

/** The last argument of a job. */
export function jobOptions(options: unknown): JobOptions {
  if (options === undefined || options === null) return {};
  const value = plainObject(options, 'options');
  refuseUnknownKeys(value, ['signal', 'onProgress'], 'options');
  const { signal, onProgress } = value;
  if (signal !== undefined && !(signal instanceof AbortSignal)) throw invalid('options.signal', signal, 'an AbortSignal');
  if (onProgress !== undefined && typeof onProgress !== 'function') throw invalid('options.onProgress', onProgress, 'a function');
  return {
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress: onProgress as (progress: Progress) => void }),
  };
}

const NAMED_DATA = DATASET_IDS.filter((id) => id !== 'file');

/** `loadDataset`'s argument. Image data come from this site; `source: 'mirror'` asks for the public MNIST by name. */
export function readDatasetArgument(argument: unknown): DatasetSpec {
  const value = plainObject(argument, '');
  const id = oneOf(NAMED_DATA)(value['id'], 'id');
  refuseUnknownKeys(value, ['id', ...effectiveSettings(id)], '');
  return validateDatasetSpec(value, '');
}

export interface ImportedDataArgument extends CsvChoice {
  readonly name: string;
  readonly scaling: FileSpec['scaling'];
}

/** `importDataset`'s options. A column may be given by name or 1-based number. */
export function readImportArgument(argument: unknown): ImportedDataArgument {
  const value = given(argument, ['name', 'labelColumn', 'header', 'decimal', 'firstColumn', 'scaling']);
  const column = value['labelColumn'];
  const { labelColumn, header, decimal, firstColumn, scaling } = DATA_SETTINGS.file;
  return {
    name: required(value, 'name', checkName),
    labelColumn:
      typeof column === 'number'
        ? String(numberIn(1, 1e6, 'integer')(column, 'labelColumn'))
        : taken(value, 'labelColumn', labelColumn.check, labelColumn.standard),
    header: taken(value, 'header', header.check, header.standard),
    decimal: taken(value, 'decimal', decimal.check, decimal.standard),
    firstColumn: taken(value, 'firstColumn', firstColumn.check, firstColumn.standard),
    scaling: taken(value, 'scaling', scaling.check, scaling.standard),
  };
}

export interface TrainArgument {
  readonly settings: Omit<Experiment, 'data'>;
  /** One a seed. */
  readonly shares: readonly (Share | null)[];
}

export function readTrainArgument(argument: unknown, data: DatasetSpec): TrainArgument {
  const value = given(argument, ['architecture', 'training', 'seeds', 'shares'], true);
  const standard = DATASET_DEFAULTS[data.id];
  const settings = {
    architecture: taken(value, 'architecture', validateArchitectureChoice, standard.architecture),
    training: validateTraining(value['training'] ?? {}, 'training', standard.training),
    seeds: taken(value, 'seeds', SEEDS_SETTING.check, SEEDS_SETTING.standard),
  };
  const { length } = settings.seeds;
  return {
    settings,
    shares: taken<readonly (Share | null)[]>(
      value,
      'shares',
      listOf(nullable(readShare), length, length),
      settings.seeds.map(() => null),
    ),
  };
}

/** Parts count from 1, as in the networks' names; halves by class take no seed. */
const readShare: Check<Share> = (value, argument) => {
  const share = plainObject(value, argument);
  refuseUnknownKeys(share, ['by', 'part', 'seed'], argument);
  const part = numberIn(1, 2, 'integer')(share['part'], `${argument}.part`);
  return checkShare({ by: share['by'], part: part - 1, seed: share['seed'] ?? 0 }, argument);
};

export function readNetworkArgument(argument: unknown): {
  name: string | null;
  activation: ReturnType<typeof checkActivation>;
  norm: ReturnType<typeof checkNorm> | null;
} {
  const value = given(argument, ['name', 'activation', 'norm'], true);
  return {
    name: taken<string | null>(value, 'name', checkName, null),
    activation: taken(value, 'activation', checkActivation, 'relu'),
    norm: taken<ReturnType<typeof checkNorm> | null>(value, 'norm', checkNorm, null),
  };
}

const completeAlignment = completed<AlignmentChoice>(checksOf<AlignmentChoice>(ALIGNMENT_SETTINGS), standardsOf<AlignmentChoice>(ALIGNMENT_SETTINGS));

export function readAlignArgument(argument: unknown): { reference: string; network: string; choice: AlignmentChoice } {
  const value = given(argument, ['reference', 'network', 'method', 'seed', 'restarts', 'signs', 'flips', 'activations']);
  const { method, seed, restarts, signs, flips, activations } = value;
  return {
    reference: required(value, 'reference', checkId),
    network: required(value, 'network', checkId),
    choice: completeAlignment({ method, seed, restarts, signs, flips, activations }, ''),
  };
}
