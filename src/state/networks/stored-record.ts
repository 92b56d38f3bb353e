/**
 * Reads network records from storage: any version, one upgrader a step, then validated as if a stranger had written them.
 */
import { type Check, invalid, listOf, nullable, numberIn, oneOf, plainObject, record, sha256Text, text, variant } from '../../base/check.ts';
import { RidgelineError } from '../../base/errors.ts';
import { validateDatasetSpec } from '../../datasets/dataset-defaults.ts';
import type { Alignment, MatchingRun } from '../../landscape/results.ts';
import type { Architecture } from '../../nn/architecture.ts';
import { parameterLayout } from '../../nn/layout.ts';
import { validateSeed } from '../../nn/seed-settings.ts';
import type { Checkpoint, OptimizerState, StoppedTraining, TrainingPoint } from '../../nn/training.ts';
import { checkArchitecture, validateArchitectureChoice } from '../../nn/validate-architecture.ts';
import { validateTraining } from '../../nn/validate-training.ts';
import { ALIGNMENT_SETTING, ALIGNMENT_SETTINGS } from '../alignment-settings.ts';
import { DATASET_DEFAULTS } from '../defaults.ts';
import { type NetworkRecord, RECORD_VERSION } from './record.ts';
import { checkName, checkRecipe } from '../schema.ts';
import type { NetworkOrigin, NetworkRun } from '../shared-state.ts';

const MOST_CHECKPOINTS = 1000;
const MOST_POINTS = 20_000;

/** upgraders[v] turns a record of version v into one of version v + 1. */
const UPGRADERS: Readonly<Record<number, (old: Record<string, unknown>) => Record<string, unknown>>> = {};

/** The record in a stored value; rejects with 'storage-failed' or 'invalid-argument' saying what is wrong with it. */
export function readNetworkRecord(value: unknown): NetworkRecord {
  const current = upgraded(plainObject(value, 'record'));
  const network = plainObject(current['network'], 'network');
  const architecture = readArchitecture(network['architecture']);
  const { size } = parameterLayout(architecture);
  const diverged = nullable(text(2000))(current['diverged'], 'diverged');
  const parameters = (value: unknown, path: string): Float32Array => {
    const values = floats(value, path, size);
    return diverged === null ? finite(values, path) : values;
  };
  return {
    version: RECORD_VERSION,
    id: text(100)(current['id'], 'id'),
    name: checkName(current['name'], 'name'),
    network: { architecture, parameters: parameters(network['parameters'], 'network.parameters') },
    checkpoints: listOf<Checkpoint>(
      record<Checkpoint>({ epoch: numberIn(0, 1e6), parameters }),
      0,
      MOST_CHECKPOINTS,
    )(current['checkpoints'], 'checkpoints'),
    seeds: nullable(validateSeed)(current['seeds'], 'seeds'),
    training: nullable((entry, path) => validateTraining(entry, path, DATASET_DEFAULTS.moons.training))(current['training'], 'training'),
    data: nullable(validateDatasetSpec)(current['data'], 'data'),
    recipe: nullable(checkRecipe)(current['recipe'], 'recipe'),
    origin: checkOrigin(current['origin'], 'origin'),
    // Networks of before runs were kept have none.
    run: nullable(checkRun)(current['run'] ?? null, 'run'),
    backend: nullable(text(200))(current['backend'] ?? null, 'backend'),
    choice: nullable(ALIGNMENT_SETTING.check)(current['choice'], 'choice'),
    matchedOn: nullable(validateDatasetSpec)(current['matchedOn'] ?? null, 'matchedOn'),
    alignment: nullable((entry, path) => readAlignment(entry, path, architecture))(current['alignment'], 'alignment'),
    history: listOf<TrainingPoint>(checkPoint, 0, MOST_POINTS)(current['history'], 'history'),
    diverged,
    // Networks of before trainings could be stopped were not.
    stopped: nullable((entry, path) => readStopped(entry, path, size))(current['stopped'] ?? null, 'stopped'),
    created: numberIn(0, 1e15)(current['created'], 'created'),
  };
}

function upgraded(value: Record<string, unknown>): Record<string, unknown> {
  let current = value;
  let version = numberIn(0, 1e6, 'integer')(current['version'], 'version');
  if (version > RECORD_VERSION)
    throw new RidgelineError(
      'storage-failed',
      `Stored by a newer Ridgeline (record version ${version}; this one reads up to ${RECORD_VERSION}). Reload to get the newer one.`,
      { received: version },
    );
  while (version < RECORD_VERSION) {
    if (!Object.hasOwn(UPGRADERS, version))
      throw new RidgelineError('storage-failed', `Record version ${version} is unknown.`, { received: version });
    current = UPGRADERS[version](current);
    version++;
  }
  return current;
}

function readArchitecture(value: unknown): Architecture {
  const { inputs, classes, ...choice } = plainObject(value, 'network.architecture');
  const whole = (entry: unknown, path: string): number => numberIn(1, 10_000_000, 'integer')(entry, `network.architecture.${path}`);
  return checkArchitecture(
    validateArchitectureChoice(choice, 'network.architecture'),
    whole(inputs, 'inputs'),
    whole(classes, 'classes'),
    'network.architecture',
  );
}

const checkOrigin: Check<NetworkOrigin> = variant<NetworkOrigin>('kind', {
  trained: record<Extract<NetworkOrigin, { kind: 'trained' }>>({ kind: oneOf(['trained']) }),
  imported: record<Extract<NetworkOrigin, { kind: 'imported' }>>({ kind: oneOf(['imported']), file: text(300), sha256: sha256Text }),
  aligned: record<Extract<NetworkOrigin, { kind: 'aligned' }>>({
    kind: oneOf(['aligned']),
    source: text(100),
    reference: text(100),
    method: ALIGNMENT_SETTINGS.method.check,
  }),
});

const checkRun: Check<NetworkRun> = record<NetworkRun>({ id: text(100), number: numberIn(1, 1e9, 'integer') });

/** Losses of a diverged run may be NaN or infinite. */
const measured: Check<number> = (value, argument) => {
  if (typeof value === 'number') return value;
  throw invalid(argument, value, 'a number');
};

const checkPoint: Check<TrainingPoint> = record<TrainingPoint>({
  epoch: numberIn(0, 1e6),
  trainLoss: measured,
  trainAccuracy: measured,
  testLoss: measured,
  testAccuracy: measured,
});

const checkMatchingRun: Check<MatchingRun> = record<MatchingRun>({
  start: oneOf(['identity', 'activation', 'kick']),
  run: numberIn(0, 10_000, 'integer'),
});

function readAlignment(value: unknown, argument: string, architecture: Architecture): Alignment {
  const widths = architecture.hidden;
  const perLayer =
    <T>(check: (entry: unknown, path: string, width: number) => T): Check<T[]> =>
    (entries, path) => {
      if (!Array.isArray(entries) || entries.length !== widths.length) throw invalid(path, entries, `a list of ${widths.length} layers`);
      return entries.map((entry: unknown, l) => check(entry, `${path}[${l}]`, widths[l]));
    };
  return record<Alignment>({
    method: ALIGNMENT_SETTINGS.method.check,
    permutations: perLayer(readPermutation),
    signs: nullable(perLayer(readSigns)),
    distanceBefore: measured,
    distanceAfter: measured,
    sweeps: numberIn(0, 1e6),
    runs: listOf(measured, 0, 10_000),
    won: (entry, path) => nullable(checkMatchingRun)(entry ?? null, path),
    moved: listOf(numberIn(0, 1e6), 0, widths.length),
    similarityBefore: perLayer(floats),
    similarityAfter: perLayer(floats),
    functionChange: nullable(measured),
  })(value, argument);
}

function readStopped(value: unknown, argument: string, size: number): StoppedTraining {
  // An array that the algorithm does not use is empty.
  const memory: Check<Float32Array> = (entry, path) =>
    finite(entry instanceof Float32Array && entry.length === 0 ? entry : floats(entry, path, size), path);
  const optimizer = record<OptimizerState>({ steps: numberIn(0, Number.MAX_SAFE_INTEGER, 'integer'), memory: listOf(memory, 1, 2) });
  return record<StoppedTraining>({ epoch: numberIn(1, 1e6, 'integer'), optimizer: nullable(optimizer) })(value, argument);
}

function floats(value: unknown, argument: string, length: number): Float32Array {
  if (value instanceof Float32Array && value.length === length) return value;
  throw invalid(argument, value, `${length} 32-bit numbers`);
}

/** A network that did not diverge has no others: what stands there instead was damaged. */
function finite(values: Float32Array, argument: string): Float32Array {
  const broken = values.findIndex((value) => !Number.isFinite(value));
  if (broken < 0) return values;
  throw new RidgelineError('storage-failed', `${argument} holds ${values[broken]} at entry ${broken}: what was stored is damaged.`, { argument });
}

function readPermutation(value: unknown, argument: string, width: number): Int32Array {
  if (value instanceof Int32Array && value.length === width) {
    const seen = new Uint8Array(width);
    for (const unit of value) if (unit >= 0 && unit < width) seen[unit] = 1;
    if (seen.every((mark) => mark === 1)) return value;
  }
  throw invalid(argument, value, `a permutation of ${width} units`);
}

function readSigns(value: unknown, argument: string, width: number): Int8Array {
  if (value instanceof Int8Array && value.length === width && value.every((sign) => sign === 1 || sign === -1)) return value;
  throw invalid(argument, value, `${width} signs of +1 or -1`);
}
