/**
 * Activation matching (Li et al., Convergent learning, 2015): hidden units of two networks paired by the Pearson correlation of
 * their outputs (after normalisation and activation) on the same examples, one assignment a layer, no sweeps. Weak where units
 * are silent on the examples: those correlate with nothing and are paired arbitrarily.
 */
import { throwIfAborted, yieldToEventLoop, type JobOptions } from '../../base/job.ts';
import { solveAssignmentAsync } from '../../linalg/assignment.ts';
import type { Network } from '../../nn/network.ts';
import { checkSameShape } from '../../nn/validate-architecture.ts';
import type { EvaluationExamples, Evaluator, MatrixProduct } from '../evaluator.ts';
import { hasSignSymmetry } from './permutation-spec.ts';
import { point } from '../segment.ts';

export interface ActivationMatchingRequest {
  readonly reference: Network;
  readonly network: Network;
  /** The first 4,096 are used. */
  readonly examples: EvaluationExamples;
  /** Where sign flips are a symmetry: pair by |correlation|, and give its sign. */
  readonly signs: boolean;
}

const MAX_EXAMPLES = 4096;
/** Added to σAσB, so that silent units correlate with nothing. */
const FLOOR = 1e-4;

export async function matchActivations(
  request: ActivationMatchingRequest,
  evaluator: Evaluator,
  product: MatrixProduct,
  options: JobOptions = {},
): Promise<{ permutations: Int32Array[]; signs: Int8Array[] | null }> {
  const { reference, network } = request;
  checkSameShape([reference.architecture, network.architecture], 'network');
  throwIfAborted(options.signal);
  const signal = options.signal ? { signal: options.signal } : {};
  const examples = firstExamples(request.examples, MAX_EXAMPLES);
  const signed = request.signs && hasSignSymmetry(reference.architecture);
  const ours = await evaluator.hiddenActivations(point(reference), examples, signal);
  const theirs = await evaluator.hiddenActivations(point(network), examples, signal);
  const permutations: Int32Array[] = [];
  const signs: Int8Array[] = [];
  const { hidden } = reference.architecture;
  for (const [l, width] of hidden.entries()) {
    const correlation = await correlations(ours[l], theirs[l], examples.count, width, product);
    const p = await solveAssignmentAsync(signed ? correlation.map(Math.abs) : correlation, width, signal);
    permutations.push(p);
    signs.push(Int8Array.from(p, (j, i) => (signed && correlation[i * width + j] < 0 ? -1 : 1)));
    options.onProgress?.({ phase: 'activation matching', done: l + 1, total: hidden.length });
    await yieldToEventLoop(options.signal);
  }
  return { permutations, signs: signed ? signs : null };
}

/** cov/(σAσB + 1e-4) between the columns of two [count, width] arrays: [width, width]. The arrays are centred in place. */
async function correlations(a: Float32Array, b: Float32Array, count: number, width: number, product: MatrixProduct): Promise<Float32Array> {
  const deviationA = centre(a, count, width);
  const deviationB = centre(b, count, width);
  const covariance = await product.transposeTimes(a, b, count, width, width);
  for (let i = 0; i < width; i++) {
    for (let j = 0, k = i * width; j < width; j++, k++) covariance[k] /= count * (deviationA[i] * deviationB[j] + FLOOR);
  }
  return covariance;
}

/** Subtracts each column's mean, in place; gives the population standard deviations. */
function centre(values: Float32Array, count: number, width: number): Float64Array {
  const mean = new Float64Array(width);
  for (let n = 0; n < count; n++) for (let j = 0; j < width; j++) mean[j] += values[n * width + j] / count;
  const variance = new Float64Array(width);
  for (let n = 0; n < count; n++) {
    for (let j = 0; j < width; j++) {
      const centred = values[n * width + j] - mean[j];
      values[n * width + j] = centred;
      variance[j] += (centred * centred) / count;
    }
  }
  return variance.map(Math.sqrt);
}

const firsts = new WeakMap<EvaluationExamples, Map<number, EvaluationExamples>>();

/** The first `limit` examples as views; the same object for the same arguments, since evaluators key device copies by identity. */
export function firstExamples(examples: EvaluationExamples, limit: number): EvaluationExamples {
  if (examples.count <= limit) return examples;
  const known = firsts.get(examples) ?? new Map<number, EvaluationExamples>();
  firsts.set(examples, known);
  const found = known.get(limit);
  if (found) return found;
  const first = { ...examples, x: examples.x.subarray(0, limit * examples.inputs), y: examples.y.subarray(0, limit), count: limit };
  known.set(limit, first);
  return first;
}
