/** How networks learn and are scored while they do: on the training kernels, or on tfjs's current backend. */
import { throwIfAborted, type JobOptions } from '../../base/job.ts';
import { Yielder } from '../../base/yielder.ts';
import type { Dataset, Examples } from '../../datasets/dataset.ts';
import type { Evaluator } from '../../landscape/evaluator.ts';
import { point } from '../../landscape/segment.ts';
import type { Architecture } from '../../nn/architecture.ts';
import type { Network } from '../../nn/network.ts';
import type { OptimizerState, Score, Training } from '../../nn/training.ts';
import { KernelLearner } from './kernel-learner.ts';
import type { Learner } from './learner.ts';
import type { StepKernels } from './step-kernels.ts';

/** Makes the learners of networks that take their steps together, in the order of their starts. @param from the optimisers' states, where training goes on */
export type MakeLearners = (
  architecture: Architecture,
  training: Training,
  examples: Examples,
  starts: readonly Float32Array[],
  from: readonly OptimizerState[] | null,
) => Learner[];

export interface Learning {
  /** The caller disposes them. */
  readonly makeLearners: MakeLearners;
  /** Loss and accuracy on all of the examples; NaN where a logit is not finite. */
  score(network: Network, examples: Examples, options?: JobOptions): Promise<Score>;
  /** Frees the examples of every other dataset. */
  keepOnly(dataset: Dataset | null): void;
  /** Bytes of the kernels' memory; tensors are told by tfjs. */
  bytes(): number;
}

/** On tensors. @param evaluator for the scores */
export function tensorLearning(evaluator: Evaluator, makeLearners: MakeLearners): Learning {
  return {
    makeLearners,
    async score(network, examples, options = {}) {
      const { signal } = options;
      const field = await evaluator.evaluate(point(network), new Float64Array(0), examples, signal ? { signal } : {});
      return { loss: field.loss[0], accuracy: field.accuracy[0] };
    },
    keepOnly: () => undefined,
    bytes: () => 0,
  };
}

/** Examples of a pass of scoring, and floats of what a call brings along. */
const SCORED = 64;
const SCORED_AT_ONCE = 2e6;
/** Milliseconds. */
const YIELD_INTERVAL = 25;

/** On the training kernels, one network after another. */
export function kernelLearning(kernels: StepKernels): Learning {
  return {
    makeLearners: (architecture, training, examples, starts, from) =>
      starts.map((start, m) => new KernelLearner(kernels, { architecture, training, examples }, start, from?.[m] ?? null)),
    async score({ architecture, parameters }, examples, options = {}) {
      const yielder = new Yielder(YIELD_INTERVAL, options.signal);
      const shape = { architecture, training: null, batchSize: SCORED };
      const plan = kernels.lend(shape);
      try {
        kernels.write(plan.parameters, plan.layout, parameters);
        let loss = 0;
        let right = 0;
        const most = SCORED * Math.max(1, Math.floor(SCORED_AT_ONCE / SCORED / examples.inputs));
        for (let first = 0; first < examples.count; first += most) {
          throwIfAborted(options.signal);
          const sums = kernels.score(plan, examples, first, Math.min(most, examples.count - first), SCORED);
          loss += sums.loss;
          right += sums.right;
          await yielder.yieldIfDue();
        }
        return { loss: loss / examples.count, accuracy: Number.isFinite(loss) ? right / examples.count : NaN };
      } finally {
        kernels.giveBack(shape, plan);
      }
    },
    keepOnly: (dataset) => kernels.keepOnly(dataset?.train ?? null),
    bytes: () => kernels.bytes,
  };
}
