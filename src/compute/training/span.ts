/** Some epochs of one network, trained wherever there is room: the unit in which networks that train side by side are shared out. */
import type { StreamOptions } from '../../base/job.ts';
import type { Dataset } from '../../datasets/dataset.ts';
import type { Share } from '../../datasets/share.ts';
import type { ArchitectureChoice } from '../../nn/architecture.ts';
import type { Checkpoint, OptimizerState, Seeds, TrainedNetwork, Training, TrainingPoint, TrainPartial } from '../../nn/training.ts';
import type { Learner } from './learner.ts';
import type { Learning } from './learning.ts';
import type { PauseSwitch } from './pause-switch.ts';
import { TrainingRun } from './trainer.ts';

/** Where a network stands between two spans. */
export interface SpanState {
  readonly parameters: Float32Array;
  readonly optimizer: OptimizerState;
  /** The last finite parameters. */
  readonly latest: Float32Array;
}

export interface TrainingSpan {
  readonly architecture: ArchitectureChoice;
  readonly training: Training;
  readonly seeds: Seeds;
  /** What the network trains on; null = the whole training split. */
  readonly share: Share | null;
  /** What the network is called in messages, counted from 1. */
  readonly number: number;
  /** Epochs done before, to be done after, and to be done by all spans together. */
  readonly from: number;
  readonly until: number;
  readonly end: number;
  /** null at the beginning. */
  readonly state: SpanState | null;
}

export interface SpanResult {
  readonly state: SpanState;
  /** What this span added. */
  readonly history: readonly TrainingPoint[];
  readonly checkpoints: readonly Checkpoint[];
  /** The network, where nothing is left to train; its history and checkpoints are this span's. */
  readonly network: TrainedNetwork | null;
}

export interface SpanSetup {
  readonly learning: Learning;
  readonly pause: PauseSwitch;
}

/**
 * Trains a span. Spans one after another give the bits of one long run. The arrays of
 * the result belong to the caller. Rejects with the signal's reason.
 */
export async function trainSpan(
  dataset: Dataset,
  span: TrainingSpan,
  { learning, pause }: SpanSetup,
  options: StreamOptions<TrainPartial> = {},
): Promise<SpanResult> {
  options.signal?.throwIfAborted();
  const { state, from, until, end, number, seeds, share, architecture, training } = span;
  const learners: Learner[] = [];
  const makeLearners: Learning['makeLearners'] = (...request) => {
    learners.push(...learning.makeLearners(...request));
    return learners;
  };
  const run = new TrainingRun(
    dataset,
    { architecture, training, seeds: [seeds], shares: [share], number, from: [state && { epoch: from, ...state }], until: end },
    { learning: { ...learning, makeLearners }, pause },
    options,
  );
  try {
    await run.advance(until);
    const [network] = run.finished ? await run.results() : [null];
    const [{ history, checkpoints, latest }] = run.records;
    const [learner] = learners;
    learner.remember();
    const [[parameters], [optimizer]] = [await learner.parameters(), await learner.remembered()];
    return { state: { parameters, optimizer, latest }, history, checkpoints, network };
  } finally {
    run.dispose();
  }
}
