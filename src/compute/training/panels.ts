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

/** A matrix of the flat parameters (nn/layout.ts), or a vector as one row, and its panels of [depth][8]. */
export interface PanelMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  /** Offsets in bytes, from the start of the flat parameters and from that of the panels. */
  readonly flat: number;
  readonly panels: number;
}

export interface PanelLayout {
  readonly layers: readonly PanelLayer[];
  /** Bytes of all parameters. */
  readonly bytes: number;
  /** Of the flat parameters. */
  readonly flatBytes: number;
  /** All parameters, in the order of the flat ones. */
  readonly matrices: readonly PanelMatrix[];
}

/** The next multiple of `unit`. */
export function padded(count: number, unit: number): number {
  return Math.ceil(count / unit) * unit;
}

export function panelLayout(architecture: Architecture): PanelLayout {
  const { layers, size } = parameterLayout(architecture);
  const matrices: PanelMatrix[] = [];
  let bytes = 0;
  /** The place of the next matrix; 0 where there is none. */
  const place = (range: TensorRange | null, columns: number, rows = 1, depth = 1): number => {
    if (range === null) return 0;
    const panels = bytes;
    matrices.push({ rows, columns, depth, flat: range.start * FLOAT, panels });
    bytes += depth * padded(columns, PANEL) * FLOAT;
    return panels;
  };
  const placed = layers.map(({ inputs, outputs, weight, bias, gain, shift }): PanelLayer => ({
    inputs,
    outputs,
    normalised: gain !== null,
    weight: place(weight, outputs, inputs, padded(inputs, FLOAT)),
    bias: place(bias, outputs),
    gain: place(gain, outputs),
    shift: place(shift, outputs),
  }));
  return { layers: placed, bytes, flatBytes: size * FLOAT, matrices };
}
