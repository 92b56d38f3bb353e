import { describe, expect, it } from 'vitest';
import { expectClose } from '../testing/close.ts';
import { wordsOf } from '../base/setting.ts';
import { ARCHITECTURE_SETTINGS } from './architecture-settings.ts';
import type { Architecture, Initialisation } from './architecture.ts';
import { initialise } from './initialise.ts';
import { parameterLayout } from './layout.ts';

const base: Architecture = { inputs: 200, classes: 10, hidden: [300, 50], activation: 'relu', norm: 'before', output: 'softmax', init: 'pytorch' };

/** Standard deviation of a weight with fan-in and fan-out. */
const DEVIATION: Record<Initialisation, (fanIn: number, fanOut: number) => number> = {
  pytorch: (fanIn) => 1 / Math.sqrt(3 * fanIn),
  'he-normal': (fanIn) => Math.sqrt(2 / fanIn),
  'he-uniform': (fanIn) => Math.sqrt(2 / fanIn),
  'xavier-normal': (fanIn, fanOut) => Math.sqrt(2 / (fanIn + fanOut)),
  'xavier-uniform': (fanIn, fanOut) => Math.sqrt(2 / (fanIn + fanOut)),
};

describe('initialisation', () => {
  it.each(wordsOf(ARCHITECTURE_SETTINGS.init))('%s: spread and mean of the weights, biases, gains and shifts', (init) => {
    const { parameters } = initialise({ ...base, init }, 3);
    for (const layer of parameterLayout(base).layers) {
      const weight = parameters.subarray(layer.weight.start, layer.weight.end);
      const deviation = DEVIATION[init](layer.inputs, layer.outputs);
      const measured = Math.sqrt(weight.reduce((sum, w) => sum + w * w, 0) / weight.length);
      expectClose([measured], [deviation], 5 / Math.sqrt(weight.length), 0);
      expectClose([weight.reduce((sum, w) => sum + w, 0) / weight.length], [0], 0, (5 * deviation) / Math.sqrt(weight.length));
      const largest = weight.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
      if (init.endsWith('normal')) expect(largest).toBeGreaterThan(2 * deviation);
      else expect(largest).toBeLessThanOrEqual(Math.sqrt(3) * deviation * (1 + 1e-6));
      const bias = parameters.subarray(layer.bias.start, layer.bias.end);
      if (init === 'pytorch') {
        expect(new Set(bias).size).toBe(bias.length);
        expect(Math.max(...bias.map(Math.abs))).toBeLessThanOrEqual(1 / Math.sqrt(layer.inputs));
      } else expect(bias.every((value) => value === 0)).toBe(true);
      if (layer.gain && layer.shift) {
        expect(parameters.subarray(layer.gain.start, layer.gain.end).every((value) => value === 1)).toBe(true);
        expect(parameters.subarray(layer.shift.start, layer.shift.end).every((value) => value === 0)).toBe(true);
      }
    }
  });

  it('depends on the seed alone: 0 too is a seed of its own', () => {
    expect(initialise(base, 0)).toEqual(initialise(base, 0));
    expect(initialise(base, 0).parameters[0]).not.toBe(initialise(base, 1).parameters[0]);
    expect(initialise({ ...base, activation: 'tanh', norm: 'none' }, 5).parameters[7]).toBe(initialise(base, 5).parameters[7]);
  });
});
