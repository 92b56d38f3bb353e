/** Learning rates and momentum over training, as PyTorch's schedulers: pure functions of the step. */
import type { Training } from '../../nn/training.ts';

/**
 * The rate of one optimiser step. constant; cosine per epoch down to 0 (CosineAnnealingLR with T_max = epochs); one-cycle per
 * step (OneCycleLR: 30 % up from 1/25 of the rate, cosine both ways, down to 1e-4 of its start). Linear warm-up multiplies.
 * @param step counted from 0 @param stepsPerEpoch at least 1
 */
export function learningRateAt(training: Training, step: number, stepsPerEpoch: number): number {
  const { learningRate, epochs, schedule, warmup } = training;
  const warmupSteps = warmup * stepsPerEpoch;
  const warm = step + 1 < warmupSteps ? (step + 1) / warmupSteps : 1;
  switch (schedule) {
    case 'constant':
      return warm * learningRate;
    case 'cosine':
      return warm * (learningRate / 2) * (1 + Math.cos((Math.PI * Math.floor(step / stepsPerEpoch)) / epochs));
    case 'onecycle':
      return warm * oneCycle(learningRate, step, epochs * stepsPerEpoch);
  }
}

/** Where OneCycleLR's momentum starts and ends, and where it is when the rate is highest. */
const CYCLED = { slow: 0.95, fast: 0.85 } as const;

/** Whether the momentum changes from step to step. */
export function cyclesMomentum({ schedule, cycleMomentum }: Pick<Training, 'schedule' | 'cycleMomentum'>): boolean {
  return schedule === 'onecycle' && cycleMomentum;
}

/**
 * The momentum of one optimiser step (β₁ of adam and adamw) where it cycles, opposite to the rate (OneCycleLR's default,
 * base_momentum .85 and max_momentum .95); undefined where the optimiser keeps its own.
 */
export function momentumAt(training: Training, step: number, stepsPerEpoch: number): number | undefined {
  if (!cyclesMomentum(training)) return undefined;
  return twoPhases(CYCLED.slow, CYCLED.fast, CYCLED.slow, step, training.epochs * stepsPerEpoch);
}

/** OneCycleLR of torch.optim.lr_scheduler. */
function oneCycle(peak: number, step: number, total: number): number {
  const start = peak / 25;
  return twoPhases(start, peak, start * 1e-4, step, total);
}

/** Two cosine phases that meet at step 0.3·total − 1. */
function twoPhases(start: number, middle: number, end: number, step: number, total: number): number {
  const top = 0.3 * total - 1;
  if (step <= top && top > 0) return anneal(start, middle, step / top);
  return anneal(middle, end, Math.min(1, (step - top) / Math.max(1, total - 1 - top)));
}

function anneal(from: number, to: number, fraction: number): number {
  return to + ((from - to) / 2) * (1 + Math.cos(Math.PI * fraction));
}
