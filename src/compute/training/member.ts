/** One network while it trains: what it learns from, and what its run has found out about it. */
import type { Examples } from '../../datasets/dataset.ts';
import { pickExamples, shareIndices, type Share } from '../../datasets/share.ts';
import type { Checkpoint, Seeds, TrainedNetwork, Training, TrainingPoint } from '../../nn/training.ts';

const LIVE_EXAMPLES = 2000;

type Divergence = NonNullable<TrainedNetwork['diverged']>;

/** What a run has found out about one network. */
export interface TrainingRecord {
  readonly history: readonly TrainingPoint[];
  readonly checkpoints: readonly Checkpoint[];
  /** The last finite parameters that were read. */
  readonly latest: Float32Array;
  readonly diverged: Divergence | null;
}

/** One network's record while it trains. */
export interface Member extends TrainingRecord {
  readonly seeds: Seeds;
  /** What it is called in messages, counted from 1. */
  readonly number: number;
  /** Places of its examples in the training split; null = all. */
  readonly places: Int32Array | null;
  /** The first of its examples. */
  readonly live: Examples;
  readonly history: TrainingPoint[];
  readonly checkpoints: Checkpoint[];
  /** Where `history` stood at the last report. */
  reported: number;
  latest: Float32Array;
  /** The epoch that `latest` is of. */
  latestEpoch: number;
  diverged: Divergence | null;
}

/** What a network begins with. `share`: what it trains on; null = the whole training split. `latest`: its last finite parameters, and the epoch that they are of. */
export type Beginning = Pick<Member, 'seeds' | 'number' | 'latest' | 'latestEpoch'> & { readonly share: Share | null };

/** A network of which nothing is known yet. @param live `firstExamples` of the training split, which all networks without a share have in common */
export function newMember({ share, ...beginning }: Beginning, train: Examples, live: Examples): Member {
  const places = share === null ? null : shareIndices(train, share);
  return {
    ...beginning,
    places,
    live: places === null ? live : pickExamples(train, places.subarray(0, LIVE_EXAMPLES)),
    history: [],
    checkpoints: [],
    reported: 0,
    diverged: null,
  };
}

/** Those of a split that live losses are of: views of its first 2,000, or all where they are fewer. */
export function firstExamples(examples: Examples): Examples {
  if (examples.count <= LIVE_EXAMPLES) return examples;
  return { ...examples, x: examples.x.subarray(0, LIVE_EXAMPLES * examples.inputs), y: examples.y.subarray(0, LIVE_EXAMPLES), count: LIVE_EXAMPLES };
}

/** That a network diverged, where, and what to do. @param step the first that was not finite, counted from 1 */
export function divergenceAt({ number }: Member, step: number, stepsPerEpoch: number, { learningRate, clipNorm }: Training): Divergence {
  const epoch = Math.ceil(step / stepsPerEpoch);
  const remedy =
    clipNorm > 0
      ? `Lower the learning rate (${learningRate}) or the gradient clip (${clipNorm}).`
      : `Lower the learning rate (${learningRate}) or clip the gradients.`;
  return { step, epoch, message: `Network ${number} diverged: its loss was not finite at step ${step} (epoch ${epoch}). ${remedy}` };
}
