/**
 * Permutations of hidden units, with optional sign flips. Row i of the permuted layer is row p[i] of the original, times
 * signs[i] (methods.md §2: π(θ)); the next layer's inputs likewise. The function computed is the same.
 */
import { RidgelineError } from '../../base/errors.ts';
import { checkPermutation } from '../../linalg/assignment.ts';
import { seededRandom } from '../../linalg/random.ts';
import { parameterLayout } from '../../nn/layout.ts';
import type { Architecture } from '../../nn/architecture.ts';
import type { Network } from '../../nn/network.ts';
import { hasSignSymmetry, permutationSpec, tensorRange } from './permutation-spec.ts';

export type Permutations = readonly Int32Array[];
export type Signs = readonly Int8Array[];

/** π(θ): a new network. Throws `invalid-argument` for what is no permutation of the hidden layers, or for signs that would change the function. */
export function permuteNetwork(network: Network, permutations: Permutations, signs: Signs | null = null): Network {
  const { architecture } = network;
  checkPermutations(architecture, permutations, signs);
  const parameters = network.parameters.slice();
  const source = new Float32Array(parameters.length);
  const { layers } = parameterLayout(architecture);
  for (const [l, axes] of permutationSpec(architecture).entries()) {
    const p = permutations[l];
    for (const { layer, tensor, axis, signed } of axes) {
      const range = tensorRange(layers[layer], tensor);
      if (!range) continue;
      source.set(parameters.subarray(range.start, range.end), range.start);
      const rows = tensor === 'weight' ? layers[layer].inputs : 1;
      const columns = layers[layer].outputs;
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) {
          const from = axis === 'inputs' ? p[i] * columns + j : i * columns + p[j];
          const sign = signed && signs ? signs[l][axis === 'inputs' ? i : j] : 1;
          parameters[range.start + i * columns + j] = sign * source[range.start + from];
        }
      }
    }
  }
  return { architecture, parameters };
}

function checkPermutations(architecture: Architecture, permutations: Permutations, signs: Signs | null): void {
  const { hidden } = architecture;
  if (permutations.length !== hidden.length || permutations.some((p, l) => p.length !== hidden[l])) {
    throw new RidgelineError(
      'invalid-argument',
      `A network with hidden layers of ${hidden.join(', ') || 'no'} units needs one permutation of each; received lengths ${permutations.map((p) => p.length).join(', ')}.`,
      { argument: 'permutations' },
    );
  }
  for (const [l, p] of permutations.entries()) checkPermutation(p, `permutations[${l}]`);
  if (signs === null) return;
  if (signs.length !== hidden.length || signs.some((layer, l) => layer.length !== hidden[l] || layer.some((sign) => Math.abs(sign) !== 1))) {
    throw new RidgelineError('invalid-argument', 'signs must hold one +1 or -1 for each hidden unit.', { argument: 'signs' });
  }
  if (!hasSignSymmetry(architecture) && signs.some((layer) => layer.includes(-1))) {
    throw new RidgelineError(
      'invalid-argument',
      `Flipping signs changes what a ${architecture.activation} network computes; only odd activations (tanh, linear) and normalisation after the activation allow it.`,
      { argument: 'signs' },
    );
  }
}

/** The identity of every hidden layer. */
export function identityPermutations(architecture: Architecture): Int32Array[] {
  return architecture.hidden.map((width) => Int32Array.from({ length: width }, (_, i) => i));
}

/** All +1. */
export function positiveSigns(architecture: Architecture): Int8Array[] {
  return architecture.hidden.map((width) => new Int8Array(width).fill(1));
}

/** Uniformly random, one stream a layer. */
export function randomPermutations(architecture: Architecture, seed: number): Int32Array[] {
  return architecture.hidden.map((width, l) => seededRandom(seed, 'permutation', l).permutation(width));
}
