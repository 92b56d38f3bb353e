/** Checks of what recipes receive: each throws a RidgelineError that names the argument. */
import { numberIn } from '../../base/check.ts';
import { RidgelineError } from '../../base/errors.ts';
import { parameterLayout } from '../../nn/layout.ts';
import type { Network } from '../../nn/network.ts';
import { checkSameShape } from '../../nn/validate-architecture.ts';
import type { EvaluationExamples } from '../evaluator.ts';

/** A and B, and the networks after them; all of one architecture. */
export function checkEndpoints(networks: readonly Network[]): [a: Network, b: Network, ...others: Network[]] {
  if (networks.length < 2) {
    throw new RidgelineError('invalid-argument', `Two networks are needed, A and B; received ${networks.length}.`, {
      argument: 'networks',
      received: networks.length,
    });
  }
  checkSameShape(
    networks.map(({ architecture }) => architecture),
    'networks',
  );
  return [networks[0], networks[1], ...networks.slice(2)];
}

/** The first set of examples. */
export function checkExamples(examples: readonly EvaluationExamples[]): EvaluationExamples {
  if (examples.length > 0) return examples[0];
  throw new RidgelineError('invalid-argument', 'Examples are needed to evaluate on; received none.', { argument: 'examples', received: 0 });
}

/** Distinct layers of a network, from 0; ascending. */
export function checkLayers(layers: readonly number[], { architecture }: Network): number[] {
  const last = parameterLayout(architecture).layers.length - 1;
  const checked = layers.map((layer, i) => numberIn(0, last, 'integer')(layer, `layers[${i}]`));
  if (new Set(checked).size === checked.length) return checked.sort((x, y) => x - y);
  throw new RidgelineError('invalid-argument', `layers must not name a layer twice; received [${layers.join(', ')}].`, {
    argument: 'layers',
    received: layers,
  });
}
