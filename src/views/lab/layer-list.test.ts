import { describe, expect, it } from 'vitest';
import { layerListText, parseLayerList } from './layer-list.ts';

describe('lists of layers', () => {
  it('reads back what it writes', () => {
    for (const layers of [[], [0], [0, 1, 2], [0, 2, 3, 8], [4, 6]]) expect(parseLayerList(layerListText(layers), 9)).toEqual(layers);
  });

  it('reads what a person writes', () => {
    expect(parseLayerList(' 5, 1-3 ', 9)).toEqual([0, 1, 2, 4]);
    expect(parseLayerList('2 2', 9)).toEqual([1]);
  });

  it.each(['', '0', '10', '3-1', 'two', '1.5', '-1'])('refuses %j in a sentence', (text) => {
    expect(parseLayerList(text, 9)).toMatch(/^(Layers from 1 to 9|Write layers)/);
  });
});
