/** Networks of one architecture on the device: their buffers, and a step of all of them as a list of dispatches that is made once. */
import { outputWidth, type Architecture } from '../../../nn/architecture.ts';
import type { Training } from '../../../nn/training.ts';
import { keepsStep } from '../optimizer.ts';
import type { BoundKernel, HeldExamples, TrainingDevice } from './device.ts';
import { STATE_BYTES, UPDATE_ROW, UPDATE_THREADS, updateKernel, verdictKernel, verdictThreads, type Slots } from './kernels/optimise.ts';
import { deltaKernel, forwardKernel, weightGradientKernel } from './kernels/product.ts';
import { lanesOf, lossKernel, normaliseBackKernel, normaliseKernel, rowsOfGroup } from './kernels/rows.ts';
import { scalesKernel } from './kernels/scales.ts';
import type { Kernel } from './kernels/prelude.ts';
import { needsArgument } from './kernels/slope.ts';
import { columnTile, tileOf, type Tile } from './kernels/tile.ts';
import { quadLayout, quadsOf, type QuadLayer, type QuadLayout } from './quad-layout.ts';

const QUAD = 16;

export interface StackSetup {
  readonly architecture: Architecture;
  readonly training: Training;
  /** Networks. */
  readonly count: number;
  /** Examples of a batch, at most. */
  readonly batch: number;
  /** Steps of a submission, at most. */
  readonly steps: number;
}

/** What a layer leaves for the way back. */
interface LayerBuffers {
  /** What the product made: activated already, but where the slope or a normalisation needs it as it was. */
  readonly linear: GPUBuffer;
  /** What the next layer reads. */
  readonly output: GPUBuffer;
  readonly normal: { readonly standard: GPUBuffer; readonly inverse: GPUBuffer } | null;
}

/** Which arrays the optimiser's memory has. */
export function slotsOf(training: Training): Slots {
  const { optimizer } = training;
  const adam = optimizer === 'adam' || optimizer === 'adamw';
  return { first: adam || keepsStep(training), second: adam || optimizer === 'rmsprop' };
}

export class GpuStack {
  readonly layout: QuadLayout;
  readonly parameters: GPUBuffer;
  readonly first: GPUBuffer | null;
  readonly second: GPUBuffer | null;
  /** [networks] of STATE_BYTES. */
  readonly states: GPUBuffer;
  /** Examples of each step, [steps][networks][batch]. */
  readonly order: GPUBuffer;
  /** A step. */
  readonly dispatches: readonly BoundKernel[];
  readonly #device: TrainingDevice;
  readonly #setup: StackSetup;
  readonly #owned: GPUBuffer[] = [];
  readonly #gradient: GPUBuffer;
  readonly #squares: GPUBuffer;
  readonly #losses: GPUBuffer;

  constructor(device: TrainingDevice, setup: StackSetup, examples: HeldExamples) {
    this.#device = device;
    this.#setup = setup;
    this.layout = quadLayout(setup.architecture);
    const { count, batch, steps, training } = setup;
    const slots = slotsOf(training);
    const vector = this.vectorBytes;
    this.parameters = this.#take(vector);
    this.first = slots.first ? this.#take(vector) : null;
    this.second = slots.second ? this.#take(vector) : null;
    this.states = this.#take(count * STATE_BYTES);
    this.order = this.#take(steps * count * batch * 4);
    this.#gradient = this.#take(vector);
    this.#squares = this.#take(count * this.layout.squares * 4);
    this.#losses = this.#take(count * batch * 4);
    this.dispatches = this.#step(examples);
  }

  /** Of one array of all networks' parameters. */
  get vectorBytes(): number {
    return this.#setup.count * this.layout.quads * QUAD;
  }

  /** What was submitted may still be under way. */
  destroy(): void {
    for (const buffer of this.#owned) buffer.destroy();
  }

  #take(bytes: number): GPUBuffer {
    const buffer = this.#device.runner.storage(bytes);
    this.#owned.push(buffer);
    return buffer;
  }

  #step(examples: HeldExamples): BoundKernel[] {
    const { layers } = this.layout;
    const { count, batch, architecture } = this.#setup;
    const hidden = layers.slice(0, -1).map((layer) => this.#layerBuffers(layer));
    const widest = Math.max(...layers.map(({ outQuads }) => outQuads));
    const deltas = [0, 1].map(() => this.#take(count * batch * widest * QUAD));
    const logits = this.#take(count * batch * quadsOf(outputWidth(architecture)) * QUAD);
    const shapes = layers.map((layer) => this.#shape(layer));
    const deltaOf = (l: number): GPUBuffer => deltas[l % 2];
    const inputOf = (l: number): GPUBuffer => (l === 0 ? examples.x : hidden[l - 1].output);
    const last = layers.length - 1;
    const forward = layers.flatMap((layer, l) => this.#forward(layer, shapes[l], inputOf(l), l === last ? logits : hidden[l]));
    const backward = layers
      .flatMap((layer, l) =>
        [
          ...(l === last ? [] : this.#backHidden(layer, shapes[l], hidden[l], deltaOf(l))),
          this.#weightGradient(layer, shapes[l], inputOf(l), deltaOf(l)),
          ...(l === 0 ? [] : [this.#delta(layer, shapes[l], deltaOf(l), deltaOf(l - 1), hidden[l - 1])]),
        ].reverse(),
      )
      .reverse();
    return [...forward, this.#loss(layers[last], shapes[last], logits, examples.labels, deltaOf(last)), ...backward, ...this.#end(shapes[0])];
  }

  #layerBuffers({ outQuads, normalised }: QuadLayer): LayerBuffers {
    const { count, batch, architecture } = this.#setup;
    const rows = (): GPUBuffer => this.#take(count * batch * outQuads * QUAD);
    const linear = rows();
    const output = normalised || needsArgument(architecture.activation) ? rows() : linear;
    return { linear, output, normal: normalised ? { standard: rows(), inverse: this.#take(count * batch * 4) } : null };
  }

  #shape({ inQuads, outQuads, inputs, outputs, start, squares }: QuadLayer): GPUBuffer {
    const { batch } = this.#setup;
    const { quads: network, squares: networkSquares } = this.layout;
    const buffer = this.#device.shape({ inQuads, outQuads, inputs, outputs, start, squares, network, networkSquares, batch });
    this.#owned.push(buffer);
    return buffer;
  }

  /** @param to logits, or a hidden layer's buffers */
  #forward({ inQuads, outQuads }: QuadLayer, shape: GPUBuffer, input: GPUBuffer, to: LayerBuffers | GPUBuffer): BoundKernel[] {
    const { architecture, batch } = this.#setup;
    const { activation, norm } = architecture;
    const gathered = this.#isExamples(input);
    const tile = tileOf(outQuads, quadsOf(batch), inQuads, this.#device.cut.threads);
    const given = [this.parameters, input, ...(gathered ? [this.order] : [])];
    const product = (kernel: Kernel, ...made: GPUBuffer[]): BoundKernel =>
      this.#bind(kernel, shape, [...given, ...made], (rows) => [outQuads / tile.columns, rows / 4 / tile.rows]);
    if (!('linear' in to)) return [product(forwardKernel(tile, gathered, 'plain', activation), to)];
    const { linear, output, normal } = to;
    if (normal !== null && norm !== 'none') {
      // Normalised first, or activated by what normalises, where the slope needs it as it was.
      const end = norm === 'before' || needsArgument(activation) ? 'plain' : 'activated';
      const lanes = lanesOf(outQuads, this.#device.cut.lanes);
      return [
        product(forwardKernel(tile, gathered, end, activation), linear),
        this.#bind(normaliseKernel(lanes, norm, activation), shape, [this.parameters, linear, normal.standard, normal.inverse, output], (rows) => [
          rows / rowsOfGroup(lanes),
          1,
        ]),
      ];
    }
    if (output === linear) return [product(forwardKernel(tile, gathered, 'activated', activation), linear)];
    return [product(forwardKernel(tile, gathered, 'both', activation), linear, output)];
  }

  #loss({ outQuads }: QuadLayer, shape: GPUBuffer, logits: GPUBuffer, labels: GPUBuffer, delta: GPUBuffer): BoundKernel {
    const { output } = this.#setup.architecture;
    const lanes = lanesOf(outQuads, this.#device.cut.lanes);
    return this.#bind(lossKernel(lanes, output), shape, [logits, labels, this.order, delta, this.#losses], (rows) => [
      rows / rowsOfGroup(output === 'logistic' ? 1 : lanes),
      1,
    ]);
  }

  /** From the derivative by what a hidden layer gave (by what its activation was given, where that is not followed by a normalisation) to that by its product. */
  #backHidden({ outQuads }: QuadLayer, shape: GPUBuffer, { linear, normal }: LayerBuffers, delta: GPUBuffer): BoundKernel[] {
    if (normal === null) return [];
    const { architecture, batch } = this.#setup;
    const { activation, norm } = architecture;
    const { threads, lanes: most } = this.#device.cut;
    const lanes = lanesOf(outQuads, most);
    const tile = columnTile(outQuads, batch, threads);
    const sloped = norm === 'after' && activation !== 'linear';
    return [
      this.#bind(scalesKernel(tile), shape, [delta, normal.standard, this.#gradient, this.#squares], () => [outQuads / tile.columns, 1]),
      this.#bind(
        normaliseBackKernel(lanes, sloped ? activation : null),
        shape,
        [this.parameters, delta, normal.standard, normal.inverse, ...(sloped ? [linear] : [])],
        (rows) => [rows / rowsOfGroup(lanes), 1],
      ),
    ];
  }

  #weightGradient({ inQuads, outQuads }: QuadLayer, shape: GPUBuffer, input: GPUBuffer, delta: GPUBuffer): BoundKernel {
    const gathered = this.#isExamples(input);
    const tile: Tile = tileOf(outQuads, inQuads + 1, this.#setup.batch, this.#device.cut.threads);
    const buffers = [input, ...(gathered ? [this.order] : []), delta, this.#gradient, this.#squares];
    return this.#bind(weightGradientKernel(tile, gathered), shape, buffers, () => [outQuads / tile.columns, (inQuads + 1) / tile.rows]);
  }

  /** @param before the layer whose derivative is made */
  #delta({ inQuads, outQuads }: QuadLayer, shape: GPUBuffer, delta: GPUBuffer, inner: GPUBuffer, before: LayerBuffers): BoundKernel {
    const { architecture, batch } = this.#setup;
    const { activation, norm } = architecture;
    const tile = tileOf(inQuads, quadsOf(batch), outQuads, this.#device.cut.threads);
    const sloped = norm !== 'after' && activation !== 'linear';
    const source = norm === 'before' && !needsArgument(activation) ? before.output : before.linear;
    const buffers = [this.parameters, delta, inner, ...(sloped ? [source] : [])];
    return this.#bind(deltaKernel(tile, sloped ? activation : null), shape, buffers, (rows) => [inQuads / tile.columns, rows / 4 / tile.rows]);
  }

  #end(shape: GPUBuffer): BoundKernel[] {
    const { training } = this.#setup;
    const { quads, squares } = this.layout;
    const memory = [this.first, this.second].filter((buffer) => buffer !== null);
    const groups = Math.ceil(quads / UPDATE_THREADS);
    return [
      this.#bind(verdictKernel(verdictThreads(squares)), shape, [this.#losses, this.#squares, this.states], () => [1, 1]),
      this.#bind(updateKernel(training.optimizer, slotsOf(training)), shape, [this.states, this.#gradient, this.parameters, ...memory], () => [
        Math.min(groups, UPDATE_ROW),
        groups / UPDATE_ROW,
      ]),
    ];
  }

  #isExamples(input: GPUBuffer): boolean {
    return !this.#owned.includes(input);
  }

  /** @param groups workgroups along x and y for the rows of a batch, to be rounded up */
  #bind(kernel: Kernel, shape: GPUBuffer, buffers: readonly GPUBuffer[], groups: (rows: number) => readonly [x: number, y: number]): BoundKernel {
    return this.#device.bind(kernel, shape, buffers, (rows) => {
      const [x, y] = groups(rows);
      return [Math.ceil(x), Math.ceil(y), this.#setup.count];
    });
  }
}
