/**
 * How sure what is said of a path is (methods.md §1): standard errors over examples of its barriers and of the differences that
 * sentences speak of, from the losses of single examples at the few α where they lie.
 */
import { throwIfAborted, type JobOptions } from '../../base/job.ts';
import { contributions } from '../example-scores.ts';
import type { EvaluationExamples, Evaluator, ExampleScores } from '../evaluator.ts';
import type { BarrierDefinition, BarrierReport, Curve, Gap, MeasuredBarriers } from '../results.ts';
import type { Slice } from '../slice.ts';
import { standardError } from '../standard-error.ts';
import { BARRIER_DEFINITIONS, barrierReference } from './barrier.ts';

export interface PathFound {
  readonly slice: Slice;
  readonly examples: EvaluationExamples;
  /** The grid, with both ends. */
  readonly alpha: Float64Array;
  readonly loss: Float64Array;
  /** 1 − accuracy. */
  readonly error: Float64Array;
  readonly lossBarrier: BarrierReport;
  readonly errorBarrier: BarrierReport;
  /** Scores of single examples that are known, by α. */
  readonly scores: ReadonlyMap<number, ExampleScores>;
}

type Certainty = Pick<Curve, 'lossBarrier' | 'errorBarrier' | 'half' | 'lowest' | 'endsApart'>;

/** What is not known of the α that numbers lie at, one to five of them, is evaluated once more. */
export async function measureCurve(evaluator: Evaluator, found: PathFound, options: JobOptions = {}): Promise<Certainty> {
  const { slice, examples, alpha, loss, lossBarrier, errorBarrier } = found;
  const { count } = examples;
  const lowest = lowestBelowChord(alpha, loss);
  const peaks = BARRIER_DEFINITIONS.flatMap((definition) => [lossBarrier.at[definition], errorBarrier.at[definition]]);
  const wanted = new Set([0, 1, 0.5, lowest.at, ...peaks]);
  const scores = new Map(found.scores);
  const missing = Float64Array.from([...wanted].filter((at) => !scores.has(at)));
  // One example has no spread.
  if (count > 1 && missing.length > 0) {
    const { signal } = options;
    const [scored] = await evaluator.evaluateAll([{ slice, coordinates: missing, each: [...missing.keys()] }], examples, signal ? { signal } : {});
    throwIfAborted(signal);
    for (const [i, at] of missing.entries()) if (scored.scores !== undefined) scores.set(at, scored.scores[i]);
  }
  const adds = (quantity: keyof ExampleScores, at: number, start: number, end: number, weight: number): Float64Array => {
    const [own, first, last] = [at, start, end].map((place) => scores.get(place)?.[quantity] ?? new Float64Array(0));
    return contributions(own, first, last, weight);
  };
  const value = (place: number): number => loss[alpha.indexOf(place)];
  const gap = (at: number, over: number): Gap => ({
    value: value(at) - value(over),
    at,
    se: standardError(adds('loss', at, over, over, 0), count),
  });
  const measured = (report: BarrierReport, quantity: keyof ExampleScores): MeasuredBarriers => {
    const worse = found[quantity][alpha.indexOf(1)] > found[quantity][alpha.indexOf(0)] ? 1 : 0;
    const of = (definition: BarrierDefinition): Float64Array => {
      const at = report.at[definition];
      return adds(quantity, at, 0, 1, { lerp: at, mean: 0.5, max: worse }[definition]);
    };
    const contribution = { lerp: of('lerp'), mean: of('mean'), max: of('max') };
    const se = (definition: BarrierDefinition): number => standardError(contribution[definition], count);
    return { ...report, se: { lerp: se('lerp'), mean: se('mean'), max: se('max') }, contribution };
  };
  return {
    lossBarrier: measured(lossBarrier, 'loss'),
    errorBarrier: measured(errorBarrier, 'error'),
    half: alpha.includes(0.5) ? { overA: gap(0.5, 0), overB: gap(0.5, 1) } : null,
    lowest: { ...lowest, se: standardError(adds('loss', lowest.at, 0, 1, lowest.at), count) },
    endsApart: gap(1, 0),
  };
}

function lowestBelowChord(alpha: Float64Array, loss: Float64Array): { value: number; at: number } {
  const [start, end] = [0, 1].map((place) => loss[alpha.indexOf(place)]);
  let lowest = { value: 0, at: 0 };
  for (const [i, place] of alpha.entries()) {
    const value = loss[i] - barrierReference('lerp', place, start, end);
    if (place > 0 && place < 1 && value < lowest.value) lowest = { value, at: place };
  }
  return lowest;
}
