/** One network brought into another's coordinates by permuting its hidden units, and what is worth knowing about it. */
import { numberIn } from '../../base/check.ts';
import { RidgelineError } from '../../base/errors.ts';
import { throwIfAborted, type JobOptions } from '../../base/job.ts';
import { distance } from '../../linalg/vector.ts';
import type { Network } from '../../nn/network.ts';
import { checkSameShape } from '../../nn/validate-architecture.ts';
import { firstExamples, matchActivations } from './activation-matching.ts';
import type { EvaluationExamples, Evaluator, MatrixProduct } from '../evaluator.ts';
import { identityPermutations, permuteNetwork, randomPermutations } from './permute.ts';
import type { Alignment, AlignmentMethod, MatchingRun } from '../results.ts';
import { point } from '../segment.ts';
import { movedUnits, unitSimilarity } from './unit-similarity.ts';
import { matchWeights } from './weight-matching.ts';

export interface AlignRequest {
  /** Stays as it is. */
  readonly reference: Network;
  /** Is permuted. */
  readonly network: Network;
  readonly method: AlignmentMethod;
  readonly seed: number;
  /** 1 to 100; weight matching only. */
  readonly restarts: number;
  /** Match sign flips too, where they are a symmetry. */
  readonly signs: boolean;
  /** One run of weight matching of several hidden layers starts from activation matching; without it the method sees weights alone. */
  readonly activations: boolean;
}

export interface AlignTools {
  readonly evaluator: Evaluator;
  readonly product: MatrixProduct;
  /** Activation matching, and the start it gives to weight matching. */
  readonly train: EvaluationExamples;
  /** The first 1,000 show that the function is unchanged. */
  readonly test: EvaluationExamples;
}

const FUNCTION_CHECK_EXAMPLES = 1000;

/** The permuted copy and its record. Rejects where there is no hidden layer, where the architectures differ, and with `signal.reason`. */
export async function align(request: AlignRequest, tools: AlignTools, options: JobOptions = {}): Promise<{ network: Network; alignment: Alignment }> {
  const { reference, network, method } = request;
  throwIfAborted(options.signal);
  checkSameShape([reference.architecture, network.architecture], 'network');
  if (network.architecture.hidden.length === 0) {
    throw new RidgelineError(
      'unsupported',
      'A network without a hidden layer has no units to permute, so there is nothing to align. Choose networks with at least one hidden layer.',
      { argument: 'network' },
    );
  }
  const found = await findPlacement(request, tools, options);
  const aligned = permuteNetwork(network, found.permutations, found.signs);
  const alignment: Alignment = {
    method,
    permutations: found.permutations,
    signs: found.signs,
    distanceBefore: distance(reference.parameters, network.parameters),
    distanceAfter: distance(reference.parameters, aligned.parameters),
    sweeps: found.sweeps,
    runs: found.runs,
    won: found.won,
    moved: movedUnits(network, found.permutations, found.signs),
    similarityBefore: unitSimilarity(reference, network),
    similarityAfter: unitSimilarity(reference, aligned),
    functionChange: await functionChange(network, aligned, tools, options),
  };
  return { network: aligned, alignment };
}

interface Found {
  readonly permutations: Int32Array[];
  readonly signs: Int8Array[] | null;
  readonly sweeps: number;
  readonly runs: readonly number[];
  readonly won: MatchingRun | null;
}

async function findPlacement(request: AlignRequest, { evaluator, product, train }: AlignTools, options: JobOptions): Promise<Found> {
  const { reference, network, method, seed, signs, activations } = request;
  const withoutSweeps = { sweeps: 0, runs: [], won: null };
  switch (method) {
    case 'identity':
      return { permutations: identityPermutations(network.architecture), signs: null, ...withoutSweeps };
    case 'random':
      return { permutations: randomPermutations(network.architecture, seed), signs: null, ...withoutSweeps };
    case 'activation':
      return { ...(await matchActivations({ reference, network, examples: train, signs }, evaluator, product, options)), ...withoutSweeps };
    case 'weight': {
      numberIn(1, 100, 'integer')(request.restarts, 'restarts');
      const fits = train.inputs === network.architecture.inputs && train.classes === network.architecture.classes;
      const start =
        activations && fits && network.architecture.hidden.length > 1
          ? await matchActivations({ reference, network, examples: train, signs }, evaluator, product, options)
          : null;
      return matchWeights({ reference, network, seed, restarts: request.restarts, signs, start }, product, options);
    }
  }
}

/** Largest absolute change of a logit; null where the networks do not fit the data. Rounding for any right permutation. */
async function functionChange(before: Network, after: Network, { evaluator, test }: AlignTools, options: JobOptions): Promise<number | null> {
  if (test.inputs !== before.architecture.inputs || test.classes !== before.architecture.classes) return null;
  const examples = firstExamples(test, FUNCTION_CHECK_EXAMPLES);
  const signal = options.signal ? { signal: options.signal } : {};
  const none = new Float64Array(0);
  const old = await evaluator.logits(point(before), none, examples, signal);
  const now = await evaluator.logits(point(after), none, examples, signal);
  let largest = 0;
  for (let i = 0; i < old.length; i++) {
    const change = Math.abs(old[i] - now[i]);
    if (!(change <= largest)) largest = change;
  }
  return largest;
}
