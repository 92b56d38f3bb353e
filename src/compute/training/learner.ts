import type { Architecture } from '../../nn/architecture.ts';
import type { Examples } from '../../datasets/dataset.ts';
import type { OptimizerState, Training } from '../../nn/training.ts';

/** What the schedule says of a step. */
export interface StepSize {
  readonly rate: number;
  /** Where a schedule changes it; left out: the training's own. */
  readonly momentum?: number;
}

/** Networks that take their steps together: one (kernel-learner.ts, flat-learner.ts) or a stack (webgpu/gpu-learner.ts, stacked-learner.ts). */
export interface Learner {
  /** How many networks. */
  readonly count: number;
  /** Steps of a call that keep pause and cancel prompt. */
  readonly stride: number;
  /**
   * Optimiser steps of every network, one a size.
   * @param orders one row of example indices a network, all of one length: a batch of the training's size a step, the last with what is left
   */
  steps(orders: readonly Int32Array[], sizes: readonly StepSize[]): void;
  /** Where steps are taken by a device: waits until little of what was asked is left to do. To be called between steps. */
  room?(): Promise<void>;
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
