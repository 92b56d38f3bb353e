/** How a network is trained. Optimisers follow PyTorch (decay on all parameters; decoupled for adamw, L2 elsewhere). */
import type { Network } from './network.ts';

export type OptimizerName = 'sgd' | 'adam' | 'adamw' | 'rmsprop';
export type ScheduleName = 'constant' | 'cosine' | 'onecycle';

export interface Training {
  readonly epochs: number;
  readonly batchSize: number;
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  /** sgd and rmsprop; ignored by adam and adamw. */
  readonly momentum: number;
  readonly weightDecay: number;
  readonly schedule: ScheduleName;
  /** Of one-cycle alone: the momentum (β₁ of adam and adamw) goes from .95 to .85 and back, opposite to the rate. */
  readonly cycleMomentum: boolean;
  /** Linear warm-up, in epochs; 0 = none. */
  readonly warmup: number;
  /** Largest gradient norm (over all parameters of one network); 0 = no clipping. */
  readonly clipNorm: number;
  /** How many checkpoints are kept (start and end included), evenly thinned. */
  readonly checkpoints: number;
}

/** Initialisation and data order have seeds of their own. */
export interface Seeds {
  readonly init: number;
  readonly order: number;
  /** The order of the first epochs, where it is another than later: the network is the one with that order until then, bit for bit. */
  readonly first?: FirstEpochs;
}

export interface FirstEpochs {
  readonly order: number;
  /** How many; 1 or more. */
  readonly epochs: number;
}

/** A network during training, kept for trajectories. `epoch` 0 is the initialisation. */
export interface Checkpoint {
  readonly epoch: number;
  readonly parameters: Float32Array;
}

/** Where an optimiser stands: what it goes on from, elsewhere, with the same bits. */
export interface OptimizerState {
  /** Steps taken. */
  readonly steps: number;
  /** Its flat arrays, as its algorithm orders them. */
  readonly memory: readonly Float32Array[];
}

/** A training between two epochs: all it needs to go on from there. */
export interface TrainingState {
  /** Epochs done. */
  readonly epoch: number;
  readonly parameters: Float32Array;
  readonly optimizer: OptimizerState;
}

/** One point of the live training curves. */
export interface TrainingPoint {
  readonly epoch: number;
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  readonly testLoss: number;
  readonly testAccuracy: number;
}

/** Loss and accuracy. */
export interface Score {
  readonly loss: number;
  readonly accuracy: number;
}

/** One report of a training run; `points[m]` is new points of network m since the last report. */
export interface TrainPartial {
  readonly points: readonly (readonly TrainingPoint[])[];
  /** Epochs done, possibly fractional. */
  readonly epoch: number;
  readonly epochs: number;
  readonly secondsLeft: number | null;
  readonly paused: boolean;
}

export interface TrainedNetwork {
  readonly network: Network;
  readonly seeds: Seeds;
  readonly checkpoints: readonly Checkpoint[];
  readonly history: readonly TrainingPoint[];
  /** On all examples of each split, whatever share the network trained on; the history's training scores are of its own share. */
  readonly train: Score;
  readonly test: Score;
  /** Set where the network diverged: which step, what to change. Its parameters are the last finite ones. */
  readonly diverged: { readonly step: number; readonly epoch: number; readonly message: string } | null;
  /** Where its training was stopped; null where nothing was left to train. */
  readonly stopped: StoppedTraining | null;
}

/** A training that was stopped after some of its epochs. */
export interface StoppedTraining {
  /** Epochs done: the network is what it was then. */
  readonly epoch: number;
  /** What the training goes on from; null where it cannot. */
  readonly optimizer: OptimizerState | null;
}

/** What a training that was stopped leaves of one network; not scored. History and checkpoints are what that training added. */
export interface StoppedNetwork extends Omit<TrainedNetwork, 'train' | 'test'> {
  /** Its place among the networks that were to be trained. */
  readonly at: number;
}
