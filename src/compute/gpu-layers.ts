/** Layers of a network as dispatches of the general kernels, each bounded in its work. */
import type { Activation, Architecture } from '../nn/architecture.ts';
import type { LayerLayout } from '../nn/layout.ts';
import { combineKernel, denseKernel, denseOutputs, DENSE_QUADS, formKernel, normaliseKernel, SHAPE_FIELDS, WORKGROUP, type Shape } from './gpu-kernels.ts';
import { HEAD_OUTPUTS, headKernel, lossKernel, LOSS_QUADS } from './gpu-loss-kernels.ts';
import type { GpuRunner } from './gpu-runner.ts';

/** A block of examples, as far as the kernels need it. */
export interface BlockShape {
  readonly valid: number;
  /** Examples / 4, rounded up. */
  readonly quads: number;
}

/** Where a layer's tensors lie: in a buffer of its own for each point (`formed`), or in a whole network's. */
export function layerShape(layout: LayerLayout, formed: boolean, { quads, valid }: BlockShape, inputStride: number): Shape {
  const from = formed ? layout.range.start : 0;
  return {
    inputs: layout.inputs,
    outputs: layout.outputs,
    quads,
    valid,
    inputStride,
    parameterStride: formed ? layout.range.end - layout.range.start : 0,
    weight: layout.weight.start - from,
    bias: layout.bias.start - from,
    gain: (layout.gain?.start ?? from) - from,
    shift: (layout.shift?.start ?? from) - from,
    firstRow: 0,
    result: 0,
  };
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
    const shape: Shape = { inputs: 0, outputs: 0, quads: 0, valid: 0, inputStride: 0, parameterStride: length, weight: range.start, bias: 0, gain: 0, shift: 0, firstRow: 0, result: 0 };
    const directions = parameters.length - 1;
    const buffers = parameters.map((buffer, k): [number, GPUBuffer] => [1 + k, buffer]);
    this.dispatch(`form ${directions}`, () => formKernel(directions), shape, [...buffers, [4, coordinates], [5, formed]], [length, points, 1]);
  }

  /** The linear map and bias alone, for one set of parameters. */
  product(shape: Shape, input: GPUBuffer, parameters: GPUBuffer, output: GPUBuffer): void {
    this.dense('linear', shape, input, parameters, output, 1);
  }

  /** A whole layer on `points` points: product, normalisation and activation in the architecture's order. */
  layer(architecture: Architecture, hidden: boolean, shape: Shape, input: GPUBuffer, parameters: GPUBuffer, output: GPUBuffer, points: number): void {
    this.dense(early(architecture, hidden), shape, input, parameters, output, points);
    if (hidden) this.normalise(architecture, shape, parameters, output, points);
  }

  /** The same from hoisted products, one a vector. @param coordinates null where there is one product alone */
  hoistedLayer(architecture: Architecture, hidden: boolean, shape: Shape, products: readonly GPUBuffer[], coordinates: GPUBuffer | null, parameters: GPUBuffer, output: GPUBuffer, points: number): void {
    const activation = early(architecture, hidden);
    const directions = products.length - 1;
    const buffers = products.map((buffer, k): [number, GPUBuffer] => [1 + k, buffer]);
    if (coordinates !== null) buffers.push([4, coordinates]);
    this.dispatch(`combine ${directions} ${activation}`, () => combineKernel(directions, activation), shape, [...buffers, [5, output]], [shape.quads, shape.outputs, points]);
    if (hidden) this.normalise(architecture, shape, parameters, output, points);
  }

  /** Losses of logits [points][outputs][quads], LOSS_QUADS quads to an entry of the result, from entry `shape.result` on. */
  loss(logistic: boolean, shape: Shape, logits: GPUBuffer, labels: GPUBuffer, result: GPUBuffer, points: number): void {
    this.dispatch(`loss ${logistic}`, () => lossKernel(logistic), shape, [[1, logits], [2, labels], [5, result]], [Math.ceil(shape.quads / LOSS_QUADS), points, 1]);
  }

  /** Whether the output layer and its loss go in one dispatch: few outputs, and no more work at a point than one may take. Tiles are bounded by the heaviest layer. */
  joinsLoss({ inputs, outputs, quads }: Shape): boolean {
    return outputs <= HEAD_OUTPUTS && inputs * outputs * quads * 4 <= this.work;
  }

  /** The output layer on activations [points][inputs][quads] and its losses, as `loss` gives them, without a logit stored. */
  head(shape: Shape, input: GPUBuffer, parameters: GPUBuffer, labels: GPUBuffer, result: GPUBuffer, points: number): void {
    const buffers = [[1, input], [2, parameters], [3, labels], [5, result]] as const;
    this.dispatch(`head ${shape.outputs}`, () => headKernel(shape.outputs), shape, buffers, [Math.ceil(shape.quads / LOSS_QUADS), points, 1]);
  }

  /** In as many dispatches as keep each within the work of one. */
  private dense(activation: Activation, shape: Shape, input: GPUBuffer, parameters: GPUBuffer, output: GPUBuffer, points: number): void {
    const outputs = denseOutputs(shape.outputs);
    const rows = Math.ceil(shape.outputs / outputs);
    const most = Math.max(1, Math.floor(this.work / (shape.inputs * outputs * shape.quads * 4 * points)));
    for (let firstRow = 0; firstRow < rows; firstRow += most) {
      const threads = Math.ceil(shape.quads / DENSE_QUADS);
      this.dispatch(`dense ${activation} ${outputs}`, () => denseKernel(activation, outputs), { ...shape, firstRow }, [[1, input], [2, parameters], [5, output]], [threads, Math.min(most, rows - firstRow), points]);
    }
  }

  private normalise({ norm, activation }: Architecture, shape: Shape, parameters: GPUBuffer, output: GPUBuffer, points: number): void {
    if (norm === 'none') return;
    const late = norm === 'before' ? activation : 'linear';
    this.dispatch(`normalise ${late}`, () => normaliseKernel(late), shape, [[2, parameters], [5, output]], [shape.quads, points, 1]);
  }

  private dispatch(key: string, code: () => string, shape: Shape, buffers: readonly (readonly [number, GPUBuffer])[], [threads, y, z]: readonly [number, number, number]): void {
    this.runner.dispatch({ key, code, shape: SHAPE_FIELDS.map((field) => shape[field]), buffers, workgroups: [Math.ceil(threads / WORKGROUP), y, z] });
  }
}

/** The activation that comes right after the product. */
function early({ norm, activation }: Architecture, hidden: boolean): Activation {
  return hidden && norm !== 'before' ? activation : 'linear';
}
