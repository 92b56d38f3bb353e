/** How a slice is evaluated on a WebGPU device: what is held of it (../slice-analysis.ts), which kernels run, how many points a tile takes. A fixed function of the shapes. */
import type { EvaluationExamples } from '../../../landscape/evaluator.ts';
import type { Slice } from '../../../landscape/slice.ts';
import { outputWidth } from '../../../nn/architecture.ts';
import { parameterLayout, type LayerLayout } from '../../../nn/layout.ts';
import { analyseSlice, HOIST_INPUTS, hoistingPays } from '../slice-analysis.ts';
import { fusedTiling, FUSED_GROUPS, type FusedSpec } from './kernels/fused.ts';
import { blocksOf, PRODUCT_BYTES, type Block, type GpuStore, type Path } from './store.ts';

/** Each of a tile's working buffers. */
const TILE_BYTES = 32 * 1024 * 1024;
const MAX_TILE = 1024;
/** Dispatches of a tile of the fused kernel: its points are read back at once. */
const TILE_DISPATCHES = 4;

/** Costs besides products, in multiply-adds a hidden unit, point and example. */
const ACTIVATION_WORK = { relu: 1, linear: 0, tanh: 12, gelu: 16 };

export interface GpuPlan {
  readonly slice: Slice;
  readonly examples: EvaluationExamples;
  readonly path: Path;
  readonly layouts: readonly LayerLayout[];
  /** The first layer that moves (the last where none does): the first that is evaluated at each point. */
  readonly first: number;
  readonly moving: readonly boolean[];
  /** Directions with a product of their own; null where layer `first` is formed at each point. */
  readonly hoisted: number | null;
  readonly blocks: readonly Block[];
  /** False where a slice's products exceed the budget: then blocks are taken in turn, all points on each. */
  readonly resident: boolean;
}

/** A block's buffers, held while commands that read them are recorded. */
export interface HeldBlock {
  readonly block: Block;
  readonly labels: GPUBuffer;
  /** Of layer `first`. */
  readonly input: GPUBuffer;
  /** Of layer `first` with the origin and the directions; null where it is not hoisted. */
  readonly products: readonly GPUBuffer[] | null;
  release(): void;
}

/** @param points how many will be asked for: decides whether hoisting pays */
export function planGpuSlice(slice: Slice, examples: EvaluationExamples, points: number): GpuPlan {
  const { architecture, origin } = slice;
  const { layers: layouts } = parameterLayout(architecture);
  const analysis = analyseSlice(architecture, slice.directions.length, slice.layers);
  const { moving, directions, firstMoving } = analysis;
  const first = firstMoving ?? layouts.length - 1;
  const moved = firstMoving === null ? 0 : directions;
  const hoists = hoistingPays(architecture, analysis, first, points);
  const blocks = blocksOf(examples.count);
  const bytes = (moved + 1) * layouts[first].outputs * examples.count * 4;
  return {
    slice,
    examples,
    layouts,
    first,
    moving,
    hoisted: hoists ? moved : null,
    blocks,
    path: { architecture, layouts, origin },
    resident: !hoists || bytes <= PRODUCT_BYTES,
  };
}

export function holdBlock(store: GpuStore, { slice, examples, path, first, hoisted }: GpuPlan, block: Block): HeldBlock {
  const data = store.block(examples, block);
  const products =
    hoisted === null
      ? null
      : [slice.origin, ...slice.directions.slice(0, hoisted)].map((vector) => store.product(path, vector, first, examples, block));
  const input = hoisted === null ? store.prefix(path, first, examples, block) : null;
  const release = (): void => [data, ...(products ?? []), ...(input === null ? [] : [input])].forEach((lease) => lease.release());
  return {
    block,
    labels: data.value.labels,
    input: input?.value ?? data.value.input,
    products: products?.map((lease) => lease.value) ?? null,
    release,
  };
}

/** The fused kernel for a plan, where what is evaluated at each point is one hidden layer and the output; else null. */
export function fusedSpec({ slice: { architecture }, layouts, first, hoisted }: GpuPlan): FusedSpec | null {
  const { inputs, outputs } = layouts[first];
  if (layouts.length - first !== 2 || (hoisted === null && inputs > HOIST_INPUTS)) return null;
  const { activation, norm } = architecture;
  return {
    hidden: outputs,
    outputs: outputWidth(architecture),
    activation,
    norm,
    inputs: hoisted === null ? inputs : null,
    directions: hoisted ?? 0,
  };
}

/** Points and threads of the fused kernel's dispatches, and points of a tile. */
export interface FusedGrid {
  readonly tile: number;
  readonly points: number;
  readonly threads: number;
}

/** @param work multiply-adds of one dispatch */
export function fusedGrid(spec: FusedSpec, blocks: readonly Block[], work: number): FusedGrid {
  const tiling = fusedTiling(spec);
  const threads = Math.ceil(Math.max(...blocks.map(({ quads }) => quads)) / tiling.quads);
  const group = tiling.points * FUSED_GROUPS;
  const formed = spec.inputs ?? spec.directions;
  const unit = formed + ACTIVATION_WORK[spec.activation];
  const classBlocks = Math.ceil(spec.outputs / 12);
  const each = tiling.quads * 4 * spec.hidden * (classBlocks * unit + spec.outputs + (spec.norm === 'none' ? 0 : 2 * unit + 4));
  const fitting = Math.max(1, Math.floor(work / (each * group)));
  if (fitting < threads) return { tile: group, points: group, threads: fitting };
  const points = group * Math.floor(fitting / threads);
  const bound = Math.min(TILE_DISPATCHES * points, TILE_BYTES / (threads * 16), MAX_TILE);
  const tile = Math.max(group, group * Math.floor(bound / group));
  return { tile, points: Math.min(points, tile), threads };
}

/** Points of a tile of the general kernels: one dispatch a layer. @param work multiply-adds of one dispatch */
export function generalTile({ layouts, first, hoisted, blocks }: GpuPlan, work: number): number {
  const evaluated = layouts.slice(first);
  const quads = Math.max(...blocks.map((block) => block.quads));
  const widest = Math.max(...evaluated.map((layout) => layout.outputs));
  const heaviest = Math.max(...evaluated.map((layout, i) => (i === 0 && hoisted !== null ? 3 : layout.inputs) * layout.outputs * quads * 4));
  const largest = Math.max(...evaluated.map((layout) => layout.range.end - layout.range.start));
  const bound = Math.min(TILE_BYTES / (widest * quads * 16), TILE_BYTES / (largest * 4), work / heaviest, MAX_TILE);
  return Math.max(1, Math.floor(bound));
}
