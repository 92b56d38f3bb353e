/**
 * What the store holds: everything the screen shows. Views read it through selectors and change it through actions only
 * (actions/registry.ts). Parameters of networks are not in here but in the network library (library.ts), by id.
 */
import type { Progress } from '../base/job.ts';
import type { PlainError } from '../base/errors.ts';
import type { DatasetSummary, Split } from '../datasets/dataset.ts';
import type { DatasetSpec } from '../datasets/spec.ts';
import type { ProbeResult } from '../compute/protocol.ts';
import type { Alignment, Curve, LayerProfile, Plane, PlanePoint } from '../landscape/results.ts';
import type { Architecture } from '../nn/architecture.ts';
import type { Score, Seeds, Training, TrainingPoint } from '../nn/training.ts';
import type { Experiment, NetworkRecipe, Role, View } from './experiment.ts';
import type { LabResults } from './figures/lab-results.ts';
import type { BackendInfo, BackendPreference } from '../compute/backend-names.ts';

export type NetworkOrigin =
  | { readonly kind: 'trained' }
  | { readonly kind: 'imported'; readonly file: string; readonly sha256: string }
  | { readonly kind: 'aligned'; readonly source: string; readonly reference: string; readonly method: string };

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
  readonly history: readonly TrainingPoint[];
  readonly checkpointCount: number;
  readonly diverged: string | null;
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

export interface CurveFigure {
  /** Ids of A and B. */
  readonly networks: readonly [string, string];
  readonly naive: Readonly<Record<Split, Curve>>;
  /** null until an aligned copy exists. */
  readonly aligned: Readonly<Record<Split, Curve>> | null;
}

export interface PlaneFigure {
  readonly title: string;
  /** Network ids of the three and their labels, A, B, B' ... */
  readonly networks: readonly [string, string, string];
  readonly labels: readonly [string, string, string];
  readonly split: Split;
  readonly plane: Plane;
  /** Other networks projected on it. */
  readonly others: readonly { readonly label: string; readonly point: PlanePoint; readonly score: Score | null }[];
  readonly paths: readonly { readonly label: string; readonly points: readonly PlanePoint[] }[];
}

export interface PlanesFigure {
  readonly naive: PlaneFigure | null;
  readonly aligned: PlaneFigure | null;
  readonly custom: PlaneFigure | null;
}

export interface LayersFigure {
  /** Ids of A and B. */
  readonly networks: readonly [string, string];
  readonly split: Split;
  readonly naive: LayerProfile;
  readonly aligned: LayerProfile | null;
}

export interface Notice {
  readonly id: number;
  readonly tone: 'info' | 'warning' | 'error';
  readonly text: string;
  /** An action's name and argument behind the notice's button, such as Undo. */
  readonly action: { readonly label: string; readonly name: string; readonly argument: unknown } | null;
}

export interface TrainingRun {
  readonly names: readonly string[];
  readonly points: readonly (readonly TrainingPoint[])[];
  readonly epoch: number;
  readonly epochs: number;
  readonly secondsLeft: number | null;
  readonly paused: boolean;
}

export interface AppState {
  readonly experiment: Experiment;
  readonly view: View;
  readonly backend: { readonly status: 'starting' | 'ready' | 'failed'; readonly info: BackendInfo | null; readonly preference: BackendPreference };
  readonly data: Work<DatasetSummary>;
  /** Datasets whose files lie at this site, from its index; sizes as found. */
  readonly available: Readonly<Partial<Record<'mnist' | 'cifar10', { readonly train: number; readonly test: number }>>>;
  readonly networks: readonly NetworkEntry[];
  readonly roles: Readonly<Record<Role, string | null>>;
  readonly training: Work<TrainingRun>;
  /** Aligned copies in use: network ids of B' and C'. */
  readonly aligned: { readonly B: string | null; readonly C: string | null };
  readonly aligning: Work<null>;
  readonly curve: Work<CurveFigure>;
  readonly planes: Work<PlanesFigure>;
  readonly layers: Work<LayersFigure>;
  readonly probe: Work<ProbeResult>;
  /** The laboratory's figures; the toy is computed where it is drawn. */
  readonly lab: { readonly [K in keyof LabResults]: Work<LabResults[K]> };
  readonly notices: readonly Notice[];
  /** What a link asked for that this browser lacks: a recipe to train, or files to drop. null = nothing is missing. */
  readonly pending: {
    readonly train: readonly Role[];
    readonly files: readonly string[];
    readonly estimateSeconds: number | null;
    readonly authorBackend: string | null;
  } | null;
  readonly demonstration: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly storage: { readonly available: boolean; readonly message: string | null };
}
