/** Running layers through the wasm kernels: what a layer needs, in which order, and where its tensors lie. */
import type { Activation, Normalisation } from '../nn/architecture.ts';
import type { LayerLayout } from '../nn/layout.ts';

/** What kernels.ts exports; offsets are bytes. */
export interface Kernels {
  affine(dst: number, origin: number, first: number, second: number, c0: number, c1: number, directions: number, count: number): void;
  pack(dst: number, weights: number, inputs: number, outputs: number): void;
  chunk(dst: number, src: number, count: number, width: number): void;
  dense(y: number, x: number, panels: number, bias: number, inputs: number, outputs: number, chunks: number, rectify: number): void;
  shallow(z: number, x: number, w: number, b: number, v: number, c: number, inputs: number, hidden: number, outputs: number, chunks: number): void;
  combine(y: number, z0: number, z1: number, z2: number, c0: number, c1: number, directions: number, rows: number, rectify: number): void;
  normalise(y: number, width: number, gain: number, shift: number, chunks: number): void;
  activate(y: number, rows: number, kind: number): void;
  crossEntropy(z: number, rows: number, labels: number, valid: number, sum: number, scratch: number): number;
}

/** Examples in a chunk, and bytes of one of its rows: activations are [chunks][width][16]. */
export const CHUNK = 16;
export const ROW = CHUNK * 4;
export const ACTIVATION_KIND: Readonly<Record<Activation, number>> = { relu: 0, tanh: 1, gelu: 2, linear: 3 };

/** A layer with offsets of its formed tensors; `size` bytes in all. */
export interface FormedLayer {
  readonly layout: LayerLayout;
  readonly moving: boolean;
  /** Offset within the group's buffer (moving) or absolute (constant). */
  readonly raw: number;
  readonly panels: number;
}

export interface LayerContext {
  readonly kernels: Kernels;
  readonly normalisation: Normalisation;
  readonly kind: number;
  /** Index of the output layer, which has neither normalisation nor activation. */
  readonly last: number;
}

export interface SlicePlan {
  readonly context: LayerContext;
  /** Offsets of origin and directions. */
  readonly parameters: readonly number[];
  readonly directions: number;
  /** The first layer that is evaluated at each point. */
  readonly first: number;
  readonly prefix: number;
  readonly hoisted: readonly number[] | null;
  /** One rectified hidden layer with few inputs and outputs: a kernel of its own. */
  readonly fused: boolean;
  readonly formed: readonly FormedLayer[];
  readonly group: number;
  readonly groupBytes: number;
  readonly groupBuffer: number;
  readonly sums: number;
  readonly buffers: readonly [number, number];
  /** Chunks of examples in a block. */
  readonly chunks: number;
  readonly scratch: number;
  readonly outputs: number;
}

export function align(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}

/** Offsets of a layer's weight and bias where its tensors start at `raw`. */
export function tensorsAt({ weight, bias, range }: LayerLayout, raw: number): { weight: number; bias: number } {
  return { weight: raw + 4 * (weight.start - range.start), bias: raw + 4 * (bias.start - range.start) };
}

export function panelBytes({ inputs, outputs }: LayerLayout): number {
  return align(8 * Math.ceil(outputs / 2) * inputs);
}

/** Whether the product's own epilogue applies the activation: ReLU with no normalisation in between. */
export function rectifies(context: LayerContext, l: number): boolean {
  return l < context.last && context.kind === ACTIVATION_KIND.relu && context.normalisation !== 'before';
}

/** A whole layer on some chunks: product, normalisation and activation. `raw` is the offset of the layer's tensors. */
export function runLayer(context: LayerContext, y: number, x: number, l: number, layout: LayerLayout, raw: number, panels: number, chunks: number): void {
  const bias = raw + 4 * (layout.bias.start - layout.range.start);
  context.kernels.dense(y, x, panels, bias, layout.inputs, layout.outputs, chunks, rectifies(context, l) ? 1 : 0);
  finishLayer(context, y, l, layout, raw, chunks);
}

/** Normalisation and activation of a hidden layer, in the architecture's order; what the product's epilogue did is left out. */
export function finishLayer(context: LayerContext, y: number, l: number, layout: LayerLayout, raw: number, chunks: number): void {
  if (l >= context.last) return;
  const { kernels, normalisation, kind } = context;
  const normalise = (): void => {
    if (layout.gain === null || layout.shift === null) return;
    const start = layout.range.start;
    kernels.normalise(y, layout.outputs, raw + 4 * (layout.gain.start - start), raw + 4 * (layout.shift.start - start), chunks);
  };
  if (normalisation === 'before') normalise();
  if (!rectifies(context, l)) kernels.activate(y, layout.outputs * chunks, kind);
  if (normalisation === 'after') normalise();
}
