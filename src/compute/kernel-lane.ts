/**
 * One lane of the wasm kernels: a memory of its own holding a range of the examples, and the loss of any points of a slice on
 * them. Runs where it is called: in a pool worker (kernel-worker.ts), or in place in tests.
 *
 * Structure used, exactly: layers before the first moving one are evaluated once a slice (prefix reuse); where that layer has many
 * inputs its K+1 products with the data are made once a slice (hoisting); constant layers are packed once a slice.
 */
import { throwIfAborted } from '../base/job.ts';
import type { EvaluationExamples } from '../landscape/evaluator.ts';
import type { Slice } from '../landscape/slice.ts';
import { outputWidth, type Activation } from '../nn/architecture.ts';
import { parameterLayout, type LayerLayout } from '../nn/layout.ts';
import { LaneMemory } from './lane-memory.ts';

/** What kernels.ts exports; offsets are bytes. */
interface Kernels {
  affine(dst: number, origin: number, first: number, second: number, c0: number, c1: number, directions: number, count: number): void;
  pack(dst: number, weights: number, inputs: number, outputs: number): void;
  chunk(dst: number, src: number, count: number, width: number): void;
  dense(y: number, x: number, panels: number, bias: number, inputs: number, outputs: number, chunks: number, rectify: number): void;
  combine(y: number, z0: number, z1: number, z2: number, c0: number, c1: number, directions: number, rows: number, rectify: number): void;
  normalise(y: number, width: number, gain: number, shift: number, chunks: number): void;
  activate(y: number, rows: number, kind: number): void;
  crossEntropy(z: number, rows: number, labels: number, valid: number, sum: number, scratch: number): number;
}

/** Examples in a chunk, and bytes of one of its rows: activations are [chunks][width][16]. */
const CHUNK = 16;
const ROW = CHUNK * 4;
/** Activations of one layer of a block stay in the first-level cache. */
const BLOCK_BYTES = 16 * 1024;
const MAX_BLOCK_CHUNKS = 16;
const ACTIVATION_KIND: Readonly<Record<Activation, number>> = { relu: 0, tanh: 1, gelu: 2, linear: 3 };
/** Below this many inputs forming the first layer on the fly is cheaper than reading hoisted products. */
const HOIST_INPUTS = 8;
/** Formed weights of a group of points stay in the second-level cache. */
const GROUP_BYTES = 256 * 1024;
const MAX_GROUP = 16;
/** Hoisted products beyond this are not kept: the first layer is then formed at each point. */
const HOIST_BYTES = 384 * 1024 * 1024;

/** Sums over the lane's examples, per point: cross-entropy (NaN where a logit was not finite) and examples right. */
export interface LaneSums {
  readonly loss: Float64Array;
  readonly right: Int32Array;
}

/** A layer with offsets of its formed tensors; `size` bytes in all. */
interface FormedLayer {
  readonly layout: LayerLayout;
  readonly moving: boolean;
  /** Offset within the group's buffer (moving) or absolute (constant). */
  readonly raw: number;
  readonly panels: number;
}

export class KernelLane {
  private readonly kernels: Kernels;
  private readonly memory: LaneMemory;
  private examples: { count: number; padded: number; inputs: number; chunked: number; labels: number } | null = null;
  private plan: SlicePlan | null = null;

  constructor(module: WebAssembly.Module) {
    this.memory = new LaneMemory();
    this.kernels = new WebAssembly.Instance(module, { env: { memory: this.memory.memory } }).exports as unknown as Kernels;
  }

  /** Copies the examples in, by chunks; drops the slice. */
  setExamples({ x, y, count, inputs }: EvaluationExamples): void {
    this.plan = null;
    this.memory.reset();
    const padded = Math.ceil(Math.max(count, 1) / CHUNK) * CHUNK;
    const chunked = this.memory.take(inputs * padded * 4);
    const labels = this.memory.take(padded * 4);
    this.memory.markSlice();
    const source = this.memory.put(x.subarray(0, count * inputs));
    this.memory.floats(chunked, inputs * padded).fill(0);
    this.memory.ints(labels, padded).fill(0);
    this.memory.ints(labels, count).set(y.subarray(0, count));
    this.kernels.chunk(chunked, source, count, inputs);
    this.memory.resetSlice();
    this.examples = { count, padded, inputs, chunked, labels };
  }

  /** Takes a slice in: copies its parameters, evaluates the fixed prefix and, for many points, hoists the first moving layer. */
  setSlice(slice: Slice, points: number): void {
    if (this.examples === null) throw new Error('setExamples comes first');
    this.memory.resetSlice();
    this.plan = null;
    const { kernels, memory } = this;
    const { architecture } = slice;
    const layers = parameterLayout(architecture).layers;
    const moves = (l: number): boolean => slice.directions.length > 0 && (slice.layers === null || slice.layers.includes(l));
    const firstMoving = layers.findIndex((_, l) => moves(l));
    const first = firstMoving < 0 ? layers.length - 1 : firstMoving;
    const parameters = [slice.origin, ...slice.directions].map((vector) => memory.put(vector));
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

    const prefix = this.evaluatePrefix(layers.slice(0, first), parameters[0], context, buffers, chunks);
    const head = layers[first];
    const directions = slice.directions.length;
    const hoistBytes = head.outputs * this.examples.padded * 4 * (directions + 1);
    const hoist = moves(first) && head.inputs > HOIST_INPUTS && points > directions + 1 && hoistBytes <= HOIST_BYTES;
    const hoisted = hoist ? parameters.map((from) => this.product(head, from, prefix)) : null;

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
    const group = Math.max(1, Math.min(MAX_GROUP, Math.floor(GROUP_BYTES / Math.max(groupBytes, 1))));
    this.plan = {
      context,
      parameters,
      directions,
      first,
      prefix,
      hoisted,
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
  private evaluatePrefix(layers: readonly LayerLayout[], origin: number, context: LayerContext, buffers: readonly [number, number], chunks: number): number {
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
        runLayer(context, y, x, l, layout, origin + 4 * layout.range.start, panels[l], size);
        x = y;
      });
    }
    return result;
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

interface LayerContext {
  readonly kernels: Kernels;
  readonly normalisation: 'none' | 'before' | 'after';
  readonly kind: number;
  /** Index of the output layer, which has neither normalisation nor activation. */
  readonly last: number;
}

interface SlicePlan {
  readonly context: LayerContext;
  /** Offsets of origin and directions. */
  readonly parameters: readonly number[];
  readonly directions: number;
  /** The first layer that is evaluated at each point. */
  readonly first: number;
  readonly prefix: number;
  readonly hoisted: readonly number[] | null;
  readonly formed: readonly FormedLayer[];
  readonly group: number;
  readonly groupBytes: number;
  readonly groupBuffer: number;
  readonly sums: number;
  readonly buffers: readonly [number, number];
  /** Chunks of examples in a block. */
  readonly chunks: number;
  readonly scratch: number;
  readonly outputs: number;
}

function align(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}

function panelBytes({ inputs, outputs }: LayerLayout): number {
  return align(8 * Math.ceil(outputs / 2) * inputs);
}

/** Whether the product's own epilogue applies the activation: ReLU with no normalisation in between. */
function rectifies(context: LayerContext, l: number): boolean {
  return l < context.last && context.kind === ACTIVATION_KIND.relu && context.normalisation !== 'before';
}

/** A whole layer on some chunks: product, normalisation and activation. `raw` is the offset of the layer's tensors. */
function runLayer(context: LayerContext, y: number, x: number, l: number, layout: LayerLayout, raw: number, panels: number, chunks: number): void {
  const bias = raw + 4 * (layout.bias.start - layout.range.start);
  context.kernels.dense(y, x, panels, bias, layout.inputs, layout.outputs, chunks, rectifies(context, l) ? 1 : 0);
  finishLayer(context, y, l, layout, raw, chunks);
}

/** Normalisation and activation of a hidden layer, in the architecture's order; what the product's epilogue did is left out. */
function finishLayer(context: LayerContext, y: number, l: number, layout: LayerLayout, raw: number, chunks: number): void {
  if (l >= context.last) return;
  const { kernels, normalisation, kind } = context;
  const normalise = (): void => {
    if (layout.gain === null || layout.shift === null) return;
    const start = layout.range.start;
    kernels.normalise(y, layout.outputs, raw + 4 * (layout.gain.start - start), raw + 4 * (layout.shift.start - start), chunks);
  };
  if (normalisation === 'before') normalise();
  if (!rectifies(context, l)) kernels.activate(y, layout.outputs * chunks, kind);
  if (normalisation === 'after') normalise();
}
