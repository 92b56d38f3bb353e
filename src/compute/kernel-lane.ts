/**
 * One lane of the wasm kernels: a memory of its own holding a range of the examples, and the loss of any points of a slice on
 * them. Runs where it is called: in a pool worker (kernel-worker.ts), or in place in tests.
 *
 * Structure used, exactly: layers before the first moving one are evaluated once a slice (prefix reuse); where that layer has many
 * inputs its K+1 products with the data are made once a slice (hoisting); products of the data with the first layer of a vector are kept for
 * other slices through it (the layer heatmap); constant layers are packed once a slice.
 */
import { throwIfAborted } from '../base/job.ts';
import type { EvaluationExamples } from '../landscape/evaluator.ts';
import { outputWidth, type Architecture } from '../nn/architecture.ts';
import { parameterLayout, type LayerLayout } from '../nn/layout.ts';
import {
  ACTIVATION_KIND,
  align,
  CHUNK,
  finishLayer,
  panelBytes,
  rectifies,
  ROW,
  runLayer,
  tensorsAt,
  type FormedLayer,
  type Kernels,
  type LayerContext,
  type SlicePlan,
} from './lane-layers.ts';
import { LaneMemory } from './lane-memory.ts';

/** Activations of one layer of a block stay in the first-level cache. */
const BLOCK_BYTES = 16 * 1024;
const MAX_BLOCK_CHUNKS = 16;

/** Below this many inputs forming the first layer on the fly is cheaper than reading hoisted products. */
const HOIST_INPUTS = 8;
/** Formed weights of a group of points stay in the second-level cache. */
const GROUP_BYTES = 256 * 1024;
const MAX_GROUP = 16;
/** Hoisted products beyond this are not kept: the first layer is then formed at each point. */
const HOIST_BYTES = 384 * 1024 * 1024;

/** A slice whose vectors are named: origin first, then the directions, each given before by `addVector`. */
export interface LaneSlice {
  readonly architecture: Architecture;
  readonly vectors: readonly number[];
  readonly layers: readonly number[] | null;
  /** How many points will be asked for: decides whether hoisting pays. */
  readonly points: number;
}

/** Sums over the lane's examples, per point: cross-entropy (NaN where a logit was not finite) and examples right. */
export interface LaneSums {
  readonly loss: Float64Array;
  readonly right: Int32Array;
}

export class KernelLane {
  private readonly kernels: Kernels;
  private readonly memory: LaneMemory;
  private examples: { count: number; padded: number; inputs: number; chunked: number; labels: number } | null = null;
  private plan: SlicePlan | null = null;
  /** Offsets of kept vectors, and of their first layer's product with the examples where it was made. */
  private readonly vectors = new Map<number, { offset: number; product: number | null }>();

  constructor(module: WebAssembly.Module) {
    this.memory = new LaneMemory();
    this.kernels = new WebAssembly.Instance(module, { env: { memory: this.memory.memory } }).exports as unknown as Kernels;
  }

  /** Copies the examples in, by chunks; drops the slice. */
  setExamples({ x, y, count, inputs }: EvaluationExamples): void {
    this.plan = null;
    this.vectors.clear();
    this.memory.reset();
    const padded = Math.ceil(Math.max(count, 1) / CHUNK) * CHUNK;
    const chunked = this.memory.take(inputs * padded * 4);
    const labels = this.memory.take(padded * 4);
    this.memory.markKept();
    const source = this.memory.put(x.subarray(0, count * inputs));
    this.memory.floats(chunked, inputs * padded).fill(0);
    this.memory.ints(labels, padded).fill(0);
    this.memory.ints(labels, count).set(y.subarray(0, count));
    this.kernels.chunk(chunked, source, count, inputs);
    this.memory.resetKept();
    this.examples = { count, padded, inputs, chunked, labels };
  }

  /** Keeps a vector of parameters under an id until `clearVectors` or other examples. */
  addVector(id: number, values: Float32Array): void {
    this.memory.resetSlice();
    this.plan = null;
    this.vectors.set(id, { offset: this.memory.put(values), product: null });
    this.memory.markSlice();
  }

  clearVectors(): void {
    this.plan = null;
    this.vectors.clear();
    this.memory.resetKept();
  }

  /** Takes a slice in: evaluates the fixed prefix and, where it pays, hoists the first moving layer. */
  setSlice(slice: LaneSlice): void {
    if (this.examples === null) throw new Error('setExamples comes first');
    this.memory.resetSlice();
    this.plan = null;
    const { kernels, memory } = this;
    const { architecture } = slice;
    const layers = parameterLayout(architecture).layers;
    const directions = slice.vectors.length - 1;
    const moves = (l: number): boolean => directions > 0 && (slice.layers === null || slice.layers.includes(l));
    const firstMoving = layers.findIndex((_, l) => moves(l));
    const first = firstMoving < 0 ? layers.length - 1 : firstMoving;
    const parameters = slice.vectors.map((id) => this.vector(id).offset);
    // The first layer's products outlive the slice: made before anything of the slice is laid down.
    const keeps = layers[0].inputs > HOIST_INPUTS && layers[0].outputs * this.examples.padded * 4 * (directions + 1) <= HOIST_BYTES;
    const products = keeps ? slice.vectors.slice(0, first > 0 ? 1 : undefined).map((id) => this.keptProduct(id, layers[0])) : null;
    const widest = Math.max(...layers.map((layer) => layer.outputs));
    const context: LayerContext = {
      kernels,
      normalisation: architecture.norm,
      kind: ACTIVATION_KIND[architecture.activation],
      last: layers.length - 1,
    };
    const chunks = Math.max(1, Math.min(MAX_BLOCK_CHUNKS, Math.floor(BLOCK_BYTES / (widest * ROW))));
    const buffers: [number, number] = [memory.take(widest * ROW * chunks), memory.take(widest * ROW * chunks)];
    const scratch = memory.take(64);

    const prefix = this.evaluatePrefix(layers.slice(0, first), parameters[0], first > 0 && products !== null ? products[0] : null, context, buffers, chunks);
    const head = layers[first];
    const hoistBytes = head.outputs * this.examples.padded * 4 * (directions + 1);
    const hoist = moves(first) && head.inputs > HOIST_INPUTS && slice.points > directions + 1 && hoistBytes <= HOIST_BYTES;
    const hoisted = first === 0 && moves(0) ? products : hoist ? parameters.map((from) => this.product(head, from, prefix)) : null;

    let groupBytes = 0;
    const formed: FormedLayer[] = [];
    for (let l = first; l < layers.length; l++) {
      const layout = layers[l];
      const rawBytes = align(4 * (layout.range.end - layout.range.start));
      const packedBytes = panelBytes(layout);
      if (moves(l)) {
        formed.push({ layout, moving: true, raw: groupBytes, panels: groupBytes + rawBytes });
        groupBytes += rawBytes + packedBytes;
      } else {
        const raw = parameters[0] + 4 * layout.range.start;
        const panels = memory.take(packedBytes);
        kernels.pack(panels, raw, layout.inputs, layout.outputs);
        formed.push({ layout, moving: false, raw, panels });
      }
    }
    const fused =
      first === 0 && hoisted === null && layers.length === 2 && architecture.activation === 'relu' && architecture.norm === 'none' && outputWidth(architecture) <= 2;
    const group = Math.max(1, Math.min(MAX_GROUP, Math.floor(GROUP_BYTES / Math.max(groupBytes, 1))));
    this.plan = {
      context,
      parameters,
      directions,
      first,
      prefix,
      hoisted,
      fused,
      formed,
      group,
      groupBytes,
      groupBuffer: memory.take(group * Math.max(groupBytes, 16)),
      sums: memory.take(8 * MAX_GROUP),
      buffers,
      chunks,
      scratch,
      outputs: outputWidth(architecture),
    };
  }

  /** Sums at each point; `coordinates` is [points, directions] row-major. The arrays belong to the caller. */
  evaluate(coordinates: Float64Array, points: number, signal?: AbortSignal): LaneSums {
    const plan = this.plan;
    if (plan === null) throw new Error('setSlice comes first');
    const loss = new Float64Array(points);
    const right = new Int32Array(points);
    for (let start = 0; start < points; start += plan.group) {
      throwIfAborted(signal);
      this.evaluateGroup(plan, coordinates, start, Math.min(plan.group, points - start), loss, right);
    }
    return { loss, right };
  }

  /** Logits [count, outputs] at the coordinates (one point). */
  logits(coordinates: Float64Array): Float32Array {
    const { plan, examples } = this;
    if (plan === null || examples === null) throw new Error('setSlice comes first');
    const result = new Float32Array(examples.count * plan.outputs);
    this.form(plan, 0, coordinates.at(0) ?? 0, coordinates.at(1) ?? 0);
    const block = plan.chunks * CHUNK;
    for (let from = 0; from < examples.count; from += block) {
      const valid = Math.min(block, examples.count - from);
      const z = this.memory.floats(this.forward(plan, 0, from, valid, coordinates.at(0) ?? 0, coordinates.at(1) ?? 0), plan.outputs * block);
      for (let e = 0; e < valid; e++) {
        const column = (e >> 4) * plan.outputs * CHUNK + (e & 15);
        for (let j = 0; j < plan.outputs; j++) result[(from + e) * plan.outputs + j] = z[column + j * CHUNK];
      }
    }
    return result;
  }

  private evaluateGroup(plan: SlicePlan, coordinates: Float64Array, start: number, size: number, loss: Float64Array, right: Int32Array): void {
    const examples = this.examples as NonNullable<typeof this.examples>;
    const at = (g: number, k: number): number => (k < plan.directions ? coordinates[(start + g) * plan.directions + k] : 0);
    for (let g = 0; g < size; g++) this.form(plan, g, at(g, 0), at(g, 1));
    this.memory.doubles(plan.sums, size).fill(0);
    const block = plan.chunks * CHUNK;
    for (let from = 0; from < examples.count; from += block) {
      const valid = Math.min(block, examples.count - from);
      for (let g = 0; g < size; g++) {
        const z = this.forward(plan, g, from, valid, at(g, 0), at(g, 1));
        right[start + g] += this.kernels.crossEntropy(z, plan.outputs, examples.labels + 4 * from, valid, plan.sums + 8 * g, plan.scratch);
      }
    }
    loss.set(this.memory.doubles(plan.sums, size), start);
  }

  /** Forms and packs the moving layers of the group's point g. */
  private form(plan: SlicePlan, g: number, c0: number, c1: number): void {
    const base = plan.groupBuffer + g * plan.groupBytes;
    plan.formed.forEach(({ layout, moving, raw, panels }, i) => {
      if (!moving || (i === 0 && plan.hoisted !== null && layout.gain === null)) return;
      const tensors = plan.parameters.map((from) => from + 4 * layout.range.start);
      this.kernels.affine(base + raw, tensors[0], tensors.at(1) ?? 0, tensors.at(2) ?? 0, c0, c1, plan.directions, layout.range.end - layout.range.start);
      if (!(i === 0 && plan.hoisted !== null)) this.kernels.pack(base + panels, base + raw, layout.inputs, layout.outputs);
    });
  }

  /** Examples from..from+valid through the layers from the first evaluated one; gives the offset of the logits. */
  private forward(plan: SlicePlan, g: number, from: number, valid: number, c0: number, c1: number): number {
    const { context, hoisted } = plan;
    const base = plan.groupBuffer + g * plan.groupBytes;
    const chunks = Math.ceil(valid / CHUNK);
    let x = plan.prefix + 4 * from * plan.formed[0].layout.inputs;
    if (plan.fused) {
      const [hidden, output] = plan.formed.map(({ layout, moving, raw }) => tensorsAt(layout, (moving ? base : 0) + raw));
      const { inputs, outputs } = plan.formed[0].layout;
      context.kernels.shallow(plan.buffers[0], x, hidden.weight, hidden.bias, output.weight, output.bias, inputs, outputs, plan.outputs, chunks);
      return plan.buffers[0];
    }
    for (let i = 0; i < plan.formed.length; i++) {
      const { layout, moving, raw, panels } = plan.formed[i];
      const offset = moving ? base : 0;
      const y = plan.buffers[i & 1];
      const l = plan.first + i;
      if (i === 0 && hoisted !== null) {
        const z = hoisted.map((start) => start + 4 * from * layout.outputs);
        context.kernels.combine(y, z[0], z[1], z.at(2) ?? 0, c0, c1, plan.directions, layout.outputs * chunks, rectifies(context, l) ? 1 : 0);
        finishLayer(context, y, l, layout, offset + raw, chunks);
      } else {
        runLayer(context, y, x, l, layout, offset + raw, offset + panels, chunks);
      }
      x = y;
    }
    return x;
  }

  /** Activations [chunks][width][16] after the fixed layers; the inputs themselves where there are none. */
  private evaluatePrefix(layers: readonly LayerLayout[], origin: number, product: number | null, context: LayerContext, buffers: readonly [number, number], chunks: number): number {
    const examples = this.examples as NonNullable<typeof this.examples>;
    if (layers.length === 0) return examples.chunked;
    const { memory, kernels } = this;
    const panels = layers.map((layout) => {
      const to = memory.take(panelBytes(layout));
      kernels.pack(to, origin + 4 * layout.weight.start, layout.inputs, layout.outputs);
      return to;
    });
    const width = layers[layers.length - 1].outputs;
    const result = memory.take(width * examples.padded * 4);
    for (let from = 0; from < examples.padded; from += chunks * CHUNK) {
      const size = Math.min(chunks, (examples.padded - from) / CHUNK);
      let x = examples.chunked + 4 * from * examples.inputs;
      layers.forEach((layout, l) => {
        const y = l + 1 === layers.length ? result + 4 * from * width : buffers[l & 1];
        const raw = origin + 4 * layout.range.start;
        if (l === 0 && product !== null) {
          const z = product + 4 * from * layout.outputs;
          kernels.combine(y, z, z, z, 0, 0, 0, layout.outputs * size, rectifies(context, 0) ? 1 : 0);
          finishLayer(context, y, 0, layout, raw, size);
        } else runLayer(context, y, x, l, layout, raw, panels[l], size);
        x = y;
      });
    }
    return result;
  }

  private vector(id: number): { offset: number; product: number | null } {
    const entry = this.vectors.get(id);
    if (entry === undefined) throw new Error(`vector ${id} was not added`);
    return entry;
  }

  /** The first layer's product with the examples for a kept vector: made once, kept with it. */
  private keptProduct(id: number, layout: LayerLayout): number {
    const entry = this.vector(id);
    const { chunked } = this.examples as NonNullable<typeof this.examples>;
    entry.product ??= this.product(layout, entry.offset, chunked);
    this.memory.markSlice();
    return entry.product;
  }

  /** The layer's product with the prefix for one of origin and directions, [chunks][outputs][16]; its bias included. */
  private product(layout: LayerLayout, parameters: number, prefix: number): number {
    const { padded } = this.examples as NonNullable<typeof this.examples>;
    const { memory, kernels } = this;
    const panels = memory.take(panelBytes(layout));
    kernels.pack(panels, parameters + 4 * layout.weight.start, layout.inputs, layout.outputs);
    const z = memory.take(layout.outputs * padded * 4);
    kernels.dense(z, prefix, panels, parameters + 4 * layout.bias.start, layout.inputs, layout.outputs, padded / CHUNK, 0);
    return z;
  }
}
