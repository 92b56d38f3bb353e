/** The WebGPU device as training uses it: pipelines, bind groups, the examples on it, and what its submissions took. */
import type { Examples } from '../../../datasets/dataset.ts';
import { readInTime } from '../../evaluate/device-time.ts';
import { identityOf, LeaseCache, type Lease } from '../../evaluate/lease-cache.ts';
import { GpuRunner } from '../../evaluate/webgpu/runner.ts';
import { SHAPE_FIELDS, STEP_BYTES, type Kernel, type Shape } from './kernels/prelude.ts';
import { quadsOf } from './quad-layout.ts';

/** Bytes of examples kept when no network trains on them. */
const KEPT_BYTES = 512 * 1024 * 1024;

/** How kernels are cut for a device; another cut may give other last digits. */
export interface Cut {
  /** Threads of one network that keep the device busy: with fewer tiles a product's sums are shared out. 0: they never are. */
  readonly threads: number;
  /** Threads that may share a row. */
  readonly lanes: number;
}

export const CUTS: Readonly<Record<'hardware' | 'software', Cut>> = {
  hardware: { threads: 4096, lanes: 16 },
  // A barrier costs a software adapter more than it brings.
  software: { threads: 0, lanes: 1 },
};

/** Examples on the device: inputs [count][quads], padded with zeros. */
export interface HeldExamples {
  readonly x: GPUBuffer;
  readonly labels: GPUBuffer;
}

interface Pipeline {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

/** One dispatch of a step: bound once, sized by the rows of the batch. */
export interface BoundKernel {
  readonly pipeline: GPUComputePipeline;
  readonly group: GPUBindGroup;
  readonly workgroups: (rows: number) => readonly [x: number, y: number, z: number];
}

export class TrainingDevice {
  readonly runner: GpuRunner;
  readonly cut: Cut;
  readonly #device: GPUDevice;
  readonly #stepLayout: GPUBindGroupLayout;
  readonly #pipelines = new Map<string, Pipeline>();
  readonly #examples = new LeaseCache<HeldExamples>(KEPT_BYTES, ({ x, labels }) => {
    x.destroy();
    labels.destroy();
  });
  /** When the last submission known to be done was. */
  #lastDone = 0;

  constructor(device: GPUDevice, cut: Cut) {
    this.#device = device;
    this.runner = new GpuRunner(device);
    this.cut = cut;
    const buffer = { type: 'uniform', hasDynamicOffset: true, minBindingSize: STEP_BYTES } as const;
    this.#stepLayout = device.createBindGroupLayout({ entries: [{ binding: 0, visibility: GPUShaderStage.COMPUTE, buffer }] });
  }

  /** Bytes from one step's values to the next. */
  get stepStride(): number {
    return Math.max(STEP_BYTES, this.#device.limits.minUniformBufferOffsetAlignment);
  }

  /** Whether a buffer of so many bytes can be bound. */
  holds(bytes: number): boolean {
    const { maxStorageBufferBindingSize, maxBufferSize } = this.#device.limits;
    return bytes <= Math.min(maxStorageBufferBindingSize, maxBufferSize);
  }

  /** Room for the values of `steps` steps, and the group that binds one of them by a dynamic offset. The caller destroys the buffer. */
  stepValues(steps: number): { buffer: GPUBuffer; group: GPUBindGroup } {
    const buffer = this.#device.createBuffer({ size: steps * this.stepStride, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
    const entries = [{ binding: 0, resource: { buffer, size: STEP_BYTES } }];
    return { buffer, group: this.#device.createBindGroup({ layout: this.#stepLayout, entries }) };
  }

  /** A layer's shape. The caller destroys it. */
  shape(shape: Shape): GPUBuffer {
    const values = Uint32Array.from(SHAPE_FIELDS, (field) => shape[field]);
    const size = Math.ceil(values.byteLength / 16) * 16;
    const buffer = this.#device.createBuffer({ size, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
    this.write(buffer, values);
    return buffer;
  }

  bind(kernel: Kernel, shape: GPUBuffer, buffers: readonly GPUBuffer[], workgroups: BoundKernel['workgroups']): BoundKernel {
    const { pipeline, layout } = this.#pipeline(kernel);
    const entries = [shape, ...buffers].map((buffer, binding) => ({ binding, resource: { buffer } }));
    return { pipeline, group: this.#device.createBindGroup({ layout, entries }), workgroups };
  }

  write(buffer: GPUBuffer, values: Uint32Array | Int32Array | Float32Array | ArrayBuffer, bytes = values.byteLength): void {
    const [source, offset] = values instanceof ArrayBuffer ? [values, 0] : [values.buffer, values.byteOffset];
    this.#device.queue.writeBuffer(buffer, 0, source, offset, bytes);
  }

  /** Copies whole buffers. */
  copy(pairs: readonly (readonly [from: GPUBuffer, to: GPUBuffer])[]): void {
    const encoder = this.#device.createCommandEncoder();
    for (const [from, to] of pairs) encoder.copyBufferToBuffer(from, 0, to, 0, from.size);
    this.#device.queue.submit([encoder.finish()]);
  }

  /** Dispatches, each with the step whose values it reads, in one submission. */
  submit(step: GPUBindGroup, dispatches: readonly { readonly kernel: BoundKernel; readonly step: number; readonly rows: number }[]): void {
    const encoder = this.#device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    let bound = -1;
    let current: GPUComputePipeline | null = null;
    for (const { kernel, step: number, rows } of dispatches) {
      if (kernel.pipeline !== current) pass.setPipeline((current = kernel.pipeline));
      if (number !== bound) pass.setBindGroup(0, step, [(bound = number) * this.stepStride]);
      pass.setBindGroup(1, kernel.group);
      pass.dispatchWorkgroups(...kernel.workgroups(rows));
    }
    pass.end();
    this.#device.queue.submit([encoder.finish()]);
  }

  /** Milliseconds that the device spent on what was submitted since it was last done, waiting not counted. Rejects where it gives no answer. */
  async spent(): Promise<number> {
    const since = performance.now();
    await readInTime(this.#device.queue.onSubmittedWorkDone(), this.#device);
    const now = performance.now();
    const spent = now - Math.max(since, this.#lastDone);
    this.#lastDone = now;
    return spent;
  }

  /** The examples, on lease; the caller releases them. */
  examples(examples: Examples): Lease<HeldExamples> {
    const { x, y, inputs, count } = examples;
    return this.#examples.acquire(String(identityOf(x)), inputBytes(examples) + y.byteLength, () => ({
      x: this.runner.upload(inputs % 4 === 0 ? x : padded(x, inputs, count)),
      labels: this.runner.upload(y),
    }));
  }

  /** Frees examples that no network trains on. */
  release(): void {
    this.#examples.clear();
    this.runner.destroy();
  }

  #pipeline({ key, access, code }: Kernel): Pipeline {
    const known = this.#pipelines.get(key);
    if (known !== undefined) return known;
    const types = ['uniform', ...access.map((each) => (each === 'read' ? 'read-only-storage' : 'storage'))] as GPUBufferBindingType[];
    const layout = this.#device.createBindGroupLayout({
      entries: types.map((type, binding) => ({ binding, visibility: GPUShaderStage.COMPUTE, buffer: { type } })),
    });
    const pipeline = this.#device.createComputePipeline({
      layout: this.#device.createPipelineLayout({ bindGroupLayouts: [this.#stepLayout, layout] }),
      compute: { module: this.#device.createShaderModule({ code }), entryPoint: 'main' },
    });
    const made = { pipeline, layout };
    this.#pipelines.set(key, made);
    return made;
  }
}

/** Bytes of the examples' inputs on the device. */
export function inputBytes({ inputs, count }: Examples): number {
  return count * quadsOf(inputs) * 16;
}

/** Rows of whole quads. */
function padded(x: Float32Array, inputs: number, count: number): Float32Array {
  const stride = 4 * quadsOf(inputs);
  const values = new Float32Array(count * stride);
  for (let i = 0; i < count; i++) values.set(x.subarray(i * inputs, (i + 1) * inputs), i * stride);
  return values;
}
