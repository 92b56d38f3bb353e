/** What the layer laboratory looks at: which pairs of networks, which figure, and each figure's settings. Part of the view; plain JSON. */
import type { BarrierReference, LayerSequence, TrainingBasis } from '../../landscape/layers/results.ts';

/**
 * Pairs of networks that share A's recipe but for seeds and shares: a common initialisation and another data order; another
 * initialisation too; a common initialisation and disjoint halves of the training data, drawn at random or by class.
 */
export interface PairChoice {
  readonly kind: 'order' | 'init' | 'halves' | 'classes';
  /** 1 to 8 pairs; the first has the roles A and B. */
  readonly count: number;
  readonly seed: number;
}

export type LabFigureName = 'barriers' | 'cumulative' | 'robustness' | 'subspaces' | 'toy' | 'averaging' | 'sensitivity';
export const LAB_FIGURES: readonly LabFigureName[] = ['barriers', 'cumulative', 'robustness', 'subspaces', 'toy', 'averaging', 'sensitivity'];

export type LabMetric = 'loss' | 'error';
export type LabPaths = 'naive' | 'aligned' | 'both';

/** A cell of the barrier heatmap whose examples are shown. */
export interface LabCell {
  readonly path: 'naive' | 'aligned';
  readonly into: 'A' | 'B';
  /** Row of the grid: 0 = full. */
  readonly row: number;
  readonly column: number;
}

/** The chosen cell where there are so many columns: settings may have changed since it was chosen. */
export function shownCell(cell: LabCell, paths: LabPaths, columns: number): LabCell {
  return { ...cell, path: paths === 'both' ? cell.path : paths, column: Math.min(cell.column, columns - 1) };
}

export interface LabView {
  /** null: A and B alone, whatever they are. */
  readonly pairs: PairChoice | null;
  /** The pair shown, from 0; null: the mean of all. */
  readonly pair: number | null;
  readonly figure: LabFigureName;
  readonly metric: LabMetric;
  readonly paths: LabPaths;
  readonly barriers: {
    readonly columns: 'epochs' | 'alpha';
    readonly most: number;
    readonly reference: BarrierReference;
    readonly replaced: boolean;
    readonly cell: LabCell | null;
  };
  readonly cumulative: {
    readonly sequence: Exclude<LayerSequence, 'single'>;
    readonly seed: number;
    readonly window: number;
    readonly drawing: 'curves' | 'heatmap';
  };
  readonly robustness: { readonly draws: number; readonly seed: number };
  readonly subspaces: { readonly layer: number | null; readonly draws: number; readonly seed: number; readonly basis: TrainingBasis };
  readonly toy: { readonly a: number; readonly r: number; readonly factors: number };
  /** The layers averaged besides the average of all; null: all but the last. */
  readonly averaging: { readonly layers: readonly number[] | null };
  readonly sensitivity: {
    readonly over: 'learningRate' | 'task';
    readonly rates: readonly number[];
    readonly tasks: readonly ('moons' | 'glyphs' | 'mnist' | 'cifar10')[];
  };
}
