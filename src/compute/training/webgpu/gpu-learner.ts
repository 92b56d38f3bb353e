/** A stack of networks on the WGSL kernels: many steps a submission, nothing read back until it is asked for. */
import type { Lease } from '../../evaluate/lease-cache.ts';
import type { OptimizerState, Training } from '../../../nn/training.ts';
import type { Learner, LearnerSetup, StepSize } from '../learner.ts';
import { momentOf } from '../moment.ts';
import { keepsStep, memoryOf } from '../optimizer.ts';
import type { HeldExamples, TrainingDevice } from './device.ts';
import { STATE_BYTES } from './kernels/optimise.ts';
import { Pace } from './pace.ts';
import { packed, unpacked } from './quad-layout.ts';
import { GpuStack } from './stack.ts';

/** Bytes of the order that a submission reads, at most, where one step reads less. */
const ORDER_BYTES = 16 * 1024 * 1024;
const MOST_STEPS = 512;
/** Submissions on the way before more are asked for. */
const IN_FLIGHT = 2;
/** Multiply-adds a millisecond, before the first submission has told: little, for a short first one. */
const FIRST_GUESS = { hardware: 1e8, software: 1e5 };

type Slot = 'first' | 'second';

export class GpuLearner implements Learner {
  readonly count: number;
  readonly #device: TrainingDevice;
  readonly #setup: LearnerSetup;
  readonly #batch: number;
  readonly #capacity: number;
  readonly #examples: Lease<HeldExamples>;
  readonly #stack: GpuStack;
  readonly #values: { readonly buffer: GPUBuffer; readonly group: GPUBindGroup };
  readonly #pace: Pace;
  readonly #flights: Promise<void>[] = [];
  #steps: number;
  #kept: Readonly<Record<Slot, GPUBuffer | null>> | null = null;
  #remembered: { readonly steps: number; readonly states: readonly OptimizerState[] | null };
  #disposed = false;

  /**
   * @param starts parameters of each network, copied
   * @param from the optimisers' states of networks under way, all after equally many steps, copied; null at the beginning
   */
  constructor(device: TrainingDevice, setup: LearnerSetup, starts: readonly Float32Array[], from: readonly OptimizerState[] | null = null) {
    const { architecture, training, examples } = setup;
    this.count = starts.length;
    this.#device = device;
    this.#setup = setup;
    this.#batch = Math.min(training.batchSize, examples.count);
    this.#capacity = Math.max(1, Math.min(MOST_STEPS, Math.floor(ORDER_BYTES / (4 * this.#batch * this.count))));
    this.#steps = from?.[0].steps ?? 0;
    this.#remembered = { steps: 0, states: from };
    const speed = device.cut.threads > 0 ? FIRST_GUESS.hardware : FIRST_GUESS.software;
    this.#pace = new Pace((3 * this.count * starts[0].length * this.#batch) / speed);
    this.#examples = device.examples(examples);
    const shape = { architecture, training, count: this.count, batch: this.#batch, steps: this.#capacity };
    this.#stack = new GpuStack(device, shape, this.#examples.value);
    this.#values = device.stepValues(this.#capacity);
    this.#load(starts, from);
  }

  get stride(): number {
    return Math.min(this.#capacity, this.#pace.steps);
  }

  steps(orders: readonly Int32Array[], sizes: readonly StepSize[]): void {
    for (let at = 0; at < sizes.length; at += this.#capacity) {
      const rows = (end: number): number => end * this.#setup.training.batchSize;
      const part = orders.map((order) => order.subarray(rows(at), rows(at + this.#capacity)));
      this.#submit(part, sizes.slice(at, at + this.#capacity));
    }
  }

  /** Waits until few submissions are on the way. */
  async room(): Promise<void> {
    while (this.#flights.length >= IN_FLIGHT) await this.#flights.shift();
  }

  async stepsTaken(): Promise<number[]> {
    const states = new Uint32Array((await this.#device.runner.read(this.#stack.states, this.count * STATE_BYTES)).buffer);
    return Array.from({ length: this.count }, (_, m) => states[(m * STATE_BYTES) / 4 + 1]);
  }

  parameters(): Promise<Float32Array[]> {
    return this.#read(this.#stack.parameters);
  }

  remember(): void {
    const { first, second } = this.#stack;
    const twin = (buffer: GPUBuffer | null): GPUBuffer | null => buffer && this.#device.runner.storage(buffer.size);
    const kept = (this.#kept ??= { first: twin(first), second: twin(second) });
    const pairs = [[first, kept.first] as const, [second, kept.second] as const];
    this.#device.copy(pairs.flatMap(([from, to]) => (from === null || to === null ? [] : [[from, to] as const])));
    this.#remembered = { steps: this.#steps, states: null };
  }

  async remembered(): Promise<OptimizerState[]> {
    const { steps, states } = this.#remembered;
    if (states !== null) return [...states];
    const arrays: (readonly Float32Array[] | null)[] = [];
    for (const slot of slotNames(this.#setup.training)) {
      const buffer = slot && this.#kept?.[slot];
      arrays.push(buffer ? await this.#read(buffer) : null);
    }
    return Array.from({ length: this.count }, (_, m) => ({ steps, memory: arrays.map((own) => own?.[m] ?? new Float32Array(0)) }));
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#stack.destroy();
    this.#values.buffer.destroy();
    this.#kept?.first?.destroy();
    this.#kept?.second?.destroy();
    this.#examples.release();
  }

  #load(starts: readonly Float32Array[], from: readonly OptimizerState[] | null): void {
    const { layout, parameters, first, second, states } = this.#stack;
    this.#device.write(parameters, packed(layout, starts));
    const begun = new Uint32Array((this.count * STATE_BYTES) / 4);
    for (let m = 0; m < this.count; m++) begun.set([1, this.#steps], (m * STATE_BYTES) / 4);
    this.#device.write(states, begun);
    if (from === null) return;
    for (const [index, slot] of slotNames(this.#setup.training).entries()) {
      const buffer = slot === 'first' ? first : slot === 'second' ? second : null;
      if (buffer !== null)
        this.#device.write(
          buffer,
          packed(
            layout,
            from.map((state) => memoryOf(state, index, layout.places.length)),
          ),
        );
    }
  }

  /** @param sizes no more than the capacity */
  #submit(orders: readonly Int32Array[], sizes: readonly StepSize[]): void {
    this.#writeOrder(orders, sizes.length);
    this.#writeValues(orders[0].length, sizes);
    this.#steps += sizes.length;
    const { dispatches } = this.#stack;
    const all = sizes.flatMap((_, step) => dispatches.map((kernel) => ({ kernel, step, rows: this.#rows(step, orders[0].length) })));
    const size = Math.ceil(all.length / (sizes.length === 1 ? this.#pace.pieces : 1));
    for (let at = 0; at < all.length; at += size) this.#device.submit(this.#values.group, all.slice(at, at + size));
    const flight = this.#device.spent().then((ms) => this.#pace.measured(sizes.length, ms));
    // Awaited by room(); until then a failure has a listener.
    flight.catch(() => undefined);
    this.#flights.push(flight);
  }

  /** Examples of a step. */
  #rows(step: number, count: number): number {
    return Math.min(this.#batch, count - step * this.#batch);
  }

  #writeOrder(orders: readonly Int32Array[], steps: number): void {
    const order = new Int32Array(steps * this.count * this.#batch);
    for (let step = 0; step < steps; step++)
      for (const [m, own] of orders.entries())
        order.set(own.subarray(step * this.#batch, (step + 1) * this.#batch), (step * this.count + m) * this.#batch);
    this.#device.write(this.#stack.order, order);
  }

  #writeValues(count: number, sizes: readonly StepSize[]): void {
    const { training } = this.#setup;
    const stride = this.#device.stepStride;
    const values = new DataView(new ArrayBuffer(sizes.length * stride));
    for (const [i, given] of sizes.entries()) {
      const { size, momentum, scale2, shrink } = momentOf(training, given, this.#steps + 1 + i);
      values.setUint32(i * stride, this.#rows(i, count), true);
      values.setUint32(i * stride + 4, i * this.count * this.#batch, true);
      const decay = training.optimizer === 'adamw' ? 0 : training.weightDecay;
      [size, momentum, scale2, shrink, decay, training.clipNorm].forEach((value, k) => values.setFloat32(i * stride + 8 + 4 * k, value, true));
    }
    this.#device.write(this.#values.buffer, values.buffer);
  }

  async #read(buffer: GPUBuffer): Promise<Float32Array[]> {
    return unpacked(this.#stack.layout, await this.#device.runner.read(buffer, this.#stack.vectorBytes));
  }
}

/** Which of the device's arrays those of an optimiser's state (optimizer.ts) are, in their order; null: one that is empty. */
function slotNames(training: Training): readonly (Slot | null)[] {
  const step = keepsStep(training) ? 'first' : null;
  if (training.optimizer === 'sgd') return [step];
  return training.optimizer === 'rmsprop' ? ['second', step] : ['first', 'second'];
}
