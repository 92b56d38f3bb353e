/** Learning rates over training, as PyTorch's schedulers: pure functions of the step. */
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

/** OneCycleLR of torch.optim.lr_scheduler: two cosine phases that meet at step 0.3·total − 1. */
function oneCycle(peak: number, step: number, total: number): number {
  const start = peak / 25;
  const end = start * 1e-4;
  const top = 0.3 * total - 1;
  if (step <= top && top > 0) return anneal(start, peak, step / top);
  return anneal(peak, end, Math.min(1, (step - top) / Math.max(1, total - 1 - top)));
}

function anneal(from: number, to: number, fraction: number): number {
  return to + ((from - to) / 2) * (1 + Math.cos(Math.PI * fraction));
}
