/**
 * What each example adds to a barrier (methods.md §1): with z̄ = (1 − w)z_A + wz_B and e = z_α − z̄, exactly
 * ℓ(z_α) − [(1 − w)ℓ(z_A) + wℓ(z_B)] = D − J − e_y, for the two networks and the weight that the barrier is measured against. A logistic
 * output z is a softmax of the logits (0, z).
 */
import { throwIfAborted, type StreamOptions } from '../../base/job.ts';
import { numberIn } from '../../base/check.ts';
import { RidgelineError } from '../../base/errors.ts';
import type { Vector } from '../../linalg/vector.ts';
import { outputWidth, type Architecture } from '../../nn/architecture.ts';
import { exampleLosses, logSumExp, predictedClasses, softplus } from '../../nn/forward.ts';
import type { Network } from '../../nn/network.ts';
import { cellReference } from './cell-weights.ts';
import type { BarrierReference, Decomposition, DecompositionSettings } from './results.ts';
import type { Evaluator, SliceRequest } from '../evaluator.ts';
import { checkEndpoints, checkExamples, checkLayers } from '../recipes/input.ts';
import type { RecipeInput } from '../recipes/recipe.ts';
import { point, segment } from '../segment.ts';
import { standardError } from '../standard-error.ts';

/** Logits [examples, outputs] of the reference's networks and of the network between. */
export interface LogitsBetween {
  readonly a: Vector;
  readonly b: Vector;
  readonly mixed: Vector;
}

export type ExampleTerms = Pick<Decomposition, 'contribution' | 'd' | 'j' | 'ey'>;

/** The decomposition of a network. Networks: A, B. α within [−10, 10]; J ≥ 0 holds for weights in [0, 1]. Throws `invalid-argument`, `shape-mismatch`. */
export async function computeDecomposition(
  evaluator: Evaluator,
  input: RecipeInput<DecompositionSettings>,
  options: StreamOptions<Decomposition> = {},
): Promise<Decomposition> {
  const { signal, onProgress } = options;
  throwIfAborted(signal);
  const [a, b] = checkEndpoints(input.networks);
  const examples = checkExamples(input.examples);
  const alpha = numberIn(-10, 10)(input.settings.alpha, 'alpha');
  const into = checkSide(input.settings.into);
  const layers = input.settings.layers === null ? null : checkLayers(input.settings.layers, a);
  const between = segment(a, b, layers);
  // θB + (α − 1)·(θB − θA) is θ(α) too.
  const mixedSlice = into === 'A' ? { slice: between, at: alpha } : { slice: { ...between, origin: b.parameters }, at: alpha - 1 };
  const { ends, weight } = cellReference(checkReference(input.settings.reference), alpha, input.settings.replaced === true);
  const full = ends === 'full' || layers === null;
  const whole = (network: Network): SliceRequest => ({ slice: point(network), coordinates: new Float64Array(0) });
  const replaced: SliceRequest = { slice: mixedSlice.slice, coordinates: Float64Array.of(into === 'A' ? 1 : -1) };
  const asked = [
    full || into === 'A' ? whole(a) : replaced,
    full || into === 'B' ? whole(b) : replaced,
    { slice: mixedSlice.slice, coordinates: Float64Array.of(mixedSlice.at) },
  ];
  const logits: Float32Array[] = [];
  for (const { slice, coordinates } of asked) {
    logits.push(await evaluator.logits(slice, coordinates, examples, signal ? { signal } : {}));
    throwIfAborted(signal);
    onProgress?.({ phase: 'logits', done: logits.length, total: asked.length });
  }
  const [ofA, ofB, mixed] = logits;
  const terms = decompose(a.architecture, { a: ofA, b: ofB, mixed }, examples.y, weight);
  return {
    alpha,
    into,
    weight,
    ...terms,
    label: examples.y.slice(0, examples.count),
    predicted: predictedClasses(a.architecture, mixed, examples.count),
    mean: terms.contribution.reduce((sum, value) => sum + value, 0) / examples.count,
    se: standardError(terms.contribution),
  };
}

/** The terms of every label's example, in float64; NaN where a logit is not finite. */
export function decompose(architecture: Architecture, { a, b, mixed }: LogitsBetween, y: Int32Array, weight: number): ExampleTerms {
  const outputs = outputWidth(architecture);
  const count = y.length;
  const losses = [a, b, mixed].map((logits) => exampleLosses(architecture, logits, y, count));
  const mean = Float64Array.from({ length: count * outputs }, (_, i) => (1 - weight) * a[i] + weight * b[i]);
  const logistic = architecture.output === 'logistic';
  const lse = (logits: Vector, n: number): number => (logistic ? softplus(logits[n]) : logSumExp(logits, n * outputs, outputs));
  const atLabel = (n: number): number => {
    if (logistic) return y[n] === 1 ? mixed[n] - mean[n] : 0;
    return mixed[n * outputs + y[n]] - mean[n * outputs + y[n]];
  };
  const terms = { contribution: new Float64Array(count), d: new Float64Array(count), j: new Float64Array(count), ey: new Float64Array(count) };
  for (let n = 0; n < count; n++) {
    const [lossA, lossB, loss] = losses.map((of) => of[n]);
    const contribution = loss - ((1 - weight) * lossA + weight * lossB);
    const finite = Number.isFinite(contribution);
    terms.contribution[n] = finite ? contribution : NaN;
    terms.d[n] = finite ? lse(mixed, n) - lse(mean, n) : NaN;
    terms.j[n] = finite ? (1 - weight) * lse(a, n) + weight * lse(b, n) - lse(mean, n) : NaN;
    terms.ey[n] = finite ? atLabel(n) : NaN;
  }
  return terms;
}

function checkReference(reference: BarrierReference = 'chord'): BarrierReference {
  if (['full', 'chord', 'own'].includes(reference)) return reference;
  throw new RidgelineError('invalid-argument', 'reference must be full, chord or own.', { argument: 'reference', received: reference });
}

function checkSide(into: 'A' | 'B'): 'A' | 'B' {
  if (['A', 'B'].includes(into)) return into;
  throw new RidgelineError('invalid-argument', 'into must be A or B.', { argument: 'into', received: into });
}
