/**
 * The evaluator on WGSL kernels of our own, on tfjs's WebGPU device. One read-back a tile; sums over examples are made in a fixed order
 * on the device, eight quads at a time, and finished in float64 here.
 */
import { throwIfAborted, type JobOptions } from '../base/job.ts';
import type { EvaluateOptions, EvaluationExamples, Evaluator, Field } from '../landscape/evaluator.ts';
import type { Slice } from '../landscape/slice.ts';
import { LOSS_QUADS } from './gpu-kernels.ts';
import { GpuRunner } from './gpu-runner.ts';
import { layerShape, logitsWidth, prepareGpuSlice, type Block, type GpuSlice } from './gpu-slice.ts';
import { Turns } from './turns.ts';

/** Multiply-adds of one dispatch: well under half a second on a slow laptop GPU; less on a software one. */
const WORK = { hardware: 1.5e9, software: 5e7 };

export class GpuEvaluator implements Evaluator {
  private readonly runner: GpuRunner;
  private readonly general: Evaluator;
  private readonly work: number;
  private readonly turns = new Turns();

  /** @param general answers single-network requests (logits, hidden activations) */
  constructor(device: GPUDevice, general: Evaluator, software: boolean) {
    this.runner = new GpuRunner(device);
    this.general = general;
    this.work = software ? WORK.software : WORK.hardware;
  }

  evaluate(slice: Slice, coordinates: Float64Array, examples: EvaluationExamples, options: EvaluateOptions = {}): Promise<Field> {
    return this.turns.take(() => this.evaluateNow(slice, coordinates, examples, options));
  }

  logits(slice: Slice, coordinates: Float64Array, examples: EvaluationExamples, options?: JobOptions): Promise<Float32Array> {
    return this.general.logits(slice, coordinates, examples, options);
  }

  hiddenActivations(slice: Slice, examples: EvaluationExamples, options?: JobOptions): Promise<Float32Array[]> {
    return this.general.hiddenActivations(slice, examples, options);
  }

  /** Frees what the evaluator holds on the device. */
  close(): void {
    this.runner.destroy();
  }

  private async evaluateNow(slice: Slice, coordinates: Float64Array, examples: EvaluationExamples, { signal, onTile, onProgress }: EvaluateOptions): Promise<Field> {
    throwIfAborted(signal);
    const width = slice.directions.length;
    const points = width === 0 ? 1 : coordinates.length / width;
    const prepared = prepareGpuSlice(this.runner, slice, examples, points, this.work);
    try {
      const field: Field = { loss: new Float64Array(points), accuracy: new Float64Array(points) };
      for (let start = 0; start < points; start += prepared.tile) {
        const size = Math.min(prepared.tile, points - start);
        const tile = await this.evaluateTile(prepared, coordinates, start, size, examples.count);
        throwIfAborted(signal);
        field.loss.set(tile.loss, start);
        field.accuracy.set(tile.accuracy, start);
        onTile?.({ start, ...tile });
        onProgress?.({ phase: 'evaluating', done: start + size, total: points });
        throwIfAborted(signal);
      }
      return field;
    } finally {
      prepared.destroy();
    }
  }

  private async evaluateTile(prepared: GpuSlice, coordinates: Float64Array, start: number, size: number, count: number): Promise<Field> {
    const { runner } = this;
    const places = new Float32Array(2 * size);
    for (let p = 0; p < size; p++) for (let k = 0; k < prepared.directions; k++) places[2 * p + k] = coordinates[(start + p) * prepared.directions + k];
    runner.device.queue.writeBuffer(prepared.coordinates, 0, places);
    for (const { layout, formed } of prepared.layers) {
      if (formed !== null) runner.form(layout.range.start, layout.range.end - layout.range.start, prepared.parameters, prepared.coordinates, formed, size);
    }
    const totals = Array.from({ length: size }, () => ({ loss: 0, right: 0, bad: 0 }));
    for (const block of prepared.blocks) {
      const logits = this.forward(prepared, block, size);
      const entries = Math.ceil(block.quads / LOSS_QUADS);
      const result = runner.storage(size * entries * 16);
      const shape = layerShape(prepared.layers[prepared.layers.length - 1].layout, false, block, 0);
      runner.loss(logitsWidth(prepared) === 1, shape, logits, block.labels, result, size);
      try {
        const sums = await runner.read(result, size * entries * 16);
        for (let i = 0; i < size * entries; i++) {
          const total = totals[Math.floor(i / entries)];
          total.loss += sums[4 * i];
          total.right += sums[4 * i + 1];
          total.bad += sums[4 * i + 2];
        }
      } finally {
        result.destroy();
      }
    }
    return {
      loss: Float64Array.from(totals, ({ loss, bad }) => (bad > 0 ? NaN : loss / count)),
      accuracy: Float64Array.from(totals, ({ right, bad }) => (bad > 0 ? NaN : right / count)),
    };
  }

  /** One block through the layers; gives the buffer that holds the logits. */
  private forward(prepared: GpuSlice, block: Block, size: number): GPUBuffer {
    const { runner } = this;
    const { architecture, layers, parameters, activations, directions, coordinates } = prepared;
    let input = block.input;
    let inputStride = 0;
    layers.forEach(({ layout, hidden, hoisted, formed }, i) => {
      const output = activations[i & 1];
      const tensors = formed ?? parameters[0];
      const shape = layerShape(layout, formed !== null, block, inputStride);
      if (hoisted && block.hoisted !== null) runner.hoistedLayer(architecture, hidden, shape, directions, block.hoisted, coordinates, tensors, output, size);
      else runner.layer(architecture, hidden, shape, input, tensors, output, size);
      input = output;
      inputStride = layout.outputs * block.quads;
    });
    return input;
  }
}
