import { describe, expect, it } from 'vitest';
import type { Architecture } from '../../../nn/architecture.ts';
import { parameterLayout } from '../../../nn/layout.ts';
import { packed, quadLayout, unpacked } from './quad-layout.ts';

const architecture: Architecture = { inputs: 3, classes: 5, hidden: [6, 4], activation: 'relu', norm: 'after', output: 'softmax', init: 'pytorch' };

describe('quadLayout', () => {
  it('gives what was packed, and keeps networks and padding apart', () => {
    const layout = quadLayout(architecture);
    const { size } = parameterLayout(architecture);
    const networks = [0, 1].map((m) => Float32Array.from({ length: size }, (_, i) => 1 + i + 1000 * m));
    const values = packed(layout, networks);
    expect(unpacked(layout, values)).toEqual(networks);
    expect(values.filter((value) => value !== 0)).toHaveLength(2 * size);
    expect(new Set(layout.places).size).toBe(size);
  });

  it('lays a layer out in rows: weights by input, bias, gain, shift', () => {
    const layout = quadLayout(architecture);
    const { layers } = parameterLayout(architecture);
    const [first, second] = layout.layers;
    // 4·1 inputs, bias, gain, shift, of two quads each; the second layer comes after.
    expect([first.inQuads, first.outQuads, second.start, second.squares]).toEqual([1, 2, 14, 8]);
    const { weight, bias, gain, shift } = layers[0];
    const floats = first.outQuads * 4;
    expect([weight.start, weight.start + 7, bias.start + 1, gain?.start, shift?.start].map((i) => layout.places[i ?? -1])).toEqual([
      0,
      floats + 1,
      4 * floats + 1,
      5 * floats,
      6 * floats,
    ]);
  });
});
