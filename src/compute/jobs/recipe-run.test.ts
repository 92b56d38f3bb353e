import { describe, expect, it } from 'vitest';
import { generateDataset } from '../../datasets/generate.ts';
import { shareOf } from '../../datasets/share.ts';
import type { GeneratedSpec } from '../../datasets/spec.ts';
import type { LayerGrid } from '../../landscape/layers/results.ts';
import { permuteNetwork, randomPermutations } from '../../landscape/align/permute.ts';
import { RECIPES } from '../../landscape/registry.ts';
import { createReferenceEvaluator } from '../../landscape/reference-evaluator.ts';
import { point } from '../../landscape/segment.ts';
import type { Architecture } from '../../nn/architecture.ts';
import { initialise } from '../../nn/initialise.ts';
import { expectClose } from '../../testing/close.ts';
import { DatasetStore } from '../data/store.ts';
import { handlers, type JobContext } from './handlers.ts';
import { NetworkStore } from './network-store.ts';
import { findExamples, findNetwork, findRecipe } from './recipe-run.ts';

const dataset: GeneratedSpec = { id: 'moons', trainSize: 32, testSize: 20, noise: 0.1, seed: 3, arms: 2 };
const made = generateDataset(dataset);
const datasets = new DatasetStore({ load: () => Promise.resolve(made) });
const architecture: Architecture = { inputs: 2, classes: 2, hidden: [8, 6], activation: 'tanh', norm: 'none', output: 'softmax', init: 'pytorch' };

describe("what a recipe's request names", () => {
  it('a network as it is, or permuted', () => {
    const networks = new NetworkStore();
    const network = initialise(architecture, 1);
    networks.put('a', network);
    expect(findNetwork(networks, { id: 'a', permutations: null, signs: null })).toBe(network);
    const permutations = randomPermutations(architecture, 5);
    const signs = architecture.hidden.map((width) => Int8Array.from({ length: width }, (_, i) => (i % 3 === 0 ? -1 : 1)));
    const permuted = findNetwork(networks, { id: 'a', permutations, signs });
    expect(permuted.parameters).not.toEqual(network.parameters);
    expect(permuted).toEqual(permuteNetwork(network, permutations, signs));
    expect(() => findNetwork(networks, { id: 'b', permutations: null, signs: null })).toThrow(expect.objectContaining({ code: 'not-found' }));
    expect(() => findNetwork(networks, { id: 'a', permutations: permutations.slice(1), signs: null })).toThrow(
      expect.objectContaining({ code: 'invalid-argument' }),
    );
  });

  it('a split or a share of it, the same object each time', async () => {
    expect(await findExamples(datasets, { dataset, split: 'test', share: null }, {})).toBe(made.test);
    const share = { by: 'class', part: 1, seed: 0 } as const;
    const half = await findExamples(datasets, { dataset, split: 'train', share }, {});
    expect(new Set(half.y)).toEqual(new Set([1]));
    expect(half).toBe(shareOf(made.train, share));
    expect(await findExamples(datasets, { dataset, split: 'train', share: { ...share } }, {})).toBe(half);
  });

  it("is what the recipe works on: B's copy, permuted, computes what B does", async () => {
    const networks = new NetworkStore();
    const [a, b] = [initialise(architecture, 1), initialise(architecture, 2)];
    networks.put('a', a);
    networks.put('b', b);
    const evaluator = createReferenceEvaluator();
    const context = { networks, datasets, engine: () => Promise.resolve({ evaluator }) } as unknown as JobContext;
    const grid = async (permutations: readonly Int32Array[] | null): Promise<LayerGrid> => {
      const result: unknown = await handlers.recipe(
        context,
        {
          recipe: 'layerGrid',
          networks: [
            { id: 'a', permutations: null, signs: null },
            { id: 'b', permutations, signs: null },
          ],
          examples: [{ dataset, split: 'test', share: null }],
          settings: { sequence: 'single', seed: 0, window: 1, alpha: [0.5] },
        },
        {},
      );
      return result as LayerGrid;
    };
    const naive = await grid(null);
    const permuted = await grid(randomPermutations(architecture, 3));
    const { loss } = await evaluator.evaluate(point(b), new Float64Array(0), made.test);
    expectClose([naive.endB.loss[0], permuted.endB.loss[0]], [loss[0], loss[0]], 1e-12, 1e-12);
    expect(Math.abs(permuted.intoA.loss[0] - naive.intoA.loss[0])).toBeGreaterThan(1e-4);
  });

  it('a recipe of the table alone', () => {
    expect(findRecipe('layerGrid')).toBe(RECIPES.layerGrid);
    for (const name of ['toString', '__proto__', 'x'.repeat(1000)])
      expect(() => findRecipe(name as 'layerGrid')).toThrow(/There is no recipe ".{1,60}"; the recipes are layerGrid/);
  });
});
