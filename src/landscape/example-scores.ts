/**
 * Losses and mistakes example by example: what a standard error is made of. They come from logits, one forward pass a network, and of
 * many examples from an even part of them: a spread needs fewer than a mean.
 */
import type { JobOptions } from '../base/job.ts';
import type { Architecture } from '../nn/architecture.ts';
import { exampleLosses, predictedClasses } from '../nn/forward.ts';
import { parameterLayout } from '../nn/layout.ts';
import type { EvaluationExamples, Evaluator } from './evaluator.ts';
import type { Slice } from './slice.ts';

/** At most so many examples tell a spread: its own error is then some 2 to 8 %. Of large networks fewer, twice as uncertain at the least. */
const MOST = 1000;
const LEAST = 256;
/** Parameters times examples of a forward pass that nobody waits for. */
const PASS = 2 ** 26;

const parts = new WeakMap<EvaluationExamples, Map<number, EvaluationExamples>>();

/** Of one network: [examples] each. NaN where a logit is not finite. */
export interface ExampleScores {
  readonly loss: Float64Array;
  /** 1 where the network is wrong, else 0. */
  readonly error: Float64Array;
}

/**
 * All examples, or an even part of them, the smaller the larger the network; the same object for the same examples, since evaluators keep
 * copies by it.
 */
export function spreadExamples(examples: EvaluationExamples, architecture: Architecture): EvaluationExamples {
  const { count, inputs } = examples;
  const most = Math.min(MOST, Math.max(LEAST, Math.floor(PASS / parameterLayout(architecture).size)));
  if (count <= most) return examples;
  const known = parts.get(examples) ?? new Map<number, EvaluationExamples>();
  parts.set(examples, known);
  const kept = known.get(most);
  if (kept !== undefined) return kept;
  const index = Int32Array.from({ length: most }, (_, i) => Math.floor(((i + 0.5) * count) / most));
  const x = new Float32Array(most * inputs);
  index.forEach((at, i) => x.set(examples.x.subarray(at * inputs, (at + 1) * inputs), i * inputs));
  const part = { ...examples, x, y: index.map((at) => examples.y[at]), count: most };
  known.set(most, part);
  return part;
}

/** Of the network at one point of a slice, on examples such as `spreadExamples` gives. Rejects with the signal's reason. */
export async function exampleScores(
  evaluator: Evaluator,
  slice: Slice,
  coordinates: Float64Array,
  examples: EvaluationExamples,
  { signal }: JobOptions = {},
): Promise<ExampleScores> {
  const logits = await evaluator.logits(slice, coordinates, examples, signal ? { signal } : {});
  const { count, y } = examples;
  const loss = exampleLosses(slice.architecture, logits, y, count);
  const predicted = predictedClasses(slice.architecture, logits, count);
  return { loss, error: loss.map((value, i) => (Number.isNaN(value) ? NaN : Number(predicted[i] !== y[i]))) };
}

/** What each example adds to a difference: value − ((1 − weight)·start + weight·end). */
export function contributions(value: Float64Array, start: Float64Array, end: Float64Array, weight: number): Float64Array {
  return value.map((own, i) => own - ((1 - weight) * start[i] + weight * end[i]));
}
