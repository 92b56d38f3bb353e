/** The schema of each figure whose results travel, by its name. */
import type { Schema } from '../../../base/schema.ts';
import type { FigureName, FigureResults } from '../../figures/table.ts';
import { CURVE_SCHEMA, LAYERS_SCHEMA, PLANE_SCHEMA } from './explore.ts';
import { AVERAGING_SCHEMA, DECOMPOSITION_SCHEMA, GRIDS_SCHEMA, ROBUSTNESS_SCHEMA, SENSITIVITY_SCHEMA, SUBSPACES_SCHEMA } from './lab.ts';

// The toy is computed where it is drawn: its settings are all there is to it.
export const FIGURE_SCHEMAS = {
  curve: CURVE_SCHEMA,
  plane: PLANE_SCHEMA,
  layers: LAYERS_SCHEMA,
  barriers: GRIDS_SCHEMA,
  decomposition: DECOMPOSITION_SCHEMA,
  cumulative: GRIDS_SCHEMA,
  robustness: ROBUSTNESS_SCHEMA,
  subspaces: SUBSPACES_SCHEMA,
  averaging: AVERAGING_SCHEMA,
  sensitivity: SENSITIVITY_SCHEMA,
} satisfies { readonly [K in FigureName]?: Schema<FigureResults[K]> };

/** Figures whose results travel. */
export type PublishableName = keyof typeof FIGURE_SCHEMAS;
export const PUBLISHABLE_NAMES = Object.keys(FIGURE_SCHEMAS) as readonly PublishableName[];

/** Results of those figures that were on the screen. */
export type PublishedFigures = { readonly [K in PublishableName]?: FigureResults[K] };
