/** Losses and mistakes example by example: what a standard error is made of. Of many examples an even part tells: a spread needs fewer than a mean. */
import type { JobOptions } from '../base/job.ts';
import type { Architecture } from '../nn/architecture.ts';
import { exampleLosses, predictedClasses } from '../nn/forward.ts';
import { parameterLayout } from '../nn/layout.ts';
import type { EvaluationExamples, Evaluator, ExampleScores } from './evaluator.ts';
import type { Slice } from './slice.ts';

/** At most so many examples tell a spread: its own error is then some 2 to 8 %. Of large networks fewer, twice as uncertain at the least. */
const MOST = 1000;
const LEAST = 256;
/** Parameters times examples of a forward pass that nobody waits for. */
const PASS = 2 ** 26;

const parts = new WeakMap<EvaluationExamples, Map<number, EvaluationExamples>>();

/** Which examples tell a spread: all of them, or the middles of equal stretches, the fewer the larger the network. Ascending. */
export function spreadIndex(count: number, architecture: Architecture): Int32Array {
  const most = Math.min(MOST, Math.max(LEAST, Math.floor(PASS / parameterLayout(architecture).size)));
  if (count <= most) return Int32Array.from({ length: count }, (_, i) => i);
  return Int32Array.from({ length: most }, (_, i) => Math.floor(((i + 0.5) * count) / most));
}

/** The examples that `spreadIndex` names; the same object for the same examples, since evaluators keep copies by it. */
export function spreadExamples(examples: EvaluationExamples, architecture: Architecture): EvaluationExamples {
  const { inputs } = examples;
  const index = spreadIndex(examples.count, architecture);
  const count = index.length;
  if (count === examples.count) return examples;
  const known = parts.get(examples) ?? new Map<number, EvaluationExamples>();
  parts.set(examples, known);
  const kept = known.get(count);
  if (kept !== undefined) return kept;
  const x = new Float32Array(count * inputs);
  index.forEach((at, i) => x.set(examples.x.subarray(at * inputs, (at + 1) * inputs), i * inputs));
  const part = { ...examples, x, y: index.map((at) => examples.y[at]), count };
  known.set(count, part);
  return part;
}

/** Of the network at one point of a slice, from its logits. Rejects with the signal's reason. */
export async function exampleScores(
  evaluator: Pick<Evaluator, 'logits'>,
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
