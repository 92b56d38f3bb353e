/** What the recipes of landscape/ give: plain data that crosses the worker boundary, draws a figure and fills a table. */
import type { Field } from './evaluator.ts';

/** Barriers of one quantity along a path, under the three definitions of the field, and where each is reached. */
export interface Barriers {
  /** max over α of L(θ(α)) − ((1−α)L(θA) + αL(θB)) (Entezari et al. 2022). */
  readonly lerp: number;
  /** max over α of L(θ(α)) − ½(L(θA) + L(θB)) (Frankle et al. 2020; Ainsworth et al. 2023). */
  readonly mean: number;
  /** max over α of L(θ(α)) − max(L(θA), L(θB)): the ε-loss. */
  readonly max: number;
}
export type BarrierDefinition = keyof Barriers;

export interface BarrierReport {
  readonly barrier: Barriers;
  /** The α at which each maximum lies. */
  readonly at: Barriers;
}

/** Barriers with their uncertainty over examples (methods.md §1). */
export interface MeasuredBarriers extends BarrierReport {
  /** Standard error of each, sd(contribution)/√N; NaN where it is not known. */
  readonly se: Barriers;
  /** What examples (all, or an even part of them) add to each, so that paths can be compared example by example; empty where it is not known. */
  readonly contribution: Readonly<Record<BarrierDefinition, Float64Array>>;
  /** Standard error of what changed of each from the path that this one is compared with; left out: the contributions of both tell. */
  readonly change?: Barriers;
}

/** A loss difference at a place of the path. */
export interface Gap {
  readonly value: number;
  readonly at: number;
  readonly se: number;
}

export interface Curve extends Field {
  readonly alpha: Float64Array;
  /** Examples that it was measured on. */
  readonly count: number;
  /** Of the loss and of the error (1 − accuracy), over α in [0, 1]. */
  readonly lossBarrier: MeasuredBarriers;
  readonly errorBarrier: MeasuredBarriers;
  /** The loss half-way over that of A and over that of B; null where ½ is not on the grid. */
  readonly half: { readonly overA: Gap; readonly overB: Gap } | null;
  /** L(θ(α)) − chord where it is lowest on the grid; at most 0. */
  readonly lowest: Gap;
  /** L(θB) − L(θA). */
  readonly endsApart: Gap;
  /** The points refined around the maximum lie in the report only, never in `alpha`. */
  readonly refined: boolean;
}

export interface PlanePoint {
  readonly x: number;
  readonly y: number;
  /** Distance out of the plane, in the plane's unit; 0 for the three that span it. */
  readonly outOfPlane: number;
}

export interface Plane {
  /** Coordinates in units of `unit`. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** [y.length, x.length] row-major; NaN where not finite or (in a partial result) not yet computed. */
  readonly loss: Float64Array;
  readonly accuracy: Float64Array;
  /** Of the three networks. */
  readonly points: { readonly a: PlanePoint; readonly b: PlanePoint; readonly c: PlanePoint };
  /** ‖θB − θA‖, or that of the plane it is compared with. */
  readonly unit: number;
  /** Fraction of the grid computed; 1 when sharp. */
  readonly complete: number;
}

export type LayerSchedule = 'single' | 'fromInput' | 'fromOutput';

/** Standard errors of a layer figure's cells, [rows, alpha]; NaN where they are not known. */
export interface LayerErrors {
  readonly lossIntoA: Float64Array;
  readonly lossIntoB: Float64Array;
  readonly errorIntoA: Float64Array;
  readonly errorIntoB: Float64Array;
  /** Of the loss over that of the network that the other layers come from. */
  readonly overA: Float64Array;
  readonly overB: Float64Array;
}

/**
 * The layer figure's data: barriers of loss and of error against the chord between the ends (at α = ½ their mean), rows full then layers,
 * columns α (or the single α = ½).
 */
export interface LayerProfile {
  readonly schedule: LayerSchedule;
  readonly layers: readonly string[];
  readonly alpha: Float64Array;
  /** [rows = 1 + layers, alpha.length] row-major, row 0 = full. */
  readonly lossIntoA: Float64Array;
  readonly lossIntoB: Float64Array;
  readonly errorIntoA: Float64Array;
  readonly errorIntoB: Float64Array;
  readonly errors: LayerErrors;
  /** Per layer ‖δ_l‖ and the cosine between A's and B's parameters of the layer. */
  readonly distance: Float64Array;
  readonly cosine: Float64Array;
  readonly endpoints: { readonly lossA: number; readonly lossB: number; readonly accuracyA: number; readonly accuracyB: number };
}

export type AlignmentMethod = 'weight' | 'activation' | 'identity' | 'random';

/** One run of weight matching: from the identity, from the result of activation matching, or kicked from the best so far. */
export interface MatchingRun {
  readonly start: 'identity' | 'activation' | 'kick';
  /** Its place among all runs, from 0. */
  readonly run: number;
}

export interface Alignment {
  readonly method: AlignmentMethod;
  /** permutations[l][i]: row i of the permuted hidden layer l is row permutations[l][i] of the original. */
  readonly permutations: readonly Int32Array[];
  /** ±1 per unit of the permuted layer (tanh with sign matching); null where signs are not matched. */
  readonly signs: readonly Int8Array[] | null;
  readonly distanceBefore: number;
  readonly distanceAfter: number;
  /** Sweeps of the run that was kept; 0 for methods without sweeps. */
  readonly sweeps: number;
  /** Distance reached by every restart and kick, in order. */
  readonly runs: readonly number[];
  /** The run that was kept; null for methods without runs, and where it was not recorded. */
  readonly won: MatchingRun | null;
  /** Units that moved, leaving out dead ones, per hidden layer. */
  readonly moved: readonly number[];
  /** Per hidden layer: cosine between A's unit i and the unit of B matched to it, before (unit i) and after. */
  readonly similarityBefore: readonly Float32Array[];
  readonly similarityAfter: readonly Float32Array[];
  /** Largest absolute change of a logit on the first 1,000 test examples; null until measured. */
  readonly functionChange: number | null;
}
