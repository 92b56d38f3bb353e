import { describe, expect, it } from 'vitest';
import { initialise } from '../../nn/initialise.ts';
import { DATASET_DEFAULTS, DEFAULT_DATA } from '../defaults.ts';
import { readNetworkRecord } from './stored-record.ts';

const { architecture, training } = DATASET_DEFAULTS.moons;
const seeds = { init: 1, order: 2 };
const recipe = { kind: 'trained', architecture, training, seeds };

/** As version 1 has always been written. */
function stored(share?: unknown): unknown {
  return {
    version: 1,
    id: 'n',
    name: 'seed 1/2',
    network: initialise({ ...architecture, inputs: 2, classes: 2 }, 1),
    checkpoints: [],
    seeds,
    training,
    data: DEFAULT_DATA,
    recipe: share === undefined ? recipe : { ...recipe, share },
    origin: { kind: 'trained' },
    choice: null,
    alignment: null,
    history: [],
    diverged: null,
    created: 0,
  };
}

describe('a stored recipe', () => {
  it('of before there were shares was trained on everything', () => {
    expect(readNetworkRecord(stored()).recipe).toEqual({ ...recipe, share: null });
  });

  it('keeps its share; halves by class have one seed', () => {
    expect(readNetworkRecord(stored(null)).recipe).toEqual({ ...recipe, share: null });
    expect(readNetworkRecord(stored({ by: 'random', part: 1, seed: 9 })).recipe).toEqual({ ...recipe, share: { by: 'random', part: 1, seed: 9 } });
    expect(readNetworkRecord(stored({ by: 'class', part: 0, seed: 9 })).recipe).toEqual({ ...recipe, share: { by: 'class', part: 0, seed: 0 } });
  });

  it.each([
    [{ by: 'random', part: 2, seed: 1 }],
    [{ by: 'colour', part: 0, seed: 1 }],
    [{ by: 'random', part: 0 }],
    [{ by: 'random', part: 0, seed: 0.5 }],
    [{ by: 'random', part: 0, seed: 1, more: 1 }],
    ['half'],
    [[]],
  ])('refuses %j as a share', (share) => {
    expect(() => readNetworkRecord(stored(share))).toThrow(/recipe\.share/);
  });
});

describe('stored parameters', () => {
  it.each([NaN, Infinity])('that are %s are told, but for a network that diverged', (value) => {
    const record = stored() as { network: { parameters: Float32Array }; diverged: string | null };
    record.network.parameters[3] = value;
    expect(() => readNetworkRecord(record)).toThrow(`network.parameters holds ${value} at entry 3: what was stored is damaged.`);
    expect(readNetworkRecord({ ...record, diverged: 'Network 1 diverged.' }).network.parameters[3]).toBe(value);
  });

  it('of checkpoints are looked at too', () => {
    const record = stored() as { network: { parameters: Float32Array } };
    const broken = { epoch: 2, parameters: record.network.parameters.map((value, i) => (i === 0 ? NaN : value)) };
    expect(() => readNetworkRecord({ ...record, checkpoints: [broken] })).toThrow(/checkpoints\S* holds NaN at entry 0/);
  });
});
