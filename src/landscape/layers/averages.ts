/**
 * The federated reading of a pair (methods.md §4; Adilova et al., ICLR 2024): two clients, the average of all their layers, and averages
 * of some layers with the others left as either client has them, each on several sets of examples (both halves of the data, the whole).
 */
import { RidgelineError } from '../../base/errors.ts';
import { throwIfAborted, type StreamOptions } from '../../base/job.ts';
import type { Evaluator, ExampleScores, Field, SliceRequest } from '../evaluator.ts';
import type { Averages, AveragesSettings } from './results.ts';
import { checkEndpoints, checkLayers } from '../recipes/input.ts';
import type { RecipeInput } from '../recipes/recipe.ts';
import { segment } from '../segment.ts';
import { pairedError, standardError } from '../standard-error.ts';

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
  const unknown = (): Float64Array => new Float64Array(cells).fill(NaN);
  const errors = { se: { loss: unknown(), accuracy: unknown() }, overA: unknown(), overB: unknown() };
  const result = { layers, models: MODELS, scores, ...errors };
  const fromA = segment(a, b);
  const fromB = { ...fromA, origin: b.parameters };
  const at = (slice: SliceRequest['slice'], coordinate: number): SliceRequest => ({ slice, coordinates: Float64Array.of(coordinate), each: [0] });
  // One request a model, in the models' order. θB − ½(θB − θA) is the midpoint too.
  const requests = [at(fromA, 0), at(fromB, 0), at(fromA, 0.5), at({ ...fromA, layers }, 0.5), at({ ...fromB, layers }, -0.5)];
  for (const [set, some] of examples.entries()) {
    const fields = await evaluator.evaluateAll(requests, some, signal ? { signal } : {});
    throwIfAborted(signal);
    for (const [model, field] of fields.entries()) {
      scores.loss[model * examples.length + set] = field.loss[0];
      scores.accuracy[model * examples.length + set] = field.accuracy[0];
    }
    const known = fields.flatMap(({ scores: of = [] }) => of);
    // One example has no spread.
    if (some.count > 1) enterSpreads(errors, { set, sets: examples.length, count: some.count }, known);
    onProgress?.({ phase: 'averages', done: set + 1, total: examples.length });
    if (set + 1 < examples.length) onPartial?.(structuredClone(result));
  }
  return result;
}

/** Standard errors of all models on one set, in the models' order: client A and client B come first. */
function enterSpreads(
  into: Pick<Averages, 'se' | 'overA' | 'overB'>,
  { set, sets, count }: { set: number; sets: number; count: number },
  scores: readonly ExampleScores[],
): void {
  for (const [model, { loss, error }] of scores.entries()) {
    const at = model * sets + set;
    into.se.loss[at] = standardError(loss, count);
    into.se.accuracy[at] = standardError(error, count);
    into.overA[at] = pairedError(loss, scores[0].loss, count);
    into.overB[at] = pairedError(loss, scores[1].loss, count);
  }
}
