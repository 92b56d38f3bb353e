/**
 * Where each tensor of a network lies in its one flat Float32Array. Layer by layer from the input: weight [inputs, outputs]
 * row-major (tfjs's orientation, the transpose of PyTorch's), bias [outputs] and, on hidden layers of a normalised network,
 * gain γ [outputs] and shift β [outputs]. A layer's tensors are contiguous, so a layer mask is a range.
 */
import { layerWidths, type Architecture } from './architecture.ts';

export interface TensorRange {
  readonly start: number;
  readonly end: number;
}

export interface LayerLayout {
  readonly inputs: number;
  readonly outputs: number;
  readonly weight: TensorRange;
  readonly bias: TensorRange;
  /** Layer normalisation's γ and β; null where the layer has none. */
  readonly gain: TensorRange | null;
  readonly shift: TensorRange | null;
  /** The whole layer: linear map, bias and the normalisation that follows it. */
  readonly range: TensorRange;
}

export interface ParameterLayout {
  readonly layers: readonly LayerLayout[];
  /** Number of parameters. */
  readonly size: number;
}

export function parameterLayout(architecture: Architecture): ParameterLayout {
  const widths = layerWidths(architecture);
  const layers: LayerLayout[] = [];
  let offset = 0;
  const take = (length: number): TensorRange => ({ start: offset, end: (offset += length) });
  for (let l = 0; l + 1 < widths.length; l++) {
    const inputs = widths[l];
    const outputs = widths[l + 1];
    const normalised = architecture.norm !== 'none' && l + 2 < widths.length;
    const start = offset;
    const weight = take(inputs * outputs);
    const bias = take(outputs);
    const gain = normalised ? take(outputs) : null;
    const shift = normalised ? take(outputs) : null;
    layers.push({ inputs, outputs, weight, bias, gain, shift, range: { start, end: offset } });
  }
  return { layers, size: offset };
}
