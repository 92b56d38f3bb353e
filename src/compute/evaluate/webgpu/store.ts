/**
 * What evaluations keep on a WebGPU device from one call to the next: blocks of examples, parameter vectors, the outputs of layers that stay
 * at an origin (prefixes), and products of a prefix with the next layer of a vector (hoisting). Several slices through the same networks share
 * them. Bounded in bytes and in time: what two requests in a row have not used is freed, so that a hundred planes leave the memory where the second
 * left it. What is on lease is never freed.
 */
import type { EvaluationExamples } from '../../../landscape/evaluator.ts';
import type { Architecture } from '../../../nn/architecture.ts';
import type { LayerLayout } from '../../../nn/layout.ts';
import { momentBytes, type BlockShape, type GpuLayers } from './layers.ts';
import { identityOf, LeaseCache, type Lease } from '../lease-cache.ts';
import { WORKING_BYTES } from '../memory-budget.ts';

/** Bytes of prefixes and products kept when idle, and most that one slice holds at a time. */
export const PRODUCT_BYTES = WORKING_BYTES;
/** Examples and parameter vectors kept when idle. */
const DATA_BYTES = 256 * 1024 * 1024;
/** Examples of a block, at most: bounds every buffer of a layer. */
const BLOCK_EXAMPLES = 8192;

/** Some of the examples: `start` and `valid` of them. */
export interface Block extends BlockShape {
  readonly start: number;
}

export interface BlockData {
  /** [inputs][quads] vec4. */
  readonly input: GPUBuffer;
  readonly labels: GPUBuffer;
}

/** A network's layers up to one that is to be evaluated. */
export interface Path {
  readonly architecture: Architecture;
  readonly layouts: readonly LayerLayout[];
  readonly origin: Float32Array;
}

/** Blocks of nearly one size. */
export function blocksOf(count: number): Block[] {
  const blocks = Math.max(1, Math.ceil(count / BLOCK_EXAMPLES));
  const quads = Math.ceil(count / blocks / 4);
  return Array.from({ length: blocks }, (_, b) => {
    const start = 4 * quads * b;
    const valid = Math.min(4 * quads, count - start);
    return { start, valid, quads: Math.ceil(valid / 4) };
  }).filter(({ valid }) => valid > 0);
}

export class GpuStore {
  private readonly layers: GpuLayers;
  private readonly data = new LeaseCache<BlockData>(DATA_BYTES, ({ input, labels }) => {
    input.destroy();
    labels.destroy();
  });
  private readonly vectors = new LeaseCache<GPUBuffer>(DATA_BYTES, (buffer) => buffer.destroy());
  private readonly results = new LeaseCache<GPUBuffer>(PRODUCT_BYTES, (buffer) => buffer.destroy());

  /** The request that last used each vector and result. */
  private readonly uses = new Map<string, number>();
  private request = 0;

  constructor(layers: GpuLayers) {
    this.layers = layers;
  }

  /** To be called when a request begins: frees what neither the last one nor the one before it used. */
  begin(): void {
    const oldest = this.request - 1;
    this.request++;
    const recent = (key: string): boolean => (this.uses.get(key) ?? 0) >= oldest;
    this.results.prune(recent);
    this.vectors.prune(recent);
    for (const key of this.uses.keys()) if (!recent(key)) this.uses.delete(key);
  }

  block(examples: EvaluationExamples, block: Block): Lease<BlockData> {
    const { runner } = this.layers;
    const bytes = (examples.inputs + 1) * block.quads * 16;
    return this.data.acquire(`${identityOf(examples)}:${block.start}`, bytes, () => ({
      input: runner.upload(transposed(examples, block)),
      labels: runner.upload(padded(examples.y.subarray(block.start, block.start + block.valid))),
    }));
  }

  /** A whole parameter vector. */
  vector(values: Float32Array): Lease<GPUBuffer> {
    return this.vectors.acquire(this.used(`vector ${identityOf(values)}`), values.byteLength, () => this.layers.runner.upload(values));
  }

  /** The input of layer `l`, at the path's origin: [width][quads] vec4. */
  prefix(path: Path, l: number, examples: EvaluationExamples, block: Block): Lease<GPUBuffer> {
    if (l === 0) {
      const lease = this.block(examples, block);
      return { value: lease.value.input, release: () => lease.release() };
    }
    const { architecture, layouts, origin } = path;
    const layout = layouts[l - 1];
    const bytes = layout.outputs * block.quads * 16;
    return this.results.acquire(this.used(`prefix ${l} ${keyOf(path, l, examples, block)}`), bytes, () => {
      const product = this.product(path, origin, l - 1, examples, block);
      const parameters = this.vector(origin);
      const values = this.layers.runner.storage(bytes);
      const moments = architecture.norm === 'none' ? null : this.layers.runner.storage(momentBytes(layout.outputs, block, 1));
      const tensors = { layout, buffer: parameters.value, formed: false };
      const output = this.layers.hoistedLayer(architecture, true, tensors, block, [product.value], null, { values, moments }, 1);
      this.layers.normalise(output, layout.outputs, block, 1);
      this.settle([product, parameters]);
      moments?.destroy();
      return values;
    });
  }

  /** The product of layer l's input with a vector's weights, its bias added: [outputs][quads] vec4. */
  product(path: Path, vector: Float32Array, l: number, examples: EvaluationExamples, block: Block): Lease<GPUBuffer> {
    const layout = path.layouts[l];
    const bytes = layout.outputs * block.quads * 16;
    return this.results.acquire(this.used(`product ${l} ${identityOf(vector)} ${keyOf(path, l, examples, block)}`), bytes, () => {
      const input = this.prefix(path, l, examples, block);
      const parameters = this.vector(vector);
      const output = this.layers.runner.storage(bytes);
      this.layers.product({ layout, buffer: parameters.value, formed: false }, block, input.value, output);
      this.settle([input, parameters]);
      return output;
    });
  }

  /** Frees everything that is idle, the rest when it comes back. */
  clear(): void {
    this.results.clear();
    this.vectors.clear();
    this.data.clear();
  }

  private used(key: string): string {
    this.uses.set(key, this.request);
    return key;
  }

  /** Leases are given back after what reads them was submitted. */
  private settle(leases: readonly Lease<unknown>[]): void {
    this.layers.runner.submit();
    for (const lease of leases) lease.release();
  }
}

/** What the input of layer l depends on. */
function keyOf({ architecture, layouts, origin }: Path, l: number, examples: EvaluationExamples, block: Block): string {
  const before =
    l === 0 ? layouts[0].outputs : `${identityOf(origin)} ${architecture.activation} ${architecture.norm} ${architecture.hidden.join('-')}`;
  return `${identityOf(examples)}:${block.start} ${before}`;
}

/** Examples [valid, inputs] to [inputs][quads·4], zeros beyond. */
function transposed({ x, inputs }: EvaluationExamples, { start, valid, quads }: Block): Float32Array {
  const stride = 4 * quads;
  const result = new Float32Array(inputs * stride);
  // Sixteen examples at a time: what is written of a row is one cache line.
  for (let from = 0; from < valid; from += 16) {
    const end = Math.min(valid, from + 16);
    for (let i = 0; i < inputs; i++) for (let e = from; e < end; e++) result[i * stride + e] = x[(start + e) * inputs + i];
  }
  return result;
}

function padded(labels: Int32Array): Int32Array {
  const result = new Int32Array(Math.ceil(labels.length / 4) * 4);
  result.set(labels);
  return result;
}
