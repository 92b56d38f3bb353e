/** Every figure, by name: the one table that the store, links, the runner, scripts, the status line and the tabs are made from. */
import type { Work } from '../shared-state.ts';
import { AVERAGING } from './averaging.ts';
import { BARRIERS } from './barriers.ts';
import { CUMULATIVE } from './cumulative.ts';
import { CURVE } from './curve.ts';
import { DECOMPOSITION } from './decomposition.ts';
import type { AnyFigure, FigureTable, OwnOf, ResultOf } from './definition.ts';
import { LAYERS } from './layers.ts';
import { PLANE } from './plane.ts';
import { ROBUSTNESS } from './robustness.ts';
import { SENSITIVITY } from './sensitivity.ts';
import { SUBSPACES } from './subspaces.ts';
import { TOY } from './toy.ts';

/** Of Explore, all on the screen together. */
export const EXPLORE_FIGURES = {
  curve: CURVE,
  plane: PLANE,
  layers: LAYERS,
} satisfies FigureTable;

/** Of the laboratory, one at a time, in the order of the tabs. */
export const LAB_FIGURES = {
  barriers: BARRIERS,
  decomposition: DECOMPOSITION,
  cumulative: CUMULATIVE,
  robustness: ROBUSTNESS,
  subspaces: SUBSPACES,
  toy: TOY,
  averaging: AVERAGING,
  sensitivity: SENSITIVITY,
} satisfies FigureTable;

export const FIGURES = { ...EXPLORE_FIGURES, ...LAB_FIGURES };

export type Figures = typeof FIGURES;
export type FigureName = keyof Figures;
export type ExploreFigureName = keyof typeof EXPLORE_FIGURES;
/** Those with settings have a tab; the others stand beside one that has. */
export type LabFigureName = { [K in keyof typeof LAB_FIGURES]: OwnOf<Figures[K]> extends null ? never : K }[keyof typeof LAB_FIGURES];
/** Those that a person starts. */
export type RunName = { [K in FigureName]: Figures[K] extends { readonly kind: 'run' } ? K : never }[FigureName];

export const FIGURE_NAMES = Object.keys(FIGURES) as readonly FigureName[];
export const EXPLORE_NAMES = Object.keys(EXPLORE_FIGURES) as readonly ExploreFigureName[];
export const LAB_NAMES = Object.entries<AnyFigure>(LAB_FIGURES).flatMap(([name, { settings }]) =>
  settings === null ? [] : [name],
) as readonly LabFigureName[];
export const RUN_NAMES = Object.entries<AnyFigure>(FIGURES).flatMap(([name, { kind }]) => (kind === 'run' ? [name] : [])) as readonly RunName[];

/** Settings of the figures of Explore, as the view holds them. */
export type ExploreSettings = { readonly [K in ExploreFigureName]: OwnOf<Figures[K]> };
/** Settings of the laboratory's figures, as the view's `lab` holds them. */
export type LabFigureSettings = { readonly [K in LabFigureName]: OwnOf<Figures[K]> };
/** What each figure holds. */
export type FigureWorks = { readonly [K in FigureName]: Work<ResultOf<Figures[K]>> };
/** What each figure computes. */
export type FigureResults = { readonly [K in FigureName]: ResultOf<Figures[K]> };
