/** The optimisers of optimizer.ts on device tensors: every operation is entry by entry, so tensors of stacked networks serve as well. */
import * as tf from '@tensorflow/tfjs-core';
import type { Training } from '../../nn/training.ts';
import { ADAM_BETA1, ADAM_BETA2, keepsStep, OPTIMIZER_EPSILON, RMSPROP_ALPHA } from './optimizer.ts';

/** One parameter tensor with the optimiser's memory of it. All are owned here and replaced at each step. */
interface Slot {
  parameter: tf.Tensor;
  first: tf.Tensor;
  second: tf.Tensor;
}

/** The memory of all slots after some steps. */
export interface Memory {
  readonly steps: number;
  readonly first: readonly tf.Tensor[];
  readonly second: readonly tf.Tensor[];
}

export class TensorOptimizer {
  readonly #training: Training;
  readonly #slots: Slot[];
  #steps: number;
  #remembered: Memory = { steps: 0, first: [], second: [] };

  /** Takes ownership of the parameters, and of the memory of the steps before: none where that is left out. */
  constructor(training: Training, parameters: readonly tf.Tensor[], memory: Memory | null = null) {
    this.#training = training;
    this.#steps = memory?.steps ?? 0;
    this.#slots = parameters.map((parameter, i) => ({
      parameter,
      first: memory?.first[i] ?? tf.zerosLike(parameter),
      second: memory?.second[i] ?? tf.zerosLike(parameter),
    }));
  }

  /** Holds on to the memory as it is now, in place of what was remembered before. */
  remember(): void {
    this.#forget();
    this.#remembered = {
      steps: this.#steps,
      first: this.#slots.map(({ first }) => tf.clone(first)),
      second: this.#slots.map(({ second }) => tf.clone(second)),
    };
  }

  /** What was remembered last: read only, valid until the next. */
  get remembered(): Memory {
    return this.#remembered;
  }

  #forget(): void {
    tf.dispose([...this.#remembered.first, ...this.#remembered.second]);
  }

  /** The parameters as they are now: read only, valid until the next step. */
  get parameters(): tf.Tensor[] {
    return this.#slots.map((slot) => slot.parameter);
  }

  /**
   * One step down the gradients (of the same shapes, not disposed here).
   * @param alive 1 or 0, broadcasting against every parameter: where 0, parameters and memory stay as they are
   * @param momentum of this step (β₁ of adam and adamw), where a schedule changes it; left out: the training's own
   */
  step(gradients: readonly tf.Tensor[], rate: number, alive: tf.Tensor, momentum?: number): void {
    this.#steps++;
    for (const [i, slot] of this.#slots.entries()) {
      const [parameter, first, second] = tf.tidy(() => {
        const next = this.#next(slot, gradients[i], rate, momentum);
        const mask = tf.reshape(alive, [-1, ...slot.parameter.shape.slice(1).map(() => 1)]);
        const keep = tf.greater(mask, 0);
        return [tf.where(keep, next.parameter, slot.parameter), tf.where(keep, next.first, slot.first), tf.where(keep, next.second, slot.second)];
      });
      tf.dispose([slot.parameter, slot.first, slot.second]);
      this.#slots[i] = { parameter, first, second };
    }
  }

  dispose(): void {
    for (const slot of this.#slots) tf.dispose([slot.parameter, slot.first, slot.second]);
    this.#slots.length = 0;
    this.#forget();
    this.#remembered = { steps: 0, first: [], second: [] };
  }

  #next(slot: Slot, gradient: tf.Tensor, rate: number, given: number | undefined): Slot {
    const { optimizer, weightDecay } = this.#training;
    const momentum = given ?? this.#training.momentum;
    const beta1 = given ?? ADAM_BETA1;
    const moving = keepsStep(this.#training);
    const { parameter } = slot;
    const g = weightDecay > 0 && optimizer !== 'adamw' ? tf.add(gradient, tf.mul(weightDecay, parameter)) : gradient;
    switch (optimizer) {
      case 'sgd': {
        const first = moving ? tf.add(tf.mul(momentum, slot.first), g) : slot.first;
        return { parameter: tf.sub(parameter, tf.mul(rate, moving ? first : g)), first, second: slot.second };
      }
      case 'adam':
      case 'adamw': {
        const first = tf.add(tf.mul(beta1, slot.first), tf.mul(1 - beta1, g));
        const second = tf.add(tf.mul(ADAM_BETA2, slot.second), tf.mul(1 - ADAM_BETA2, tf.square(g)));
        const root = tf.mul(tf.sqrt(second), 1 / Math.sqrt(1 - ADAM_BETA2 ** this.#steps));
        const move = tf.mul(rate / (1 - beta1 ** this.#steps), tf.div(first, tf.add(root, OPTIMIZER_EPSILON)));
        const from = optimizer === 'adamw' && weightDecay > 0 ? tf.mul(1 - rate * weightDecay, parameter) : parameter;
        return { parameter: tf.sub(from, move), first, second };
      }
      case 'rmsprop': {
        const second = tf.add(tf.mul(RMSPROP_ALPHA, slot.second), tf.mul(1 - RMSPROP_ALPHA, tf.square(g)));
        const d = tf.div(g, tf.add(tf.sqrt(second), OPTIMIZER_EPSILON));
        const first = moving ? tf.add(tf.mul(momentum, slot.first), d) : slot.first;
        return { parameter: tf.sub(parameter, tf.mul(rate, moving ? first : d)), first, second };
      }
    }
  }
}
