import { describe, expect, it } from 'vitest';
import type { Network } from '../../nn/network.ts';
import { drawingOf, MOST_DRAWN_UNITS } from './drawing.ts';

/** Weights are what they connect: 100 · (input or unit) + unit, so that a reader of the drawing can tell whose they are. */
function network(inputs: number, hidden: number, order: (place: number) => number = (place) => place): Network {
  const first = Array.from({ length: inputs }, (_, i) => Array.from({ length: hidden }, (__, place) => 100 * i + order(place))).flat();
  const second = Array.from({ length: hidden }, (_, place) => [0, 1].map((output) => -(10 * order(place) + output))).flat();
  return {
    architecture: { inputs, classes: 2, hidden: [hidden], activation: 'relu', norm: 'none', output: 'softmax', init: 'pytorch' },
    parameters: Float32Array.from([...first, ...Array.from({ length: hidden }, () => 0), ...second, 0, 0]),
  };
}

describe('the drawing of a matching', () => {
  it('has every unit of B at its place, with its own weights, and knows where it goes', () => {
    // Place i of B′ holds unit permutation[i] of B.
    const permutation = Int32Array.of(2, 0, 1);
    const b = network(2, 3);
    const matched = network(2, 3, (place) => permutation[place]);
    const { columns, weights } = drawingOf(network(2, 3), b, matched, [permutation]);
    expect(columns.map(({ name, total }) => [name, total])).toEqual([
      ['inputs', 2],
      ['hidden layer 1', 3],
      ['outputs', 2],
    ]);
    expect(Array.from(columns[1].places)).toEqual([1, 2, 0]);
    expect(Array.from(weights[0].before ?? [])).toEqual([0, 1, 2, 100, 101, 102]);
    expect(weights[0].after).toEqual(weights[0].before);
    expect(weights[1].after).toEqual(weights[1].before);
    // Of A, the weights of the unit that each goes to.
    expect(Array.from(weights[0].reference ?? [])).toEqual([1, 2, 0, 101, 102, 100]);
  });

  it('leaves out what would be no picture: units beyond a few dozen, and the inputs of images', () => {
    const wide = Int32Array.from({ length: 200 }, (_, i) => 199 - i);
    const { columns, weights } = drawingOf(
      network(20, 200),
      network(20, 200),
      network(20, 200, (place) => 199 - place),
      [wide],
    );
    expect(columns[1].places.length).toBe(MOST_DRAWN_UNITS);
    expect(Array.from(columns[1].places.subarray(0, 2))).toEqual([MOST_DRAWN_UNITS - 1, MOST_DRAWN_UNITS - 2]);
    expect(columns[1].total).toBe(200);
    expect(weights[0].before).toBeNull();
    expect(weights[1].after).toEqual(weights[1].before);
  });
});
