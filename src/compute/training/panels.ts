/** Where a network's parameters lie for the training kernels: in panels of eight columns (kernels/product.ts), padded with zeros. */
import { parameterLayout, type TensorRange } from '../../nn/layout.ts';
import type { Architecture } from '../../nn/architecture.ts';

/** Columns of a panel. */
export const PANEL = 8;
/** Bytes of a float. */
export const FLOAT = 4;

/** Offsets in bytes from the start of the parameters; gain and shift are 0 where the layer has none. */
export interface PanelLayer {
  readonly inputs: number;
  readonly outputs: number;
  readonly normalised: boolean;
  readonly weight: number;
  readonly bias: number;
  readonly gain: number;
  readonly shift: number;
}

export interface PanelLayout {
  readonly layers: readonly PanelLayer[];
  /** Bytes of all parameters. */
  readonly bytes: number;
  /** Of each entry of the flat parameters (nn/layout.ts) the float that it is here. */
  readonly places: Int32Array;
}

/** The next multiple of `unit`. */
export function padded(count: number, unit: number): number {
  return Math.ceil(count / unit) * unit;
}

export function panelLayout(architecture: Architecture): PanelLayout {
  const { layers, size } = parameterLayout(architecture);
  const places = new Int32Array(size);
  let floats = 0;
  const take = (count: number): number => {
    const start = floats;
    floats += count;
    return start;
  };
  const row = ({ start, end }: TensorRange, at: number): void => {
    for (let i = start; i < end; i++) places[i] = at + i - start;
  };
  const placed = layers.map(({ inputs, outputs, weight, bias, gain, shift }): PanelLayer => {
    const width = padded(outputs, PANEL);
    const depth = padded(inputs, FLOAT);
    const at = { weight: take(depth * width), bias: take(width), gain: gain === null ? 0 : take(width), shift: shift === null ? 0 : take(width) };
    for (let i = 0; i < inputs; i++)
      for (let j = 0; j < outputs; j++)
        places[weight.start + i * outputs + j] = at.weight + (Math.floor(j / PANEL) * depth + i) * PANEL + (j % PANEL);
    row(bias, at.bias);
    if (gain !== null) row(gain, at.gain);
    if (shift !== null) row(shift, at.shift);
    const [inBytes, biasBytes, gainBytes, shiftBytes] = [at.weight, at.bias, at.gain, at.shift].map((start) => start * FLOAT);
    return { inputs, outputs, normalised: gain !== null, weight: inBytes, bias: biasBytes, gain: gainBytes, shift: shiftBytes };
  });
  return { layers: placed, bytes: floats * FLOAT, places };
}
