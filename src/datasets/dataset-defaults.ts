/**
 * Defaults and full validation of dataset specs from outside (links, stored state, the scripting interface): unknown keys reject,
 * every value is bounded, and what is left out is filled in.
 */
import { RidgelineError } from '../base/errors.ts';
import type { DatasetId, DatasetSpec, FileReference, FileSpec, GeneratedSpec, ImagesSpec } from './spec.ts';

export const DATASET_IDS: readonly DatasetId[] = ['moons', 'circles', 'spirals', 'glyphs', 'mnist', 'cifar10', 'file'];
/** MNIST's usual mean and deviation, as offered. */
export const MNIST_STANDARD = { mean: 0.1307, deviation: 0.3081 } as const;

const GENERATED_LIMIT = 100_000;
const IMAGE_LIMIT = 60_000;
const MAX_FILES = 16;
const MAX_NAME = 255;

/** The spec of an id with everything at its default; 'file' has none, since it names a file. */
export function defaultDatasetSpec(id: GeneratedSpec['id']): GeneratedSpec;
export function defaultDatasetSpec(id: ImagesSpec['id']): ImagesSpec;
export function defaultDatasetSpec(id: Exclude<DatasetId, 'file'>): GeneratedSpec | ImagesSpec;
export function defaultDatasetSpec(id: Exclude<DatasetId, 'file'>): GeneratedSpec | ImagesSpec {
  switch (id) {
    case 'moons':
    case 'circles':
    case 'spirals':
      return { id, trainSize: 512, testSize: 512, noise: 0.1, seed: 0, arms: 3 };
    case 'glyphs':
      return { id, trainSize: 2000, testSize: 1000, noise: 0.1, seed: 0, arms: 3 };
    case 'mnist':
      return { id, source: 'origin', trainSize: 12_000, testSize: 2000, scaling: 'unit', channels: 'last', files: [] };
    case 'cifar10':
      return { id, source: 'origin', trainSize: 4000, testSize: 1000, scaling: 'unit', channels: 'last', files: [] };
  }
}

/**
 * A whole, bounded spec from untrusted JSON.
 *
 * @param argument Dotted path of the value, for messages and `RidgelineError.argument`.
 * @throws RidgelineError 'unknown-key' (lists the valid ones) or 'invalid-argument' naming key, value and bounds.
 */
export function validateDatasetSpec(value: unknown, argument = 'dataset'): DatasetSpec {
  const given = record(value, argument);
  const id = oneOf(given['id'], DATASET_IDS, `${argument}.id`);
  if (id === 'file') return validateFileSpec(given, argument);
  return id === 'mnist' || id === 'cifar10' ? validateImagesSpec(given, id, argument) : validateGeneratedSpec(given, id, argument);
}

function validateGeneratedSpec(given: Readonly<Record<string, unknown>>, id: GeneratedSpec['id'], argument: string): GeneratedSpec {
  const base = defaultDatasetSpec(id);
  checkKeys(given, Object.keys(base), argument);
  const limit = id === 'glyphs' ? IMAGE_LIMIT : GENERATED_LIMIT;
  const take = (key: keyof GeneratedSpec): unknown => (given[key] === undefined ? base[key] : given[key]);
  return {
    id,
    trainSize: integer(take('trainSize'), 2, limit, `${argument}.trainSize`),
    testSize: integer(take('testSize'), 2, limit, `${argument}.testSize`),
    noise: number(take('noise'), 0, 10, `${argument}.noise`),
    seed: integer(take('seed'), 0, Number.MAX_SAFE_INTEGER, `${argument}.seed`),
    arms: integer(take('arms'), 2, 10, `${argument}.arms`),
  };
}

function validateImagesSpec(given: Readonly<Record<string, unknown>>, id: ImagesSpec['id'], argument: string): ImagesSpec {
  const base = defaultDatasetSpec(id);
  checkKeys(given, Object.keys(base), argument);
  const take = (key: keyof ImagesSpec): unknown => (given[key] === undefined ? base[key] : given[key]);
  const sources = id === 'mnist' ? (['origin', 'mirror', 'files'] as const) : (['origin', 'files'] as const);
  const source = oneOf(take('source'), sources, `${argument}.source`);
  const files = fileReferences(take('files'), `${argument}.files`);
  if (source === 'files' && files.length === 0) {
    throw invalid(`${argument}.files`, "must name the dropped files where source is 'files'.", files);
  }
  if (source !== 'files' && files.length > 0) throw invalid(`${argument}.files`, `must be empty where source is '${source}'.`, files.length);
  return {
    id,
    source,
    trainSize: integer(take('trainSize'), 2, IMAGE_LIMIT, `${argument}.trainSize`),
    testSize: integer(take('testSize'), 2, IMAGE_LIMIT, `${argument}.testSize`),
    scaling: scaling(take('scaling'), 'unit', `${argument}.scaling`),
    channels: oneOf(take('channels'), ['last', 'first'] as const, `${argument}.channels`),
    files,
  };
}

function validateFileSpec(given: Readonly<Record<string, unknown>>, argument: string): FileSpec {
  checkKeys(given, ['id', 'file', 'labelColumn', 'scaling'], argument);
  const labelColumn = given['labelColumn'] ?? null;
  if (labelColumn !== null && (typeof labelColumn !== 'string' || labelColumn.length === 0 || labelColumn.length > MAX_NAME)) {
    throw invalid(
      `${argument}.labelColumn`,
      `must be a column's name or 1-based number as text (1 to ${MAX_NAME} characters), or null.`,
      labelColumn,
    );
  }
  return {
    id: 'file',
    file: fileReference(given['file'], `${argument}.file`),
    labelColumn,
    scaling: scaling(given['scaling'] === undefined ? 'raw' : given['scaling'], 'raw', `${argument}.scaling`),
  };
}

function scaling<Plain extends 'unit' | 'raw'>(value: unknown, plain: Plain, argument: string): Plain | { mean: number; deviation: number } {
  if (value === plain) return plain;
  if (typeof value !== 'object' || value === null) throw invalid(argument, `must be '${plain}' or { mean, deviation }.`, value);
  const given = record(value, argument);
  checkKeys(given, ['mean', 'deviation'], argument);
  const deviation = number(given['deviation'], 0, 1e9, `${argument}.deviation`);
  if (deviation < 1e-9) throw invalid(`${argument}.deviation`, 'must be a number above 0 (from 1e-9 to 1e9).', deviation);
  return { mean: number(given['mean'], -1e9, 1e9, `${argument}.mean`), deviation };
}

function fileReferences(value: unknown, argument: string): FileReference[] {
  if (!Array.isArray(value) || value.length > MAX_FILES) throw invalid(argument, `must be a list of at most ${MAX_FILES} files.`, value);
  return value.map((entry, index) => fileReference(entry, `${argument}[${index}]`));
}

function fileReference(value: unknown, argument: string): FileReference {
  const given = record(value, argument);
  checkKeys(given, ['name', 'sha256'], argument);
  const { name, sha256 } = given;
  if (typeof name !== 'string' || name.length === 0 || name.length > MAX_NAME)
    throw invalid(`${argument}.name`, `must be a text of 1 to ${MAX_NAME} characters.`, name);
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) {
    throw invalid(`${argument}.sha256`, 'must be a SHA-256 of 64 lower-case hexadecimal digits.', sha256);
  }
  return { name, sha256 };
}

function record(value: unknown, argument: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw invalid(argument, 'must be an object.', value);
}

function checkKeys(given: Readonly<Record<string, unknown>>, valid: readonly string[], argument: string): void {
  const unknown = Object.keys(given).find((key) => !valid.includes(key));
  if (unknown === undefined) return;
  throw new RidgelineError('unknown-key', `${argument}: unknown key "${unknown.slice(0, 60)}"; valid keys are ${valid.join(', ')}.`, {
    argument: `${argument}.${unknown.slice(0, 60)}`,
    received: given[unknown],
  });
}

function oneOf<T extends string>(value: unknown, valid: readonly T[], argument: string): T {
  const found = valid.find((candidate) => candidate === value);
  if (found === undefined) throw invalid(argument, `must be one of ${valid.map((name) => `'${name}'`).join(', ')}.`, value);
  return found;
}

function integer(value: unknown, low: number, high: number, argument: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= low && value <= high) return value;
  throw invalid(argument, `must be a whole number from ${low} to ${high}.`, value);
}

function number(value: unknown, low: number, high: number, argument: string): number {
  if (typeof value === 'number' && Number.isFinite(value) && value >= low && value <= high) return value;
  throw invalid(argument, `must be a number from ${low} to ${high}.`, value);
}

function invalid(argument: string, rule: string, received: unknown): RidgelineError {
  return new RidgelineError('invalid-argument', `${argument} ${rule} Received ${shown(received)}.`, { argument, received });
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number') return String(value);
  try {
    return JSON.stringify(value).slice(0, 80);
  } catch {
    return typeof value;
  }
}
