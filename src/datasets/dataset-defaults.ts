/**
 * Defaults and full validation of dataset specs from outside (links, stored state, the scripting interface): unknown keys reject,
 * every value is bounded by its setting, and what is left out is filled in.
 */
import { completed, invalid, oneOf, pathTo, plainObject, type Check } from '../base/check.ts';
import { checksOf, standardsOf } from '../base/setting.ts';
import { checkFileReference, checkFileReferences } from './file-reference.ts';
import { DATA_SETTINGS } from './settings.ts';
import type { DatasetId, DatasetSpec, FileSpec, GeneratedSpec, ImagesSpec } from './spec.ts';

export const DATASET_IDS = Object.keys(DATA_SETTINGS) as readonly DatasetId[];
/** MNIST's usual mean and deviation, as offered. */
export const MNIST_STANDARD = { mean: 0.1307, deviation: 0.3081 } as const;
/** Those of the pixels of 2,500 glyphs with the standard noise and seed, as offered. */
export const GLYPHS_STANDARD = { mean: 0.1623, deviation: 0.2596 } as const;

const checkId = oneOf(DATASET_IDS);

/** The spec of an id with everything at its default; 'file' has none, since it names a file. */
export function defaultDatasetSpec(id: GeneratedSpec['id']): GeneratedSpec;
export function defaultDatasetSpec(id: ImagesSpec['id']): ImagesSpec;
export function defaultDatasetSpec(id: Exclude<DatasetId, 'file'>): GeneratedSpec | ImagesSpec;
export function defaultDatasetSpec(id: Exclude<DatasetId, 'file'>): GeneratedSpec | ImagesSpec {
  if (id === 'mnist' || id === 'cifar10') return { id, ...standardsOf<Omit<ImagesSpec, 'id' | 'files'>>(DATA_SETTINGS[id]), files: [] };
  return { id, ...standardsOf<Omit<GeneratedSpec, 'id'>>(DATA_SETTINGS[id]) };
}

/**
 * A whole, bounded spec from untrusted JSON.
 *
 * @param argument Dotted path of the value, for messages and `RidgelineError.argument`.
 * @throws RidgelineError 'unknown-key' (lists the valid ones) or 'invalid-argument' naming key, value and bounds.
 */
export function validateDatasetSpec(value: unknown, argument = 'dataset'): DatasetSpec {
  const id = checkId(plainObject(value, argument)['id'], pathTo(argument, 'id'));
  return CHECKS[id](value, argument);
}

const CHECKS: Readonly<Record<DatasetId, Check<DatasetSpec>>> = {
  moons: generated('moons'),
  circles: generated('circles'),
  spirals: generated('spirals'),
  glyphs: generated('glyphs'),
  mnist: images('mnist'),
  cifar10: images('cifar10'),
  file: completed<FileSpec>(
    { id: oneOf(['file']), file: checkFileReference, ...checksOf<Omit<FileSpec, 'id' | 'file'>>(DATA_SETTINGS.file) },
    standardsOf<Omit<FileSpec, 'id' | 'file'>>(DATA_SETTINGS.file),
  ),
};

function generated(id: GeneratedSpec['id']): Check<GeneratedSpec> {
  return completed<GeneratedSpec>(
    { id: oneOf([id]), ...checksOf<Omit<GeneratedSpec, 'id'>>(DATA_SETTINGS[id]) },
    standardsOf<Omit<GeneratedSpec, 'id'>>(DATA_SETTINGS[id]),
  );
}

function images(id: ImagesSpec['id']): Check<ImagesSpec> {
  const whole = completed<ImagesSpec>(
    { id: oneOf([id]), ...checksOf<Omit<ImagesSpec, 'id' | 'files'>>(DATA_SETTINGS[id]), files: checkFileReferences },
    defaultDatasetSpec(id),
  );
  return (value, argument) => {
    const spec = whole(value, argument);
    const { source, files } = spec;
    if ((source === 'files') === files.length > 0) return spec;
    throw invalid(
      pathTo(argument, 'files'),
      files,
      source === 'files' ? "the dropped files where source is 'files'" : `empty where source is '${source}'`,
    );
  };
}
