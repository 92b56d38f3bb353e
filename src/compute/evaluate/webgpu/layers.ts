/** Layers of a network as dispatches of the general kernels, each bounded in its work. */
import type { Activation, Architecture } from '../../../nn/architecture.ts';
import type { LayerLayout } from '../../../nn/layout.ts';
import { combineKernel, denseKernel, DENSE_QUADS, formKernel, tileOf } from './kernels/layers.ts';
import { HEAD_OUTPUTS, headKernel, lossKernel, LOSS_QUADS } from './kernels/loss.ts';
import { normaliseKernel, normaliseRows, type Normalised } from './kernels/normalisation.ts';
import type { GpuRunner } from './runner.ts';
import { SHAPE_FIELDS, WORKGROUP, type Shape } from './kernels/shape.ts';

/** Outputs of a layer that normalises what it loads, at most: two tiles. */
const LOADING_OUTPUTS = 16;

/** A block of examples, as far as the kernels need it. */
export interface BlockShape {
  readonly valid: number;
  /** Examples / 4, rounded up. */
  readonly quads: number;
}

/** A layer's tensors on the device: in a buffer of its own for each point, or in a whole network's. */
export interface Tensors {
  readonly layout: LayerLayout;
  readonly buffer: GPUBuffer;
  /** Whether the buffer holds this layer alone, [points][parameters of the layer]. */
  readonly formed: boolean;
}

/** What a layer reads or has written: [points][width][quads] vec4. */
export interface Values {
  readonly buffer: GPUBuffer;
  /** vec4 from point to point; 0 where all points share them. */
  readonly stride: number;
  /** Where they wait for their normalisation. */
  readonly waiting: Waiting | null;
}

/** A normalisation that is left to the reader: the moments that were kept, and the gain and shift. */
interface Waiting {
  readonly read: Normalised;
  readonly moments: GPUBuffer;
  readonly tensors: Tensors;
}

/** Where a hidden layer writes; `moments` (of momentBytes) where there is a normalisation. */
export interface Target {
  readonly values: GPUBuffer;
  readonly moments: GPUBuffer | null;
}

export class GpuLayers {
  readonly runner: GpuRunner;
  /** Multiply-adds of one dispatch, about. */
  readonly work: number;

  constructor(runner: GpuRunner, work: number) {
    this.runner = runner;
    this.work = work;
  }

  /** params[p] = the layer's tensors at each of `points` coordinates. */
  form({ range }: LayerLayout, parameters: readonly GPUBuffer[], coordinates: GPUBuffer, formed: GPUBuffer, points: number): void {
    const length = range.end - range.start;
    const directions = parameters.length - 1;
    const buffers = parameters.map((buffer, k): [number, GPUBuffer] => [1 + k, buffer]);
    this.dispatch(
      `form ${directions}`,
      () => formKernel(directions),
      { parameterStride: length, weight: range.start },
      [...buffers, [4, coordinates], [5, formed]],
      [length, points, 1],
    );
  }

  /** The linear map and bias alone, for one set of parameters, of inputs that nothing waits for. */
  product(tensors: Tensors, block: BlockShape, input: GPUBuffer, output: GPUBuffer): void {
    this.dense('linear', tensors, block, { buffer: input, stride: 0, waiting: null }, { values: output, moments: null }, 1);
  }

  /** A whole layer on `points` points: product and bias, the activation where it comes first, and the moments of a normalisation. */
  layer(architecture: Architecture, hidden: boolean, tensors: Tensors, block: BlockShape, input: Values, target: Target, points: number): Values {
    this.dense(early(architecture, hidden), tensors, block, input, target, points);
    return written(architecture, hidden, tensors, block, target);
  }

  /** The same from hoisted products, one a vector. @param coordinates null where there is one product alone */
  hoistedLayer(
    architecture: Architecture,
    hidden: boolean,
    tensors: Tensors,
    block: BlockShape,
    products: readonly GPUBuffer[],
    coordinates: GPUBuffer | null,
    { values, moments }: Target,
    points: number,
  ): Values {
    const activation = early(architecture, hidden);
    const directions = products.length - 1;
    const { outputs } = tensors.layout;
    const tile = tileOf(outputs);
    const buffers = products.map((buffer, k): [number, GPUBuffer] => [1 + k, buffer]);
    if (coordinates !== null) buffers.push([4, coordinates]);
    if (moments !== null) buffers.push([8, moments]);
    const keeps = moments !== null;
    const key = `combine ${directions} ${activation} ${tile} ${keeps}`;
    this.dispatch(
      key,
      () => combineKernel(directions, activation, tile, keeps),
      { outputs, quads: block.quads },
      [...buffers, [5, values]],
      [block.quads, Math.ceil(outputs / tile), points],
    );
    return written(architecture, hidden, tensors, block, { values, moments });
  }

  /** Whether a layer should normalise what it loads: then each value is read and written once less, but made anew for every tile of the layer's outputs. */
  loadsNormalised({ outputs }: LayerLayout): boolean {
    return outputs <= LOADING_OUTPUTS;
  }

  /** Normalises values in place. @param width of their layer */
  normalise({ buffer, stride, waiting }: Values, width: number, { quads }: BlockShape, points: number): Values {
    if (waiting !== null) {
      const { read } = waiting;
      const shape = { inputs: width, quads, ...affine(waiting) };
      this.dispatch(
        `normalise ${read.tile} ${read.activation}`,
        () => normaliseKernel(read),
        shape,
        [[5, buffer], ...reading(waiting)],
        [quads, Math.ceil(width / normaliseRows(read)), points],
      );
    }
    return { buffer, stride, waiting: null };
  }

  /** Losses of logits [points][outputs][quads], LOSS_QUADS quads to an entry of the result, from entry `result` on. */
  loss(
    outputs: number,
    { quads, valid }: BlockShape,
    logits: GPUBuffer,
    labels: GPUBuffer,
    [result, at]: readonly [GPUBuffer, number],
    points: number,
  ): void {
    const logistic = outputs === 1;
    this.dispatch(
      `loss ${logistic}`,
      () => lossKernel(logistic),
      { outputs, quads, valid, result: at },
      [
        [1, logits],
        [2, labels],
        [5, result],
      ],
      [Math.ceil(quads / LOSS_QUADS), points, 1],
    );
  }

  /** Whether the output layer and its loss go in one dispatch: few outputs, and no more work at a point than one may take. Tiles are bounded by the heaviest layer. */
  joinsLoss({ inputs, outputs }: LayerLayout, { quads }: BlockShape): boolean {
    return outputs <= HEAD_OUTPUTS && inputs * outputs * quads * 4 <= this.work;
  }

  /** The output layer and its losses, as `loss` gives them, without a logit stored. */
  head(
    tensors: Tensors,
    { quads, valid }: BlockShape,
    input: Values,
    labels: GPUBuffer,
    [result, at]: readonly [GPUBuffer, number],
    points: number,
  ): void {
    const { outputs } = tensors.layout;
    const { waiting } = input;
    const reads = waiting?.read ?? null;
    const shape = { ...tensorShape(tensors), quads, valid, inputStride: input.stride, result: at, ...affine(waiting) };
    const buffers = [[1, input.buffer], [2, tensors.buffer], [3, labels], [5, result], ...reading(waiting)] as const;
    this.dispatch(`head ${outputs} ${readingKey(reads)}`, () => headKernel(outputs, reads), shape, buffers, [
      Math.ceil(quads / LOSS_QUADS),
      points,
      1,
    ]);
  }

  /** In as many dispatches as keep each within the work of one. */
  private dense(
    activation: Activation,
    tensors: Tensors,
    { quads, valid }: BlockShape,
    input: Values,
    { values, moments }: Target,
    points: number,
  ): void {
    const { inputs, outputs } = tensors.layout;
    const { waiting } = input;
    const spec = { activation, tile: tileOf(outputs), keeps: moments !== null, reads: waiting?.read ?? null };
    const rows = Math.ceil(outputs / spec.tile);
    const most = Math.max(1, Math.floor(this.work / (inputs * spec.tile * quads * 4 * points)));
    const threads = Math.ceil(quads / DENSE_QUADS);
    const buffers: (readonly [number, GPUBuffer])[] = [[1, input.buffer], [2, tensors.buffer], [5, values], ...reading(waiting)];
    if (moments !== null) buffers.push([8, moments]);
    const key = `dense ${activation} ${spec.tile} ${spec.keeps} ${readingKey(spec.reads)}`;
    for (let firstRow = 0; firstRow < rows; firstRow += most) {
      const shape = { ...tensorShape(tensors), quads, valid, inputStride: input.stride, firstRow, ...affine(waiting) };
      this.dispatch(key, () => denseKernel(spec), shape, buffers, [threads, Math.min(most, rows - firstRow), points]);
    }
  }

  private dispatch(
    key: string,
    code: () => string,
    shape: Partial<Shape>,
    buffers: readonly (readonly [number, GPUBuffer])[],
    [threads, y, z]: readonly [number, number, number],
  ): void {
    this.runner.dispatch({
      key,
      code,
      shape: SHAPE_FIELDS.map((field) => shape[field] ?? 0),
      buffers,
      workgroups: [Math.ceil(threads / WORKGROUP), y, z],
    });
  }
}

/** Bytes of the moments that a layer of so many outputs keeps. */
export function momentBytes(outputs: number, { quads }: BlockShape, points: number): number {
  return points * Math.ceil(outputs / tileOf(outputs)) * quads * 32;
}

/** The activation that comes right after the product. */
function early({ norm, activation }: Architecture, hidden: boolean): Activation {
  return hidden && norm !== 'before' ? activation : 'linear';
}

function written({ norm, activation }: Architecture, hidden: boolean, tensors: Tensors, { quads }: BlockShape, { values, moments }: Target): Values {
  const { outputs } = tensors.layout;
  const read: Normalised = { tile: tileOf(outputs), activation: norm === 'before' ? activation : 'linear' };
  return { buffer: values, stride: outputs * quads, waiting: hidden && moments !== null ? { read, moments, tensors } : null };
}

function tensorShape({ layout, formed }: Tensors): Partial<Shape> {
  const { inputs, outputs, range, weight, bias } = layout;
  const from = formed ? range.start : 0;
  return { inputs, outputs, parameterStride: strideOf({ layout, formed }), weight: weight.start - from, bias: bias.start - from };
}

function strideOf({ layout: { range }, formed }: Pick<Tensors, 'layout' | 'formed'>): number {
  return formed ? range.end - range.start : 0;
}

/** Gain and shift of the normalisation that is waited for. */
function affine(waiting: Waiting | null): Partial<Shape> {
  if (waiting === null) return {};
  const { layout, formed } = waiting.tensors;
  const from = formed ? layout.range.start : 0;
  return { gain: (layout.gain?.start ?? from) - from, shift: (layout.shift?.start ?? from) - from, affineStride: strideOf(waiting.tensors) };
}

function reading(waiting: Waiting | null): (readonly [number, GPUBuffer])[] {
  return waiting === null
    ? []
    : [
        [6, waiting.moments],
        [7, waiting.tensors.buffer],
      ];
}

function readingKey(reads: Normalised | null): string {
  return reads === null ? 'plain' : `${reads.tile} ${reads.activation}`;
}
