/** Running layers through the wasm kernels: what a layer needs, in which order, and where its tensors lie. */
import type { Activation, Architecture, Normalisation } from '../../../nn/architecture.ts';
import type { LayerLayout } from '../../../nn/layout.ts';

/** What kernels.ts exports; offsets are bytes. */
export interface Kernels {
  affine(dst: number, origin: number, first: number, second: number, c0: number, c1: number, directions: number, count: number): void;
  form(dst: number, origin: number, first: number, second: number, c0: number, c1: number, directions: number, inputs: number, outputs: number): void;
  chunk(dst: number, src: number, count: number, width: number): void;
  dense(y: number, x: number, panels: number, bias: number, inputs: number, outputs: number, chunks: number, rectify: number): void;
  columns(
    dst: number,
    origin: number,
    first: number,
    second: number,
    c0: number,
    c1: number,
    directions: number,
    hidden: number,
    outputs: number,
  ): void;
  line(
    z: number,
    x: number,
    base: number,
    slope: number,
    c0: number,
    weights: number,
    biases: number,
    scratch: number,
    inputs: number,
    hidden: number,
    outputs: number,
    fours: number,
    chunks: number,
  ): void;
  combine(y: number, z0: number, z1: number, c: number, directions: number, rows: number, rectify: number): void;
  normalise(y: number, width: number, gain: number, shift: number, chunks: number, rectify: number): void;
  activate(y: number, rows: number, kind: number): void;
  crossEntropy(z: number, rows: number, labels: number, valid: number, sum: number, scratch: number, each: number): number;
}

/** Examples in a chunk, and bytes of one of its rows: activations are [chunks][width][16]. */
export const CHUNK = 16;
export const ROW = CHUNK * 4;
const ACTIVATION_KIND: Readonly<Record<Activation, number>> = { relu: 0, tanh: 1, gelu: 2, linear: 3 };

/** A layer at a point: where its weights lie in panels, and its bias, gain and shift, one after the other. */
export interface FormedLayer {
  readonly panels: number;
  readonly tail: number;
}

export interface LayerContext {
  readonly kernels: Kernels;
  readonly normalisation: Normalisation;
  readonly kind: number;
  /** Index of the output layer, which has neither normalisation nor activation. */
  readonly last: number;
}

export function layerContext(kernels: Kernels, { norm, activation, hidden }: Architecture): LayerContext {
  return { kernels, normalisation: norm, kind: ACTIVATION_KIND[activation], last: hidden.length };
}

export function align(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}

export function panelBytes({ inputs, outputs }: LayerLayout): number {
  return align(8 * Math.ceil(outputs / 2) * inputs);
}

export function tailBytes({ bias, range }: LayerLayout): number {
  return align(4 * (range.end - bias.start));
}

/** Whether the layer's product ends in ReLU, with no normalisation in between. */
export function rectifies(context: LayerContext, l: number): boolean {
  return l < context.last && context.kind === ACTIVATION_KIND.relu && context.normalisation !== 'before';
}

/** A whole layer on some chunks: product, normalisation and activation. */
export function runLayer(
  context: LayerContext,
  y: number,
  x: number,
  l: number,
  layout: LayerLayout,
  { panels, tail }: FormedLayer,
  chunks: number,
): void {
  context.kernels.dense(y, x, panels, tail, layout.inputs, layout.outputs, chunks, rectifies(context, l) ? 1 : 0);
  finishLayer(context, y, l, layout, tail, chunks);
}

/** Normalisation and activation of a hidden layer, in the architecture's order; what the product's epilogue did is left out. */
export function finishLayer(context: LayerContext, y: number, l: number, layout: LayerLayout, tail: number, chunks: number): void {
  if (l >= context.last) return;
  const { kernels, normalisation, kind } = context;
  const gain = tail + 4 * layout.outputs;
  const shift = gain + 4 * layout.outputs;
  const relu = kind === ACTIVATION_KIND.relu;
  if (normalisation === 'before') kernels.normalise(y, layout.outputs, gain, shift, chunks, relu ? 1 : 0);
  if (!relu) kernels.activate(y, layout.outputs * chunks, kind);
  if (normalisation === 'after') kernels.normalise(y, layout.outputs, gain, shift, chunks, 0);
}
