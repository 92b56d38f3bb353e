/** Loss and accuracy along the segment between two networks, with its barriers (methods.md §1). */
import { throwIfAborted, type JobOptions } from '../../base/job.ts';
import type { Network } from '../../nn/network.ts';
import { numberIn } from '../../base/check.ts';
import { RidgelineError } from '../../base/errors.ts';
import { BARRIER_DEFINITIONS, barriers } from './barrier.ts';
import { measureCurve } from './certainty.ts';
import type { EvaluationExamples, Evaluator, Field } from '../evaluator.ts';
import type { BarrierReport, Curve } from '../results.ts';
import { evenGrid, segment } from '../segment.ts';

export interface CurveRequest {
  readonly a: Network;
  readonly b: Network;
  readonly examples: EvaluationExamples;
  /** 2 to 2001 even values over the range. */
  readonly points: number;
  /** First and last α, within [−10, 10]. */
  readonly range: readonly [number, number];
  /** Narrow the loss barrier's maxima down between the grid's points. */
  readonly refine: boolean;
}

/** Each round evaluates this many points inside the bracket and keeps the two around the largest. */
const REFINE_POINTS = 8;
const REFINE_ROUNDS = 3;
/** Where numbers of every path lie: scored example by example as they are evaluated. */
const SCORED = [0, 0.5, 1];

/**
 * The curve of a request. Barriers are over α in [0, 1], the ends evaluated where the grid lacks them. Refinement (of the loss
 * barrier alone: the error is a step function) narrows the spacing around each maximum 91-fold; its points only enter the report.
 */
export async function computeCurve(evaluator: Evaluator, request: CurveRequest, options: JobOptions = {}): Promise<Curve> {
  throwIfAborted(options.signal);
  const alpha = checkGrid(request);
  const slice = segment(request.a, request.b);
  const evaluate = (coordinates: Float64Array): Promise<Field> =>
    evaluator.evaluate(slice, coordinates, request.examples, options.signal ? { signal: options.signal } : {});
  const missing = [0, 1].filter((end) => !alpha.includes(end));
  const known = Float64Array.from([...alpha, ...missing]);
  const total = known.length;
  const each = request.examples.count > 1 ? SCORED.map((at) => known.indexOf(at)).filter((at) => at >= 0) : [];
  const [field] = await evaluator.evaluateAll([{ slice, coordinates: known, each }], request.examples, {
    ...(options.signal ? { signal: options.signal } : {}),
    onProgress: ({ done }) => options.onProgress?.({ phase: 'curve', done, total }),
  });
  const scores = new Map(field.scores?.map((score, i) => [known[each[i]], score]));
  const samples = { alpha: known, loss: field.loss };
  const lossBarrier = request.refine ? await refine(evaluate, samples) : barriers(known, field.loss);
  const error = field.accuracy.map((accuracy) => 1 - accuracy);
  const found = { slice, examples: request.examples, ...samples, error, lossBarrier, errorBarrier: barriers(known, error), scores };
  const measured = await measureCurve(evaluator, found, options);
  return {
    alpha,
    loss: field.loss.slice(0, alpha.length),
    accuracy: field.accuracy.slice(0, alpha.length),
    count: request.examples.count,
    ...measured,
    refined: request.refine,
  };
}

function checkGrid({ points, range }: CurveRequest): Float64Array {
  numberIn(2, 2001, 'integer')(points, 'points');
  const [first, last] = range.map((end, i) => numberIn(-10, 10)(end, `range[${i}]`));
  if (!(first < last))
    throw new RidgelineError('invalid-argument', `range must go from a smaller to a larger α; received [${first}, ${last}].`, {
      argument: 'range',
      received: range,
    });
  return evenGrid(points, first, last);
}

/** Evaluates between the neighbours of each definition's maximum, round by round, and reports over all points. */
async function refine(
  evaluate: (coordinates: Float64Array) => Promise<Field>,
  samples: { alpha: Float64Array; loss: Float64Array },
): Promise<BarrierReport> {
  const loss = new Map<number, number>();
  for (const [i, alpha] of samples.alpha.entries()) if (alpha >= 0 && alpha <= 1) loss.set(alpha, samples.loss[i]);
  const report = (): BarrierReport => {
    const alpha = [...loss.keys()].sort((x, y) => x - y);
    return barriers(
      alpha,
      alpha.map((at) => loss.get(at) ?? NaN),
    );
  };
  for (let round = 0; round < REFINE_ROUNDS; round++) {
    const { at, barrier } = report();
    if (Number.isNaN(barrier.lerp)) break;
    const grid = [...loss.keys()].sort((x, y) => x - y);
    const wanted = new Set<number>();
    for (const peak of new Set(BARRIER_DEFINITIONS.map((definition) => at[definition]))) {
      const i = grid.indexOf(peak);
      const low = grid[Math.max(0, i - 1)];
      const high = grid[Math.min(grid.length - 1, i + 1)];
      for (let k = 1; k <= REFINE_POINTS; k++) wanted.add(low + ((high - low) * k) / (REFINE_POINTS + 1));
    }
    const fresh = Float64Array.from([...wanted].filter((alpha) => !loss.has(alpha)));
    const field = await evaluate(fresh);
    for (const [i, alpha] of fresh.entries()) loss.set(alpha, field.loss[i]);
  }
  return report();
}
