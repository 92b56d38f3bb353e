/** Reads the arguments of `window.ridgeline`: unknown keys reject and list the valid ones, what is left out takes its default. */
import { defaultDatasetSpec } from '../../datasets/dataset-defaults.ts';
import type { Share } from '../../datasets/share.ts';
import type { DatasetSpec, FileSpec } from '../../datasets/spec.ts';
import { validateDatasetSpec } from '../../datasets/dataset-defaults.ts';
import { validateArchitectureChoice } from '../../nn/validate-architecture.ts';
import { validateSeeds, validateTraining } from '../../nn/validate-training.ts';
import type { JobOptions, Progress } from '../../base/job.ts';
import { invalid, listOf, nullable, numberIn, oneOf, plainObject, refuseUnknownKeys, text, type Check } from '../../base/check.ts';
import { DATASET_DEFAULTS, DEFAULT_ALIGNMENT, DEFAULT_SEEDS } from '../defaults.ts';
import type { Experiment } from '../experiment.ts';
import { checkId, given, required, taken } from './reading.ts';
import { checkActivation, checkAlignment, checkName, checkNorm, checkShare } from '../schema.ts';

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

const NAMED_DATA = ['moons', 'circles', 'spirals', 'glyphs', 'mnist', 'cifar10'] as const;
const GENERATED_KEYS = ['id', 'trainSize', 'testSize', 'seed', 'noise'] as const;
const DATA_KEYS: Readonly<Record<(typeof NAMED_DATA)[number], readonly string[]>> = {
  moons: GENERATED_KEYS,
  circles: GENERATED_KEYS,
  spirals: [...GENERATED_KEYS, 'arms'],
  glyphs: GENERATED_KEYS,
  mnist: ['id', 'trainSize', 'testSize', 'scaling', 'source'],
  cifar10: ['id', 'trainSize', 'testSize', 'scaling', 'channels', 'source'],
};

/** `loadDataset`'s argument. Image data come from this site; `source: 'mirror'` asks for the public MNIST by name. */
export function readDatasetArgument(argument: unknown): DatasetSpec {
  const value = plainObject(argument, '');
  const id = oneOf(NAMED_DATA)(value['id'], 'id');
  refuseUnknownKeys(value, DATA_KEYS[id], '');
  const present = Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined));
  return validateDatasetSpec({ ...defaultDatasetSpec(id), ...present }, '');
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
  const scaling = value['scaling'];
  return {
    name: required(value, 'name', checkName),
    labelColumn:
      column === undefined || column === null
        ? null
        : typeof column === 'number'
          ? String(numberIn(1, 1e6, 'integer')(column, 'labelColumn'))
          : text(255)(column, 'labelColumn'),
    scaling: scaling === undefined || scaling === 'raw' ? 'raw' : readScaling(scaling),
  };
}

function readScaling(scaling: unknown): { mean: number; deviation: number } {
  const value = plainObject(scaling, 'scaling');
  refuseUnknownKeys(value, ['mean', 'deviation'], 'scaling');
  return { mean: numberIn(-1e9, 1e9)(value['mean'], 'scaling.mean'), deviation: numberIn(1e-9, 1e9)(value['deviation'], 'scaling.deviation') };
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
    seeds: taken(value, 'seeds', validateSeeds, DEFAULT_SEEDS),
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

export function readAlignArgument(argument: unknown): { reference: string; network: string; choice: typeof DEFAULT_ALIGNMENT } {
  const value = given(argument, ['reference', 'network', 'method', 'seed', 'restarts', 'signs']);
  const {
    method = DEFAULT_ALIGNMENT.method,
    seed = DEFAULT_ALIGNMENT.seed,
    restarts = DEFAULT_ALIGNMENT.restarts,
    signs = DEFAULT_ALIGNMENT.signs,
  } = value;
  return {
    reference: required(value, 'reference', checkId),
    network: required(value, 'network', checkId),
    choice: checkAlignment({ method, seed, restarts, signs }, ''),
  };
}
