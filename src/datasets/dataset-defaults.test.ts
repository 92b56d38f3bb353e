import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RidgelineError } from '../base/errors.ts';
import { DATASET_IDS, defaultDatasetSpec, MNIST_STANDARD, validateDatasetSpec } from './dataset-defaults.ts';

const SHA = 'a'.repeat(64);

function failure(value: unknown): RidgelineError {
  try {
    validateDatasetSpec(value, 'data');
  } catch (error) {
    if (error instanceof RidgelineError) return error;
  }
  throw new Error('should have been refused');
}

describe('validateDatasetSpec', () => {
  it('fills in every default and leaves a whole spec alone', () => {
    for (const id of DATASET_IDS) {
      if (id === 'file') continue;
      expect(validateDatasetSpec({ id })).toEqual(defaultDatasetSpec(id));
      expect(validateDatasetSpec(defaultDatasetSpec(id))).toEqual(defaultDatasetSpec(id));
    }
    expect(validateDatasetSpec({ id: 'file', file: { name: 'a.csv', sha256: SHA } })).toEqual({
      id: 'file',
      file: { name: 'a.csv', sha256: SHA },
      labelColumn: null,
      header: 'auto',
      decimal: 'auto',
      firstColumn: 'auto',
      scaling: 'raw',
    });
    expect(validateDatasetSpec({ id: 'mnist', scaling: MNIST_STANDARD })).toMatchObject({ scaling: { mean: 0.1307, deviation: 0.3081 } });
  });

  const refused: [unknown, string, RegExp][] = [
    [null, 'data', /must be an object/],
    [[], 'data', /must be an object/],
    [{}, 'data.id', /one of 'moons'.*received nothing/],
    [{ id: 'imagenet' }, 'data.id', /received 'imagenet'/],
    [{ id: 'moons', size: 3 }, 'data.size', /Unknown key 'size' in data\. Valid keys: id, trainSize, testSize, noise, seed, arms/],
    [{ id: 'moons', trainSize: 1 }, 'data.trainSize', /from 2 to 100000; received 1/],
    [{ id: 'moons', trainSize: 1e6 }, 'data.trainSize', /from 2 to 100000/],
    [{ id: 'glyphs', trainSize: 60_001 }, 'data.trainSize', /from 2 to 60000/],
    [{ id: 'moons', noise: NaN }, 'data.noise', /from 0 to 10; received NaN/],
    [{ id: 'moons', noise: null }, 'data.noise', /received null/],
    [{ id: 'moons', seed: -1 }, 'data.seed', /whole number/],
    [{ id: 'spirals', arms: 11 }, 'data.arms', /from 2 to 10/],
    [{ id: 'cifar10', source: 'mirror' }, 'data.source', /'origin', 'files'/],
    [{ id: 'mnist', source: 'files' }, 'data.files', /must be the dropped files where source is 'files'/],
    [{ id: 'mnist', files: [{ name: 'x', sha256: SHA }] }, 'data.files', /must be empty/],
    [{ id: 'mnist', source: 'files', files: [{ name: 'x', sha256: 'A' }] }, 'data.files[0].sha256', /64 lower-case/],
    [{ id: 'mnist', scaling: { mean: 0, deviation: 0 } }, 'data.scaling.deviation', /from 1e-9 to 1000000000/],
    [{ id: 'mnist', scaling: { mean: 0, deviation: 1, extra: 1 } }, 'data.scaling.extra', /Unknown key/],
    [{ id: 'mnist', scaling: 'raw' }, 'data.scaling', /'unit' or/],
    [{ id: 'cifar10', channels: 'middle' }, 'data.channels', /'last', 'first'/],
    [{ id: 'file' }, 'data.file', /must be an object/],
    [{ id: 'file', file: { name: '', sha256: SHA } }, 'data.file.name', /1 to 255/],
    [{ id: 'file', file: { name: 'x', sha256: SHA }, labelColumn: 3 }, 'data.labelColumn', /or null/],
  ];
  it.each(refused)('refuses %j, naming the key', (value, argument, message) => {
    const error = failure(value);
    expect(error.argument).toBe(argument);
    expect(error.message).toMatch(message);
  });

  it('gives a spec that validates to itself, or a named error, for any JSON', () => {
    const patch = fc.dictionary(
      fc.constantFrom('trainSize', 'noise', 'seed', 'arms', 'scaling', 'source', 'files', 'labelColumn', 'x'),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(fc.constantFrom(...DATASET_IDS), patch, (id, values) => {
        try {
          const spec = validateDatasetSpec({ ...values, id });
          expect(validateDatasetSpec(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
        } catch (error) {
          expect(error).toBeInstanceOf(RidgelineError);
        }
      }),
    );
  });
});
