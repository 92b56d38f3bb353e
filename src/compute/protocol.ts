/**
 * What the page and the computing worker say to each other. Every job is named here with its request, its partial
 * results and its result: plain structured-cloneable data. The page's side is `client.ts`, the worker's `worker.ts`.
 *
 * Networks and dropped files are registered once and then named: by an id whose parameters never change, and by SHA-256.
 * The page holds their copies, so a worker or a device that was lost can be given everything again.
 */
import type { CsvChoice } from '../io/csv-layout.ts';
import type { CsvPreview } from '../io/csv-preview.ts';
import type { ZipEntry } from '../io/zip.ts';
import type { DatasetSummary, Split } from '../datasets/dataset.ts';
import type { Share } from '../datasets/share.ts';
import type { DatasetSpec } from '../datasets/spec.ts';
import type { RecipeName, Recipes } from '../landscape/registry.ts';
import type { Alignment, AlignmentMethod, Curve, LayerProfile, LayerSchedule, Plane, PlanePoint } from '../landscape/results.ts';
import type { ArchitectureChoice } from '../nn/architecture.ts';
import type { Network } from '../nn/network.ts';
import type { Checkpoint, Score, Seeds, StoppedNetwork, TrainedNetwork, Training, TrainingState, TrainPartial } from '../nn/training.ts';
import type { BackendChoice, BackendInfo } from './backend-names.ts';
import type { KeptData, KeptId } from './data/kept-data.ts';
import type { UnpackRequest } from './data/archive.ts';
import type { ReadFileRequest, ReadFileResult } from './data/read-file.ts';
import type { FromServer, ToServer } from './rpc/channel.ts';
import type { HelperFailed, ToStarter } from './rpc/helper.ts';

/** Where the probe stands: θ(origin) + Σ coordinates·directions over the networks named, or one endpoint. */
export type ProbePlace =
  | { readonly kind: 'network'; readonly network: string }
  | { readonly kind: 'path'; readonly a: string; readonly b: string; readonly alpha: number }
  | (PlaneNetworks & { readonly kind: 'plane'; readonly x: number; readonly y: number });

export interface ProbeRequest {
  readonly dataset: DatasetSpec;
  readonly place: ProbePlace;
  readonly split: Split;
  /** Point data: cells along each axis of the decision picture. */
  readonly resolution: number;
  /** Image data: how many examples the strip shows. */
  readonly examples: number;
}

export interface ProbeResult {
  readonly place: ProbePlace;
  readonly split: Split;
  readonly score: Score;
  /** [classes, classes] row-major, row = true class, column = predicted. */
  readonly confusion: Int32Array;
  /** Point data: the window, and at each cell (row-major, y upwards) the predicted class and its probability. */
  readonly regions: {
    readonly x: readonly [number, number];
    readonly y: readonly [number, number];
    readonly resolution: number;
    readonly predicted: Uint16Array;
    readonly probability: Float32Array;
  } | null;
  /** The strip: mistakes first, then others. `x` is [count, inputs]. For point data: all points of the split (up to 2,000). */
  readonly strip: {
    readonly index: Int32Array;
    readonly x: Float32Array;
    readonly label: Int32Array;
    readonly predicted: Int32Array;
    readonly probability: Float32Array;
    readonly mistakes: number;
  };
}

export interface TrainRequest {
  readonly dataset: DatasetSpec;
  readonly architecture: ArchitectureChoice;
  readonly training: Training;
  readonly seeds: readonly Seeds[];
  /** What each network trains on, by position; null = the whole training split. */
  readonly shares: readonly (Share | null)[];
  /** Where each network goes on that was stopped; null, or left out: from its initialisation. */
  readonly from?: readonly (TrainingState | null)[];
  /** The epoch to train to; left out: the last. The schedule is that of the whole training. */
  readonly until?: number;
}

export interface AlignRequest {
  readonly dataset: DatasetSpec;
  readonly reference: string;
  readonly network: string;
  readonly method: AlignmentMethod;
  readonly seed: number;
  readonly restarts: number;
  readonly signs: boolean;
  /** Weight matching of several hidden layers starts from activation matching too. */
  readonly activations: boolean;
}

/** The networks that a plane goes through. */
export interface PlaneNetworks {
  readonly a: string;
  readonly b: string;
  readonly c: string;
  /** The two networks whose distance is the unit; left out: a and b. */
  readonly unit?: PlaneUnit;
}

/** Ids of two networks. */
export type PlaneUnit = readonly [string, string];

/**
 * Windows are x0, x1, y0, y1 in the plane's unit. *Home* is the window whose grid, refined or coarsened by twos, gives all windows
 * their points: the plane's default extent, or the union of several.
 */
export interface PlaneJob extends PlaneNetworks {
  readonly dataset: DatasetSpec;
  readonly split: Split;
  /** Values along each axis of home. */
  readonly resolution: number;
  /** Of the default extents. */
  readonly margin: number;
  /** The planes to be compared, this one among them, whose default extents together are home; empty: this one alone. */
  readonly sharing: readonly PlaneNetworks[];
  /** What is looked at; null: home. */
  readonly window: readonly [number, number, number, number] | null;
  /** Uses points that were computed on this plane before, and keeps the new ones. */
  readonly keep: boolean;
}

/** A network or path of networks to project on a plane. */
export interface ProjectRequest extends PlaneNetworks {
  readonly networks: readonly string[];
}

/** A network, permuted before use where `permutations` is an alignment's. */
export interface NetworkReference {
  readonly id: string;
  readonly permutations: readonly Int32Array[] | null;
  readonly signs: readonly Int8Array[] | null;
}

/** A split, or a client's share of it. */
export interface ExamplesReference {
  readonly dataset: DatasetSpec;
  readonly split: Split;
  readonly share: Share | null;
}

/** A figure of the layer laboratory, made by the recipe of this name on networks and examples in the recipe's order. */
export interface RecipeRequest<N extends RecipeName> {
  readonly recipe: N;
  readonly networks: readonly NetworkReference[];
  readonly examples: readonly ExamplesReference[];
  readonly settings: Recipes[N]['settings'];
}
export type RecipeResult<N extends RecipeName> = Recipes[N]['result'];

export type { KeptData, KeptId } from './data/kept-data.ts';
export type { ReadFileRequest, ReadFileResult } from './data/read-file.ts';

/** name → { request, partial, result }. `Progress` is reported beside partial results for every job. */
export interface Jobs {
  selectBackend: { request: BackendChoice; partial: never; result: BackendInfo };
  putNetwork: { request: { id: string; network: Network }; partial: never; result: null };
  dropNetwork: { request: { id: string }; partial: never; result: null };
  /** A file as it was dropped: its bytes, their SHA-256, and the network in it. */
  readFile: { request: ReadFileRequest; partial: never; result: ReadFileResult };
  /** The files of a zip archive, within limits that are looked at before anything is unpacked. */
  unpackArchive: { request: UnpackRequest; partial: never; result: { entries: readonly ZipEntry[] } };
  packArchive: { request: { entries: readonly ZipEntry[] }; partial: never; result: { bytes: Uint8Array } };
  putFile: { request: { name: string; sha256: string; bytes: Uint8Array }; partial: never; result: null };
  /** Loads (or finds in the cache) and keeps. */
  loadDataset: { request: { spec: DatasetSpec }; partial: never; result: DatasetSummary };
  /** Data sets that could be kept in this browser, and whether they are. */
  keptData: { request: null; partial: never; result: KeptData[] };
  /** Fetches one of them into this browser's storage. */
  keepData: { request: { id: KeptId }; partial: never; result: null };
  /** What a dropped file is, from its bytes: a spec that loads it (sizes filled in), or an error that names file, place and rule. Columns for a CSV. */
  inspectFiles: {
    request: { files: readonly { name: string; sha256: string }[]; choice: CsvChoice };
    partial: never;
    result: { spec: DatasetSpec; summary: DatasetSummary; columns: readonly string[] };
  };
  /** A CSV's first rows and how they would be read; null: the file is none. */
  previewFile: { request: { file: { name: string; sha256: string }; choice: CsvChoice }; partial: never; result: CsvPreview | null };
  /** First examples of a split, for previews. */
  examples: {
    request: { dataset: DatasetSpec; split: Split; count: number };
    partial: never;
    result: { x: Float32Array; y: Int32Array; count: number };
  };
  train: { request: TrainRequest; partial: TrainPartial; result: { networks: TrainedNetwork[] } };
  /** What the training that was cancelled last left, once it has ended; handed over once. */
  takeStopped: { request: null; partial: never; result: { networks: StoppedNetwork[] } };
  pauseTraining: { request: { paused: boolean }; partial: never; result: null };
  evaluate: { request: { dataset: DatasetSpec; network: string; split: Split }; partial: never; result: Score };
  logits: {
    request: { dataset: DatasetSpec; network: string; split: Split; count: number };
    partial: never;
    result: { logits: Float32Array; count: number; outputs: number };
  };
  align: { request: AlignRequest; partial: never; result: { network: Network; alignment: Alignment } };
  curve: {
    request: { dataset: DatasetSpec; a: string; b: string; split: Split; points: number; range: readonly [number, number]; refine: boolean };
    partial: never;
    result: Curve;
  };
  /** Partials: coarse, then finer. */
  plane: {
    request: PlaneJob;
    partial: Plane;
    result: Plane;
  };
  project: { request: ProjectRequest; partial: never; result: { points: PlanePoint[] } };
  /** Checkpoints of a training run on a plane; permuted first where `permutationOf` is an alignment's (permutations, signs). */
  projectPath: {
    request: PlaneNetworks & {
      checkpoints: readonly Checkpoint[];
      permutations: readonly Int32Array[] | null;
      signs: readonly Int8Array[] | null;
    };
    partial: never;
    result: { points: PlanePoint[] };
  };
  layers: {
    request: { dataset: DatasetSpec; a: string; b: string; split: Split; schedule: LayerSchedule; alpha: readonly number[] };
    partial: LayerProfile;
    result: LayerProfile;
  };
  /** Any recipe of landscape/registry.ts; its result is `RecipeResult` of its name. */
  recipe: { request: { [N in RecipeName]: RecipeRequest<N> }[RecipeName]; partial: RecipeResult<RecipeName>; result: RecipeResult<RecipeName> };
  probe: { request: ProbeRequest; partial: never; result: ProbeResult };
  /** Tensors and bytes held by the backend, for leak tests. */
  memory: { request: null; partial: never; result: { tensors: number; bytes: number } };
}

export type JobName = keyof Jobs;
export type JobRequest<N extends JobName> = Jobs[N]['request'];
export type JobPartial<N extends JobName> = Jobs[N]['partial'];
export type JobResult<N extends JobName> = Jobs[N]['result'];

export type ToWorker = ToServer<Jobs> | HelperFailed;

export type FromWorker =
  | FromServer
  | ToStarter
  /** The worker runs; `life` is the lock that it holds while it lives (rpc/life.ts). */
  | { type: 'ready'; life: string | null }
  /** Not tied to a job: the backend changed under way (device lost, fallback). */
  | { type: 'backend'; info: BackendInfo };
