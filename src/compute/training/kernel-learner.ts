/** One network on the training kernels: many steps a call, its parameters in the kernels' memory until they are asked for. */
import type { OptimizerState, Training } from '../../nn/training.ts';
import type { Learner, LearnerSetup, StepSize } from './learner.ts';
import { momentOf } from './moment.ts';
import { keepsStep, memoryOf } from './optimizer.ts';
import type { StepKernels } from './step-kernels.ts';
import type { PlanShape, StepPlan } from './step-plan.ts';

/** Milliseconds of a call: a pause or a cancel is heard between calls. */
const CALL_TIME = 15;
const MOST_STEPS = 4000;
/** Multiplications and additions a millisecond, before the first call has told. */
const FIRST_GUESS = 1e7;

export class KernelLearner implements Learner {
  readonly count = 1;
  readonly #kernels: StepKernels;
  readonly #setup: LearnerSetup;
  readonly #shape: PlanShape;
  readonly #plan: StepPlan;
  #steps: number;
  #remembered: OptimizerState;
  #alive = true;
  #disposed = false;
  /** Milliseconds. */
  #stepTime: number;

  /** @param parameters the start, copied @param from the optimiser's state of a network under way, copied */
  constructor(kernels: StepKernels, setup: LearnerSetup, parameters: Float32Array, from: OptimizerState | null = null) {
    const { architecture, training, examples } = setup;
    const { batchSize } = training;
    this.#kernels = kernels;
    this.#setup = setup;
    this.#steps = from?.steps ?? 0;
    this.#remembered = from ?? { steps: 0, memory: [] };
    this.#stepTime = (6 * parameters.length * batchSize) / FIRST_GUESS;
    kernels.hold(examples);
    this.#shape = { architecture, training, batchSize: Math.min(batchSize, examples.count) };
    this.#plan = kernels.lend(this.#shape);
    const { layout, memory } = this.#plan;
    kernels.write(this.#plan.parameters, layout, parameters);
    if (from !== null)
      for (const [index, used] of arraysOf(training).entries())
        if (used) kernels.write(memory[index], layout, memoryOf(from, index, parameters.length));
  }

  get stride(): number {
    return Math.max(1, Math.min(MOST_STEPS, Math.floor(CALL_TIME / this.#stepTime)));
  }

  steps([order]: readonly Int32Array[], sizes: readonly StepSize[]): void {
    if (!this.#alive) return;
    const { examples, training } = this.#setup;
    const moments = sizes.map((size, i) => momentOf(training, size, this.#steps + 1 + i));
    const began = performance.now();
    const taken = this.#kernels.train(this.#plan, examples, order, this.#shape.batchSize, moments);
    // The clock of a browser is coarse: never none.
    this.#stepTime = Math.max(performance.now() - began, 0.005) / Math.max(1, taken);
    this.#steps += taken;
    if (taken < sizes.length) this.#alive = false;
  }

  stepsTaken(): Promise<number[]> {
    return Promise.resolve([this.#steps]);
  }

  parameters(): Promise<Float32Array[]> {
    return Promise.resolve([this.#kernels.read(this.#plan.parameters, this.#plan.layout)]);
  }

  remember(): void {
    const { layout, memory } = this.#plan;
    const arrays = arraysOf(this.#setup.training).map((used, index) => (used ? this.#kernels.read(memory[index], layout) : new Float32Array(0)));
    this.#remembered = { steps: this.#steps, memory: arrays };
  }

  remembered(): Promise<OptimizerState[]> {
    return Promise.resolve([this.#remembered]);
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#alive = false;
    this.#kernels.giveBack(this.#shape, this.#plan);
  }
}

/** Which of the arrays of an optimiser's state (optimizer.ts) hold something, in their order. */
function arraysOf(training: Training): readonly boolean[] {
  const step = keepsStep(training);
  if (training.optimizer === 'sgd') return [step];
  return training.optimizer === 'rmsprop' ? [true, step] : [true, true];
}
