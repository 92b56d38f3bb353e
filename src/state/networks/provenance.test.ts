import { describe, expect, it } from 'vitest';
import { fakeState } from '../../testing/fake-app.ts';
import { defaultExperiment } from '../defaults.ts';
import type { NetworkEntry } from '../shared-state.ts';
import { captionOf, provenanceOf } from './provenance.ts';

const [trained] = fakeState().networks;
const imported: NetworkEntry = { ...trained, data: null, seeds: null, training: null, recipe: null, run: null, backend: null };

describe('where a network comes from', () => {
  it('names data, seeds, training and backend, and of an imported one nothing that is not known', () => {
    const told = new Map(provenanceOf(trained).map(({ what, words }) => [what, words]));
    expect(told.get('Data')).toMatch(/^Two moons, 512 train, 512 test, noise 0\.100, seed \d+$/);
    expect(told.get('Seeds')).toMatch(/^1 /);
    expect(told.get('Training')).toMatch(/^100 epochs, AdamW at rate 0\.1, batches of 256, weight decay 0\.01 and schedule cosine$/);
    expect(told.get('Trained in')).toBe('run 1 of moons');
    expect(told.get('Trained by')).toBe('WebAssembly');
    expect(provenanceOf(imported)).toEqual([]);
    expect(provenanceOf({ ...trained, backend: null }).at(-1)?.words).toBe('not recorded');
  });

  it('says of a file how it was read, where that was chosen', () => {
    const file = { name: 'own.csv', sha256: 'a'.repeat(64) };
    const looks = { labelColumn: null, header: 'auto', decimal: 'auto', firstColumn: 'auto' } as const;
    const data = (patch: object): string => captionOf([{ ...imported, data: { id: 'file', file, scaling: 'raw', ...looks, ...patch } }]);
    expect(data({})).toBe('own.csv');
    expect(data({ labelColumn: 'kind', header: 'no', firstColumn: 'out', decimal: 'comma' })).toBe(
      'own.csv, label column kind, row 1 an example, first column left out, decimals 1,5',
    );
  });

  it('goes into one line for several, what they share once', () => {
    const other = { ...trained, seeds: { init: 2, order: 5 } };
    const line = captionOf([trained, other]);
    expect(line).toMatch(/^Two moons, .*; seeds 1,2\/5; 100 epochs, .*; trained by WebAssembly$/);
    expect(line.match(/Two moons/g)).toHaveLength(1);
    expect(captionOf([trained, { ...other, backend: 'webgpu' }])).toMatch(/trained by WebAssembly \/ trained by WebGPU$/);
    expect(captionOf([imported])).toBe('');
    const client = (part: 0 | 1): typeof trained => ({
      ...trained,
      recipe: {
        kind: 'trained',
        architecture: trained.architecture,
        training: defaultExperiment().training,
        seeds: { init: 1, order: 1 },
        share: { by: 'class', part, seed: 0 },
      },
    });
    expect(captionOf([client(0), client(1)])).toContain('; learnt from the lower half of the classes / the upper half of the classes; seeds 1');
  });
});
