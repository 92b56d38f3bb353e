/** What a training is asked for, and what it trains with. */
import type { Share } from '../../datasets/share.ts';
import type { ArchitectureChoice } from '../../nn/architecture.ts';
import type { Seeds, StoppedNetwork, Training, TrainingState } from '../../nn/training.ts';
import type { Learning } from './learning.ts';
import type { PauseSwitch } from './pause-switch.ts';

export interface TrainerSetup {
  readonly learning: Learning;
  readonly pause: PauseSwitch;
  /** Told after an abort what the last whole epoch left, for the training to go on from. Left out: nothing is kept for that. */
  readonly onStop?: (networks: StoppedNetwork[]) => void;
}

export interface TrainerRequest {
  readonly architecture: ArchitectureChoice;
  readonly training: Training;
  readonly seeds: readonly Seeds[];
  /** What each network trains on; null = the whole training split. */
  readonly shares: readonly (Share | null)[];
  /** What the first network is called in messages; 1 where left out. */
  readonly number?: number;
  /** Where each network goes on; null, or left out: from its initialisation. */
  readonly from?: readonly (StartingPoint | null)[];
  /** The epoch to train to; left out: the last. The schedule is that of the whole training. */
  readonly until?: number;
}

/** A training under way; `latest`: its last finite parameters, where they are others. */
export interface StartingPoint extends TrainingState {
  readonly latest?: Float32Array;
}
