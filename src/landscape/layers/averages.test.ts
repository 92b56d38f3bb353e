import { describe, expect, it } from 'vitest';
import type { Architecture } from '../../nn/architecture.ts';
import { exampleLosses } from '../../nn/forward.ts';
import { initialise } from '../../nn/initialise.ts';
import { parameterLayout } from '../../nn/layout.ts';
import { expectClose } from '../../testing/close.ts';
import { randomExamples } from '../../testing/random-slice.ts';
import { forwardLogits, scoreNetwork } from '../../testing/float64-network.ts';
import { computeAverages } from './averages.ts';
import type { Averages } from './results.ts';
import { createReferenceEvaluator } from '../reference-evaluator.ts';

const architecture: Architecture = { inputs: 4, classes: 3, hidden: [6, 5], activation: 'relu', norm: 'none', output: 'softmax', init: 'pytorch' };
const [a, b] = [initialise(architecture, 1), initialise(architecture, 2)];
const examples = [1, 2, 3].map((seed) => randomExamples(4, 3, 20 * seed, seed));
const evaluator = createReferenceEvaluator();

/** The network with these layers averaged and the others from `base`. */
function averaged(base: Float32Array, layers: readonly number[]): Float64Array {
  const result = Float64Array.from(base);
  for (const l of layers) {
    const { start, end } = parameterLayout(architecture).layers[l].range;
    for (let i = start; i < end; i++) result[i] = 0.5 * (a.parameters[i] + b.parameters[i]);
  }
  return result;
}

describe('averages of two clients', () => {
  it.each([[[2, 0]], [[]], [[0, 1, 2]]])('layers %j: every model on every set', async (layers) => {
    const { scores, models, layers: told } = await computeAverages(evaluator, { networks: [a, b], examples, settings: { layers } });
    expect(models).toEqual(['a', 'b', 'average', 'someIntoA', 'someIntoB']);
    expect(told).toEqual([...layers].sort());
    const networks = [
      averaged(a.parameters, []),
      averaged(b.parameters, []),
      averaged(a.parameters, [0, 1, 2]),
      averaged(a.parameters, layers),
      averaged(b.parameters, layers),
    ];
    const expected = networks.flatMap((parameters) => examples.map((set) => scoreNetwork(architecture, parameters, set)));
    // The difference of the parameters is rounded to float32.
    expectClose(
      scores.loss,
      expected.map(({ loss }) => loss),
      1e-6,
      1e-7,
    );
    expectClose(
      scores.accuracy,
      expected.map(({ accuracy }) => accuracy),
      1e-12,
      0,
    );
  });

  it('every score has sd/√N, and so has every difference from a client, example by example', async () => {
    const { scores, se, overA } = await computeAverages(evaluator, { networks: [a, b], examples, settings: { layers: [0] } });
    const losses = (parameters: Float32Array | Float64Array, set: number): Float64Array =>
      exampleLosses(
        architecture,
        forwardLogits(architecture, parameters, examples[set].x, examples[set].count),
        examples[set].y,
        examples[set].count,
      );
    for (const [set, { count }] of examples.entries()) {
      const [first, middle] = [a.parameters, averaged(a.parameters, [0, 1, 2])].map((parameters) => losses(parameters, set));
      const at = 2 * examples.length + set;
      const spread = (values: Float64Array): number => {
        const mean = values.reduce((sum, value) => sum + value, 0) / count;
        return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1) / count);
      };
      expectClose([se.loss[at], overA[at]], [spread(middle), spread(middle.map((value, i) => value - first[i]))], 1e-5, 1e-8);
      const wrong = 1 - scores.accuracy[at];
      expectClose([se.accuracy[at]], [Math.sqrt((wrong * (1 - wrong)) / (count - 1))], 1e-9, 1e-12);
    }
  });

  it('partial results hold NaN in the sets to come; refusals; cancelling', async () => {
    const partials: Averages[] = [];
    const input = { networks: [a, b], examples, settings: { layers: [1] } };
    const final = await computeAverages(evaluator, input, { onPartial: (partial) => partials.push(partial) });
    expect(partials.map(({ scores }) => scores.loss.filter(Number.isNaN).length)).toEqual([10, 5]);
    expect(partials[0].scores.loss[0]).toBe(final.scores.loss[0]);
    await expect(computeAverages(evaluator, { ...input, examples: [] })).rejects.toMatchObject({ argument: 'examples' });
    await expect(computeAverages(evaluator, { ...input, settings: { layers: [-1] } })).rejects.toMatchObject({ argument: 'layers[0]' });
    await expect(computeAverages(evaluator, { ...input, networks: [a, initialise({ ...architecture, hidden: [3] }, 1)] })).rejects.toMatchObject({
      code: 'shape-mismatch',
    });
    const controller = new AbortController();
    const reason = new Error('superseded');
    await expect(computeAverages(evaluator, input, { signal: controller.signal, onPartial: () => controller.abort(reason) })).rejects.toBe(reason);
  });
});
