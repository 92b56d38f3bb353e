/**
 * An experiment says how to get the networks; a view says what is looked at. Both are plain JSON. Defaults, validators and
 * links live beside (defaults.ts, schema.ts, link/link.ts).
 */
import type { Split } from '../datasets/dataset.ts';
import type { Share } from '../datasets/share.ts';
import type { DatasetSpec } from '../datasets/spec.ts';
import type { AlignmentMethod, BarrierDefinition, LayerSchedule } from '../landscape/results.ts';
import type { Activation, ArchitectureChoice, Normalisation } from '../nn/architecture.ts';
import type { Seeds, Training } from '../nn/training.ts';
import type { LabView } from './figures/lab-view.ts';

export type Role = 'A' | 'B' | 'C';
export const ROLES: readonly Role[] = ['A', 'B', 'C'];
/** An endpoint of a figure: a role or the aligned copy of B or C onto A. */
export type Endpoint = Role | "B'" | "C'";
export const ENDPOINTS: readonly Endpoint[] = ['A', 'B', 'C', "B'", "C'"];

/** `share`: the part of the training data it was trained on; null = all. */
export interface TrainedRecipe {
  readonly kind: 'trained';
  readonly architecture: ArchitectureChoice;
  readonly training: Training;
  readonly seeds: Seeds;
  readonly share: Share | null;
}

export type NetworkRecipe =
  | TrainedRecipe
  | {
      readonly kind: 'imported';
      readonly name: string;
      readonly sha256: string;
      readonly activation: Activation;
      readonly norm: Normalisation | null;
    };

export interface AlignmentChoice {
  readonly method: AlignmentMethod;
  readonly seed: number;
  readonly restarts: number;
  /** Match sign flips too (tanh only). */
  readonly signs: boolean;
}

/** The settings being edited: what "Train" will do. */
export interface Experiment {
  readonly data: DatasetSpec;
  readonly architecture: ArchitectureChoice;
  readonly training: Training;
  /** One network each, in order; the first three get the roles A, B, C. */
  readonly seeds: readonly Seeds[];
}

export type Metric = 'loss' | 'accuracy';
export type FigureName = 'curve' | 'plane' | 'layers' | 'probe';
export const FIGURES: readonly FigureName[] = ['curve', 'plane', 'layers', 'probe'];

/** Explore: curve, plane, layers and probe of A, B, C. Layers: the layer laboratory. */
export type Place = 'explore' | 'layers';
export const PLACES: readonly Place[] = ['explore', 'layers'];

export interface View {
  readonly place: Place;
  readonly alignment: AlignmentChoice;
  readonly curve: {
    readonly metric: Metric;
    readonly log: boolean;
    readonly points: number;
    readonly extended: boolean;
    readonly definition: BarrierDefinition;
  };
  readonly plane: {
    readonly show: 'naive' | 'aligned' | 'both' | 'custom';
    /** Used where show is 'custom'. */
    readonly through: readonly [Endpoint, Endpoint, Endpoint];
    readonly metric: Metric;
    readonly surface: boolean;
    readonly resolution: number;
    readonly trajectories: boolean;
    /** x0, x1, y0, y1 after a pan or a zoom; null = the default extent. */
    readonly window: readonly [number, number, number, number] | null;
  };
  readonly layers: {
    readonly schedule: LayerSchedule;
    readonly along: 'midpoint' | 'alpha';
    readonly metric: Metric;
    readonly into: 'A' | 'B' | 'both';
  };
  readonly lab: LabView;
  /** One split for plane, layers, probe and the laboratory (the curve shows both). */
  readonly split: Split;
  readonly probe:
    | { readonly kind: 'path'; readonly path: 'naive' | 'aligned'; readonly alpha: number }
    | { readonly kind: 'plane'; readonly plane: 'naive' | 'aligned' | 'custom'; readonly x: number; readonly y: number }
    | { readonly kind: 'network'; readonly endpoint: Endpoint };
  /** The figure that fills the middle; null = all. */
  readonly large: FigureName | null;
  readonly theme: 'system' | 'light' | 'dark';
}
