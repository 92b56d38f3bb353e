/**
 * Optimisers with PyTorch's exact meaning (torch.optim SGD, Adam, AdamW, RMSprop), in place on a flat Float32Array. For
 * backends whose memory is the host's: one loop costs less than a dozen tensor operations. tensor-optimizer.ts is the same on
 * stacked tensors.
 */
import { RidgelineError } from '../../base/errors.ts';
import type { OptimizerState, Training } from '../../nn/training.ts';
import { cyclesMomentum } from './schedule.ts';

export const ADAM_BETA1 = 0.9;
export const ADAM_BETA2 = 0.999;
export const RMSPROP_ALPHA = 0.99;
export const OPTIMIZER_EPSILON = 1e-8;

export interface Optimizer {
  /** A copy of its state. */
  state(): OptimizerState;
  /**
   * Moves `parameters` one step down `gradient` (both flat, not kept); arithmetic in float64, state in float32.
   * @param momentum of this step (β₁ of adam and adamw), where a schedule changes it; left out: the training's own
   */
  step(parameters: Float32Array, gradient: Float32Array, rate: number, momentum?: number): void;
}

/** An optimiser for `size` parameters, fresh or going on from a state (copied), which must be one of this algorithm and size. */
export function createOptimizer(training: Training, size: number, from: OptimizerState | null = null): Optimizer {
  const moving = keepsStep(training) ? size : 0;
  const array = (index: number, length: number): Float32Array => (from === null ? new Float32Array(length) : memoryOf(from, index, length).slice());
  switch (training.optimizer) {
    case 'sgd':
      return sgd(training, from?.steps ?? 0, array(0, moving));
    case 'adam':
    case 'adamw':
      return adam(training, from?.steps ?? 0, array(0, size), array(1, size));
    case 'rmsprop':
      return rmsprop(training, from?.steps ?? 0, array(0, size), array(1, moving));
  }
}

/** An array of a state; rejects where it is not as long as it must be. */
export function memoryOf({ memory }: OptimizerState, index: number, length: number): Float32Array {
  const held = memory.at(index);
  if (held?.length === length) return held;
  throw new RidgelineError('invalid-argument', 'The optimiser’s state is not one of this training: it cannot go on. Train anew.', {
    argument: 'from',
    received: held?.length ?? null,
  });
}

/** Whether the optimiser adds part of the last step: it needs an array for it. Adam and AdamW do in their own way. */
export function keepsStep(training: Training): boolean {
  return training.momentum > 0 || cyclesMomentum(training);
}

/** v ← μv + g (v = g at the first step), θ ← θ − rate·v; decay as L2. */
function sgd(training: Training, taken: number, velocity: Float32Array): Optimizer {
  const { weightDecay } = training;
  const moving = keepsStep(training);
  let steps = taken;
  return {
    state: () => ({ steps, memory: [velocity.slice()] }),
    step(parameters, gradient, rate, momentum = training.momentum) {
      steps++;
      for (let i = 0; i < parameters.length; i++) {
        const g = gradient[i] + weightDecay * parameters[i];
        if (moving) parameters[i] -= rate * (velocity[i] = momentum * velocity[i] + g);
        else parameters[i] -= rate * g;
      }
    },
  };
}

/** Adam with bias correction, by the current β₁ as PyTorch's; decay as L2 for adam, decoupled (θ ← θ·(1 − rate·decay) first) for adamw. */
function adam({ optimizer, weightDecay }: Training, taken: number, mean: Float32Array, square: Float32Array): Optimizer {
  const decoupled = optimizer === 'adamw';
  const l2 = decoupled ? 0 : weightDecay;
  let steps = taken;
  return {
    state: () => ({ steps, memory: [mean.slice(), square.slice()] }),
    step(parameters, gradient, rate, beta1 = ADAM_BETA1) {
      steps++;
      const size1 = rate / (1 - beta1 ** steps);
      const scale2 = 1 / Math.sqrt(1 - ADAM_BETA2 ** steps);
      const shrink = decoupled ? 1 - rate * weightDecay : 1;
      for (let i = 0; i < mean.length; i++) {
        const g = gradient[i] + l2 * parameters[i];
        const m = (mean[i] = beta1 * mean[i] + (1 - beta1) * g);
        const v = (square[i] = ADAM_BETA2 * square[i] + (1 - ADAM_BETA2) * g * g);
        parameters[i] = shrink * parameters[i] - (size1 * m) / (Math.sqrt(v) * scale2 + OPTIMIZER_EPSILON);
      }
    },
  };
}

/** s ← αs + (1−α)g², d = g/(√s + ε), with momentum b ← μb + d, θ ← θ − rate·b; decay as L2. */
function rmsprop(training: Training, taken: number, square: Float32Array, buffer: Float32Array): Optimizer {
  const { weightDecay } = training;
  const moving = keepsStep(training);
  let steps = taken;
  return {
    state: () => ({ steps, memory: [square.slice(), buffer.slice()] }),
    step(parameters, gradient, rate, momentum = training.momentum) {
      steps++;
      for (let i = 0; i < square.length; i++) {
        const g = gradient[i] + weightDecay * parameters[i];
        const s = (square[i] = RMSPROP_ALPHA * square[i] + (1 - RMSPROP_ALPHA) * g * g);
        const d = g / (Math.sqrt(s) + OPTIMIZER_EPSILON);
        if (moving) parameters[i] -= rate * (buffer[i] = momentum * buffer[i] + d);
        else parameters[i] -= rate * d;
      }
    },
  };
}

/** Euclidean norm, summed in float64; NaN or infinite where an entry is. */
export function gradientNorm(gradient: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < gradient.length; i++) sum += gradient[i] * gradient[i];
  return Math.sqrt(sum);
}

/** torch.nn.utils.clip_grad_norm_: scales in place so that the norm is at most `most` (0 = no clipping). */
export function clipGradient(gradient: Float32Array, norm: number, most: number): void {
  const scale = most > 0 ? most / (norm + 1e-6) : 1;
  if (scale >= 1) return;
  for (let i = 0; i < gradient.length; i++) gradient[i] *= scale;
}
