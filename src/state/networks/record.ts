/** A network with all that is known of it, as the library holds it and the browser's storage keeps it. */
import type { DatasetSpec } from '../../datasets/spec.ts';
import type { Alignment } from '../../landscape/results.ts';
import type { Network } from '../../nn/network.ts';
import type { Checkpoint, Score, Seeds, StoppedTraining, Training, TrainingPoint } from '../../nn/training.ts';
import type { NetworkEntry, NetworkOrigin, NetworkRun } from '../shared-state.ts';
import type { AlignmentChoice, NetworkRecipe } from '../experiment.ts';

export const RECORD_VERSION = 1;

export interface NetworkRecord {
  readonly version: typeof RECORD_VERSION;
  readonly id: string;
  readonly name: string;
  readonly network: Network;
  readonly checkpoints: readonly Checkpoint[];
  readonly seeds: Seeds | null;
  readonly training: Training | null;
  readonly data: DatasetSpec | null;
  readonly recipe: NetworkRecipe | null;
  readonly origin: NetworkOrigin;
  /** The networks it was trained with; null for imported ones. */
  readonly run: NetworkRun | null;
  /** What trained it; null where that is not known. */
  readonly backend: string | null;
  /** How an aligned copy was made; null for others. */
  readonly choice: AlignmentChoice | null;
  /** The data that the matching of an aligned copy looked at; null where it saw weights alone, where that is not known, and for others. */
  readonly matchedOn: DatasetSpec | null;
  readonly alignment: Alignment | null;
  readonly history: readonly TrainingPoint[];
  readonly diverged: string | null;
  /** Where its training was stopped; null where it was trained to the end, and for imported ones. */
  readonly stopped: StoppedTraining | null;
  readonly created: number;
}

export interface Scores {
  readonly train: Score | null;
  readonly test: Score | null;
}

/** The row of the network list that shows a record. */
export function entryOf(record: NetworkRecord, scores: Scores, saved: NetworkEntry['saved']): NetworkEntry {
  const { id, name, network, checkpoints, seeds, training, data, recipe, origin, run, backend, history, diverged, created, alignment, stopped } =
    record;
  return {
    id,
    name,
    architecture: network.architecture,
    parameterCount: network.parameters.length,
    train: scores.train,
    test: scores.test,
    seeds,
    training,
    data,
    recipe,
    origin,
    run,
    backend,
    history,
    checkpointCount: checkpoints.length,
    diverged,
    stopped: stopped && { epoch: stopped.epoch, canGoOn: stopped.optimizer !== null },
    created,
    saved,
    alignment,
  };
}
