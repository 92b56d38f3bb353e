/** Shards that share one set of examples, and what each of them holds: examples and vectors are sent once, then named. */
import type { EvaluateOptions, EvaluationExamples, SliceRequest } from '../../../landscape/evaluator.ts';
import { pointsOf, type Slice } from '../../../landscape/slice.ts';
import { outputWidth, type Architecture } from '../../../nn/architecture.ts';
import { parameterLayout } from '../../../nn/layout.ts';
import type { ShardSpan, ShardSums } from './shard.ts';
import type { ShardPort, ShardSetup } from './port.ts';
import { HOIST_INPUTS } from '../slice-analysis.ts';
import { CHUNK } from './layers.ts';
import type { ShardRequest } from './order.ts';

/** Vectors kept in each shard at most. */
export const MAX_VECTORS = 8;

/** Points `start`.. of one slice. */
export interface PartOfSlice extends SliceRequest {
  /** Points of the whole slice. */
  readonly total: number;
}

export class ShardGroup {
  readonly shards: readonly ShardPort[];
  /** Bytes of working buffers of one shard. */
  private readonly budget: number;
  private held: { examples: EvaluationExamples; span: number; rows: number } | null = null;
  private readonly ids = new WeakMap<Float32Array, number>();
  private known = new Set<number>();
  private next = 0;

  /** @param budget bytes of working buffers of all shards together */
  constructor(shards: readonly ShardPort[], budget: number) {
    this.shards = shards;
    this.budget = budget / shards.length;
  }

  /**
   * Examples of a shard that are evaluated at a time, so that what is made of them fits the budget. Fixed by the shapes.
   * @param vectors how many vectors the requests name together
   */
  rows(architecture: Architecture, vectors: number, count: number): number {
    const share = Math.ceil(count / this.shards.length / CHUNK) * CHUNK;
    const left = this.budget - workingBytes(architecture, vectors);
    const rows = Math.floor(left / bytesOfExample(architecture, vectors) / CHUNK) * CHUNK;
    return Math.max(CHUNK, Math.min(share, rows));
  }

  /** Spans of `rows` examples that make up every shard's share. */
  spans(rows: number, count: number): number {
    return Math.max(1, Math.ceil(Math.ceil(count / this.shards.length) / rows));
  }

  /** Each shard's sums at some points on its examples of a span. Rejects only when every shard has stopped. */
  async evaluate(
    parts: readonly PartOfSlice[],
    examples: EvaluationExamples,
    span: ShardSpan,
    carried: readonly (readonly Float64Array[])[] | null,
    signal: EvaluateOptions['signal'],
  ): Promise<ShardSums[][]> {
    const setups = this.setUp(
      parts.map(({ slice }) => slice),
      examples,
      span,
    );
    const requests = parts.map((part) => this.name(part));
    const answers = await Promise.allSettled(this.shards.map((shard, i) => shard.evaluate(setups[i], requests, carried?.[i] ?? null, signal)));
    return answers.map((answer) => this.require(answer, signal));
  }

  /** Logits [count, outputs] of one network by the first shard, which must be alone. */
  async logits(slice: Slice, coordinates: Float64Array, examples: EvaluationExamples, signal: EvaluateOptions['signal']): Promise<Float32Array> {
    const outputs = outputWidth(slice.architecture);
    const rows = this.rows(slice.architecture, 1 + slice.directions.length, examples.count);
    const result = new Float32Array(examples.count * outputs);
    for (let index = 0; index < this.spans(rows, examples.count); index++) {
      const [setup] = this.setUp([slice], examples, { index, rows });
      const [answer] = await Promise.allSettled([this.shards[0].logits(setup, this.name({ slice, coordinates, total: 1 }), signal)]);
      result.set(this.require(answer, signal), index * rows * outputs);
    }
    return result;
  }

  /** Outputs [count, width] of each hidden layer of one network by the first shard, which must be alone. */
  async hidden(network: Slice, examples: EvaluationExamples, signal: EvaluateOptions['signal']): Promise<Float32Array[]> {
    const { architecture } = network;
    const slice = { ...network, directions: [], layers: null };
    const rows = this.rows(architecture, 1, examples.count);
    const results = architecture.hidden.map((width) => new Float32Array(examples.count * width));
    for (let index = 0; index < this.spans(rows, examples.count); index++) {
      const [setup] = this.setUp([slice], examples, { index, rows });
      const request = this.name({ slice, coordinates: new Float64Array(0), total: 1 });
      const [answer] = await Promise.allSettled([this.shards[0].hidden(setup, request, signal)]);
      for (const [l, values] of this.require(answer, signal).entries()) results[l].set(values, index * rows * architecture.hidden[l]);
    }
    return results;
  }

  private name({ slice, coordinates, total, each = [] }: PartOfSlice): ShardRequest {
    const vectors = [slice.origin, ...slice.directions].map((vector) => this.idOf(vector));
    return { architecture: slice.architecture, vectors, layers: slice.layers, coordinates, points: pointsOf(slice, coordinates), total, each };
  }

  /** A shard that failed may hold anything: then the next request starts afresh. One that stopped for an abort has its setup. */
  private require<T>(answer: PromiseSettledResult<T>, signal: EvaluateOptions['signal']): T {
    if (answer.status === 'fulfilled') return answer.value;
    if (signal?.aborted !== true) this.held = null;
    throw answer.reason;
  }

  /** What brings each shard to these slices on its examples of the span. */
  private setUp(slices: readonly Slice[], examples: EvaluationExamples, { index, rows }: ShardSpan): ShardSetup[] {
    const fresh = this.held?.examples !== examples;
    const moved = fresh || this.held?.span !== index || this.held.rows !== rows;
    const vectors = [...new Set(slices.flatMap((slice) => [slice.origin, ...slice.directions]))];
    const isNew = (vector: Float32Array): boolean => moved || !this.known.has(this.idOf(vector));
    const { architecture } = slices[0];
    const wouldHold = this.known.size + vectors.filter(isNew).length;
    const tooMany = wouldHold > MAX_VECTORS || workingBytes(architecture, wouldHold) + rows * bytesOfExample(architecture, wouldHold) > this.budget;
    const forget = moved || (tooMany && wouldHold > vectors.length);
    if (forget) this.known = new Set();
    const sent = vectors.filter(isNew).map((values) => ({ id: this.idOf(values), values }));
    for (const { id } of sent) this.known.add(id);
    this.held = { examples, span: index, rows };
    return this.shards.map((_, i) => ({
      examples: fresh ? share(examples, i, this.shards.length) : null,
      span: moved ? { index, rows } : null,
      forget: forget && !moved,
      vectors: sent,
    }));
  }

  private idOf(vector: Float32Array): number {
    let id = this.ids.get(vector);
    if (id === undefined) {
      id = this.next++;
      this.ids.set(vector, id);
    }
    return id;
  }
}

/** Bytes of a shard that do not grow with the examples: the vectors, and layers packed and formed. */
function workingBytes(architecture: Architecture, vectors: number): number {
  return 4 * parameterLayout(architecture).size * (vectors + 2);
}

/** Bytes that an example may cost: kept products of the first layer, shared activations, products of a deeper first moving layer. */
function bytesOfExample({ inputs, hidden, classes }: Architecture, vectors: number): number {
  const widths = [...hidden, classes];
  const products = inputs > HOIST_INPUTS ? vectors * widths[0] : 0;
  return 4 * (products + hidden.reduce((sum, width) => sum + width, 0) + 3 * Math.max(...widths));
}

/** The first of shard i's examples. */
export function shareStart(i: number, count: number, shards: number): number {
  return Math.floor((i * count) / shards);
}

/**
 * Shard i's examples: a contiguous range of its own. No example lies in two shards, so memory shared between workers
 * (SharedArrayBuffer) would save nothing but one copy of the data when a data set is first looked at.
 */
function share(examples: EvaluationExamples, i: number, shards: number): EvaluationExamples {
  const [from, to] = [i, i + 1].map((shard) => shareStart(shard, examples.count, shards));
  return {
    ...examples,
    x: examples.x.slice(from * examples.inputs, to * examples.inputs),
    y: examples.y.slice(from, to),
    count: to - from,
  };
}
