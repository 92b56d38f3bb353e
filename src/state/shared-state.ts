/** The part of the state that figures read: networks and who has which role, the data, what runs, and the settings that all figures share. */
import type { Progress } from '../base/job.ts';
import type { PlainError } from '../base/errors.ts';
import type { DatasetSummary, Split } from '../datasets/dataset.ts';
import type { DatasetSpec } from '../datasets/spec.ts';
import type { Alignment } from '../landscape/results.ts';
import type { Architecture } from '../nn/architecture.ts';
import type { Score, Seeds, Training, TrainingPoint } from '../nn/training.ts';
import type { AlignmentChoice, Endpoint, Experiment, NetworkRecipe, Place, Role } from './experiment.ts';
import type { SharedLab } from './figures/lab-view.ts';

export type NetworkOrigin =
  | { readonly kind: 'trained' }
  | { readonly kind: 'imported'; readonly file: string; readonly sha256: string }
  | { readonly kind: 'aligned'; readonly source: string; readonly reference: string; readonly method: string };

/** Networks that were trained together; `number` counts the runs on their data. */
export interface NetworkRun {
  readonly id: string;
  readonly number: number;
}

/** One row of the network list. */
export interface NetworkEntry {
  readonly id: string;
  readonly name: string;
  readonly architecture: Architecture;
  readonly parameterCount: number;
  /** On the current data; null where the network does not fit it or it is not measured yet. */
  readonly train: Score | null;
  readonly test: Score | null;
  readonly seeds: Seeds | null;
  readonly training: Training | null;
  /** The data it was trained on; null for imported ones. */
  readonly data: DatasetSpec | null;
  readonly recipe: NetworkRecipe | null;
  readonly origin: NetworkOrigin;
  /** null for imported networks, and for those of before runs were kept. */
  readonly run: NetworkRun | null;
  /** What trained it; null where that is not known. */
  readonly backend: string | null;
  readonly history: readonly TrainingPoint[];
  readonly checkpointCount: number;
  readonly diverged: string | null;
  /** The epoch after which its training was stopped; null where it was not. */
  readonly stopped: { readonly epoch: number; readonly canGoOn: boolean } | null;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly saved: 'saved' | 'saving' | 'failed' | 'memory-only';
  /** Alignment report of an aligned copy. */
  readonly alignment: Alignment | null;
}

/** A piece of work and its outcome: the old result stays while a new one is computed. A stopped figure holds what there was when it was stopped. */
export interface Work<Result> {
  readonly status: 'idle' | 'running' | 'stopped' | 'done' | 'failed';
  readonly result: Result | null;
  readonly progress: Progress | null;
  readonly error: PlainError | null;
}

export interface TrainingRun {
  readonly names: readonly string[];
  readonly points: readonly (readonly TrainingPoint[])[];
  readonly epoch: number;
  readonly epochs: number;
  /** Of the whole job, the parts to come included; null until it can be told. */
  readonly secondsLeft: number | null;
  readonly paused: boolean;
  /** Where pairs train one after another: pair 2 of 3. Left out: all train at once. */
  readonly part?: TrainingPart;
}

export interface TrainingPart {
  readonly at: number;
  readonly of: number;
}

/** What is looked at, but for the figures' own settings. */
export interface SharedView {
  readonly place: Place;
  readonly alignment: AlignmentChoice;
  readonly lab: SharedLab;
  /** One split for plane, layers, probe and the laboratory (the curve shows both). */
  readonly split: Split;
  readonly probe:
    | { readonly kind: 'path'; readonly path: 'naive' | 'aligned'; readonly alpha: number }
    | { readonly kind: 'plane'; readonly plane: 'naive' | 'aligned' | 'custom'; readonly x: number; readonly y: number }
    | { readonly kind: 'network'; readonly endpoint: Endpoint };
  /** Name of the figure that fills the middle, null = all; View says which there are. */
  readonly large: string | null;
  readonly theme: 'system' | 'light' | 'dark';
}

export interface NeededFile {
  readonly name: string;
  readonly sha256: string;
  /** 'data', or the roles of the network: 'A', 'A, B'. */
  readonly what: string;
  readonly here: boolean;
}

export interface SharedState {
  readonly experiment: Experiment;
  readonly view: SharedView;
  readonly data: Work<DatasetSummary>;
  readonly networks: readonly NetworkEntry[];
  readonly roles: Readonly<Record<Role, string | null>>;
  readonly training: Work<TrainingRun>;
  /** Aligned copies in use: network ids of B' and C'. */
  readonly aligned: { readonly B: string | null; readonly C: string | null };
  readonly aligning: Work<null>;
  /** What a link asked for that this browser lacks: a recipe to train, or files to drop. null = nothing is missing. */
  readonly pending: {
    readonly train: readonly Role[];
    /** Names of those that are not here yet. */
    readonly files: readonly string[];
    /** All files that the link needs, those that are here too. */
    readonly needs: readonly NeededFile[];
    readonly estimateSeconds: number | null;
    readonly authorBackend: string | null;
  } | null;
}

/** The data in use: what networks are measured on. */
export interface CurrentData {
  readonly spec: DatasetSpec;
  readonly summary: DatasetSummary;
}
