/** At start, the evaluator in use against a float64 evaluation on a small random slice: some drivers compute wrong numbers. */
import type { Evaluator, Field } from '../../landscape/evaluator.ts';
import { createReferenceEvaluator } from '../../landscape/reference-evaluator.ts';
import type { Slice } from '../../landscape/slice.ts';
import { seededRandom } from '../../linalg/random.ts';
import type { Architecture } from '../../nn/architecture.ts';
import { initialise } from '../../nn/initialise.ts';

const RELATIVE = 1e-3;
const ABSOLUTE = 1e-4;
const COUNT = 37;

/** Two architectures that together reach every kernel but the rarer activations. */
const ARCHITECTURES: readonly Architecture[] = [
  { inputs: 13, classes: 5, hidden: [17], activation: 'relu', norm: 'none', output: 'softmax', init: 'he-normal' },
  { inputs: 2, classes: 2, hidden: [9, 6], activation: 'tanh', norm: 'after', output: 'logistic', init: 'he-normal' },
];

/** null where the evaluator agrees; else a sentence that says by how much it does not. Rejects where the evaluator does. */
export async function selfTest(evaluator: Evaluator): Promise<string | null> {
  const reference = createReferenceEvaluator();
  for (const architecture of ARCHITECTURES) {
    const random = seededRandom(11, 'self-test');
    const slice: Slice = {
      architecture,
      origin: initialise(architecture, 1).parameters,
      directions: [initialise(architecture, 2).parameters, initialise(architecture, 3).parameters],
      layers: null,
    };
    const examples = {
      x: Float32Array.from({ length: COUNT * architecture.inputs }, () => random.normal()),
      y: Int32Array.from({ length: COUNT }, () => random.below(architecture.classes)),
      count: COUNT,
      inputs: architecture.inputs,
      classes: architecture.classes,
    };
    const coordinates = Float64Array.from({ length: 10 }, () => random.normal());
    const disagreement = compare(await evaluator.evaluate(slice, coordinates, examples), await reference.evaluate(slice, coordinates, examples));
    if (disagreement !== null) return disagreement;
  }
  return null;
}

/** The evaluator, tested. Rejects where it fails or disagrees, and frees it then. */
export async function requireSelfTest<E extends Evaluator & { close(): void }>(evaluator: E): Promise<E> {
  try {
    const disagreement = await selfTest(evaluator);
    if (disagreement !== null) throw new Error(`they failed their self-test: ${disagreement}`);
    return evaluator;
  } catch (error) {
    evaluator.close();
    throw error;
  }
}

function compare(got: Field, want: Field): string | null {
  const at = want.loss.findIndex((value, i) => !(Math.abs(got.loss[i] - value) <= ABSOLUTE + RELATIVE * Math.abs(value)));
  return at < 0 ? null : `a loss came out as ${got.loss[at]} instead of ${want.loss[at]}`;
}
