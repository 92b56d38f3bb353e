/**
 * The symmetry of a network as data: for each hidden layer's permutation, the (tensor, axis) pairs it moves, derived from the
 * architecture (the PermutationSpec of Ainsworth et al., Git Re-Basin, 2023).
 */
import type { Architecture } from '../../nn/architecture.ts';
import type { LayerLayout, TensorRange } from '../../nn/layout.ts';

export type TensorName = 'weight' | 'bias' | 'gain' | 'shift';

export interface PermutedAxis {
  /** Index of the layer that owns the tensor. */
  readonly layer: number;
  readonly tensor: TensorName;
  /** Which of the tensor's axes the permutation indexes: a weight [inputs, outputs] has both, the others outputs alone. */
  readonly axis: 'inputs' | 'outputs';
  /** True where a unit's sign flip changes this tensor's sign too. */
  readonly signed: boolean;
}

/** Entry l: what the permutation of hidden layer l moves. */
export type PermutationSpec = readonly (readonly PermutedAxis[])[];

/**
 * The spec of an architecture. Where signs are a symmetry (`hasSignSymmetry`), a unit's flips its incoming weights and bias with its
 * outgoing weights; where there is a normalisation, its gain and shift instead of weights and bias, since the flip of a weight row
 * would move the normalisation's mean.
 */
export function permutationSpec(architecture: Architecture): PermutationSpec {
  const normalised = architecture.norm !== 'none';
  return architecture.hidden.map((_, l) => [
    { layer: l, tensor: 'weight', axis: 'outputs', signed: !normalised },
    { layer: l, tensor: 'bias', axis: 'outputs', signed: !normalised },
    ...(normalised
      ? ([
          { layer: l, tensor: 'gain', axis: 'outputs', signed: true },
          { layer: l, tensor: 'shift', axis: 'outputs', signed: true },
        ] as const)
      : []),
    { layer: l + 1, tensor: 'weight', axis: 'inputs', signed: true },
  ]);
}

/** True where sign flips are symmetries too: odd activations, and normalisation after any, whose gain and shift are linear. */
export function hasSignSymmetry(architecture: Architecture): boolean {
  return isOdd(architecture) || architecture.norm === 'after';
}

/** True where the activation is odd, so that flips pass through it. */
export function isOdd({ activation }: Pick<Architecture, 'activation'>): boolean {
  return activation === 'tanh' || activation === 'linear';
}

export function tensorRange(layer: LayerLayout, tensor: TensorName): TensorRange | null {
  return layer[tensor];
}
