/**
 * The training kernels (kernels/step.ts) with their memory: plans of networks, one data set's training examples, and a place for what a call
 * brings along. One thread's; its memory grows with what is asked and begins anew where it has become large.
 */
import type { Examples } from '../../datasets/dataset.ts';
import { FLOAT } from './panels.ts';
import { makePlan, type PlanRoom, type PlanShape, type StepPlan } from './step-plan.ts';

interface StepExports {
  train(plan: number, x: number, y: number, order: number, count: number, size: number, moments: number, steps: number): number;
  score(plan: number, x: number, y: number, first: number, count: number, size: number, result: number): void;
  toPanels(to: number, from: number, rows: number, depth: number, columns: number): void;
  fromPanels(to: number, from: number, rows: number, depth: number, columns: number): void;
}

/** Static data of the module lies below. */
const BASE = 65_536;
const PAGE = 65_536;
const MOST_PAGES = 65_536;
/** Larger data are brought along step by step. */
const MOST_HELD = 256e6;
/** With no network in training, a memory that has become larger is dropped. */
const MOST_KEPT = 512e6;
/** Bytes of the schedule's entry of a step. */
const MOMENT = 16;

/** What the schedule says of one step, as the kernels need it. */
export interface Moment {
  /** The rate; of Adam divided by 1 − β₁ᵗ. */
  readonly size: number;
  /** Momentum, or β₁. */
  readonly momentum: number;
  /** Of Adam: 1 / √(1 − β₂ᵗ). */
  readonly scale2: number;
  /** Of AdamW: 1 − rate·decay. */
  readonly shrink: number;
}

/** Sums over examples. */
export interface ScoreSum {
  readonly loss: number;
  readonly right: number;
}

interface Held {
  readonly examples: Examples;
  readonly at: { readonly x: number; readonly y: number };
}

export class StepKernels {
  readonly #module: WebAssembly.Module;
  #memory: WebAssembly.Memory;
  #exports: StepExports;
  #top = BASE;
  #held: Held | null = null;
  #scratch = { at: 0, bytes: 0 };
  /** Plans that nobody uses, by what they are made for. */
  readonly #idle = new Map<string, StepPlan[]>();
  #lent = 0;

  constructor(module: WebAssembly.Module) {
    this.#module = module;
    [this.#memory, this.#exports] = this.#instantiate();
  }

  /** Bytes the memory has grown to. */
  get bytes(): number {
    return this.#memory.buffer.byteLength;
  }

  /** A plan, whose arrays are zero. To be given back. */
  lend(shape: PlanShape): StepPlan {
    const plan = this.#idle.get(keyOf(shape))?.pop() ?? makePlan(shape, this.#room());
    this.#lent++;
    const { bytes } = plan.layout;
    for (const at of [plan.parameters, ...plan.memory]) if (at > 0) new Uint8Array(this.#memory.buffer, at, bytes).fill(0);
    return plan;
  }

  giveBack(shape: PlanShape, plan: StepPlan): void {
    const key = keyOf(shape);
    this.#idle.set(key, [...(this.#idle.get(key) ?? []), plan]);
    this.#lent--;
    if (this.#lent === 0 && this.bytes > MOST_KEPT) this.#begin();
  }

  /** Drops examples other than these, where no network is in training. */
  keepOnly(examples: Examples | null): void {
    if (this.#lent === 0 && this.#held !== null && this.#held.examples.x !== examples?.x) this.#begin();
  }

  /** Copies the examples in, for steps to read; those that are large are left where they are. */
  hold(examples: Examples): void {
    const { x, y } = examples;
    if (this.#held?.examples.x === x || x.byteLength > MOST_HELD || (this.#held !== null && this.#lent > 0)) return;
    if (this.#held !== null) this.#begin();
    this.#held = { examples, at: { x: this.#put(x), y: this.#put(y) } };
  }

  /** Writes flat values into a plan's array. */
  write(at: number, { matrices, flatBytes }: StepPlan['layout'], values: Float32Array): void {
    const from = this.#borrow(flatBytes);
    new Float32Array(this.#memory.buffer, from, values.length).set(values);
    for (const { rows, columns, depth, flat, panels } of matrices) this.#exports.toPanels(at + panels, from + flat, rows, depth, columns);
  }

  /** A flat copy of a plan's array. */
  read(at: number, { matrices, flatBytes }: StepPlan['layout']): Float32Array {
    const to = this.#borrow(flatBytes);
    for (const { rows, columns, depth, flat, panels } of matrices) this.#exports.fromPanels(to + flat, at + panels, rows, depth, columns);
    return new Float32Array(this.#memory.buffer, to, flatBytes / FLOAT).slice();
  }

  /**
   * Steps over the examples in `order`, `batchSize` each, the last with what is left.
   * @returns steps taken: fewer where the loss or the gradient of the next was not finite
   */
  train({ plan }: StepPlan, examples: Examples, order: Int32Array, batchSize: number, moments: readonly Moment[]): number {
    const held = this.#placeOf(examples);
    const rows = held === null ? order.length * (examples.inputs + 1) * FLOAT : 0;
    const at = this.#borrow(moments.length * MOMENT + order.byteLength + rows);
    new Float32Array(this.#memory.buffer, at, moments.length * 4).set(
      moments.flatMap(({ size, momentum, scale2, shrink }) => [size, momentum, scale2, shrink]),
    );
    const orderAt = at + moments.length * MOMENT;
    if (held !== null) {
      new Int32Array(this.#memory.buffer, orderAt, order.length).set(order);
      return this.#exports.train(plan, held.x, held.y, orderAt, order.length, batchSize, at, moments.length);
    }
    const brought = this.#bring(orderAt + order.byteLength, examples, order);
    new Int32Array(this.#memory.buffer, orderAt, order.length).set(order.map((_, i) => i));
    return this.#exports.train(plan, brought.x, brought.y, orderAt, order.length, batchSize, at, moments.length);
  }

  /** Losses and right predictions of the examples from `first` on. */
  score({ plan }: StepPlan, examples: Examples, first: number, count: number, batchSize: number): ScoreSum {
    const held = this.#placeOf(examples);
    const { x, y, inputs } = examples;
    const at = this.#borrow(MOMENT + (held === null ? count * (inputs + 1) * FLOAT : 0));
    if (held === null) {
      const xAt = at + MOMENT;
      const yAt = xAt + count * inputs * FLOAT;
      new Float32Array(this.#memory.buffer, xAt, count * inputs).set(x.subarray(first * inputs, (first + count) * inputs));
      new Int32Array(this.#memory.buffer, yAt, count).set(y.subarray(first, first + count));
      this.#exports.score(plan, xAt, yAt, 0, count, batchSize, at);
    } else {
      this.#exports.score(plan, held.x, held.y, first, count, batchSize, at);
    }
    const [loss, right] = new Float64Array(this.#memory.buffer, at, 2);
    return { loss, right };
  }

  /** Where these examples lie, if they are the ones that are held, or follow one another among them. */
  #placeOf({ x, y, inputs, count }: Examples): Held['at'] | null {
    if (this.#held === null) return null;
    const { examples: all, at } = this.#held;
    if (x.buffer !== all.x.buffer || y.buffer !== all.y.buffer || inputs !== all.inputs) return null;
    const first = (y.byteOffset - all.y.byteOffset) / FLOAT;
    if (first < 0 || first + count > all.count || x.byteOffset - all.x.byteOffset !== first * inputs * FLOAT) return null;
    return { x: at.x + first * inputs * FLOAT, y: at.y + first * FLOAT };
  }

  #bring(at: number, { x, y, inputs }: Examples, order: Int32Array): Held['at'] {
    const rows = new Float32Array(this.#memory.buffer, at, order.length * inputs);
    const labels = new Int32Array(this.#memory.buffer, at + rows.byteLength, order.length);
    for (let i = 0; i < order.length; i++) {
      rows.set(x.subarray(order[i] * inputs, (order[i] + 1) * inputs), i * inputs);
      labels[i] = y[order[i]];
    }
    return { x: at, y: at + rows.byteLength };
  }

  #begin(): void {
    [this.#memory, this.#exports] = this.#instantiate();
    this.#top = BASE;
    this.#held = null;
    this.#scratch = { at: 0, bytes: 0 };
    this.#idle.clear();
  }

  #instantiate(): [WebAssembly.Memory, StepExports] {
    const memory = new WebAssembly.Memory({ initial: BASE / PAGE + 1, maximum: MOST_PAGES });
    const instance = new WebAssembly.Instance(this.#module, { env: { memory } });
    return [memory, instance.exports as unknown as StepExports];
  }

  #room(): PlanRoom {
    return {
      take: (bytes) => this.#take(bytes),
      words: (at, values) => new Int32Array(this.#memory.buffer, at, values.length).set(values),
      floats: (at, values) => new Float32Array(this.#memory.buffer, at, values.length).set(values),
    };
  }

  /** Fresh memory is zero, and nothing that was taken is taken again. */
  #take(bytes: number): number {
    const at = this.#top;
    this.#top = at + Math.ceil(bytes / 16) * 16;
    const missing = this.#top - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE));
    return at;
  }

  #put(values: Float32Array | Int32Array): number {
    const at = this.#take(values.byteLength);
    const room =
      values instanceof Float32Array
        ? new Float32Array(this.#memory.buffer, at, values.length)
        : new Int32Array(this.#memory.buffer, at, values.length);
    room.set(values);
    return at;
  }

  /** Room for one call. */
  #borrow(bytes: number): number {
    if (bytes > this.#scratch.bytes) this.#scratch = { at: this.#take(2 * bytes), bytes: 2 * bytes };
    return this.#scratch.at;
  }
}

function keyOf({ architecture, training, batchSize }: PlanShape): string {
  return JSON.stringify([architecture, training, batchSize]);
}
