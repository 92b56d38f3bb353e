/**
 * An experiment says how to get the networks; plain JSON. What is looked at is a view (view.ts). Defaults, validators and
 * links live beside (defaults.ts, schema.ts, link/).
 */
import type { Share } from '../datasets/share.ts';
import type { DatasetSpec } from '../datasets/spec.ts';
import type { AlignmentMethod } from '../landscape/results.ts';
import type { Activation, ArchitectureChoice, Normalisation } from '../nn/architecture.ts';
import type { Seeds, Training } from '../nn/training.ts';

export type Role = 'A' | 'B' | 'C';
export const ROLES: readonly Role[] = ['A', 'B', 'C'];
/** An endpoint of a figure: a role or the aligned copy of B or C onto A. */
export type Endpoint = Role | "B'" | "C'";
export const ENDPOINTS: readonly Endpoint[] = ['A', 'B', 'C', "B'", "C'"];

/** `share`: the part of the training data it was trained on; null = all. `stop`: the epoch after which it was stopped; left out: it was not. */
export interface TrainedRecipe {
  readonly kind: 'trained';
  readonly architecture: ArchitectureChoice;
  readonly training: Training;
  readonly seeds: Seeds;
  readonly share: Share | null;
  readonly stop?: number;
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
  /** Match sign flips too, where the activation is odd (tanh, linear). */
  readonly signs: boolean;
  /** Match sign flips too, where normalisation follows an activation that is not odd. */
  readonly flips: boolean;
  /** One run of weight matching of several hidden layers starts from activation matching, which looks at the training data. */
  readonly activations: boolean;
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

/** Explore: curve, plane, layers and probe of A, B, C. Layers: the layer laboratory. */
export type Place = 'explore' | 'layers';
export const PLACES: readonly Place[] = ['explore', 'layers'];
