/** The recipes that the worker runs by name: a figure of the laboratory adds a line. */
import { computeAverages } from './layers/averages.ts';
import { computeDecomposition } from './layers/decomposition.ts';
import { computeLayerGrid } from './layers/layer-grid.ts';
import type { Recipe } from './recipes/recipe.ts';
import { computeRobustness } from './layers/robustness.ts';
import { computeSubspaces } from './layers/subspaces.ts';

export const RECIPES = {
  layerGrid: computeLayerGrid,
  robustness: computeRobustness,
  subspaces: computeSubspaces,
  decomposition: computeDecomposition,
  averages: computeAverages,
} satisfies Record<string, Recipe<never, unknown>>;

/** What each takes and gives: `Recipes['layerGrid']['settings']`. */
export type Recipes = {
  readonly [N in keyof typeof RECIPES]: (typeof RECIPES)[N] extends Recipe<infer Settings, infer Result>
    ? { readonly settings: Settings; readonly result: Result }
    : never;
};
export type RecipeName = keyof Recipes;
