/**
 * One architecture on a shard's examples: runs points of slices through the layers, block of examples by block, and keeps between points
 * what they have in common (fixed layers' panels, formed layers, the activations of shared first layers).
 */
import { outputWidth, type Architecture } from '../../../nn/architecture.ts';
import { parameterLayout, type LayerLayout } from '../../../nn/layout.ts';
import {
  CHUNK,
  finishLayer,
  layerContext,
  panelBytes,
  rectifies,
  ROW,
  runLayer,
  tailBytes,
  type FormedLayer,
  type Kernels,
  type LayerContext,
} from './layers.ts';
import type { ShardMemory } from './memory.ts';
import type { LayerPlan, ShardPoint } from './order.ts';

/** Activations of one layer of a block stay in the first-level cache. */
const BLOCK_BYTES = 16 * 1024;
export const MAX_BLOCK_CHUNKS = 16;
/** Formed weights of a group of points stay in the second-level cache. */
const GROUP_BYTES = 256 * 1024;
export const MAX_GROUP = 16;
/** Multiply-adds of a step: a few milliseconds, after which a shard may be asked to stop. */
export const STEP_WORK = 5e7;
/** The name of no layer. */
const NOT_YET = '';

/** A range of the shard's examples in its memory. */
export interface ShardExamples {
  readonly count: number;
  /** `count` in whole chunks. */
  readonly padded: number;
  readonly inputs: number;
  /** Offsets of the inputs [chunks][inputs][16] and of the labels. */
  readonly chunked: number;
  readonly labels: number;
}

/** A kept vector of parameters, and the first layer's product with the examples as far as it was made. */
export interface KeptVector {
  readonly offset: number;
  product: number | null;
  /** Examples whose product is made. */
  made: number;
}

/** How a layer is evaluated at a point: with its weights, or from products z₀ + c₀·z₁ (+ c₁·z₂). */
interface PointLayer extends FormedLayer {
  readonly products: readonly number[] | null;
}

/** A point with what its layers need, from its start on. */
export interface ReadyPoint {
  readonly c0: number;
  readonly c1: number;
  readonly start: number;
  readonly layers: readonly PointLayer[];
}

export class ShardNetwork {
  readonly architecture: Architecture;
  readonly layouts: readonly LayerLayout[];
  readonly outputs: number;
  /** Chunks of examples in a block. */
  readonly chunks: number;
  private readonly memory: ShardMemory;
  private readonly kernels: Kernels;
  private readonly examples: ShardExamples;
  private readonly vector: (id: number) => KeptVector;
  private readonly context: LayerContext;
  private readonly buffers: readonly [number, number];
  /** z₀ + c₁·z₂ of the block in hand, for points on a line. */
  private readonly base: number;
  private baseOf: { block: number; c1: number; products: readonly number[] } | null = null;
  private readonly fixed = new Map<number, { vector: number; panels: number }>();
  private readonly groupBuffer: number;
  /** Names of the formed layers that lie in the buffer, where it holds one point. */
  private formed: string[] = [];
  /** Activations before layer l of the networks whose first layers have these names. */
  private readonly shared = new Map<number, { keys: readonly string[]; offset: number }>();
  private prefixProducts: { keys: readonly string[]; vectors: readonly number[]; offsets: readonly number[] } | null = null;
  private prefixRoom = { offset: 0, bytes: 0 };

  constructor(memory: ShardMemory, kernels: Kernels, architecture: Architecture, examples: ShardExamples, vector: (id: number) => KeptVector) {
    this.memory = memory;
    this.kernels = kernels;
    this.architecture = architecture;
    this.examples = examples;
    this.vector = vector;
    this.layouts = parameterLayout(architecture).layers;
    this.outputs = outputWidth(architecture);
    this.context = layerContext(kernels, architecture);
    const widest = Math.max(...this.layouts.map((layout) => layout.outputs));
    this.chunks = Math.max(1, Math.min(MAX_BLOCK_CHUNKS, Math.floor(BLOCK_BYTES / (widest * ROW))));
    const bytes = widest * ROW * this.chunks;
    this.buffers = [memory.take(bytes), memory.take(bytes)];
    this.base = memory.take(bytes);
    this.groupBuffer = memory.take(Math.max(GROUP_BYTES, this.formedBytes(this.layouts)));
  }

  /** How many of these points, all of one layer plan and start, are evaluated together: block by block, so that the block stays in the cache. */
  groupOf(layerPlan: LayerPlan, start: number): number {
    const bytes = this.formedBytes(this.layouts.filter((_, l) => l >= start && layerPlan.moving[l]));
    return Math.max(1, Math.min(MAX_GROUP, Math.floor(GROUP_BYTES / Math.max(bytes, 1))));
  }

  /** Evaluates the shared layers of a point, as far as they are not kept. */
  *prepare(point: ShardPoint): Generator<void> {
    yield* this.share(point, point.start);
    const { layerPlan } = point;
    if (layerPlan.hoists && layerPlan.first > 0 && point.start <= layerPlan.first) yield* this.makePrefixProducts(point);
  }

  /** Forms the layers of the group's point g from its start on; `alone` where the group is that one point. */
  ready(point: ShardPoint, g: number, alone: boolean): ReadyPoint {
    return { ...placeOf(point), start: point.start, layers: this.layersOf(point, point.start, this.layouts.length, g, alone) };
  }

  /** Logits of examples from..from+valid at a ready point: [chunks][outputs][16] at the offset given. */
  logits(point: ReadyPoint, from: number, valid: number): number {
    const chunks = Math.ceil(valid / CHUNK);
    let x = this.input(point.start) + 4 * from * this.layouts[point.start].inputs;
    point.layers.forEach((layer, i) => {
      const y = this.buffers[i & 1];
      this.run(point.start + i, y, x, layer, point, from, chunks);
      x = y;
    });
    return x;
  }

  /** Multiply-adds of one example from a layer on. */
  work(start: number): number {
    return this.layouts.slice(start).reduce((sum, layout) => sum + layout.inputs * layout.outputs, 0);
  }

  /** Offsets of a layer's tensors, weights first, in the origin and two directions; 0 for a direction that is not. */
  tensors({ request }: LayerPlan, layout: LayerLayout): [origin: number, first: number, second: number] {
    const offset = (k: number): number => (k < request.vectors.length ? this.vector(request.vectors[k]).offset + 4 * layout.range.start : 0);
    return [offset(0), offset(1), offset(2)];
  }

  /** The first layer's product with the examples for a kept vector, as far as it is not made: room must have been taken. */
  *makeProduct(kept: KeptVector): Generator<void> {
    const layout = this.layouts[0];
    if (kept.product === null || kept.made >= this.examples.padded) return;
    const panels = this.panelsOf(0, kept.offset);
    yield* this.multiply(layout, panels, kept.offset + 4 * layout.bias.start, this.examples.chunked, kept.product, kept.made, (made) => {
      kept.made = made;
    });
  }

  /** Input of a layer on all examples, [chunks][inputs][16]: of the first, or of one that `prepare` has reached. */
  input(layer: number): number {
    return layer === 0 ? this.examples.chunked : (this.shared.get(layer)?.offset ?? 0);
  }

  private run(l: number, y: number, x: number, layer: PointLayer, { c0, c1 }: { c0: number; c1: number }, from: number, chunks: number): void {
    const layout = this.layouts[l];
    const { products } = layer;
    if (products === null) {
      runLayer(this.context, y, x, l, layout, layer, chunks);
      return;
    }
    const at = 4 * from * layout.outputs;
    const rows = layout.outputs * chunks;
    const z0 = products.length > 2 ? this.onLine(products, from, c1, at, rows) : products[0] + at;
    this.kernels.combine(
      y,
      z0,
      products.length > 1 ? products[1] + at : z0,
      c0,
      Math.min(1, products.length - 1),
      rows,
      rectifies(this.context, l) ? 1 : 0,
    );
    finishLayer(this.context, y, l, layout, layer.tail, chunks);
  }

  /** z₀ + c₁·z₂ of a block, the same for all points on a line of the plane. */
  private onLine(products: readonly number[], block: number, c1: number, at: number, rows: number): number {
    const have = this.baseOf;
    if (have === null || have.block !== block || have.c1 !== c1 || have.products !== products) {
      this.kernels.combine(this.base, products[0] + at, products[2] + at, c1, 1, rows, 0);
      this.baseOf = { block, c1, products };
    }
    return this.base;
  }

  /** How layers from..to are evaluated at a point; those that move are formed in the group's buffer. */
  private layersOf(point: ShardPoint, from: number, to: number, g: number, alone: boolean): PointLayer[] {
    const { layerPlan } = point;
    const { c0, c1 } = placeOf(point);
    if (!alone) this.formed = [];
    // One point: every layer at a place of its own, so that what was formed for the point before may still serve.
    const stride = this.formedBytes(this.layouts.filter((_, l) => l >= point.start && layerPlan.moving[l]));
    let at = this.groupBuffer + (alone ? 0 : g * stride);
    if (alone) at += this.formedBytes(this.layouts.slice(0, from));
    return this.layouts.slice(from, to).map((layout, i) => {
      const l = from + i;
      const hoisted = layerPlan.hoists && l === layerPlan.first;
      const place = at;
      if (alone || layerPlan.moving[l]) at += panelBytes(layout) + tailBytes(layout);
      if (!layerPlan.moving[l]) return this.fixedLayer(l, layerPlan.request.vectors[0]);
      const formed = { panels: place + tailBytes(layout), tail: place, products: hoisted ? this.productsOf(layerPlan) : null };
      // Of a hoisted layer only the tail is formed: at the origin its key is that of a layer formed whole.
      const name = l < point.keys.length ? `${point.keys[l]}${hoisted ? ' hoisted' : ''}` : NOT_YET;
      if (alone && name !== NOT_YET && this.formed[l] === name) return formed;
      this.form(layerPlan, layout, formed, c0, c1, hoisted);
      if (alone) this.formed[l] = name;
      return formed;
    });
  }

  private form(layerPlan: LayerPlan, layout: LayerLayout, { panels, tail }: FormedLayer, c0: number, c1: number, hoisted: boolean): void {
    const [origin, first, second] = this.tensors(layerPlan, layout);
    const weights = 4 * (layout.bias.start - layout.range.start);
    const { directions } = layerPlan;
    if (!hoisted) this.kernels.form(panels, origin, first, second, c0, c1, directions, layout.inputs, layout.outputs);
    this.kernels.affine(tail, origin + weights, first + weights, second + weights, c0, c1, directions, layout.range.end - layout.bias.start);
  }

  private fixedLayer(l: number, vector: number): PointLayer {
    const { offset } = this.vector(vector);
    const layout = this.layouts[l];
    const have = this.fixed.get(l);
    const panels = have?.panels ?? this.memory.take(panelBytes(layout));
    if (have?.vector !== vector) {
      this.fill(panels, layout, offset);
      this.fixed.set(l, { vector, panels });
    }
    const { product } = this.vector(vector);
    return { panels, tail: offset + 4 * layout.bias.start, products: l === 0 && product !== null ? [product] : null };
  }

  private productsOf(layerPlan: LayerPlan): readonly number[] {
    if (layerPlan.first > 0) return this.prefixProducts?.offsets ?? [];
    const offsets = layerPlan.request.vectors.map((id) => this.vector(id).product ?? 0);
    const have = this.baseOf?.products;
    // The same array for the same products: the block's base is known by it.
    return have?.every((offset, k) => offset === offsets[k]) && have.length === offsets.length ? have : offsets;
  }

  /** Keeps the activations of the point's layers before `depth`, starting from the deepest that are kept. */
  private *share(point: ShardPoint, depth: number): Generator<void> {
    const { keys } = point;
    const kept = (l: number): boolean => l === 0 || (this.shared.get(l)?.keys.every((key, i) => key === keys[i]) ?? false);
    let from = depth;
    while (!kept(from)) from--;
    if (from === depth) return;
    const { first, hoists } = point.layerPlan;
    if (hoists && first > 0 && from <= first && first < depth) {
      yield* this.share(point, first);
      yield* this.makePrefixProducts(point);
      from = first;
    }
    for (let l = from + 1; l <= depth; l++) {
      const offset = this.shared.get(l)?.offset ?? this.memory.take(this.layouts[l - 1].outputs * this.examples.padded * 4);
      this.shared.set(l, { keys: [NOT_YET], offset });
    }
    const layers = this.layersOf(point, from, depth, 0, true);
    const place = placeOf(point);
    const work = this.work(from) - this.work(depth);
    let done = 0;
    for (let block = 0; block < this.examples.padded; block += this.chunks * CHUNK) {
      const chunks = Math.min(this.chunks, (this.examples.padded - block) / CHUNK);
      layers.forEach((layer, i) => {
        const l = from + i;
        const x = this.input(l) + 4 * block * this.layouts[l].inputs;
        this.run(l, this.input(l + 1) + 4 * block * this.layouts[l].outputs, x, layer, place, block, chunks);
      });
      done += chunks * CHUNK * work;
      if (done < STEP_WORK) continue;
      done = 0;
      yield;
    }
    for (let l = from + 1; l <= depth; l++) this.shared.set(l, { keys: keys.slice(0, l), offset: this.input(l) });
  }

  /** Products of the first moving layer, not the network's first, with its input, for origin and directions. */
  private *makePrefixProducts({ layerPlan, keys }: ShardPoint): Generator<void> {
    const { first, request } = layerPlan;
    const layout = this.layouts[first];
    const prefix = keys.slice(0, first);
    const have = this.prefixProducts;
    const same = (p: readonly unknown[], q: readonly unknown[]): boolean => p.length === q.length && p.every((value, i) => value === q[i]);
    if (have !== null && same(have.keys, prefix) && same(have.vectors, request.vectors)) return;
    this.prefixProducts = null;
    const bytes = layout.outputs * this.examples.padded * 4;
    const room = request.vectors.length * bytes;
    if (this.prefixRoom.bytes < room) this.prefixRoom = { offset: this.memory.take(room), bytes: room };
    const offsets = request.vectors.map((_, k) => this.prefixRoom.offset + k * bytes);
    for (const [k, id] of request.vectors.entries()) {
      const { offset } = this.vector(id);
      const panels = this.panelsOf(first, offset);
      yield* this.multiply(layout, panels, offset + 4 * layout.bias.start, this.input(first), offsets[k], 0, () => undefined);
    }
    this.prefixProducts = { keys: prefix, vectors: request.vectors, offsets };
  }

  /** Panels of a layer of one vector in the group's buffer, for a product. */
  private panelsOf(l: number, offset: number): number {
    this.formed = [];
    this.fill(this.groupBuffer, this.layouts[l], offset);
    return this.groupBuffer;
  }

  private fill(panels: number, { range, inputs, outputs }: LayerLayout, offset: number): void {
    const weights = offset + 4 * range.start;
    this.kernels.form(panels, weights, weights, weights, 0, 0, 0, inputs, outputs);
  }

  /** z = x·W + b from example `done` on, told of as it grows. */
  private *multiply(
    layout: LayerLayout,
    panels: number,
    bias: number,
    x: number,
    z: number,
    done: number,
    tell: (made: number) => void,
  ): Generator<void> {
    const step = CHUNK * Math.max(1, Math.floor(STEP_WORK / (layout.inputs * layout.outputs * CHUNK)));
    for (let from = done; from < this.examples.padded; from += step) {
      const size = Math.min(step, this.examples.padded - from);
      this.kernels.dense(z + 4 * from * layout.outputs, x + 4 * from * layout.inputs, panels, bias, layout.inputs, layout.outputs, size / CHUNK, 0);
      tell(from + size);
      yield;
    }
  }

  private formedBytes(layouts: readonly LayerLayout[]): number {
    return layouts.reduce((sum, layout) => sum + panelBytes(layout) + tailBytes(layout), 0);
  }
}

function placeOf({ layerPlan: { request, directions }, point }: ShardPoint): { c0: number; c1: number } {
  const at = point * directions;
  return { c0: directions > 0 ? request.coordinates[at] : 0, c1: directions > 1 ? request.coordinates[at + 1] : 0 };
}
