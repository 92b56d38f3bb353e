/**
 * The symmetry of a network as data: for each hidden layer's permutation, the (tensor, axis) pairs it moves, derived from the
 * architecture (the PermutationSpec of Ainsworth et al., Git Re-Basin, 2023).
 */
import { RidgelineError } from '../../base/errors.ts';
import type { Architecture } from '../../nn/architecture.ts';
import { parameterLayout, type LayerLayout, type TensorRange } from '../../nn/layout.ts';

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
 * The spec of an architecture. An odd activation (tanh, linear) also lets a unit's sign flip: its incoming weights and bias with
 * its outgoing weights; where a normalisation follows the linear map, its gain and shift instead of weights and bias, since the
 * flip of a weight row would move the normalisation's mean.
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

/** True where sign flips are symmetries too: odd activations. */
export function hasSignSymmetry(architecture: Architecture): boolean {
  return architecture.activation === 'tanh' || architecture.activation === 'linear';
}

/** Throws `internal` unless every axis exists, is as long as its permutation and is moved once at most, and no input or output of the network moves. */
export function validateSpec(spec: PermutationSpec, architecture: Architecture): void {
  const { layers } = parameterLayout(architecture);
  const moved = new Set<string>();
  const fail = (what: string): never => {
    throw new RidgelineError('internal', `The permutation spec is wrong: ${what}.`);
  };
  if (spec.length !== architecture.hidden.length) fail(`${spec.length} permutations for ${architecture.hidden.length} hidden layers`);
  for (const [l, axes] of spec.entries()) {
    for (const { layer, tensor, axis } of axes) {
      const name = `layer ${layer} ${tensor} ${axis}`;
      if (layer < 0 || layer >= layers.length || tensorRange(layers[layer], tensor) === null) fail(`there is no ${name}`);
      else if (layers[layer][axis] !== architecture.hidden[l]) fail(`${name} has length ${layers[layer][axis]}, not ${architecture.hidden[l]}`);
      if (axis === 'inputs' ? layer === 0 || tensor !== 'weight' : layer === layers.length - 1) fail(`${name} may not move`);
      if (moved.has(name)) fail(`${name} moves twice`);
      moved.add(name);
    }
  }
}

export function tensorRange(layer: LayerLayout, tensor: TensorName): TensorRange | null {
  return layer[tensor];
}
