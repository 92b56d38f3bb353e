/**
 * The evaluator on the wasm kernels: every lane holds a share of the examples (so that hoisting is shared out too, and no example lies
 * twice in memory) and evaluates all points on it; sums are added in the lanes' order, so the same request gives the same bits.
 *
 * Field evaluations run one after another, tile by tile; single-network requests (the probe) have a lane of their own and do not wait.
 */
import { throwIfAborted, type JobOptions } from '../base/job.ts';
import type { EvaluateOptions, EvaluationExamples, Evaluator, Field } from '../landscape/evaluator.ts';
import type { Slice } from '../landscape/slice.ts';
import { outputWidth } from '../nn/architecture.ts';
import { parameterLayout } from '../nn/layout.ts';
import type { LaneSums } from './kernel-lane.ts';
import { LaneGroup } from './lane-group.ts';
import type { LaneHandle } from './lane-handle.ts';
import { Turns } from './turns.ts';

/** A tile is about this many multiply-adds on a lane: 20 to 40 ms, so that a cancelled job stops soon. */
const TILE_WORK = 2e8;
const MAX_TILE = 256;
/** Cost of an example's loss, in multiply-adds. */
const LOSS_WORK = 40;

export class KernelEvaluator implements Evaluator {
  private readonly lanes: LaneGroup;
  private readonly side: LaneGroup;
  private readonly general: Evaluator;
  private readonly turns = new Turns();
  private readonly sideTurns = new Turns();

  /** @param general evaluates hidden activations, which the kernels never store. */
  constructor(lanes: readonly LaneHandle[], side: LaneHandle, general: Evaluator) {
    this.lanes = new LaneGroup(lanes);
    this.side = new LaneGroup([side]);
    this.general = general;
  }

  evaluate(slice: Slice, coordinates: Float64Array, examples: EvaluationExamples, options: EvaluateOptions = {}): Promise<Field> {
    return this.turns.take(() => this.evaluateNow(slice, coordinates, examples, options));
  }

  logits(slice: Slice, coordinates: Float64Array, examples: EvaluationExamples, options: JobOptions = {}): Promise<Float32Array> {
    return this.sideTurns.take(async () => {
      throwIfAborted(options.signal);
      await this.side.prepare(slice, examples, 1);
      const logits = await this.side.lanes[0].logits(coordinates);
      throwIfAborted(options.signal);
      return logits;
    });
  }

  hiddenActivations(slice: Slice, examples: EvaluationExamples, options?: JobOptions): Promise<Float32Array[]> {
    return this.general.hiddenActivations(slice, examples, options);
  }

  close(): void {
    for (const lane of [...this.lanes.lanes, ...this.side.lanes]) lane.close();
  }

  private async evaluateNow(slice: Slice, coordinates: Float64Array, examples: EvaluationExamples, options: EvaluateOptions): Promise<Field> {
    throwIfAborted(options.signal);
    const width = slice.directions.length;
    const points = width === 0 ? 1 : coordinates.length / width;
    await this.lanes.prepare(slice, examples, points);
    throwIfAborted(options.signal);
    const field: Field = { loss: new Float64Array(points), accuracy: new Float64Array(points) };
    const tile = tilePoints(slice, Math.ceil(examples.count / this.lanes.lanes.length));
    for (let start = 0; start < points; start += tile) {
      const size = Math.min(tile, points - start);
      const part = coordinates.slice(start * width, (start + size) * width);
      const sums = await Promise.all(this.lanes.lanes.map((lane) => lane.evaluate(part, size)));
      throwIfAborted(options.signal);
      const means = meanOf(sums, size, examples.count);
      field.loss.set(means.loss, start);
      field.accuracy.set(means.accuracy, start);
      options.onTile?.({ start, ...means });
      options.onProgress?.({ phase: 'evaluating', done: start + size, total: points });
      throwIfAborted(options.signal);
    }
    return field;
  }
}

function meanOf(sums: readonly LaneSums[], size: number, count: number): Field {
  const loss = new Float64Array(size);
  const accuracy = new Float64Array(size);
  for (let p = 0; p < size; p++) {
    const total = sums.reduce((sum, lane) => sum + lane.loss[p], 0);
    const finite = Number.isFinite(total);
    loss[p] = finite ? total / count : NaN;
    accuracy[p] = finite ? sums.reduce((sum, lane) => sum + lane.right[p], 0) / count : NaN;
  }
  return { loss, accuracy };
}

/** Points of a tile: a fixed function of the shape, never a timing. */
function tilePoints(slice: Slice, count: number): number {
  const layers = parameterLayout(slice.architecture).layers;
  const later = layers.slice(1).reduce((sum, layer) => sum + layer.inputs * layer.outputs, 0);
  const work = count * (later + Math.min(layers[0].inputs, 3) * layers[0].outputs + LOSS_WORK * outputWidth(slice.architecture));
  return Math.max(1, Math.min(MAX_TILE, Math.round(TILE_WORK / work)));
}
