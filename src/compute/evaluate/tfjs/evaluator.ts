/**
 * The evaluator on tfjs's plain operations: hoisting, prefix reuse, tiles of fixed shape with one read-back each. Weak where
 * many middle layers move on wasm: those are computed one point at a time.
 */
import type { JobOptions } from '../../../base/job.ts';
import { evaluateEach } from '../../../landscape/evaluate-each.ts';
import type {
  EvaluateAllOptions,
  EvaluateOptions,
  EvaluationExamples,
  Evaluator,
  Field,
  ScoredField,
  SliceRequest,
} from '../../../landscape/evaluator.ts';
import { pointsOf, type Slice } from '../../../landscape/slice.ts';
import type { Sums } from '../cross-entropy.ts';
import { DeviceExamples } from './device-examples.ts';
import { identityOf, LeaseCache, type Lease } from '../lease-cache.ts';
import { Yielder } from '../../../base/yielder.ts';
import { hoistedBytes, PreparedSlice } from './prepared-slice.ts';
import { planSlice } from './slice-plan.ts';
import { forwardTile } from './tile-forward.ts';
import { addTile, readBack } from './tile-scores.ts';
import { tileShape, type ProductStyle, type TileShape } from './tile-shape.ts';
import { WORKING_BYTES } from '../memory-budget.ts';

export interface TfEvaluatorOptions {
  /** Milliseconds of work between turns of the event loop; 0 yields after every tile. */
  readonly yieldEvery?: number;
  /** Instead of the table's shape, for tests. */
  readonly shape?: (shape: TileShape) => TileShape;
  /** Bytes of working buffers. */
  readonly budget?: number;
}

/** Slices kept ready between calls: what the pointer probes and what a figure is in the middle of. */
const KEPT_SLICES = 2;

export class TfEvaluator implements Evaluator {
  readonly style: ProductStyle;
  readonly inputs: DeviceExamples;
  readonly #yieldEvery: number;
  readonly #shape: (shape: TileShape) => TileShape;
  /** Bytes of one slice's hoisted parts: two slices may be in use at once. */
  readonly #room: number;
  readonly #prepared: LeaseCache<PreparedSlice>;

  /** @param style how the current backend multiplies; see productStyle */
  constructor(style: ProductStyle, { yieldEvery = 12, shape = (given) => given, budget = WORKING_BYTES }: TfEvaluatorOptions = {}) {
    this.style = style;
    this.inputs = new DeviceExamples(style);
    this.#yieldEvery = yieldEvery;
    this.#shape = shape;
    this.#room = budget / KEPT_SLICES;
    this.#prepared = new LeaseCache(budget, (prepared) => prepared.dispose(), KEPT_SLICES);
  }

  /** See Evaluator. A slice without directions is one point: its coordinates are empty. */
  async evaluate(slice: Slice, coordinates: Float64Array, examples: EvaluationExamples, options: EvaluateOptions = {}): Promise<Field> {
    const { signal, onProgress, onTile } = options;
    signal?.throwIfAborted();
    const lease = this.#acquire(slice, examples);
    try {
      const prepared = lease.value;
      const points = pointsOf(slice, coordinates);
      const sums: Sums = { loss: new Float64Array(points), correct: new Float64Array(points) };
      const yielder = new Yielder(this.#yieldEvery, signal);
      let done = 0;
      let told = 0;
      const tell = (): void => {
        if (done === told) return;
        onProgress?.({ phase: 'evaluating', done, total: points });
        onTile?.({ start: told, ...fieldOf(sums, examples.count, told, done) });
        told = done;
      };
      const tiles = Math.ceil(points / prepared.shape.points);
      for (const [tile, block] of visits(tiles, prepared.blocks, prepared.resident)) {
        await this.#addTile(prepared, tile, block, coordinates, sums);
        if (block === prepared.blocks - 1) done = Math.min(points, (tile + 1) * prepared.shape.points);
        if (await yielder.yieldIfDue()) tell();
      }
      tell();
      signal?.throwIfAborted();
      return fieldOf(sums, examples.count, 0, points);
    } finally {
      lease.release();
    }
  }

  /** See Evaluator. */
  evaluateAll(requests: readonly SliceRequest[], examples: EvaluationExamples, options?: EvaluateAllOptions): Promise<ScoredField[]> {
    return evaluateEach(this, requests, examples, options);
  }

  /** See Evaluator. The slice's hoisted parts are kept for the next point. */
  async logits(slice: Slice, coordinates: Float64Array, examples: EvaluationExamples, { signal }: JobOptions = {}): Promise<Float32Array> {
    signal?.throwIfAborted();
    const lease = this.#acquire(slice, examples);
    try {
      const prepared = lease.value;
      const { outputs } = prepared.plan.layers[prepared.plan.layers.length - 1];
      const result = new Float32Array(examples.count * outputs);
      const yielder = new Yielder(this.#yieldEvery, signal);
      for (let block = 0; block < prepared.blocks; block++) {
        const { logits } = forwardTile(prepared, block, coordinates, 1);
        result.set(await readBack(logits), prepared.rows(block).start * outputs);
        await yielder.yieldIfDue();
      }
      return result;
    } finally {
      lease.release();
    }
  }

  async hiddenActivations(slice: Slice, examples: EvaluationExamples, { signal }: JobOptions = {}): Promise<Float32Array[]> {
    signal?.throwIfAborted();
    const lease = this.#acquire({ ...slice, directions: [] }, examples);
    try {
      const prepared = lease.value;
      const results = prepared.plan.layers.slice(0, -1).map((layer) => new Float32Array(examples.count * layer.outputs));
      const yielder = new Yielder(this.#yieldEvery, signal);
      for (let block = 0; block < prepared.blocks; block++) {
        const { logits, hidden } = forwardTile(prepared, block, new Float64Array(0), 1, { keepHidden: true });
        logits.dispose();
        const read = await Promise.all(hidden.map(readBack));
        read.forEach((values, l) => results[l].set(values, prepared.rows(block).start * prepared.plan.layers[l].outputs));
        await yielder.yieldIfDue();
      }
      return results;
    } finally {
      lease.release();
    }
  }

  /** Frees every tensor that is kept between calls; what a running call uses is freed when it ends. */
  release(): void {
    this.#prepared.clear();
    this.inputs.release();
  }

  /** One tile. The last tile is padded with its last point where the backend wants one shape. */
  async #addTile(prepared: PreparedSlice, tile: number, block: number, coordinates: Float64Array, sums: Sums): Promise<void> {
    const { directions } = prepared.plan;
    const size = prepared.shape.points;
    const first = tile * size;
    const points = Math.min(size, sums.loss.length - first);
    const padded = prepared.style === 'batched' ? size : points;
    const own = new Float64Array(padded * directions);
    own.set(coordinates.subarray(first * directions, (first + points) * directions));
    for (let p = points; p < padded; p++) own.copyWithin(p * directions, (points - 1) * directions, points * directions);
    const output = forwardTile(prepared, block, own, padded, { linearLast: prepared.shape.linearLast });
    await addTile(prepared, { output, block, first, points, coordinates: own }, sums);
  }

  /** A slice with directions is kept for later calls; a single network is not worth it. */
  #acquire(slice: Slice, examples: EvaluationExamples): Lease<PreparedSlice> {
    const plan = planSlice(slice, examples);
    const make = (): PreparedSlice =>
      new PreparedSlice(plan, this.#shape(tileShape(this.style, plan, examples.count)), this.style, examples, this.inputs, this.#room);
    if (plan.directions === 0) {
      const value = make();
      return { value, release: () => value.dispose() };
    }
    const vectors = [slice.origin, ...slice.directions].map(identityOf);
    const key = [identityOf(examples), ...vectors, slice.layers?.join('.') ?? 'all', JSON.stringify(slice.architecture)].join('|');
    const bytes = Math.min(this.#room, hoistedBytes(plan, examples.count)) + plan.vectors.reduce((sum, vector) => sum + vector.byteLength, 0);
    return this.#prepared.acquire(key, bytes, make);
  }
}

/** [tile, block] pairs: all blocks of a tile in turn, or (where blocks are hoisted in turn) all tiles of a block. Blocks ascend for every tile. */
function* visits(tiles: number, blocks: number, resident: boolean): Generator<[tile: number, block: number]> {
  if (resident) for (let tile = 0; tile < tiles; tile++) for (let block = 0; block < blocks; block++) yield [tile, block];
  else for (let block = 0; block < blocks; block++) for (let tile = 0; tile < tiles; tile++) yield [tile, block];
}

/** Means over the examples; accuracy is NaN where the loss is not finite. */
function fieldOf(sums: Sums, count: number, start: number, end: number): Field {
  const loss = sums.loss.slice(start, end).map((sum) => (Number.isFinite(sum) ? sum / count : NaN));
  return { loss, accuracy: sums.correct.slice(start, end).map((sum, i) => (Number.isNaN(loss[i]) ? NaN : sum / count)) };
}
