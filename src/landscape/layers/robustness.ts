/**
 * Robustness of layers (methods.md §4; Adilova et al., ICLR 2024, Fig. 5): the loss at a random perturbation of the layers S with the
 * norm t·‖δ_S‖, beside the loss on the way to the other end at the same distance, from both ends. All layers have two controls: one
 * direction over all parameters, and every layer's own at once, each as long as the layer's part of the way, since δ is not equally
 * long in all layers. One direction a draw serves every t, and both ends; it depends on the seed, the row and the draw alone.
 */
import { numberIn, safeInteger, inRange } from '../../base/check.ts';
import { RidgelineError } from '../../base/errors.ts';
import { runInTurns, throwIfAborted, type StreamOptions } from '../../base/job.ts';
import { seededRandom } from '../../linalg/random.ts';
import { distance } from '../../linalg/vector.ts';
import { parameterLayout, type ParameterLayout } from '../../nn/layout.ts';
import type { Network } from '../../nn/network.ts';
import type { Evaluator, Field, SliceRequest } from '../evaluator.ts';
import { layerNames } from './layer-schedule.ts';
import { evaluateDraws, fillDirection } from './random-direction.ts';
import { checkEndpoints, checkExamples } from '../recipes/input.ts';
import type { RecipeInput } from '../recipes/recipe.ts';
import { segment } from '../segment.ts';

export interface RobustnessSettings {
  /** Fractions of ‖δ_S‖, ½ and 1 as published. */
  readonly t: readonly number[];
  readonly draws: number;
  readonly seed: number;
}

/** Of one end. Rows: full, then each layer. */
export interface RobustnessSide {
  readonly clean: { readonly loss: number; readonly accuracy: number };
  /** At a random direction in the row's layers of norm t·‖δ_S‖: [rows, t, draws]. */
  readonly random: Field;
  /** Of all layers, every layer at a random direction of norm t·‖δ_l‖: [t, draws]. */
  readonly own: Field;
  /** On the way to the other end at the same distance: [rows, t]. */
  readonly path: Field;
}

/** Networks: A, B. */
export interface Robustness {
  readonly names: readonly string[];
  readonly t: Float64Array;
  readonly draws: number;
  readonly seed: number;
  /** ‖δ_S‖ of each row. */
  readonly distance: Float64Array;
  readonly a: RobustnessSide;
  readonly b: RobustnessSide;
}

const MAX_FRACTIONS = 16;
const MAX_DRAWS = 50;

/**
 * Networks: A, B. Partial results (the paths, then draw by draw) hold NaN in what is to come. t: 1 to 16 fractions above 0, up to 10;
 * draws: 1 to 50. Throws `invalid-argument`, `shape-mismatch`.
 */
export async function computeRobustness(
  evaluator: Evaluator,
  input: RecipeInput<RobustnessSettings>,
  options: StreamOptions<Robustness> = {},
): Promise<Robustness> {
  const { signal, onProgress } = options;
  throwIfAborted(signal);
  const [a, b] = checkEndpoints(input.networks);
  const examples = checkExamples(input.examples);
  const result = emptyResult(a, b, input.settings);
  const sides = [result.a, result.b];
  const rows = result.names.length;
  const layout = parameterLayout(a.architecture);

  const paths = await evaluator.evaluateAll(pathRequests(a, b, rows, result.t), examples, signal ? { signal } : {});
  throwIfAborted(signal);
  const ends = sides.map((side, s) => withPaths(side, paths.slice(s * rows, (s + 1) * rows)));
  const whole: Robustness = { ...result, a: ends[0], b: ends[1] };
  options.onPartial?.(copyResult(whole));

  await evaluateDraws(
    evaluator,
    examples,
    {
      draws: result.draws,
      bytes: 2 * 4 * layout.size,
      requests: async (draw) => {
        const directions = await drawDirections(layout, result, draw, signal);
        return [a, b].flatMap(({ architecture, parameters: origin }) => [
          ...rowsOf(rows).map((layers) => ({
            slice: { architecture, origin, directions: [layers === null ? directions.whole : directions.layers], layers },
            coordinates: result.t,
          })),
          { slice: { architecture, origin, directions: [directions.layers], layers: null }, coordinates: result.t },
        ]);
      },
      receive: (draw, request, field) => {
        const side = request <= rows ? whole.a : whole.b;
        const row = request % (rows + 1);
        const target = row === rows ? side.own : side.random;
        for (let i = 0; i < result.t.length; i++) {
          const at = ((row === rows ? 0 : row * result.t.length) + i) * result.draws + draw;
          target.loss[at] = field.loss[i];
          target.accuracy[at] = field.accuracy[i];
        }
      },
    },
    {
      ...(signal ? { signal } : {}),
      ...(onProgress ? { onProgress } : {}),
      onDraw: (draw) => {
        if (draw + 1 < result.draws) options.onPartial?.(copyResult(whole));
      },
    },
  );
  return whole;
}

/** What moves in each row: all, then each layer. */
function rowsOf(rows: number): (readonly number[] | null)[] {
  return [null, ...Array.from({ length: rows - 1 }, (_, l) => [l])];
}

/** For A, then B, one request a row; the first row of each starts at the end itself. */
function pathRequests(a: Network, b: Network, rows: number, t: Float64Array): SliceRequest[] {
  const fromA = segment(a, b);
  const sides = [
    { slice: fromA, sign: 1 },
    { slice: { ...fromA, origin: b.parameters }, sign: -1 },
  ];
  return sides.flatMap(({ slice, sign }) =>
    rowsOf(rows).map((layers) => ({
      slice: { ...slice, layers },
      coordinates: Float64Array.from(layers === null ? [0, ...t] : t, (value) => sign * value),
    })),
  );
}

function withPaths(side: RobustnessSide, [full, ...layers]: readonly Field[]): RobustnessSide {
  const joined = (quantity: 'loss' | 'accuracy'): Float64Array =>
    Float64Array.from([...full[quantity].slice(1), ...layers.flatMap((field) => [...field[quantity]])]);
  return { ...side, clean: { loss: full.loss[0], accuracy: full.accuracy[0] }, path: { loss: joined('loss'), accuracy: joined('accuracy') } };
}

/** A direction over everything of norm ‖δ‖, and one vector that holds every layer's own, of norm ‖δ_l‖: a mask picks it. */
async function drawDirections(
  layout: ParameterLayout,
  { seed, distance: norms }: Robustness,
  draw: number,
  signal: AbortSignal | undefined,
): Promise<{ whole: Float32Array; layers: Float32Array }> {
  const whole = new Float32Array(layout.size);
  const layers = new Float32Array(layout.size);
  await runInTurns(fillDirection(whole, { start: 0, end: layout.size }, norms[0], seededRandom(seed, 'robustness', 'full', draw)), signal);
  for (const [l, { range }] of layout.layers.entries())
    await runInTurns(fillDirection(layers, range, norms[l + 1], seededRandom(seed, 'robustness', l, draw)), signal);
  return { whole, layers };
}

function emptyResult(a: Network, b: Network, settings: RobustnessSettings): Robustness {
  const t = checkFractions(settings.t);
  const draws = numberIn(1, MAX_DRAWS, 'integer')(settings.draws, 'draws');
  const { layers, size } = parameterLayout(a.architecture);
  const rows = layers.length + 1;
  const field = (length: number): Field => ({ loss: new Float64Array(length).fill(NaN), accuracy: new Float64Array(length).fill(NaN) });
  const side = (): RobustnessSide => ({
    clean: { loss: NaN, accuracy: NaN },
    random: field(rows * t.length * draws),
    own: field(t.length * draws),
    path: field(rows * t.length),
  });
  return {
    names: ['full', ...layerNames('single', layers.length)],
    t,
    draws,
    seed: safeInteger(settings.seed, 'seed'),
    distance: Float64Array.from([{ start: 0, end: size }, ...layers.map(({ range }) => range)], ({ start, end }) =>
      distance(a.parameters, b.parameters, start, end),
    ),
    a: side(),
    b: side(),
  };
}

function checkFractions(t: readonly number[]): Float64Array {
  if (!Array.isArray(t) || t.length < 1 || t.length > MAX_FRACTIONS) {
    throw new RidgelineError('invalid-argument', `t must be a list of 1 to ${MAX_FRACTIONS} fractions of the distance, such as [0.5, 1].`, {
      argument: 't',
      received: Array.isArray(t) ? t.length : t,
    });
  }
  return Float64Array.from(t, (value: unknown, i) => inRange({ min: 0, max: 10, excluded: 'min' })(value, `t[${i}]`));
}

function copyResult(result: Robustness): Robustness {
  const copyField = ({ loss, accuracy }: Field): Field => ({ loss: loss.slice(), accuracy: accuracy.slice() });
  const copy = (side: RobustnessSide): RobustnessSide => ({ ...side, random: copyField(side.random), own: copyField(side.own) });
  return { ...result, a: copy(result.a), b: copy(result.b) };
}
