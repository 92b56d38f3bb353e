/** Steps of a stack on a WebGPU device by themselves, without scores: how many dispatches one takes, and how long. */
import type { MakeLearners } from '../../../src/compute/training/learning.ts';
import { initialise } from '../../../src/nn/initialise.ts';
import { architectureOf, datasetOf, requestOf, type Recipe } from './recipe.ts';

export interface StepsAlone {
  /** Of one step of all networks. */
  readonly dispatches: number;
  /** Network-steps. */
  readonly perSecond: number;
}

/** The recipe's steps of an epoch, after two that are not timed, until the device has taken them. */
export async function stepsAlone(makeLearners: MakeLearners, recipe: Recipe): Promise<StepsAlone> {
  const { batchSize, count, steps } = recipe;
  const { train } = datasetOf(recipe);
  const architecture = architectureOf(recipe);
  const starts = Array.from({ length: count }, (_, m) => initialise(architecture, m + 1).parameters);
  const order = Int32Array.from({ length: steps * batchSize }, (_, i) => i);
  const learners = makeLearners(architecture, requestOf(recipe, 1).training, train, starts, null);
  const take = async (number: number): Promise<void> => {
    for (const learner of learners) {
      const sizes = Array.from({ length: number }, () => ({ rate: 1e-3 }));
      learner.steps(
        Array.from({ length: learner.count }, () => order.subarray(0, number * batchSize)),
        sizes,
      );
    }
    for (const learner of learners) await learner.stepsTaken();
  };
  const dispatched = await countDispatches(() => take(2));
  const since = performance.now();
  await take(steps);
  const ms = performance.now() - since;
  for (const learner of learners) learner.dispose();
  return { dispatches: Math.round(dispatched / 2), perSecond: (1000 * count * steps) / ms };
}

async function countDispatches(work: () => Promise<unknown>): Promise<number> {
  const { prototype } = GPUComputePassEncoder;
  const dispatch = Reflect.get<GPUComputePassEncoder, 'dispatchWorkgroups'>(prototype, 'dispatchWorkgroups');
  let dispatched = 0;
  prototype.dispatchWorkgroups = function (...groups) {
    dispatched++;
    dispatch.apply(this, groups);
  };
  try {
    await work();
    return dispatched;
  } finally {
    prototype.dispatchWorkgroups = dispatch;
  }
}
