/**
 * What the recipes of the layer laboratory take and give (methods.md §4; Adilova et al., Layer-wise linear mode connectivity, ICLR
 * 2024): plain data that crosses the worker boundary, draws a figure and fills a table. Losses are raw, so that one result serves
 * every reference: barriers are read off it (grid-barriers.ts).
 */
import type { Field } from '../evaluator.ts';
import type { LayerSchedule } from '../results.ts';

/** Which sets of layers move, entry by entry: the schedules, a seeded random order (cumulative), a sliding window of w layers. */
export type LayerSequence = LayerSchedule | 'random' | 'window';
export const LAYER_SEQUENCES: readonly LayerSequence[] = ['single', 'fromInput', 'fromOutput', 'random', 'window'];

export interface LayerGridSettings {
  readonly sequence: LayerSequence;
  /** Of the random order. */
  readonly seed: number;
  /** Layers of the sliding window, 1 to k. */
  readonly window: number;
  /** Values along the path, always counted from A, into either side. ½ is the midpoint; 1 (into A) and 0 (into B) replace the layers fully. */
  readonly alpha: readonly number[];
  /** Measure standard errors too, at α = 0, ½ and 1 where there are more than three. Left out: no. */
  readonly errors?: boolean;
}

/** Losses and accuracies of θ^{A,S}(α) and θ^{B,S}(α) for every pair, set S and α. Networks: a pair's A and B, pair after pair. */
export interface LayerGrid {
  readonly sequence: LayerSequence;
  /** The layers that each row moves, ascending, from 0; row 0 moves all. */
  readonly rows: readonly (readonly number[])[];
  /** As a person counts: 'full', 'layer 2', 'layers 1–2', 'layers 3, 1'. */
  readonly names: readonly string[];
  readonly alpha: Float64Array;
  readonly pairs: number;
  /** [pairs, rows, alpha] row-major; NaN where not finite or (in a partial result) to come. */
  readonly intoA: Field;
  readonly intoB: Field;
  /** Of the ends, [pairs]. */
  readonly endA: Field;
  readonly endB: Field;
  /** ‖δ_l‖ and the cosine between A's and B's parameters of layer l, [pairs, layers]. */
  readonly distance: Float64Array;
  readonly cosine: Float64Array;
  /** Standard errors over examples of every cell, where they were asked for. */
  readonly errors?: { readonly intoA: CellErrors; readonly intoB: CellErrors };
}

/**
 * What a cell is measured against. full: the mean of the full ends' losses, as published; chord: the chord between the full ends at the
 * cell's α; own: the chord between the segment's own two ends. All three are the mean of two ends at α = ½.
 */
export type BarrierReference = 'full' | 'chord' | 'own';

/**
 * Standard errors of one side's cells, [pairs, rows, alpha], of loss and error: against each reference, against the mean of the segment's
 * own ends (of layers replaced), and against the network that the other layers come from. NaN where not finite or to come.
 */
export type CellErrors = Readonly<Record<BarrierReference | 'ownMean' | 'base', { readonly loss: Float64Array; readonly error: Float64Array }>>;

/** checkpoints: the span of both runs' displacements from A's final point; ends: span{θA, θB}, what the paper's released code used. */
export type TrainingBasis = 'checkpoints' | 'ends';

export interface SubspacesSettings {
  /** One layer, from 0; null: the whole network. */
  readonly layer: number | null;
  /** Noise norms: `count` values spaced evenly in the logarithm over [low, high], in units of ‖δ‖ of the scope. */
  readonly low: number;
  readonly high: number;
  readonly count: number;
  readonly draws: number;
  readonly seed: number;
  readonly basis: TrainingBasis;
  /** Singular values below this fraction of the largest count as zero. */
  readonly tolerance: number;
}

/** Noise around A's final point. Networks: A, B, then checkpoints of A and of B (final ones left out or not). */
export interface Subspaces {
  readonly layer: number | null;
  readonly basis: TrainingBasis;
  readonly tolerance: number;
  /** Of the training subspace, and of the space it lies in. */
  readonly dimension: number;
  readonly parameters: number;
  /** ‖δ‖ of the scope. */
  readonly distance: number;
  readonly norms: Float64Array;
  readonly draws: number;
  readonly seed: number;
  readonly clean: {
    readonly a: { readonly loss: number; readonly accuracy: number };
    readonly b: { readonly loss: number; readonly accuracy: number };
  };
  /** A ± σ·δ/‖δ‖: [norms]. */
  readonly towards: Field;
  readonly away: Field;
  /** [norms, draws]; NaN where the complement is empty or (in a partial result) to come. */
  readonly training: Field;
  readonly complement: Field;
}

export interface DecompositionSettings {
  /** The layers that move, from 0; null: all. */
  readonly layers: readonly number[] | null;
  readonly into: 'A' | 'B';
  readonly alpha: number;
  /** What the barrier is measured against; left out: the chord between the full ends. */
  readonly reference?: BarrierReference;
  /** The layers are replaced: the reference is the mean of two ends. */
  readonly replaced?: boolean;
}

/** What each example adds to a barrier (exact identity, methods.md §1). Networks: A, B. Arrays: [examples]. */
export interface Decomposition {
  readonly alpha: number;
  readonly into: 'A' | 'B';
  /** w, of the end at α = 1: those of the reference (cell-weights.ts), whose two networks take the places of A and B below. */
  readonly weight: number;
  /** ℓ(z_α) − [(1−w)ℓ(z_A) + wℓ(z_B)] = D − J − e_y. */
  readonly contribution: Float64Array;
  /** LSE(z_α) − LSE(z̄). */
  readonly d: Float64Array;
  /** (1−w)LSE(z_A) + wLSE(z_B) − LSE(z̄) ≥ 0 for w in [0, 1]. */
  readonly j: Float64Array;
  /** (z_α − z̄) at the true class. */
  readonly ey: Float64Array;
  readonly label: Int32Array;
  /** Class that the mixed network gives. */
  readonly predicted: Int32Array;
  /** Mean of the contributions: the barrier against its reference; and its standard error. */
  readonly mean: number;
  readonly se: number;
}

export interface AveragesSettings {
  /** The layers averaged besides the average of all; from 0. */
  readonly layers: readonly number[];
}

/** Federated reading: clients and averages on several sets of examples. Networks: the two clients. */
export interface Averages {
  readonly layers: readonly number[];
  /** client A, client B, average of all layers, the chosen layers averaged and the others from A, and from B. */
  readonly models: readonly ('a' | 'b' | 'average' | 'someIntoA' | 'someIntoB')[];
  /** [models, sets of examples]. */
  readonly scores: Field;
  /** Their standard errors over examples; NaN where not known. */
  readonly se: Field;
  /** Of each loss minus that of client A, and of client B, on the same examples. */
  readonly overA: Float64Array;
  readonly overB: Float64Array;
}
