/**
 * Pairs of networks that share a recipe but for seeds and shares, as a choice of the view names them: pure functions from the choice to
 * recipes, and from recipes to the networks there are. Pair p (from 0) of a choice with seed s has the seed n = s + p: both networks
 * start from initialisation n and see orders 2n − 1 and 2n, the first k epochs both the former where the kind is epochs, or (kind
 * init) differ in both; halves are parts 1 and 2 of one split.
 */
import { canonicalJson } from '../../base/hash.ts';
import type { Share } from '../../datasets/share.ts';
import type { DatasetSpec } from '../../datasets/spec.ts';
import { plainSeeds } from '../../nn/seeds.ts';
import type { Seeds } from '../../nn/training.ts';
import type { NetworkRecipe, TrainedRecipe } from '../experiment.ts';
import type { PairChoice } from '../figures/lab-view.ts';

/** What tells one network of the pairs from another. */
export interface PairMember {
  readonly seeds: Seeds;
  readonly share: Share | null;
}

export type PairRecipes = readonly [TrainedRecipe, TrainedRecipe];

/** What a network must tell to be found. */
export interface MadeNetwork {
  readonly id: string;
  readonly recipe: NetworkRecipe | null;
  readonly data: DatasetSpec | null;
}

export interface FoundPair {
  /** Ids; null where no network of the recipe is there. */
  readonly a: string | null;
  readonly b: string | null;
}

/** All networks of a choice: A and B of the first pair, A and B of the second, ... */
export function pairMembers(choice: PairChoice): PairMember[] {
  const { count, seed } = choice;
  return Array.from({ length: count }, (_, p) => seed + p).flatMap((n) => [0, 1].map((part) => memberOf(choice, n, part === 0 ? 0 : 1)));
}

/** The recipes of all pairs: architecture and training are the base's. */
export function pairRecipes({ architecture, training }: Pick<TrainedRecipe, 'architecture' | 'training'>, choice: PairChoice): PairRecipes[] {
  const recipes = pairMembers(choice).map((member): TrainedRecipe => ({ kind: 'trained', architecture, training, ...member }));
  return Array.from({ length: choice.count }, (_, p): PairRecipes => [recipes[2 * p], recipes[2 * p + 1]]);
}

/** The networks of each pair: the first of the list with the recipe that were trained on the data. */
export function findPairs(networks: readonly MadeNetwork[], recipes: readonly PairRecipes[], data: DatasetSpec): FoundPair[] {
  const place = canonicalJson(data);
  const find = (wanted: TrainedRecipe): string | null =>
    networks.find((made) => made.recipe !== null && sameRecipe(made.recipe, wanted) && canonicalJson(made.data) === place)?.id ?? null;
  return recipes.map(([a, b]) => ({ a: find(a), b: find(b) }));
}

/** Whether networks of these recipes are the first pair of the choice. */
export function isFirstPair(a: NetworkRecipe | null, b: NetworkRecipe | null, choice: PairChoice): boolean {
  if (a?.kind !== 'trained' || b === null) return false;
  const [[first, second]] = pairRecipes(a, choice);
  return sameRecipe(a, first) && sameRecipe(b, second);
}

function memberOf({ kind, epochs = 0 }: PairChoice, n: number, part: 0 | 1): PairMember {
  const order = 2 * n - 1 + part;
  if (kind === 'init') return { seeds: { init: order, order }, share: null };
  // A goes on as it began; B leaves it after the epochs they share.
  if (kind === 'epochs') return { seeds: plainSeeds({ init: n, order, first: { order: 2 * n - 1, epochs } }), share: null };
  const shares = { order: null, halves: { by: 'random', part, seed: n }, classes: { by: 'class', part, seed: 0 } } as const;
  return { seeds: { init: n, order }, share: shares[kind] };
}

/** Seeds first: most networks differ there, and comparing all of a recipe takes longer. */
function sameRecipe(made: NetworkRecipe, wanted: TrainedRecipe): boolean {
  if (made.kind !== 'trained' || made.seeds.init !== wanted.seeds.init || made.seeds.order !== wanted.seeds.order) return false;
  return canonicalJson(made) === canonicalJson(wanted);
}
