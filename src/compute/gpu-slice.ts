/**
 * A slice laid out on a WebGPU device: parameters, blocks of examples (after the fixed layers), the hoisted first layer, and for
 * every layer that is evaluated at each point where its tensors lie. Owns its buffers until `destroy`.
 */
import type { EvaluationExamples } from '../landscape/evaluator.ts';
import type { Slice } from '../landscape/slice.ts';
import { outputWidth, type Architecture } from '../nn/architecture.ts';
import { parameterLayout, type LayerLayout } from '../nn/layout.ts';
import type { Shape } from './gpu-kernels.ts';
import type { GpuRunner } from './gpu-runner.ts';

/** Examples of a block: bounds the buffers of one layer. */
const BLOCK_EXAMPLES = 4096;
/** Below this many inputs the first layer is formed at each point. */
const HOIST_INPUTS = 8;
/** Hoisted products beyond this are not kept. */
const HOIST_BYTES = 192 * 1024 * 1024;
/** Working buffers of a tile. */
const TILE_BYTES = 48 * 1024 * 1024;
const MAX_TILE = 256;

export interface Block {
  readonly valid: number;
  /** Examples / 4, rounded up. */
  readonly quads: number;
  readonly labels: GPUBuffer;
  /** [inputs][quads] vec4: the output of the fixed layers. */
  readonly input: GPUBuffer;
  /** [directions + 1][outputs][quads] vec4; null where the first layer is formed at each point. */
  readonly hoisted: GPUBuffer | null;
}

export interface LayerPlan {
  readonly layout: LayerLayout;
  readonly hidden: boolean;
  readonly hoisted: boolean;
  /** Formed tensors of a tile's points, [points][stride]; null for layers that stay at the origin. */
  readonly formed: GPUBuffer | null;
}

export interface GpuSlice {
  readonly architecture: Architecture;
  readonly directions: number;
  readonly parameters: readonly GPUBuffer[];
  readonly layers: readonly LayerPlan[];
  readonly blocks: readonly Block[];
  readonly coordinates: GPUBuffer;
  readonly activations: readonly [GPUBuffer, GPUBuffer];
  /** Points of a tile: a fixed function of the shapes. */
  readonly tile: number;
  destroy(): void;
}

function quadsOf(count: number): number {
  return Math.ceil(count / 4);
}

/** Where a layer's tensors lie: in its own formed buffer, or in the origin. */
export function layerShape(layout: LayerLayout, formed: boolean, block: Block, inputStride: number): Shape {
  const from = formed ? layout.range.start : 0;
  return {
    inputs: layout.inputs,
    outputs: layout.outputs,
    quads: block.quads,
    valid: block.valid,
    inputStride,
    parameterStride: formed ? layout.range.end - layout.range.start : 0,
    weight: layout.weight.start - from,
    bias: layout.bias.start - from,
    gain: (layout.gain?.start ?? from) - from,
    shift: (layout.shift?.start ?? from) - from,
  };
}

/** @param work multiply-adds that one dispatch may do: keeps dispatches far below the drivers' watchdogs */
export function prepareGpuSlice(runner: GpuRunner, slice: Slice, examples: EvaluationExamples, points: number, work: number): GpuSlice {
  const layouts = parameterLayout(slice.architecture).layers;
  const moves = (l: number): boolean => slice.directions.length > 0 && (slice.layers === null || slice.layers.includes(l));
  const found = layouts.findIndex((_, l) => moves(l));
  const first = found < 0 ? layouts.length - 1 : found;
  const evaluated = layouts.slice(first);
  const quads = quadsOf(Math.min(examples.count, BLOCK_EXAMPLES));
  const directions = slice.directions.length;
  const hoistBytes = (directions + 1) * layouts[first].outputs * examples.count * 4;
  const hoist = moves(first) && layouts[first].inputs > HOIST_INPUTS && points > directions + 1 && hoistBytes <= HOIST_BYTES;
  const tile = tilePoints(evaluated, hoist, quads, points, work);

  const owned: GPUBuffer[] = [];
  const own = (buffer: GPUBuffer): GPUBuffer => {
    owned.push(buffer);
    return buffer;
  };
  const destroy = (): void => owned.forEach((buffer) => buffer.destroy());
  try {
    return { ...layOut(runner, slice, examples, { layouts, first, moves, hoist, tile, quads }, own), destroy };
  } catch (error) {
    destroy();
    throw error;
  }
}

interface Choices {
  readonly layouts: readonly LayerLayout[];
  /** The first layer that moves, which is the first to be evaluated at each point. */
  readonly first: number;
  readonly moves: (l: number) => boolean;
  readonly hoist: boolean;
  readonly tile: number;
  readonly quads: number;
}

type Own = (buffer: GPUBuffer) => GPUBuffer;

function layOut(runner: GpuRunner, slice: Slice, examples: EvaluationExamples, { layouts, first, moves, hoist, tile, quads }: Choices, own: Own): Omit<GpuSlice, 'destroy'> {
  const { architecture } = slice;
  const parameters = [slice.origin, ...slice.directions].map((vector) => own(runner.upload(vector)));
  const widest = Math.max(...layouts.map((layout) => layout.outputs));
  const activations = [0, 1].map(() => own(runner.storage(tile * widest * quads * 16))) as [GPUBuffer, GPUBuffer];

  const blocks: Block[] = [];
  for (let from = 0; from < examples.count; from += BLOCK_EXAMPLES) {
    const valid = Math.min(BLOCK_EXAMPLES, examples.count - from);
    const raw: Block = {
      valid,
      quads: quadsOf(valid),
      labels: own(runner.upload(padded(examples.y.subarray(from, from + valid)))),
      input: own(runner.upload(transposed(examples, from, valid))),
      hoisted: null,
    };
    const input = runPrefix(runner, architecture, layouts.slice(0, first), parameters[0], raw, own);
    const block = { ...raw, input };
    blocks.push(hoist ? { ...block, hoisted: hoistLayer(runner, layouts[first], parameters, block, own) } : block);
  }
  const layers = layouts.slice(first).map((layout, i) => ({
    layout,
    hidden: first + i + 1 < layouts.length,
    hoisted: i === 0 && hoist,
    formed: moves(first + i) ? own(runner.storage(tile * (layout.range.end - layout.range.start) * 4)) : null,
  }));
  const coordinates = own(runner.storage(tile * 8));
  return { architecture, directions: slice.directions.length, parameters, layers, blocks, coordinates, activations, tile };
}

function tilePoints(evaluated: readonly LayerLayout[], hoist: boolean, quads: number, points: number, work: number): number {
  const widest = Math.max(...evaluated.map((layout) => layout.outputs));
  const heaviest = Math.max(...evaluated.map((layout, i) => (i === 0 && hoist ? 3 : layout.inputs) * layout.outputs * quads * 4));
  const largest = Math.max(...evaluated.map((layout) => layout.range.end - layout.range.start));
  const bound = Math.min(TILE_BYTES / (widest * quads * 16), TILE_BYTES / (largest * 4), work / heaviest, MAX_TILE, points);
  return Math.max(1, Math.floor(bound));
}

/** Examples [valid, inputs] to [inputs][quads·4], zeros beyond. */
function transposed({ x, inputs }: EvaluationExamples, from: number, valid: number): Float32Array {
  const stride = Math.ceil(valid / 4) * 4;
  const result = new Float32Array(inputs * stride);
  for (let e = 0; e < valid; e++) for (let i = 0; i < inputs; i++) result[i * stride + e] = x[(from + e) * inputs + i];
  return result;
}

function padded(labels: Int32Array): Int32Array {
  const result = new Int32Array(Math.ceil(labels.length / 4) * 4);
  result.set(labels);
  return result;
}

function runPrefix(runner: GpuRunner, architecture: Architecture, layers: readonly LayerLayout[], origin: GPUBuffer, block: Block, own: Own): GPUBuffer {
  return layers.reduce((input, layout) => {
    const output = own(runner.storage(layout.outputs * block.quads * 16));
    runner.layer(architecture, true, layerShape(layout, false, block, 0), input, origin, output, 1);
    return output;
  }, block.input);
}

/** The first evaluated layer's products with origin and directions, each with its bias; one buffer. */
function hoistLayer(runner: GpuRunner, layout: LayerLayout, parameters: readonly GPUBuffer[], block: Block, own: Own): GPUBuffer {
  const bytes = layout.outputs * block.quads * 16;
  const all = own(runner.storage(bytes * parameters.length));
  const one = runner.storage(bytes);
  parameters.forEach((source, k) => {
    runner.product(layerShape(layout, false, block, 0), block.input, source, one);
    runner.copy(one, all, k * bytes, bytes);
  });
  runner.submit();
  one.destroy();
  return all;
}

/** Width of the logits. */
export function logitsWidth(slice: GpuSlice): number {
  return outputWidth(slice.architecture);
}
