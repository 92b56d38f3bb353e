/** Where a network's parameters lie on the device: rows of whole vec4 ("quads"), padded with zeros that every kernel keeps zero. */
import type { Architecture } from '../../../nn/architecture.ts';
import { parameterLayout, type TensorRange } from '../../../nn/layout.ts';

/**
 * One layer: a block of rows, each `outQuads` long. First the weights of 4·inQuads inputs, then the bias, then gain and shift where the
 * layer is normalised. Offsets in quads from the network's start.
 */
export interface QuadLayer {
  readonly inputs: number;
  readonly outputs: number;
  readonly inQuads: number;
  readonly outQuads: number;
  readonly normalised: boolean;
  readonly start: number;
  /** Where sums of squares of the gradient go, one for each tile of 4 rows and a quad; then one a quad of gain and shift. */
  readonly squares: number;
}

export interface QuadLayout {
  readonly layers: readonly QuadLayer[];
  /** Quads of a network. */
  readonly quads: number;
  /** Sums of squares of a network. */
  readonly squares: number;
  /** Of each entry of the flat parameters (nn/layout.ts) the float that it is here. */
  readonly places: Int32Array;
}

export function quadsOf(count: number): number {
  return Math.ceil(count / 4);
}

export function quadLayout(architecture: Architecture): QuadLayout {
  const { layers, size } = parameterLayout(architecture);
  const places = new Int32Array(size);
  let quads = 0;
  let squares = 0;
  const placed = layers.map(({ inputs, outputs, weight, bias, gain, shift }): QuadLayer => {
    const [inQuads, outQuads] = [quadsOf(inputs), quadsOf(outputs)];
    const at = quads * 4;
    const row = ({ start, end }: TensorRange, number: number): void => {
      for (let i = start; i < end; i++) places[i] = at + number * outQuads * 4 + i - start;
    };
    for (let i = 0; i < inputs; i++) row({ start: weight.start + i * outputs, end: weight.start + (i + 1) * outputs }, i);
    row(bias, 4 * inQuads);
    if (gain !== null) row(gain, 4 * inQuads + 1);
    if (shift !== null) row(shift, 4 * inQuads + 2);
    const layer = { inputs, outputs, inQuads, outQuads, normalised: gain !== null, start: quads, squares };
    quads += (4 * inQuads + (layer.normalised ? 3 : 1)) * outQuads;
    squares += (inQuads + (layer.normalised ? 3 : 1)) * outQuads;
    return layer;
  });
  return { layers: placed, quads, squares, places };
}

/** Flat parameters, one array a network, as they lie on the device. */
export function packed({ quads, places }: QuadLayout, networks: readonly Float32Array[]): Float32Array {
  const values = new Float32Array(networks.length * quads * 4);
  networks.forEach((flat, m) => {
    const start = m * quads * 4;
    for (let i = 0; i < places.length; i++) values[start + places[i]] = flat[i];
  });
  return values;
}

/** The reverse: new flat arrays. */
export function unpacked({ quads, places }: QuadLayout, values: Float32Array): Float32Array[] {
  return Array.from({ length: values.length / (quads * 4) }, (_, m) => {
    const flat = new Float32Array(places.length);
    const start = m * quads * 4;
    for (let i = 0; i < places.length; i++) flat[i] = values[start + places[i]];
    return flat;
  });
}
