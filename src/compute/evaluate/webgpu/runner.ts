/** Pipelines, buffers and dispatches on one WebGPU device; commands gather until `submit`. */
import { RidgelineError } from '../../../base/errors.ts';
import { readInTime } from '../device-time.ts';

/** Uniform buffers kept for shapes that repeat. */
const MAX_SHAPES = 512;

export interface Dispatch {
  /** Names the pipeline: same key, same code. */
  readonly key: string;
  readonly code: () => string;
  /** The uniform buffer's values, at binding 0. */
  readonly shape: readonly number[];
  /** Storage buffers with their bindings. */
  readonly buffers: readonly (readonly [binding: number, buffer: GPUBuffer])[];
  readonly workgroups: readonly [x: number, y: number, z: number];
}

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
    if (size > limit)
      throw new RidgelineError(
        'backend-failed',
        `The device allows buffers of ${limit} bytes; this evaluation needs ${size}. Use a smaller network or fewer examples.`,
      );
    return this.device.createBuffer({ size, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST });
  }

  /** A storage buffer that holds the values. */
  upload(values: Float32Array | Int32Array): GPUBuffer {
    const buffer = this.storage(values.byteLength);
    this.device.queue.writeBuffer(buffer, 0, values.buffer, values.byteOffset, values.byteLength);
    return buffer;
  }

  /** Compiles ahead, off the thread; false where the device refuses the code, of which nobody else is told then. */
  async compile(key: string, code: () => string): Promise<boolean> {
    if (this.pipelines.has(key)) return true;
    this.device.pushErrorScope('validation');
    const compiling = this.device.createComputePipelineAsync(this.describe(code));
    const refused = this.device.popErrorScope();
    try {
      const pipeline = await compiling;
      if ((await refused) !== null) return false;
      this.pipelines.set(key, pipeline);
      return true;
    } catch {
      await refused.catch(() => null);
      return false;
    }
  }

  dispatch({ key, code, shape, buffers, workgroups: [x, y, z] }: Dispatch): void {
    let pipeline = this.pipelines.get(key);
    if (pipeline === undefined) {
      pipeline = this.device.createComputePipeline(this.describe(code));
      this.pipelines.set(key, pipeline);
    }
    const entries = [[0, this.shapeBuffer(shape)] as const, ...buffers].map(([binding, buffer]) => ({ binding, resource: { buffer } }));
    const pass = this.commands().beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, this.device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
    pass.dispatchWorkgroups(x, y, z);
    pass.end();
  }

  submit(): void {
    if (this.encoder === null) return;
    this.device.queue.submit([this.encoder.finish()]);
    this.encoder = null;
    if (this.shapes.size > MAX_SHAPES) this.destroy();
  }

  /** Forgets what was recorded and not submitted. */
  discard(): void {
    this.encoder = null;
  }

  /** Submits, and reads the first `bytes` of a buffer when the device is done. A lost device, and one that hangs, rejects with `backend-failed`. */
  async read(buffer: GPUBuffer, bytes: number): Promise<Float32Array> {
    const staging = this.device.createBuffer({ size: bytes, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
    this.commands().copyBufferToBuffer(buffer, 0, staging, 0, bytes);
    this.submit();
    try {
      await readInTime(staging.mapAsync(GPUMapMode.READ), this.device);
      return new Float32Array(staging.getMappedRange().slice(0));
    } catch (error) {
      if (error instanceof RidgelineError) throw error;
      // mapAsync rejects with an AbortError of its own when the device is lost: not a cancelled job.
      throw new RidgelineError(
        'backend-failed',
        `The graphics device failed while reading results: ${error instanceof Error ? error.message : 'unknown'}.`,
      );
    } finally {
      staging.destroy();
    }
  }

  /** Frees the uniform buffers; those in use by submitted work live until it is done. */
  destroy(): void {
    for (const buffer of this.shapes.values()) buffer.destroy();
    this.shapes.clear();
  }

  private describe(code: () => string): GPUComputePipelineDescriptor {
    return { layout: 'auto', compute: { module: this.device.createShaderModule({ code: code() }), entryPoint: 'main' } };
  }

  private commands(): GPUCommandEncoder {
    return (this.encoder ??= this.device.createCommandEncoder());
  }

  private shapeBuffer(values: readonly number[]): GPUBuffer {
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
