import { RidgelineError } from '../base/errors.ts';
import { tensorRange, type PermutationSpec } from '../landscape/align/permutation-spec.ts';
import type { Architecture } from '../nn/architecture.ts';
import { parameterLayout } from '../nn/layout.ts';

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
