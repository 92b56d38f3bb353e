/**
 * Networks of one rectified hidden layer with few inputs, along lines of a slice: points with the same second coordinate share
 * a pre-activation that is affine in the first, base + c₀·slope (`line` in kernels/kernels.ts).
 */
import { align, CHUNK, ROW, type Kernels } from './layers.ts';
import type { ShardMemory } from './memory.ts';
import type { ShardExamples, ShardNetwork } from './network.ts';
import type { LayerPlan } from './order.ts';

/** Points evaluated together: what a strip of examples needs for all of them is made once. */
export const MAX_LINE = 32;
export const BLOCK_CHUNKS = 16;

/** A block's logits [points][chunks][outputs][16], and the examples it covers. */
export interface LineBlock {
  readonly from: number;
  readonly valid: number;
  /** Offset of point p's logits. */
  logits(p: number): number;
}

export class ShardLines {
  private readonly memory: ShardMemory;
  private readonly kernels: Kernels;
  private readonly network: ShardNetwork;
  private readonly examples: ShardExamples;
  private readonly base: number;
  private readonly weights: number;
  private readonly biases: number;
  private readonly coordinates: number;
  private readonly units: number;
  private readonly z: number;

  constructor(memory: ShardMemory, kernels: Kernels, network: ShardNetwork, examples: ShardExamples) {
    this.memory = memory;
    this.kernels = kernels;
    this.network = network;
    this.examples = examples;
    const [first] = network.layouts;
    const fours = (MAX_LINE * network.outputs) / 4;
    this.base = memory.take(align(4 * (first.range.end - first.range.start)));
    this.weights = memory.take(fours * first.outputs * 16);
    this.biases = memory.take(fours * 16);
    this.coordinates = memory.take(fours * 16);
    this.units = memory.take(first.outputs * 64);
    this.z = memory.take(MAX_LINE * BLOCK_CHUNKS * network.outputs * ROW);
  }

  /** Logits of points `start`..`start + size` of the layer plan's request, at most MAX_LINE with one second coordinate, block by block. */
  *blocks(layerPlan: LayerPlan, start: number, size: number): Generator<LineBlock> {
    const { kernels, network, examples } = this;
    const { outputs } = network;
    const [first, last] = network.layouts;
    const fours = Math.ceil((size * outputs) / 4);
    this.form(layerPlan, start, size, fours);
    const slope = this.network.tensors(layerPlan, first)[1];
    for (let from = 0; from < examples.count; from += BLOCK_CHUNKS * CHUNK) {
      const valid = Math.min(BLOCK_CHUNKS * CHUNK, examples.count - from);
      const chunks = Math.ceil(valid / CHUNK);
      const x = examples.chunked + 4 * from * first.inputs;
      kernels.line(
        this.z,
        x,
        this.base,
        slope,
        this.coordinates,
        this.weights,
        this.biases,
        this.units,
        first.inputs,
        last.inputs,
        outputs,
        fours,
        chunks,
      );
      yield { from, valid, logits: (p) => this.z + p * chunks * outputs * ROW };
    }
  }

  /** The line's base, and four by four the columns: output weights, biases and first coordinates. A last four is filled up with its last point. */
  private form(layerPlan: LayerPlan, start: number, size: number, fours: number): void {
    const { kernels, memory, network } = this;
    const { directions, request } = layerPlan;
    const [first, last] = network.layouts;
    const { outputs } = network;
    const c1 = directions > 1 ? request.coordinates[start * directions + 1] : 0;
    const [origin, , second] = network.tensors(layerPlan, first);
    kernels.affine(this.base, origin, second, 0, c1, 0, directions > 1 ? 1 : 0, first.range.end - first.range.start);
    memory.floats(this.coordinates, 4 * fours).forEach((_, column, all) => {
      const point = Math.min(size - 1, Math.floor(column / outputs));
      all[column] = request.coordinates[(start + point) * directions];
    });
    const [o, u, v] = network.tensors(layerPlan, last);
    const moves = layerPlan.moving[1] ? directions : 0;
    const bias = 4 * (last.bias.start - last.range.start);
    for (let four = 0; four < fours; four++) {
      const place = this.coordinates + 16 * four;
      kernels.columns(this.weights + four * last.inputs * 16, o, u, v, place, c1, moves, last.inputs, outputs);
      kernels.columns(this.biases + four * 16, o + bias, u + bias, v + bias, place, c1, moves, 1, outputs);
    }
  }
}
