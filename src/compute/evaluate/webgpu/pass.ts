/** The two ways through a tile of points on a WebGPU device: the general kernels layer by layer, and the fused one. */
import type { Slice } from '../../../landscape/slice.ts';
import { outputWidth } from '../../../nn/architecture.ts';
import type { LayerLayout } from '../../../nn/layout.ts';
import {
  fusedKernel,
  fusedShape,
  fusedTiling,
  FUSED_GROUPS,
  FUSED_LANES,
  packedRows,
  reduceKernel,
  REDUCE_ENTRIES,
  type FusedSpec,
} from './kernels/fused.ts';
import { momentBytes, type BlockShape, type GpuLayers, type Target, type Tensors, type Values } from './layers.ts';
import { LOSS_QUADS } from './kernels/loss.ts';
import type { GpuRunner } from './runner.ts';
import { fusedGrid, generalTile, type FusedGrid, type GpuPlan, type HeldBlock } from './slice.ts';
import type { GpuStore } from './store.ts';
import type { Lease } from '../lease-cache.ts';

/** Evaluates tiles of one slice; owns its working buffers until `destroy`. */
export interface GpuPass {
  /** Points of a tile. */
  readonly tile: number;
  /** Entries of a block's result for each point, each a vec4 (loss, right, not finite, 0) to be summed in order. */
  entries(block: BlockShape): number;
  /** To be called before the blocks of a tile are recorded. @param places two coordinates a point */
  begin(places: Float32Array): void;
  /** Records a block: [points][entries] vec4 of the result, from entry `at` on. */
  record(held: HeldBlock, result: GPUBuffer, at: number): void;
  destroy(): void;
}

export class GeneralPass implements GpuPass {
  readonly tile: number;
  private readonly layers: GpuLayers;
  private readonly plan: GpuPlan;
  /** The slice's vectors, for layers that move. */
  private readonly vectors: readonly Lease<GPUBuffer>[];
  /** Formed tensors of a tile's points, [points][stride], by evaluated layer; null for layers that stay at the origin. */
  private readonly formed: readonly (GPUBuffer | null)[];
  /** Taken in turns. */
  private readonly targets: readonly [Target, Target];
  private readonly coordinates: GPUBuffer;
  private points = 0;

  constructor(layers: GpuLayers, store: GpuStore, plan: GpuPlan, points: number) {
    const { runner } = layers;
    const { slice, layouts, first, moving, blocks } = plan;
    this.layers = layers;
    this.plan = plan;
    this.tile = Math.min(points, generalTile(plan, layers.work));
    this.formed = layouts.slice(first).map(({ range }, i) => (moving[first + i] ? runner.storage(this.tile * (range.end - range.start) * 4) : null));
    const widest = Math.max(...layouts.slice(first).map((layout) => layout.outputs));
    const largest = blocks.reduce((most, block) => (block.quads > most.quads ? block : most));
    const bytes = this.tile * widest * largest.quads * 16;
    const target = (): Target => ({
      values: runner.storage(bytes),
      moments:
        slice.architecture.norm === 'none'
          ? null
          : runner.storage(Math.max(...layouts.slice(first).map(({ outputs }) => momentBytes(outputs, largest, this.tile)))),
    });
    this.targets = [target(), target()];
    this.coordinates = runner.storage(this.tile * 8);
    // Last: what throws above holds no lease.
    this.vectors = [slice.origin, ...slice.directions].map((vector) => store.vector(vector));
  }

  entries({ quads }: BlockShape): number {
    return Math.ceil(quads / LOSS_QUADS);
  }

  begin(places: Float32Array): void {
    this.points = places.length / 2;
    this.layers.runner.device.queue.writeBuffer(this.coordinates, 0, places);
    const parameters = this.vectors.map(({ value }) => value);
    this.formed.forEach((formed, i) => {
      if (formed !== null) this.layers.form(this.plan.layouts[this.plan.first + i], parameters, this.coordinates, formed, this.points);
    });
  }

  record({ block, input, labels, products }: HeldBlock, result: GPUBuffer, at: number): void {
    const { layers, points } = this;
    const {
      slice: { architecture },
      layouts,
      first,
    } = this.plan;
    const last = layouts.length - 1;
    let x: Values = { buffer: input, stride: 0, waiting: null };
    for (let l = first; l <= last; l++) {
      const tensors = this.tensors(l);
      const { values, moments } = this.targets[(l - first) & 1];
      const target = { values, moments: l < last ? moments : null };
      if (l === first && products !== null) {
        x = layers.hoistedLayer(architecture, l < last, tensors, block, products, products.length > 1 ? this.coordinates : null, target, points);
      } else if (l === last && layers.joinsLoss(layouts[l], block)) {
        layers.head(tensors, block, x, labels, [result, at], points);
        return;
      } else {
        if (!layers.loadsNormalised(layouts[l])) x = layers.normalise(x, layouts[l].inputs, block, points);
        x = layers.layer(architecture, l < last, tensors, block, x, target, points);
      }
    }
    layers.loss(outputWidth(architecture), block, x.buffer, labels, [result, at], points);
  }

  destroy(): void {
    for (const buffer of [...this.formed, ...this.targets.flatMap(({ values, moments }) => [values, moments]), this.coordinates]) buffer?.destroy();
    for (const lease of this.vectors) lease.release();
  }

  private tensors(l: number): Tensors {
    const formed = this.formed[l - this.plan.first];
    return { layout: this.plan.layouts[l], buffer: formed ?? this.vectors[0].value, formed: formed !== null };
  }
}

export class FusedPass implements GpuPass {
  private readonly runner: GpuRunner;
  private readonly spec: FusedSpec;
  private readonly grid: FusedGrid;
  private readonly rows: GPUBuffer;
  private readonly partial: GPUBuffer;
  private readonly coordinates: GPUBuffer;
  private points = 0;

  constructor({ runner, work }: GpuLayers, plan: GpuPlan, spec: FusedSpec) {
    this.runner = runner;
    this.spec = spec;
    this.grid = fusedGrid(spec, plan.blocks, work);
    this.rows = runner.upload(packRows(plan, spec));
    this.partial = runner.storage(this.grid.tile * Math.ceil(Math.max(...plan.blocks.map(({ quads }) => quads)) / fusedTiling(spec).quads) * 16);
    this.coordinates = runner.storage(this.grid.tile * 8);
  }

  /** Compiles the kernel for a shape; false where the device refuses it. */
  static compile(runner: GpuRunner, spec: FusedSpec): Promise<boolean> {
    return runner.compile(keyOf(spec), () => fusedKernel(spec));
  }

  get tile(): number {
    return this.grid.tile;
  }

  entries(block: BlockShape): number {
    return Math.ceil(this.threads(block) / REDUCE_ENTRIES);
  }

  begin(places: Float32Array): void {
    this.points = places.length / 2;
    this.runner.device.queue.writeBuffer(this.coordinates, 0, places);
  }

  record({ block, input, labels, products }: HeldBlock, result: GPUBuffer, at: number): void {
    const { spec, grid, points } = this;
    const { valid, quads } = block;
    const threads = this.threads(block);
    const buffers = [
      ...(products ?? [input]).map((buffer, k): [number, GPUBuffer] => [1 + k, buffer]),
      [4, this.rows],
      [5, labels],
      [6, this.coordinates],
      [7, this.partial],
    ] as const;
    const perGroup = fusedTiling(spec).points * FUSED_GROUPS;
    for (let firstPoint = 0; firstPoint < points; firstPoint += grid.points) {
      const endPoint = Math.min(points, firstPoint + grid.points);
      for (let firstThread = 0; firstThread < threads; firstThread += grid.threads) {
        const endThread = Math.min(threads, firstThread + grid.threads);
        const shape = fusedShape({ quads, valid, firstPoint, endPoint, firstThread, endThread, threads });
        const workgroups = [Math.ceil((endPoint - firstPoint) / perGroup), Math.ceil((endThread - firstThread) / FUSED_LANES), 1] as const;
        this.runner.dispatch({ key: keyOf(spec), code: () => fusedKernel(spec), shape, buffers, workgroups });
      }
    }
    const entries = this.entries(block);
    this.runner.dispatch({
      key: 'reduce',
      code: reduceKernel,
      shape: [threads, points, entries, at],
      buffers: [
        [1, this.partial],
        [2, result],
      ],
      workgroups: [Math.ceil(entries / FUSED_LANES), points, 1],
    });
  }

  destroy(): void {
    for (const buffer of [this.rows, this.partial, this.coordinates]) buffer.destroy();
  }

  private threads({ quads }: BlockShape): number {
    return Math.ceil(quads / fusedTiling(this.spec).quads);
  }
}

function keyOf(spec: FusedSpec): string {
  return `fused ${Object.values(spec).join(' ')}`;
}

/** The parameters of a fused kernel as rows (origin, first direction, second direction, 0): a weight at a point is one load. */
function packRows({ slice, layouts, first, moving }: GpuPlan, spec: FusedSpec): Float32Array {
  const at = packedRows(spec);
  const packed = new Float32Array(4 * at.total);
  const put = writer(slice, packed);
  const [hidden, output] = [layouts[first], layouts[first + 1]];
  for (let j = 0; j < spec.hidden; j++) {
    let row = j * at.hidden;
    if (spec.inputs !== null) {
      for (let i = 0; i < spec.inputs; i++) put(row++, hidden.weight.start + i * spec.hidden + j, moving[first]);
      put(row++, hidden.bias.start + j, moving[first]);
    }
    for (const range of [hidden.gain, hidden.shift]) if (range !== null) put(row++, range.start + j, moving[first]);
    for (let o = 0; o < spec.outputs; o++) put(at.outputs + rowOf(o, j, at.block, spec.hidden), entry(output, o, j), moving[first + 1]);
  }
  for (let o = 0; o < spec.outputs; o++) put(at.bias + o, output.bias.start + o, moving[first + 1]);
  return packed;
}

/** Where class o of unit j lies: blocks of classes, in each the units. */
function rowOf(o: number, j: number, block: number, hidden: number): number {
  const b = Math.floor(o / block);
  return (b * hidden + j) * block + (o - b * block);
}

function entry({ weight, outputs }: LayerLayout, o: number, j: number): number {
  return weight.start + j * outputs + o;
}

function writer({ origin, directions }: Slice, packed: Float32Array): (row: number, parameter: number, moves: boolean) => void {
  return (row, parameter, moves) => {
    packed[4 * row] = origin[parameter];
    if (moves) directions.forEach((direction, k) => (packed[4 * row + 1 + k] = direction[parameter]));
  };
}
