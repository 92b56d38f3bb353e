/** The schema of each figure whose results travel, by its name. */
import type { Schema } from '../../../base/schema.ts';
import type { FigureName, FigureResults } from '../../figures/table.ts';
import { EXPLORE_SCHEMAS } from './explore.ts';
import { LAB_SCHEMAS } from './lab.ts';

export const FIGURE_SCHEMAS = { ...EXPLORE_SCHEMAS, ...LAB_SCHEMAS } satisfies { readonly [K in FigureName]?: Schema<FigureResults[K]> };

/** Figures whose results travel. */
export type PublishableName = keyof typeof FIGURE_SCHEMAS;
export const PUBLISHABLE_NAMES = Object.keys(FIGURE_SCHEMAS) as readonly PublishableName[];

/** Results of those figures that were on the screen. */
export type PublishedFigures = { readonly [K in PublishableName]?: FigureResults[K] };
