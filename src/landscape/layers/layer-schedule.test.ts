import { describe, expect, it } from 'vitest';
import { layerNames, layerSets, layersName } from './layer-schedule.ts';

const settings = { sequence: 'single', seed: 7, window: 3 } as const;

describe('sets of layers', () => {
  it('one by one, from either end, or in a window', () => {
    expect(layerSets(settings, 3)).toEqual([[0], [1], [2]]);
    expect(layerSets({ ...settings, sequence: 'fromInput' }, 3)).toEqual([[0], [0, 1], [0, 1, 2]]);
    expect(layerSets({ ...settings, sequence: 'fromOutput' }, 3)).toEqual([[0, 1, 2], [1, 2], [2]]);
    expect(layerSets({ ...settings, sequence: 'window' }, 5)).toEqual([
      [0, 1, 2],
      [1, 2, 3],
      [2, 3, 4],
    ]);
    for (const k of [1, 4, 13]) {
      expect(layerSets({ ...settings, sequence: 'window', window: 1 }, k)).toEqual(layerSets(settings, k));
      expect(layerSets({ ...settings, sequence: 'window', window: k }, k)).toEqual([Array.from({ length: k }, (_, l) => l)]);
    }
  });

  it('a random order grows by one layer at a time to all, and repeats with its seed alone', () => {
    const order = (seed: number): number[][] => layerSets({ ...settings, sequence: 'random', seed }, 9);
    const sets = order(7);
    sets.forEach((layers, l) => expect(layers).toEqual(sets[8].slice(0, l + 1)));
    expect([...sets[8]].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(order(7)).toEqual(sets);
    expect(new Set([1, 2, 3, 4, 5].map((seed) => order(seed)[8].join())).size).toBeGreaterThan(1);
  });

  it('refuses what it does not know, and a window or seed out of range where it is used', () => {
    expect(() => layerSets({ ...settings, sequence: 'some' as 'single' }, 3)).toThrow(expect.objectContaining({ argument: 'sequence' }));
    for (const window of [0, 4, 1.5, NaN])
      expect(() => layerSets({ ...settings, sequence: 'window', window }, 3)).toThrow(expect.objectContaining({ argument: 'window' }));
    for (const seed of [-1, 0.5, Infinity])
      expect(() => layerSets({ ...settings, sequence: 'random', seed }, 3)).toThrow(expect.objectContaining({ argument: 'seed' }));
    expect(layerSets({ ...settings, window: 0, seed: -1 }, 1)).toEqual([[0]]);
  });

  it('are named as a person counts', () => {
    expect(layerNames('fromOutput', 3)).toEqual(['layers 1–3', 'layers 2–3', 'layer 3']);
    expect([[2], [0, 1, 2], [2, 0], [0, 2], [1, 0]].map(layersName)).toEqual(['layer 3', 'layers 1–3', 'layers 3, 1', 'layers 1, 3', 'layers 2, 1']);
  });
});
