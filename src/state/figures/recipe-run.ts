/** Runs a recipe of landscape/registry.ts for a figure of the laboratory. */
import type { ExamplesReference, JobRequest, NetworkReference, RecipeRequest } from '../../compute/protocol.ts';
import type { Share } from '../../datasets/share.ts';
import type { Split } from '../../datasets/dataset.ts';
import type { RecipeName, Recipes } from '../../landscape/registry.ts';
import type { FigureContext, FigureInputs } from './definition.ts';

/** A network as the worker is to see it, and what stands for it in keys: permutations are large. */
export interface PlacedNetwork {
  readonly reference: NetworkReference;
  readonly key: string;
}

export interface RecipeWork<N extends RecipeName> {
  readonly recipe: N;
  /** In the recipe's order. */
  readonly networks: readonly PlacedNetwork[];
  readonly examples: readonly ExamplesReference[];
  readonly settings: Recipes[N]['settings'];
}

export function asItIs(id: string): PlacedNetwork {
  return { reference: { id, permutations: null, signs: null }, key: id };
}

export function examplesOf({ data }: Pick<FigureInputs, 'data'>, split: Split, share: Share | null = null): ExamplesReference {
  return { dataset: data.spec, split, share };
}

/** From the cache, or in its turn on the worker. */
export async function runRecipe<N extends RecipeName>(
  { run }: Pick<FigureContext, 'run'>,
  { recipe, networks, examples, settings }: RecipeWork<N>,
  onPartial: (partial: Recipes[N]['result']) => void = () => undefined,
): Promise<Recipes[N]['result']> {
  const key = [recipe, networks.map((network) => network.key), examples, settings];
  const request: RecipeRequest<N> = { recipe, networks: networks.map(({ reference }) => reference), examples, settings };
  // TypeScript does not relate a recipe's name to the job's union of requests.
  return run('recipe', request as JobRequest<'recipe'>, { key, onPartial });
}
