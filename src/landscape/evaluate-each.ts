/** Several slices by an evaluator that shares nothing between them: one after another. */
import { throwIfAborted } from '../base/job.ts';
import { pointsOf } from './slice.ts';
import type { EvaluateAllOptions, EvaluationExamples, Evaluator, Field, SliceRequest } from './evaluator.ts';

/** `evaluateAll` of an evaluator by its `evaluate`; progress counts points of all requests. */
export async function evaluateEach(
  evaluator: Pick<Evaluator, 'evaluate'>,
  requests: readonly SliceRequest[],
  examples: EvaluationExamples,
  options: EvaluateAllOptions = {},
): Promise<Field[]> {
  const { signal, onProgress, onField } = options;
  throwIfAborted(signal);
  const total = requests.reduce((sum, { slice, coordinates }) => sum + pointsOf(slice, coordinates), 0);
  const fields: Field[] = [];
  let done = 0;
  for (const [index, { slice, coordinates }] of requests.entries()) {
    const field = await evaluator.evaluate(slice, coordinates, examples, signal ? { signal } : {});
    fields.push(field);
    done += field.loss.length;
    onField?.(index, field);
    onProgress?.({ phase: 'evaluating', done, total });
    throwIfAborted(signal);
  }
  return fields;
}
