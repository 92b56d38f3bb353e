/** Every figure that follows the view, by name. */
import { CURVE, LAYERS, PLANES } from './explore-figures.ts';
import type { FigureKey, FigureTable } from './figure.ts';
import { AVERAGING } from './lab/averaging.ts';
import { BARRIERS } from './lab/barriers.ts';
import { CUMULATIVE } from './lab/cumulative.ts';
import { DECOMPOSITION } from './lab/decomposition.ts';
import { ROBUSTNESS } from './lab/robustness.ts';
import { SUBSPACES } from './lab/subspaces.ts';

export const FIGURE_TABLE: FigureTable = {
  curve: CURVE,
  layers: LAYERS,
  planes: PLANES,
  barriers: BARRIERS,
  decomposition: DECOMPOSITION,
  cumulative: CUMULATIVE,
  robustness: ROBUSTNESS,
  subspaces: SUBSPACES,
  averaging: AVERAGING,
};

export const FIGURE_KEYS = Object.keys(FIGURE_TABLE) as FigureKey[];
