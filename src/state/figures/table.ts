/** Every figure that follows the view, by name. */
import { CURVE, LAYERS, PLANES } from './explore.ts';
import type { FigureKey, FigureTable } from './definition.ts';
import { AVERAGING } from './averaging.ts';
import { BARRIERS } from './barriers.ts';
import { CUMULATIVE } from './cumulative.ts';
import { DECOMPOSITION } from './decomposition.ts';
import { ROBUSTNESS } from './robustness.ts';
import { SUBSPACES } from './subspaces.ts';

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
