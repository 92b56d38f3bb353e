/** What a request to run a recipe names, found: networks (permuted where asked) and examples. */
import { RidgelineError } from '../../base/errors.ts';
import type { JobOptions } from '../../base/job.ts';
import { shareOf } from '../../datasets/share.ts';
import type { EvaluationExamples } from '../../landscape/evaluator.ts';
import { permuteNetwork } from '../../landscape/align/permute.ts';
import type { Recipe } from '../../landscape/recipes/recipe.ts';
import { RECIPES, type RecipeName, type Recipes } from '../../landscape/registry.ts';
import type { Network } from '../../nn/network.ts';
import type { DatasetSource } from '../data/store.ts';
import type { NetworkStore } from './network-store.ts';
import type { ExamplesReference, NetworkReference } from '../protocol.ts';

export type AnyRecipe = Recipe<Recipes[RecipeName]['settings'], Recipes[RecipeName]['result']>;

/** The recipe of a name that may come from anywhere. */
export function findRecipe(name: RecipeName): AnyRecipe {
  // TypeScript does not relate a recipe to the settings that stand beside its name.
  const table: Readonly<Record<string, unknown>> = RECIPES;
  if (Object.hasOwn(table, name)) return table[name] as AnyRecipe;
  throw new RidgelineError('invalid-argument', `There is no recipe "${name.slice(0, 60)}"; the recipes are ${Object.keys(RECIPES).join(', ')}.`, {
    argument: 'recipe',
    received: name,
  });
}

export function findNetwork(networks: NetworkStore, { id, permutations, signs }: NetworkReference): Network {
  const network = networks.get(id);
  return permutations === null ? network : permuteNetwork(network, permutations, signs);
}

/** The same object for the same reference while its dataset is kept: evaluators key their device copies by it. */
export async function findExamples(
  datasets: DatasetSource,
  { dataset, split, share }: ExamplesReference,
  options: JobOptions,
): Promise<EvaluationExamples> {
  const { [split]: examples } = await datasets.load(dataset, options);
  return share === null ? examples : shareOf(examples, share);
}
