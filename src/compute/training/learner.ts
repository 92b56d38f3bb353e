import type { Architecture } from '../../nn/architecture.ts';
import type { Examples } from '../../datasets/dataset.ts';
import type { OptimizerState, Training } from '../../nn/training.ts';

/** Networks that take their steps together: one (flat-learner.ts) or a stack (stacked-learner.ts). */
export interface Learner {
  /** How many networks. */
  readonly count: number;
  /**
   * One optimiser step of every network.
   * @param batches one row of example indices a network, all of one length
   * @param momentum where a schedule changes it; left out: the training's own
   */
  step(batches: readonly Int32Array[], rate: number, momentum?: number): void;
  /** Steps each network has taken. A network whose loss was not finite takes no more: its parameters are those before that step. */
  stepsTaken(): Promise<number[]>;
  /** Copies of the parameters, one flat array a network. */
  parameters(): Promise<Float32Array[]>;
  /** Remembers how the optimisers stand now, in place of what was remembered before. */
  remember(): void;
  /** What was remembered last, one state a network. */
  remembered(): Promise<OptimizerState[]>;
  dispose(): void;
}

export interface LearnerSetup {
  readonly architecture: Architecture;
  readonly training: Training;
  readonly examples: Examples;
}
