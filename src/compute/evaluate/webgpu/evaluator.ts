/**
 * The evaluator on WGSL kernels of our own, on tfjs's WebGPU device. One read-back a tile, and the next tile is under way while it comes;
 * sums over examples are made in a fixed order on the device, and finished in float64 here.
 */
import { throwIfAborted, type JobOptions } from '../../../base/job.ts';
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
import { GpuLayers } from './layers.ts';
import { FusedPass, GeneralPass, type GpuPass } from './pass.ts';
import { GpuRunner } from './runner.ts';
import { fusedSpec, holdBlock, planGpuSlice, type GpuPlan } from './slice.ts';
import { GpuStore, type Block } from './store.ts';
import { SerialQueue } from '../../../base/serial-queue.ts';

/** Multiply-adds of one dispatch. On hardware 0.4 s at 20 GFLOP/s, which a laptop's oldest integrated GPU exceeds; on a software adapter 50 to 100 ms. */
const WORK = { hardware: 4e9, software: 5e7 };
/** Tiles on the device at a time. */
const IN_FLIGHT = 2;

export class GpuEvaluator implements Evaluator {
  private readonly runner: GpuRunner;
  private readonly layers: GpuLayers;
  private readonly store: GpuStore;
  private readonly general: Evaluator;
  private readonly queue = new SerialQueue();

  /** @param general answers single-network requests (logits, hidden activations) */
  constructor(device: GPUDevice, general: Evaluator, software: boolean) {
    this.runner = new GpuRunner(device);
    this.layers = new GpuLayers(this.runner, software ? WORK.software : WORK.hardware);
    this.store = new GpuStore(this.layers);
    this.general = general;
  }

  evaluate(slice: Slice, coordinates: Float64Array, examples: EvaluationExamples, options: EvaluateOptions = {}): Promise<Field> {
    return this.queue.run(() => {
      this.store.begin();
      return this.evaluateNow(slice, coordinates, examples, options);
    });
  }

  /** Products of the examples with the networks' layers, and prefixes, are shared between the slices. Others take their turns in between. */
  evaluateAll(requests: readonly SliceRequest[], examples: EvaluationExamples, options?: EvaluateAllOptions): Promise<ScoredField[]> {
    this.store.begin();
    return evaluateEach(
      {
        evaluate: (...one) => this.queue.run(() => this.evaluateNow(one[0], one[1], one[2], one[3] ?? {})),
        logits: (...one) => this.logits(...one),
      },
      requests,
      examples,
      options,
    );
  }

  logits(slice: Slice, coordinates: Float64Array, examples: EvaluationExamples, options?: JobOptions): Promise<Float32Array> {
    return this.general.logits(slice, coordinates, examples, options);
  }

  hiddenActivations(slice: Slice, examples: EvaluationExamples, options?: JobOptions): Promise<Float32Array[]> {
    return this.general.hiddenActivations(slice, examples, options);
  }

  /** Frees what the evaluator holds on the device. */
  close(): void {
    this.store.clear();
    this.runner.destroy();
  }

  private async evaluateNow(slice: Slice, coordinates: Float64Array, examples: EvaluationExamples, options: EvaluateOptions): Promise<Field> {
    throwIfAborted(options.signal);
    const points = pointsOf(slice, coordinates);
    const plan = planGpuSlice(slice, examples, points);
    const pass = await this.start(plan, points);
    const run = new FieldRun(plan, coordinates, points, options);
    const flights: Promise<void>[] = [];
    try {
      for (const [start, blocks] of visits(plan, points, pass.tile)) {
        throwIfAborted(options.signal);
        const flight = this.launch(plan, pass, run, start, blocks);
        // Awaited below; until then a failure has a listener.
        flight.catch(() => undefined);
        flights.push(flight);
        if (flights.length >= IN_FLIGHT) await flights.shift();
      }
      for (const flight of flights) await flight;
      throwIfAborted(options.signal);
      return run.field;
    } finally {
      this.runner.discard();
      await Promise.allSettled(flights);
      pass.destroy();
    }
  }

  /** The fused kernel where it serves and compiles, else the general ones. */
  private async start(plan: GpuPlan, points: number): Promise<GpuPass> {
    const spec = fusedSpec(plan);
    const fused = spec !== null && (await FusedPass.compile(this.runner, spec));
    return fused ? new FusedPass(this.layers, plan, spec) : new GeneralPass(this.layers, this.store, plan, points);
  }

  /** Records and submits some blocks of a tile; resolves when its sums have been taken in. */
  private async launch(plan: GpuPlan, pass: GpuPass, run: FieldRun, start: number, blocks: readonly Block[]): Promise<void> {
    const size = Math.min(pass.tile, run.points - start);
    const bytes = blocks.reduce((sum, block) => sum + size * pass.entries(block), 0) * 16;
    const result = this.runner.storage(bytes);
    const held = blocks.map((block) => holdBlock(this.store, plan, block));
    try {
      pass.begin(run.places(start, size));
      let at = 0;
      for (const one of held) {
        pass.record(one, result, at);
        at += size * pass.entries(one.block);
      }
      const reading = this.runner.read(result, bytes);
      // Submitted: what is freed from here on lives until the device has read it.
      for (const one of held) one.release();
      run.take(start, size, blocks, pass, await reading);
    } finally {
      for (const one of held) one.release();
      result.destroy();
    }
  }
}

/** Tiles with their blocks: all blocks of a tile at once, or (where products exceed the budget) all tiles on one block after another. */
function* visits({ blocks, resident }: GpuPlan, points: number, tile: number): Generator<[start: number, blocks: readonly Block[]]> {
  for (const group of resident ? [blocks] : blocks.map((block) => [block])) for (let start = 0; start < points; start += tile) yield [start, group];
}

/** The sums of a field while its tiles come in. */
class FieldRun {
  readonly field: Field;
  readonly points: number;
  private readonly plan: GpuPlan;
  private readonly coordinates: Float64Array;
  private readonly options: EvaluateOptions;
  private readonly loss: Float64Array;
  private readonly right: Float64Array;
  private readonly bad: Float64Array;

  constructor(plan: GpuPlan, coordinates: Float64Array, points: number, options: EvaluateOptions) {
    this.plan = plan;
    this.coordinates = coordinates;
    this.points = points;
    this.options = options;
    this.field = { loss: new Float64Array(points), accuracy: new Float64Array(points) };
    this.loss = new Float64Array(points);
    this.right = new Float64Array(points);
    this.bad = new Float64Array(points);
  }

  /** Two coordinates a point, zero where there is no direction. */
  places(start: number, size: number): Float32Array {
    const directions = this.plan.slice.directions.length;
    const places = new Float32Array(2 * size);
    for (let p = 0; p < size; p++) for (let k = 0; k < directions; k++) places[2 * p + k] = this.coordinates[(start + p) * directions + k];
    return places;
  }

  /** Adds a tile's sums, block by block; tells of the tile when its last block is in. */
  take(start: number, size: number, blocks: readonly Block[], pass: GpuPass, sums: Float32Array): void {
    let at = 0;
    for (const block of blocks) {
      const entries = pass.entries(block);
      for (let p = start; p < start + size; p++) {
        for (let entry = 0; entry < entries; entry++, at += 4) {
          this.loss[p] += sums[at];
          this.right[p] += sums[at + 1];
          this.bad[p] += sums[at + 2];
        }
      }
    }
    if (blocks.at(-1) === this.plan.blocks.at(-1)) this.tell(start, size);
  }

  private tell(start: number, size: number): void {
    const { count } = this.plan.examples;
    const { loss, accuracy } = this.field;
    for (let p = start; p < start + size; p++) {
      const sound = this.bad[p] === 0 && Number.isFinite(this.loss[p]);
      loss[p] = sound ? this.loss[p] / count : NaN;
      accuracy[p] = sound ? this.right[p] / count : NaN;
    }
    if (this.options.signal?.aborted === true) return;
    this.options.onTile?.({ start, loss: loss.slice(start, start + size), accuracy: accuracy.slice(start, start + size) });
    this.options.onProgress?.({ phase: 'evaluating', done: start + size, total: this.points });
  }
}
