/**
 * The evaluator on the wasm kernels: every shard holds a share of the examples (so that hoisting is shared out too, and no example lies
 * twice in memory) and evaluates all points on it; sums are added in the shards' order, so the same request gives the same bits.
 *
 * Field evaluations run one after another, tile by tile; single-network requests (the probe) have a shard of their own and do not wait.
 */
import { throwIfAborted, type JobOptions } from '../../../base/job.ts';
import type {
  EvaluateAllOptions,
  EvaluateOptions,
  EvaluationExamples,
  Evaluator,
  Field,
  FieldTile,
  ScoredField,
  SliceRequest,
} from '../../../landscape/evaluator.ts';
import { pointsOf, type Slice } from '../../../landscape/slice.ts';
import type { ShardSums } from './shard.ts';
import { ShardGroup, shareStart } from './shard-group.ts';
import type { ShardPort } from './port.ts';
import { ScoreSheet } from './scores.ts';
import { batchesOf, type SliceTile } from './batches.ts';
import { SerialQueue } from '../../../base/serial-queue.ts';
import { WORKING_BYTES } from '../memory-budget.ts';

export interface KernelEvaluatorOptions {
  /** Multiply-adds of a tile, instead of the table's, for tests. */
  readonly tileWork?: number;
  /** Bytes of working buffers of all shards together. */
  readonly budget?: number;
}

export class KernelEvaluator implements Evaluator {
  private readonly shards: ShardGroup;
  private readonly side: ShardGroup;
  private readonly tileWork: number | undefined;
  private readonly queue = new SerialQueue();
  private readonly sideQueue = new SerialQueue();

  /** @param side has logits and hidden activations of single networks to itself */
  constructor(shards: readonly ShardPort[], side: ShardPort, { tileWork, budget = WORKING_BYTES }: KernelEvaluatorOptions = {}) {
    const share = budget / (shards.length + 1);
    this.shards = new ShardGroup(shards, share * shards.length);
    this.side = new ShardGroup([side], share);
    this.tileWork = tileWork;
  }

  async evaluate(slice: Slice, coordinates: Float64Array, examples: EvaluationExamples, options: EvaluateOptions = {}): Promise<Field> {
    const [field] = await this.queue.run(() => this.evaluateNow([{ slice, coordinates }], examples, options, (_, tile) => options.onTile?.(tile)));
    return field;
  }

  evaluateAll(requests: readonly SliceRequest[], examples: EvaluationExamples, options: EvaluateAllOptions = {}): Promise<ScoredField[]> {
    return this.queue.run(() =>
      this.evaluateNow(requests, examples, options, (index, tile, field) => {
        if (tile.start + tile.loss.length === field.loss.length) options.onField?.(index, field);
      }),
    );
  }

  logits(slice: Slice, coordinates: Float64Array, examples: EvaluationExamples, options: JobOptions = {}): Promise<Float32Array> {
    return this.sideQueue.run(async () => {
      throwIfAborted(options.signal);
      const logits = await this.side.logits(slice, coordinates, examples, options.signal);
      throwIfAborted(options.signal);
      return logits;
    });
  }

  hiddenActivations(slice: Slice, examples: EvaluationExamples, options: JobOptions = {}): Promise<Float32Array[]> {
    return this.sideQueue.run(async () => {
      throwIfAborted(options.signal);
      const outputs = await this.side.hidden(slice, examples, options.signal);
      throwIfAborted(options.signal);
      return outputs;
    });
  }

  /** Bytes of the shards' memories, which hold the examples and the working buffers. */
  async bytes(): Promise<number> {
    const each = await Promise.all([...this.shards.shards, ...this.side.shards].map((shard) => shard.bytes()));
    return each.reduce((sum, bytes) => sum + bytes, 0);
  }

  close(): void {
    for (const shard of [...this.shards.shards, ...this.side.shards]) shard.close();
  }

  /** Tiles of a request are delivered in order; where the examples are taken span by span, all of them at the end. */
  private async evaluateNow(
    requests: readonly SliceRequest[],
    examples: EvaluationExamples,
    { signal, onProgress }: JobOptions,
    deliver: (index: number, tile: FieldTile, field: Field) => void,
  ): Promise<ScoredField[]> {
    throwIfAborted(signal);
    const sheet = new ScoreSheet(requests, examples);
    const fields = requests.map(({ slice, coordinates }, index): ScoredField => {
      const points = pointsOf(slice, coordinates);
      const scores = sheet.scores[index];
      return { loss: new Float64Array(points), accuracy: new Float64Array(points), ...(scores ? { scores } : {}) };
    });
    const total = fields.reduce((sum, { loss }) => sum + loss.length, 0);
    let done = 0;
    for (const batches of batchesOf(requests, Math.ceil(examples.count / this.shards.shards.length), this.tileWork)) {
      const rows = this.shards.rows(batches.architecture, batches.vectors, examples.count);
      const spans = this.shards.spans(rows, examples.count);
      const sums: ShardSums[][][] = batches.tiles.map(() => []);
      for (let index = 0; index < spans; index++) {
        for (const [n, tiles] of batches.tiles.entries()) {
          const before = sums[n];
          const carried = index === 0 ? null : before.map((shard) => shard.map(({ loss }) => loss));
          const here = await this.shards.evaluate(tiles, examples, { index, rows }, carried, signal);
          throwIfAborted(signal);
          for (const [i, shard] of here.entries())
            enterScores(sheet, tiles, shard, shareStart(i, examples.count, this.shards.shards.length) + index * rows);
          sums[n] =
            index === 0
              ? here
              : here.map((shard, i) => shard.map((sum, r) => ({ ...sum, right: sum.right.map((count, p) => count + before[i][r].right[p]) })));
          if (index + 1 < spans) continue;
          for (const [r, tile] of tiles.entries()) {
            deliver(
              tile.index,
              {
                start: tile.start,
                ...this.enter(
                  fields[tile.index],
                  tile,
                  sums[n].map((shard) => shard[r]),
                  examples.count,
                ),
              },
              fields[tile.index],
            );
            done += sums[n][0][r].loss.length;
          }
          onProgress?.({ phase: 'evaluating', done, total });
          throwIfAborted(signal);
        }
      }
    }
    return fields;
  }

  private enter(field: Field, tile: SliceTile, sums: readonly ShardSums[], count: number): Field {
    const means = meanOf(sums, sums[0].loss.length, count);
    field.loss.set(means.loss, tile.start);
    field.accuracy.set(means.accuracy, tile.start);
    return means;
  }
}

/** What a shard found on its examples from `first` on. */
function enterScores(sheet: ScoreSheet, tiles: readonly SliceTile[], found: readonly ShardSums[], first: number): void {
  for (const [r, { index, start, each = [] }] of tiles.entries())
    for (const [k, point] of each.entries()) sheet.enter(index, start + point, first, found[r].each[k]);
}

function meanOf(sums: readonly ShardSums[], size: number, count: number): Field {
  const loss = new Float64Array(size);
  const accuracy = new Float64Array(size);
  for (let p = 0; p < size; p++) {
    const total = sums.reduce((sum, shard) => sum + shard.loss[p], 0);
    const finite = Number.isFinite(total);
    loss[p] = finite ? total / count : NaN;
    accuracy[p] = finite ? sums.reduce((sum, shard) => sum + shard.right[p], 0) / count : NaN;
  }
  return { loss, accuracy };
}
