/**
 * The federated reading of a pair (methods.md §4; Adilova et al., ICLR 2024): two clients, the average of all their layers, and averages
 * of some layers with the others left as either client has them, each on several sets of examples (both halves of the data, the whole).
 */
import { RidgelineError } from '../../base/errors.ts';
import { throwIfAborted, type StreamOptions } from '../../base/job.ts';
import type { Evaluator, Field, SliceRequest } from '../evaluator.ts';
import type { Averages, AveragesSettings } from './results.ts';
import { checkEndpoints, checkLayers } from '../recipes/input.ts';
import type { RecipeInput } from '../recipes/recipe.ts';
import { segment } from '../segment.ts';

const MODELS: Averages['models'] = ['a', 'b', 'average', 'someIntoA', 'someIntoB'];
const MAX_SETS = 16;

/** Scores of the clients and their averages. Networks: A, B. Examples: 1 to 16 sets. Partial results, set by set, hold NaN to come. */
export async function computeAverages(
  evaluator: Evaluator,
  { networks, examples, settings }: RecipeInput<AveragesSettings>,
  options: StreamOptions<Averages> = {},
): Promise<Averages> {
  const { signal, onProgress, onPartial } = options;
  throwIfAborted(signal);
  const [a, b] = checkEndpoints(networks);
  const layers = checkLayers(settings.layers, a);
  if (examples.length < 1 || examples.length > MAX_SETS) {
    throw new RidgelineError('invalid-argument', `Averages are scored on 1 to ${MAX_SETS} sets of examples; received ${examples.length}.`, {
      argument: 'examples',
      received: examples.length,
    });
  }
  const cells = MODELS.length * examples.length;
  const scores: Field = { loss: new Float64Array(cells).fill(NaN), accuracy: new Float64Array(cells).fill(NaN) };
  const result = { layers, models: MODELS, scores };
  const fromA = segment(a, b);
  const fromB = { ...fromA, origin: b.parameters };
  const at = (slice: SliceRequest['slice'], coordinate: number): SliceRequest => ({ slice, coordinates: Float64Array.of(coordinate) });
  // One request a model, in the models' order. θB − ½(θB − θA) is the midpoint too.
  const requests = [at(fromA, 0), at(fromB, 0), at(fromA, 0.5), at({ ...fromA, layers }, 0.5), at({ ...fromB, layers }, -0.5)];
  for (const [set, some] of examples.entries()) {
    const fields = await evaluator.evaluateAll(requests, some, signal ? { signal } : {});
    throwIfAborted(signal);
    for (const [model, field] of fields.entries()) {
      scores.loss[model * examples.length + set] = field.loss[0];
      scores.accuracy[model * examples.length + set] = field.accuracy[0];
    }
    onProgress?.({ phase: 'averages', done: set + 1, total: examples.length });
    if (set + 1 < examples.length) onPartial?.({ ...result, scores: { loss: scores.loss.slice(), accuracy: scores.accuracy.slice() } });
  }
  return result;
}
