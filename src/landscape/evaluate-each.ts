/** Several slices by an evaluator that shares nothing between them: one after another. */
import { throwIfAborted } from '../base/job.ts';
import { exampleScores, spreadExamples } from './example-scores.ts';
import { pointsOf } from './slice.ts';
import type { EvaluateAllOptions, EvaluationExamples, Evaluator, ExampleScores, ScoredField, SliceRequest } from './evaluator.ts';

/** `evaluateAll` of an evaluator by its `evaluate`, and then the scores by its `logits`; progress counts points of all requests. */
export async function evaluateEach(
  evaluator: Pick<Evaluator, 'evaluate' | 'logits'>,
  requests: readonly SliceRequest[],
  examples: EvaluationExamples,
  options: EvaluateAllOptions = {},
): Promise<ScoredField[]> {
  const { signal, onProgress, onField } = options;
  throwIfAborted(signal);
  const total = requests.reduce((sum, { slice, coordinates }) => sum + pointsOf(slice, coordinates), 0);
  const fields: (ScoredField & { readonly scores?: ExampleScores[] })[] = [];
  let done = 0;
  let told = 0;
  const tell = (now: number): void => {
    if (now <= told) return;
    told = now;
    onProgress?.({ phase: 'evaluating', done: now, total });
  };
  for (const [index, { slice, coordinates, each = [] }] of requests.entries()) {
    const before = done;
    const field = await evaluator.evaluate(slice, coordinates, examples, {
      ...(signal ? { signal } : {}),
      onProgress: (within) => tell(before + within.done),
    });
    fields.push(each.length > 0 ? { ...field, scores: [] } : field);
    done += field.loss.length;
    onField?.(index, fields[index]);
    tell(done);
    throwIfAborted(signal);
  }
  for (const [index, request] of requests.entries()) fields[index].scores?.push(...(await scoresOf(evaluator, request, examples, options)));
  return fields;
}

async function scoresOf(
  evaluator: Pick<Evaluator, 'logits'>,
  { slice, coordinates, each = [] }: SliceRequest,
  examples: EvaluationExamples,
  options: EvaluateAllOptions,
): Promise<ExampleScores[]> {
  const part = spreadExamples(examples, slice.architecture);
  const width = slice.directions.length;
  const scores: ExampleScores[] = [];
  for (const point of each) scores.push(await exampleScores(evaluator, slice, coordinates.slice(point * width, (point + 1) * width), part, options));
  return scores;
}
