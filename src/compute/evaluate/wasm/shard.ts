/**
 * One shard of the wasm kernels: a memory of its own holding a range of the examples, and the loss of any points of slices on
 * them. Runs where it is called: in a pool worker (worker.ts), or in place in tests.
 *
 * Structure used, exactly: layers that points share are evaluated once (order.ts); where the first moving layer has many
 * inputs its K+1 products are made once a slice (hoisting), and those of the network's first layer are kept for other slices through the
 * same vectors; layers that stay fixed are packed once.
 */
import type { EvaluationExamples } from '../../../landscape/evaluator.ts';
import { outputWidth, type Architecture } from '../../../nn/architecture.ts';
import { parameterLayout } from '../../../nn/layout.ts';
import { HOIST_INPUTS, LOSS_WORK } from '../slice-analysis.ts';
import { CHUNK, type Kernels } from './layers.ts';
import { BLOCK_CHUNKS, ShardLines, MAX_LINE } from './lines.ts';
import { ShardMemory } from './memory.ts';
import { MAX_BLOCK_CHUNKS, ShardNetwork, STEP_WORK, type KeptVector, type ShardExamples } from './network.ts';
import { layerPlanOf, orderPoints, type ShardPoint, type ShardRequest } from './order.ts';

/** Sums over the shard's examples, per point: cross-entropy (NaN or infinite where a logit was not finite) and examples right. */
export interface ShardSums {
  readonly loss: Float64Array;
  readonly right: Int32Array;
  /** For each point that the request's `each` names, loss and mistake (0 or 1) of every example in hand, in pairs. */
  readonly each: readonly Float32Array[];
}

/** Examples `index·rows` to `(index + 1)·rows` of the shard; rows are whole chunks. */
export interface ShardSpan {
  readonly index: number;
  readonly rows: number;
}

export class Shard {
  private readonly kernels: Kernels;
  private readonly memory: ShardMemory;
  private whole: ShardExamples | null = null;
  private span: ShardExamples | null = null;
  private readonly vectors = new Map<number, KeptVector>();
  private network: { readonly name: string; readonly network: ShardNetwork; lines: ShardLines | null } | null = null;
  private scratch = { sums: 0, loss: 0, each: 0 };

  constructor(module: WebAssembly.Module) {
    this.memory = new ShardMemory();
    this.kernels = new WebAssembly.Instance(module, { env: { memory: this.memory.memory } }).exports as unknown as Kernels;
  }

  /** Bytes of the shard's memory, which grows and never shrinks. */
  get bytes(): number {
    return this.memory.bytes;
  }

  /** Copies the examples in, by chunks; drops vectors and all that was made. */
  setExamples({ x, y, count, inputs }: EvaluationExamples): void {
    this.network = null;
    this.vectors.clear();
    this.memory.reset();
    const padded = Math.ceil(Math.max(count, 1) / CHUNK) * CHUNK;
    const chunked = this.memory.take(inputs * padded * 4);
    const labels = this.memory.take(padded * 4);
    const block = CHUNK * Math.max(BLOCK_CHUNKS, MAX_BLOCK_CHUNKS);
    this.scratch = { sums: this.memory.take(8 * Math.max(CHUNK, MAX_LINE)), loss: this.memory.take(64), each: this.memory.take(8 * block) };
    this.memory.markKept();
    const source = this.memory.put(x.subarray(0, count * inputs));
    this.memory.floats(chunked, inputs * padded).fill(0);
    this.memory.ints(labels, padded).fill(0);
    this.memory.ints(labels, count).set(y.subarray(0, count));
    this.kernels.chunk(chunked, source, count, inputs);
    this.memory.resetKept();
    this.whole = this.span = { count, padded, inputs, chunked, labels };
  }

  /** Evaluates on a part of the examples from now on (all of them after `setExamples`); drops vectors and all that was made. */
  setSpan({ index, rows }: ShardSpan): void {
    const { whole } = this;
    if (whole === null) throw new Error('setExamples comes first');
    this.clearVectors();
    const from = Math.min(index * rows, whole.padded);
    const count = Math.max(0, Math.min(rows, whole.count - from));
    this.span = {
      ...whole,
      count,
      padded: Math.ceil(count / CHUNK) * CHUNK,
      chunked: whole.chunked + 4 * from * whole.inputs,
      labels: whole.labels + 4 * from,
    };
  }

  /** Keeps a vector of parameters under an id until `clearVectors`, another span or other examples. */
  addVector(id: number, values: Float32Array): void {
    this.memory.resetSlice();
    this.network = null;
    this.vectors.set(id, { offset: this.memory.put(values), product: null, made: 0 });
    this.memory.markSlice();
  }

  clearVectors(): void {
    this.network = null;
    this.vectors.clear();
    this.memory.resetKept();
  }

  /**
   * Sums at the points of each request, step by step: whoever drives may stop between steps. All requests are of one architecture.
   * @param carried a loss for each point of each request, from examples before these, that the sums go on from
   */
  *evaluate(requests: readonly ShardRequest[], carried?: readonly Float64Array[]): Generator<void, ShardSums[]> {
    const { count } = this.examplesInHand();
    const results = requests.map(({ points, each }, at) => ({
      loss: carried?.[at].slice() ?? new Float64Array(points),
      right: new Int32Array(points),
      each: each.map(() => new Float32Array(2 * count)),
    }));
    if (requests.length === 0) return results;
    const network = yield* this.networkWithProducts(requests);
    const points = orderPoints(requests);
    for (let n = 0; n < points.length;) {
      const size = this.groupAt(network, points, n);
      const group = points.slice(n, n + size);
      if (group[0].layerPlan.line) yield* this.evaluateLine(group, results);
      else yield* this.evaluateGroup(network, group, results);
      n += size;
    }
    return results;
  }

  /** Logits [count, outputs] of the request's first point, step by step. */
  *logits(request: ShardRequest): Generator<void, Float32Array> {
    const network = yield* this.networkWithProducts([request]);
    const { count } = this.examplesInHand();
    const [point] = orderPoints([request]);
    yield* network.prepare(point);
    const ready = network.ready(point, 0, true);
    const { outputs } = network;
    const result = new Float32Array(count * outputs);
    const block = network.chunks * CHUNK;
    for (let from = 0; from < count; from += block) {
      const valid = Math.min(block, count - from);
      result.set(this.rows(network.logits(ready, from, valid), outputs, valid), from * outputs);
    }
    return result;
  }

  /** Outputs [count, width] of the hidden layers of the request's origin, step by step; the request has no directions. */
  *hidden(request: ShardRequest): Generator<void, Float32Array[]> {
    const network = yield* this.networkWithProducts([request]);
    const { count } = this.examplesInHand();
    // Nothing moves: every layer before the last is shared, and kept on all examples.
    const [point] = orderPoints([request]);
    yield* network.prepare(point);
    return network.layouts.slice(0, -1).map(({ outputs }, l) => this.rows(network.input(l + 1), outputs, count));
  }

  /** [count, width] row-major of [chunks][width][16]. */
  private rows(chunked: number, width: number, count: number): Float32Array {
    const values = this.memory.floats(chunked, Math.ceil(count / CHUNK) * CHUNK * width);
    const rows = new Float32Array(count * width);
    for (let e = 0; e < count; e++) {
      const column = (e >> 4) * width * CHUNK + (e & 15);
      for (let j = 0; j < width; j++) rows[e * width + j] = values[column + j * CHUNK];
    }
    return rows;
  }

  private examplesInHand(): ShardExamples {
    if (this.span === null) throw new Error('setExamples comes first');
    return this.span;
  }

  private networkOf(architecture: Architecture): NonNullable<Shard['network']> {
    const name = JSON.stringify(architecture);
    if (this.network?.name === name) return this.network;
    this.memory.resetSlice();
    const network = new ShardNetwork(this.memory, this.kernels, architecture, this.examplesInHand(), (id) => this.vector(id));
    this.network = { name, network, lines: null };
    return this.network;
  }

  private vector(id: number): KeptVector {
    const entry = this.vectors.get(id);
    if (entry === undefined) throw new Error(`vector ${id} was not added`);
    return entry;
  }

  /** The requests' network, with the first layer's products that they need. */
  private *networkWithProducts(requests: readonly ShardRequest[]): Generator<void, ShardNetwork> {
    const { architecture } = requests[0];
    const [layout] = parameterLayout(architecture).layers;
    const ids = new Set(layout.inputs <= HOIST_INPUTS ? [] : requests.flatMap(productVectors));
    const kept = [...ids].map((id) => this.vector(id));
    if (kept.some(({ product }) => product === null)) this.takeProducts(kept, layout.outputs);
    const { network } = this.networkOf(architecture);
    for (const vector of kept) yield* network.makeProduct(vector);
    return network;
  }

  /** Room for products: they outlive whatever network is in hand. */
  private takeProducts(kept: readonly KeptVector[], outputs: number): void {
    this.memory.resetSlice();
    this.network = null;
    for (const vector of kept) vector.product ??= this.memory.take(outputs * this.examplesInHand().padded * 4);
    this.memory.markSlice();
  }

  /** How many points from n on are evaluated together. */
  private groupAt(network: ShardNetwork, points: readonly ShardPoint[], n: number): number {
    const { layerPlan, at, start, point } = points[n];
    const line = (other: ShardPoint): number => other.layerPlan.request.coordinates[other.point * layerPlan.directions + 1];
    const most = layerPlan.line ? MAX_LINE : network.groupOf(layerPlan, start);
    let size = 1;
    for (; size < most && n + size < points.length; size++) {
      const other = points[n + size];
      if (other.at !== at || other.start !== start) break;
      if (layerPlan.line && (other.point !== point + size || (layerPlan.directions > 1 && !Object.is(line(other), line(points[n]))))) break;
      if (start > layerPlan.first && !other.keys.slice(0, start).every((key, l) => key === points[n].keys[l])) break;
    }
    return size;
  }

  private *evaluateGroup(network: ShardNetwork, group: readonly ShardPoint[], results: readonly ShardSums[]): Generator<void> {
    const examples = this.examplesInHand();
    const [{ at, start }] = group;
    yield* network.prepare(group[0]);
    const ready = group.map((point, g) => network.ready(point, g, group.length === 1));
    this.openSums(group, results[at]);
    const block = network.chunks * CHUNK;
    const work = block * (network.work(start) + LOSS_WORK * network.outputs);
    let done = 0;
    for (let from = 0; from < examples.count; from += block) {
      const valid = Math.min(block, examples.count - from);
      for (const [g, one] of group.entries()) {
        this.score({ logits: network.logits(ready[g], from, valid), from, valid }, one, g, results[at]);
        done += work;
        if (done < STEP_WORK) continue;
        done = 0;
        yield;
      }
    }
    this.closeSums(group, results[at]);
    yield;
  }

  private *evaluateLine(group: readonly ShardPoint[], results: readonly ShardSums[]): Generator<void> {
    const [{ layerPlan, at, point }] = group;
    const holder = this.networkOf(layerPlan.request.architecture);
    holder.lines ??= new ShardLines(this.memory, this.kernels, holder.network, this.examplesInHand());
    this.openSums(group, results[at]);
    const work = CHUNK * group.length * holder.network.work(0);
    let done = 0;
    for (const block of holder.lines.blocks(layerPlan, point, group.length)) {
      for (const [g, one] of group.entries()) this.score({ ...block, logits: block.logits(g) }, one, g, results[at]);
      done += (work * block.valid) / CHUNK;
      if (done < STEP_WORK) continue;
      done = 0;
      yield;
    }
    this.closeSums(group, results[at]);
    yield;
  }

  /** Scores a block's logits at the group's point g. */
  private score(block: { logits: number; from: number; valid: number }, { layerPlan, point }: ShardPoint, g: number, into: ShardSums): void {
    const { logits, from, valid } = block;
    const { sums, loss, each } = this.scratch;
    const { request } = layerPlan;
    const labels = this.examplesInHand().labels + 4 * from;
    const told = request.each.indexOf(point);
    into.right[point] += this.kernels.crossEntropy(logits, outputWidth(request.architecture), labels, valid, sums + 8 * g, loss, told < 0 ? 0 : each);
    if (told >= 0) into.each[told].set(this.memory.floats(each, 2 * valid), 2 * from);
  }

  private openSums(group: readonly ShardPoint[], { loss }: ShardSums): void {
    this.memory.doubles(this.scratch.sums, group.length).set(group.map(({ point }) => loss[point]));
  }

  private closeSums(group: readonly ShardPoint[], { loss }: ShardSums): void {
    this.memory.doubles(this.scratch.sums, group.length).forEach((sum, g) => (loss[group[g].point] = sum));
  }
}

/** Vectors whose first product serves the request: all where the first layer moves, the origin's where it does not. */
function productVectors(request: ShardRequest): readonly number[] {
  return request.vectors.slice(0, layerPlanOf(request).first === 0 ? undefined : 1);
}
