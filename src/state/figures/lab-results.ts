/** What the figures of the layer laboratory hold: results of recipes, beside what they were made of. */
import type { Split } from '../../datasets/dataset.ts';
import type { Averages, Decomposition, LayerGrid, Robustness, Subspaces } from '../../landscape/layers/results.ts';
import type { LabCell, LabView } from './lab-view.ts';

/** null where the view leaves the path out, or (aligned) there is nothing to match. */
export interface ByPath<Result> {
  readonly naive: Result | null;
  readonly aligned: Result | null;
}

/** Grids of all pairs, one an epoch; null where it is to come. */
export interface LabGrids extends ByPath<readonly (LayerGrid | null)[]> {
  readonly split: Split;
  /** One name a pair, as the network list has them: 'seed 1 – seed 1/2'. */
  readonly pairs: readonly string[];
  /** Ascending. One epoch (the last) where the columns are α. */
  readonly epochs: readonly number[];
}

/** Of one pair, counted from 0. */
export interface OfPair<Result> extends ByPath<Result> {
  readonly split: Split;
  readonly pair: number;
  readonly pairName: string;
  /** How many pairs are there to choose from. */
  readonly pairs: number;
}

export interface AveragingFigure extends OfPair<Averages> {
  /** Names of the sets of examples, in the order of the scores. */
  readonly sets: readonly string[];
  /** own: the halves the pair was trained on; random: halves of common training data, drawn for this figure. */
  readonly halves: 'own' | 'random';
}

export interface DecompositionFigure {
  readonly cell: LabCell;
  readonly split: Split;
  /** The cell in words: 'layer 2, into A, epoch 40, naive, seed 1 – seed 1/2'. */
  readonly title: string;
  readonly decomposition: Decomposition;
  /** Examples to draw: all points, or the worst images, worst first. `x` is [index.length, inputs]. */
  readonly examples: { readonly index: Int32Array; readonly x: Float32Array };
}

export interface SweepEntry {
  /** 'learning rate 0.05', 'two moons'. */
  readonly name: string;
  /** Of its settings; equal ones are not trained twice. */
  readonly key: string;
  readonly status: 'waiting' | 'training' | 'measuring' | 'done' | 'failed';
  /** Single layers at α = ½, all pairs of the setting; null until measured. */
  readonly grid: LayerGrid | null;
  readonly error: string | null;
}

/** Layer-wise barriers of one setting after another. The networks are trained for this alone and do not join the list. */
export interface SensitivityFigure {
  readonly over: LabView['sensitivity']['over'];
  readonly entries: readonly SweepEntry[];
  /** Of all that is left; null until it can be told. */
  readonly secondsLeft: number | null;
}

export interface LabResults {
  readonly barriers: LabGrids;
  readonly cumulative: LabGrids;
  readonly robustness: OfPair<Robustness>;
  readonly subspaces: OfPair<Subspaces>;
  readonly averaging: AveragingFigure;
  readonly decomposition: DecompositionFigure;
  readonly sensitivity: SensitivityFigure;
}
