import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../linalg/random.ts';
import type { Activation, Architecture } from '../../nn/architecture.ts';
import { initialise } from '../../nn/initialise.ts';
import { parameterLayout } from '../../nn/layout.ts';
import type { Network } from '../../nn/network.ts';
import { expectClose } from '../../testing/close.ts';
import { loadReference } from '../../testing/reference.ts';
import { describeWithShared } from '../../testing/shared.ts';
import { plainMatrixProduct } from '../../testing/plain-matrix-product.ts';
import { invertPermutation } from '../../testing/permutations.ts';
import { firstExamples, matchActivations } from './activation-matching.ts';
import { align, type AlignRequest } from './alignment.ts';
import { isOdd } from './permutation-spec.ts';
import { identityPermutations, permuteNetwork, randomPermutations } from './permute.ts';
import { createReferenceEvaluator } from '../reference-evaluator.ts';

const evaluator = createReferenceEvaluator();
const product = plainMatrixProduct;
const stream = seededRandom(4, 'examples');
const examples = {
  x: Float32Array.from({ length: 300 * 3 }, () => stream.normal()),
  y: Int32Array.from({ length: 300 }, () => stream.below(2)),
  count: 300,
  inputs: 3,
  classes: 2,
};
const tools = { evaluator, product, train: examples, test: examples };
const architecture = (activation: Activation, hidden = [12, 9]): Architecture => ({
  inputs: 3,
  classes: 2,
  hidden,
  activation,
  norm: 'none',
  output: 'softmax',
  init: 'pytorch',
});
const settings = { seed: 1, restarts: 2, signs: true, activations: true };

describe('activation matching', () => {
  it.each<Activation>(['tanh', 'gelu'])("%s: recovers a network's own permutation and signs", async (activation) => {
    const a = initialise(architecture(activation), 1);
    const p = randomPermutations(a.architecture, 2);
    const signs = activation === 'tanh' ? p.map((layer) => Int8Array.from(layer, (j) => (j % 3 === 0 ? -1 : 1))) : null;
    const shuffled = permuteNetwork(a, p, signs);
    const found = await matchActivations({ reference: a, network: shuffled, examples, signs: true }, evaluator, product);
    expect(found.permutations.map((q) => [...q])).toEqual(p.map((q) => [...invertPermutation(q)]));
    expect([...permuteNetwork(shuffled, found.permutations, found.signs).parameters]).toEqual([...a.parameters]);
  });

  it('takes the first examples as one object, again and again', () => {
    const first = firstExamples(examples, 10);
    expect(first.count).toBe(10);
    expect([first.x.length, first.y.length]).toEqual([30, 10]);
    expect(firstExamples(examples, 10)).toBe(first);
    expect(firstExamples(examples, 300)).toBe(examples);
  });
});

describe('alignment', () => {
  const a = initialise(architecture('tanh'), 1);
  const b = initialise(architecture('tanh'), 2);
  const request = (method: AlignRequest['method'], more: Partial<AlignRequest> = {}): AlignRequest => ({
    reference: a,
    network: b,
    method,
    ...settings,
    ...more,
  });

  it('identity: nothing changes', async () => {
    const { network, alignment } = await align(request('identity'), tools);
    expect([...network.parameters]).toEqual([...b.parameters]);
    expect(alignment.distanceAfter).toBe(alignment.distanceBefore);
    expect(alignment).toMatchObject({ method: 'identity', sweeps: 0, runs: [], moved: [0, 0], functionChange: 0, signs: null });
    expect(alignment.similarityBefore).toEqual(alignment.similarityAfter);
  });

  it('random: only the coordinates change', async () => {
    const { network, alignment } = await align(request('random'), tools);
    expect([...network.parameters].sort()).toEqual([...b.parameters].sort());
    expect(alignment.functionChange).toBeLessThan(1e-6);
    expect(alignment.moved[0]).toBeGreaterThan(5);
  });

  it('weight: nearer, with its runs, similarities and signs', async () => {
    const { network, alignment } = await align(request('weight'), tools);
    expect(alignment.distanceAfter).toBeLessThan(alignment.distanceBefore);
    // Two restarts, one from activation matching, four kicks.
    expect(alignment.runs.length).toBe(7);
    expect(alignment.sweeps).toBeGreaterThan(0);
    expect(alignment.functionChange).toBeLessThan(1e-6);
    const mean = (values: readonly Float32Array[]): number => values[0].reduce((sum, value) => sum + value, 0) / values[0].length;
    expect(mean(alignment.similarityAfter)).toBeGreaterThan(mean(alignment.similarityBefore));
    expect([...permuteNetwork(b, alignment.permutations, alignment.signs).parameters]).toEqual([...network.parameters]);
    const alone = await align(request('weight', { signs: false }), tools);
    expect(alone.alignment.signs).toBeNull();
    expect(alignment.distanceAfter).toBeLessThan(alone.alignment.distanceAfter);
  });

  it('a matched copy of itself has similarity 1 and the units that moved', async () => {
    const p = [Int32Array.from({ length: 12 }, (_, i) => (i < 2 ? 1 - i : i)), identityPermutations(a.architecture)[1]];
    const { alignment } = await align(request('weight', { network: permuteNetwork(a, p) }), tools);
    expect(alignment.moved).toEqual([2, 0]);
    for (const layer of alignment.similarityAfter)
      expectClose(
        layer,
        layer.map(() => 1),
        1e-6,
        0,
      );
    expect(alignment.similarityBefore[0][0]).toBeLessThan(0.99);
    expect(alignment.distanceAfter).toBe(0);
  });

  it('leaves dead units out of those that moved', async () => {
    const { layers } = parameterLayout(a.architecture);
    const parameters = a.parameters.slice();
    // Units 3 and 4 of the first layer: no outgoing weight.
    for (const unit of [3, 4]) parameters.fill(0, layers[1].weight.start + unit * 9, layers[1].weight.start + (unit + 1) * 9);
    const dead: Network = { architecture: a.architecture, parameters };
    const swap = [Int32Array.from({ length: 12 }, (_, i) => (i === 3 ? 4 : i === 4 ? 3 : i)), identityPermutations(a.architecture)[1]];
    const { alignment } = await align(request('weight', { reference: dead, network: permuteNetwork(dead, swap) }), tools);
    expect(alignment.moved).toEqual([0, 0]);
    expect([...alignment.permutations[0]]).toEqual([...swap[0]]);
  });

  it('says which run came nearest first; with the start from activations it is one more', async () => {
    const { alignment } = await align(request('weight'), tools);
    const nearest = alignment.runs.indexOf(Math.min(...alignment.runs));
    expect(alignment.won).toEqual({ start: nearest < 2 ? 'identity' : nearest === 2 ? 'activation' : 'kick', run: nearest });
    expect((await align(request('activation'), tools)).alignment.won).toBeNull();
  });

  it('by weights alone: the same whatever the data, and never nearer than its own runs', async () => {
    const others = { ...examples, x: examples.x.map((value) => 3 * Math.sin(7 * value)) };
    const alone = await align(request('weight', { activations: false }), tools);
    const elsewhere = await align(request('weight', { activations: false }), { ...tools, train: others });
    expect(elsewhere.alignment.permutations).toEqual(alone.alignment.permutations);
    expect(elsewhere.alignment.runs).toEqual(alone.alignment.runs);
    expect(alone.alignment.runs).toHaveLength(6);
    expect(alone.alignment.won?.start).not.toBe('activation');
    // The runs from the identity come first and are the same with the start from activations.
    expect((await align(request('weight'), tools)).alignment.runs.slice(0, 2)).toEqual(alone.alignment.runs.slice(0, 2));
  });

  it('does without data that does not fit', async () => {
    const other = { ...examples, inputs: 9, count: 100 };
    const { alignment } = await align(request('weight'), { ...tools, train: other, test: other });
    expect(alignment.functionChange).toBeNull();
    expect(alignment.runs.length).toBe(6);
  });

  it('refuses networks without a hidden layer, unlike ones and bad restarts; stops when cancelled', async () => {
    const linear = initialise(architecture('relu', []), 1);
    await expect(align(request('weight', { reference: linear, network: linear }), tools)).rejects.toThrow(/no units to permute/);
    await expect(align(request('weight', { network: initialise(architecture('relu'), 1) }), tools)).rejects.toMatchObject({ code: 'shape-mismatch' });
    await expect(align(request('weight', { restarts: 0 }), tools)).rejects.toMatchObject({ argument: 'restarts' });
    const reason = new DOMException('stop', 'AbortError');
    for (const method of ['weight', 'activation'] as const) {
      const controller = new AbortController();
      await expect(align(request(method), tools, { signal: controller.signal, onProgress: () => controller.abort(reason) })).rejects.toBe(reason);
    }
    await expect(align(request('identity'), tools, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describeWithShared('alignment of reference networks', () => {
  it.each(['moons-ln-64-64-64', 'mnist-relu-ln-48-48-48', 'moons-tanh-logit-16-16'] as const)(
    '%s: every method leaves the function as it is',
    async (name) => {
      const { a, b, examples: data } = loadReference(name);
      const odd = isOdd(a.architecture);
      for (const method of ['weight', 'activation', 'random'] as const) {
        for (const signs of new Set([odd, true])) {
          const { alignment } = await align(
            { reference: a, network: b, method, seed: 1, restarts: 1, signs, activations: true },
            { evaluator, product, train: data, test: data },
          );
          // float32 sums in another order would move by about 1e-6; here the logits are rounded once.
          expect(alignment.functionChange).toBeLessThan(1e-5);
          // Units whose responses are opposite before a normalisation is turned have unlike incoming weights.
          if (method === 'weight' || (method === 'activation' && signs === odd))
            expect(alignment.distanceAfter).toBeLessThan(alignment.distanceBefore);
        }
      }
    },
  );
});
