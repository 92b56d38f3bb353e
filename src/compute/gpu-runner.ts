/** Pipelines, buffers and dispatches on one WebGPU device; commands gather until `submit`. */
import { RidgelineError } from '../base/errors.ts';
import type { Activation, Architecture } from '../nn/architecture.ts';
import { combineKernel, denseKernel, formKernel, lossKernel, LOSS_QUADS, normaliseKernel, SHAPE_FIELDS, WORKGROUP, type Shape } from './gpu-kernels.ts';

export class GpuRunner {
  readonly device: GPUDevice;
  private readonly pipelines = new Map<string, GPUComputePipeline>();
  private readonly shapes = new Map<string, GPUBuffer>();
  private encoder: GPUCommandEncoder | null = null;

  constructor(device: GPUDevice) {
    this.device = device;
  }

  /** A storage buffer of at least `bytes`; the caller destroys it. */
  storage(bytes: number): GPUBuffer {
    const size = Math.ceil(Math.max(bytes, 16) / 16) * 16;
    const limit = this.device.limits.maxStorageBufferBindingSize;
    if (size > limit) throw new RidgelineError('too-large', `The device allows buffers of ${limit} bytes; this evaluation needs ${size}. Use a smaller network or fewer examples.`);
    return this.device.createBuffer({ size, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST });
  }

  /** A storage buffer that holds the values. */
  upload(values: Float32Array | Int32Array): GPUBuffer {
    const buffer = this.storage(values.byteLength);
    this.device.queue.writeBuffer(buffer, 0, values.buffer, values.byteOffset, values.byteLength);
    return buffer;
  }

  /** params[p] = the layer's tensors at each of `points` coordinates. `start`, `length`: the layer's range. */
  form(start: number, length: number, parameters: readonly GPUBuffer[], coordinates: GPUBuffer, formed: GPUBuffer, points: number): void {
    const shape: Shape = { inputs: 0, outputs: 0, quads: 0, valid: 0, inputStride: 0, parameterStride: length, weight: start, bias: 0, gain: 0, shift: 0 };
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
    const early = hidden && architecture.norm !== 'before' ? architecture.activation : 'linear';
    this.dense(early, shape, input, parameters, output, points);
    if (hidden) this.normalise(architecture, shape, parameters, output, points);
  }

  /** The hoisted first layer on `points` points. */
  hoistedLayer(architecture: Architecture, hidden: boolean, shape: Shape, directions: number, hoisted: GPUBuffer, coordinates: GPUBuffer, parameters: GPUBuffer, output: GPUBuffer, points: number): void {
    const early = hidden && architecture.norm !== 'before' ? architecture.activation : 'linear';
    this.dispatch(`combine ${directions} ${early}`, () => combineKernel(directions, early), shape, [[1, hoisted], [4, coordinates], [5, output]], [shape.quads, shape.outputs, points]);
    if (hidden) this.normalise(architecture, shape, parameters, output, points);
  }

  /** Losses of logits [points][outputs][quads], LOSS_QUADS quads to an entry of the result. Gives the entries a point. */
  loss(logistic: boolean, shape: Shape, logits: GPUBuffer, labels: GPUBuffer, result: GPUBuffer, points: number): void {
    this.dispatch(`loss ${logistic}`, () => lossKernel(logistic), shape, [[1, logits], [2, labels], [5, result]], [Math.ceil(shape.quads / LOSS_QUADS), points, 1]);
  }

  copy(from: GPUBuffer, to: GPUBuffer, offset: number, bytes: number): void {
    this.commands().copyBufferToBuffer(from, 0, to, offset, bytes);
  }

  submit(): void {
    if (this.encoder === null) return;
    this.device.queue.submit([this.encoder.finish()]);
    this.encoder = null;
  }

  /** Submits and reads the first `bytes` of a buffer. A lost device rejects with `backend-failed`. */
  async read(buffer: GPUBuffer, bytes: number): Promise<Float32Array> {
    const staging = this.device.createBuffer({ size: bytes, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
    this.copy(buffer, staging, 0, bytes);
    this.submit();
    try {
      await staging.mapAsync(GPUMapMode.READ);
      return new Float32Array(staging.getMappedRange().slice(0));
    } catch (error) {
      // mapAsync rejects with an AbortError of its own when the device is lost: not a cancelled job.
      throw new RidgelineError('backend-failed', `The graphics device failed while reading results: ${error instanceof Error ? error.message : 'unknown'}.`);
    } finally {
      staging.destroy();
    }
  }

  destroy(): void {
    for (const buffer of this.shapes.values()) buffer.destroy();
    this.shapes.clear();
  }

  private dense(activation: Activation, shape: Shape, input: GPUBuffer, parameters: GPUBuffer, output: GPUBuffer, points: number): void {
    this.dispatch(`dense ${activation}`, () => denseKernel(activation), shape, [[1, input], [2, parameters], [5, output]], [shape.quads, Math.ceil(shape.outputs / 4), points]);
  }

  private normalise({ norm, activation }: Architecture, shape: Shape, parameters: GPUBuffer, output: GPUBuffer, points: number): void {
    if (norm === 'none') return;
    const late = norm === 'before' ? activation : 'linear';
    this.dispatch(`normalise ${late}`, () => normaliseKernel(late), shape, [[2, parameters], [5, output]], [shape.quads, points, 1]);
  }

  private commands(): GPUCommandEncoder {
    return (this.encoder ??= this.device.createCommandEncoder());
  }

  private dispatch(key: string, code: () => string, shape: Shape, buffers: readonly (readonly [number, GPUBuffer])[], [threads, y, z]: readonly [number, number, number]): void {
    let pipeline = this.pipelines.get(key);
    if (pipeline === undefined) {
      pipeline = this.device.createComputePipeline({ layout: 'auto', compute: { module: this.device.createShaderModule({ code: code() }), entryPoint: 'main' } });
      this.pipelines.set(key, pipeline);
    }
    const entries = [[0, this.shapeBuffer(shape)] as const, ...buffers].map(([binding, buffer]) => ({ binding, resource: { buffer } }));
    const pass = this.commands().beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, this.device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
    pass.dispatchWorkgroups(Math.ceil(threads / WORKGROUP), y, z);
    pass.end();
  }

  /** Shapes repeat from tile to tile: one small uniform buffer each, kept. */
  private shapeBuffer(shape: Shape): GPUBuffer {
    const values = SHAPE_FIELDS.map((field) => shape[field]);
    const key = values.join(' ');
    let buffer = this.shapes.get(key);
    if (buffer === undefined) {
      buffer = this.device.createBuffer({ size: 64, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
      this.device.queue.writeBuffer(buffer, 0, new Uint32Array(values));
      this.shapes.set(key, buffer);
    }
    return buffer;
  }
}
