/** Reads the arguments of `window.ridgeline`: unknown keys reject and list the valid ones, what is left out takes its default. */
import { checksOf, standardsOf } from '../../base/setting.ts';
import type { Share } from '../../datasets/share.ts';
import type { DatasetSpec, FileSpec } from '../../datasets/spec.ts';
import { DATASET_IDS, validateDatasetSpec } from '../../datasets/dataset-defaults.ts';
import { DATA_SETTINGS, effectiveSettings } from '../../datasets/settings.ts';
import { validateArchitectureChoice } from '../../nn/validate-architecture.ts';
import { SEEDS_SETTING } from '../../nn/seed-settings.ts';
import { validateTraining } from '../../nn/validate-training.ts';
import type { JobOptions, Progress } from '../../base/job.ts';
import { completed, flag, invalid, listOf, nullable, numberIn, oneOf, plainObject, refuseUnknownKeys, text, type Check } from '../../base/check.ts';
import { ALIGNMENT_SETTINGS } from '../alignment-settings.ts';
import { DATASET_DEFAULTS } from '../defaults.ts';
import type { AlignmentChoice, Experiment } from '../experiment.ts';
import { checkActivation, checkName, checkNorm, checkShare, checkSplit } from '../schema.ts';

export type Given = Readonly<Record<string, unknown>>;

export const checkId = text(100);

/** The argument as an object with these keys only. Left out where every key has a default. */
export function given(argument: unknown, keys: readonly string[], optional = false): Given {
  const value = argument === undefined && optional ? {} : plainObject(argument, '');
  refuseUnknownKeys(value, keys, '');
  return value;
}

export function taken<T>(value: Given, key: string, check: Check<T>, standard: T): T {
  return value[key] === undefined ? standard : check(value[key], key);
}

export function required<T>(value: Given, key: string, check: Check<T>): T {
  return check(value[key], key);
}

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

export interface ImportedDataArgument {
  readonly name: string;
  readonly labelColumn: string | null;
  readonly scaling: FileSpec['scaling'];
}

/** `importDataset`'s options. A column may be given by name or 1-based number. */
export function readImportArgument(argument: unknown): ImportedDataArgument {
  const value = given(argument, ['name', 'labelColumn', 'scaling']);
  const column = value['labelColumn'];
  const { labelColumn, scaling } = DATA_SETTINGS.file;
  return {
    name: required(value, 'name', checkName),
    labelColumn:
      typeof column === 'number'
        ? String(numberIn(1, 1e6, 'integer')(column, 'labelColumn'))
        : taken(value, 'labelColumn', labelColumn.check, labelColumn.standard),
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
  const value = given(argument, ['reference', 'network', 'method', 'seed', 'restarts', 'signs']);
  const { method, seed, restarts, signs } = value;
  return {
    reference: required(value, 'reference', checkId),
    network: required(value, 'network', checkId),
    choice: completeAlignment({ method, seed, restarts, signs }, ''),
  };
}

export function readCurveArgument(argument: unknown): {
  a: string;
  b: string;
  split: 'train' | 'test';
  points: number;
  range: readonly [number, number];
  refine: boolean;
} {
  const value = given(argument, ['a', 'b', 'split', 'points', 'range', 'refine']);
  const range = taken<readonly number[]>(value, 'range', listOf(numberIn(-10, 10), 2, 2), [0, 1]);
  if (!(range[0] < range[1])) throw invalid('range', value['range'], 'two numbers, the smaller first');
  return {
    a: required(value, 'a', checkId),
    b: required(value, 'b', checkId),
    split: taken(value, 'split', checkSplit, 'test'),
    points: taken(value, 'points', numberIn(2, 2001, 'integer'), 25),
    range: [range[0], range[1]],
    refine: taken(value, 'refine', flag, false),
  };
}

export function readPlaneArgument(argument: unknown): {
  a: string;
  b: string;
  c: string;
  split: 'train' | 'test';
  resolution: number;
  margin: number;
  sharing: readonly [];
  window: null;
  keep: false;
} {
  const value = given(argument, ['a', 'b', 'c', 'split', 'resolution', 'margin']);
  return {
    a: required(value, 'a', checkId),
    b: required(value, 'b', checkId),
    c: required(value, 'c', checkId),
    split: taken(value, 'split', checkSplit, 'test'),
    resolution: taken(value, 'resolution', numberIn(2, 401, 'integer'), 51),
    margin: taken(value, 'margin', numberIn(0, 100), 0.25),
    sharing: [],
    window: null,
    keep: false,
  };
}
