/** Some epochs of one network, trained wherever there is room: the unit in which networks that train side by side are shared out. */
import type { StreamOptions } from '../../base/job.ts';
import type { Dataset } from '../../datasets/dataset.ts';
import type { Share } from '../../datasets/share.ts';
import type { Evaluator } from '../../landscape/evaluator.ts';
import type { ArchitectureChoice } from '../../nn/architecture.ts';
import type { Checkpoint, Seeds, TrainedNetwork, Training, TrainingPoint, TrainPartial } from '../../nn/training.ts';
import type { FlatLearner, FlatState } from './flat-learner.ts';
import type { PauseSwitch } from './pause-switch.ts';
import { TrainingRun, type TrainerSetup } from './trainer.ts';

/** Where a network stands between two spans. */
export interface SpanState extends FlatState {
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
  readonly evaluator: Evaluator;
  readonly pause: PauseSwitch;
}

/**
 * Trains a span on tfjs's current backend (wasm or cpu). Spans one after another give the bits of one long run. The arrays of
 * the result belong to the caller. Rejects with the signal's reason.
 */
export async function trainSpan(
  dataset: Dataset,
  span: TrainingSpan,
  { evaluator, pause }: SpanSetup,
  options: StreamOptions<TrainPartial> = {},
): Promise<SpanResult> {
  options.signal?.throwIfAborted();
  const { state, from, until, end, number, seeds, share, architecture, training } = span;
  const { FlatLearner: Learner } = await import('./flat-learner.ts');
  const learners: FlatLearner[] = [];
  const makeLearners: TrainerSetup['makeLearners'] = (whole, recipe, examples, [start], states) => {
    learners.push(new Learner({ architecture: whole, training: recipe, examples }, start, states?.[0] ?? null));
    return learners;
  };
  const run = new TrainingRun(
    dataset,
    { architecture, training, seeds: [seeds], shares: [share], number, from: [state && { epoch: from, ...state }], until: end },
    { evaluator, pause, makeLearners },
    options,
  );
  try {
    await run.advance(until);
    const [network] = run.finished ? await run.results() : [null];
    const [{ history, checkpoints, latest }] = run.records;
    return { state: { ...learners[0].state(), latest }, history, checkpoints, network };
  } finally {
    run.dispose();
  }
}
