/**
 * Noise around A in subspaces (methods.md §4; Adilova et al., ICLR 2024, Fig. 6): the loss against the noise's norm in the interpolation
 * direction, at random in the training subspace, and at random in its orthogonal complement; of the whole network or of one layer, then
 * all vectors are restricted to it. One direction a draw serves every norm; it depends on the seed, the scope and the draw alone.
 */
import { numberIn, safeInteger, inRange } from '../../base/check.ts';
import { RidgelineError } from '../../base/errors.ts';
import { formatCount, formatNumber } from '../../base/format.ts';
import { runInTurns, throwIfAborted, type StreamOptions } from '../../base/job.ts';
import { orthonormalBasis, projectOut } from '../../linalg/orthonormal-basis.ts';
import { seededRandom, type Random } from '../../linalg/random.ts';
import { axpy, distance, norm, subtract } from '../../linalg/vector.ts';
import { parameterLayout, type TensorRange } from '../../nn/layout.ts';
import type { Network } from '../../nn/network.ts';
import type { Evaluator, Field, SliceRequest } from '../evaluator.ts';
import type { Subspaces, SubspacesSettings } from './results.ts';
import { evaluateDraws, fillNormal } from './random-direction.ts';
import { checkEndpoints, checkExamples } from '../recipes/input.ts';
import type { RecipeInput } from '../recipes/recipe.ts';
import { point, segment } from '../segment.ts';

const MAX_DRAWS = 200;
const MAX_NORMS = 64;
/** Of the training subspace's basis. */
const MAX_BASIS_BYTES = 1e9;

/**
 * Networks: A, B, then checkpoints of both runs in any order (the final ones left out or not; alike ones count once). The training
 * subspace of 'checkpoints' is the span of all displacements from A, B's final one among them, so it holds the interpolation
 * direction; that of 'ends' is span{θA, θB}. Partial results (the interpolation direction, then draw by draw) hold NaN in what is to come.
 *
 * Settings: low > 0 and high up to 1e4, count 2 to 64, draws 1 to 200, tolerance 1e-7 (the rounding of float32 networks) to 0.5.
 * Throws `invalid-argument`, `shape-mismatch`, `degenerate` where A and B are equal in the scope or not finite, and `too-large` where the
 * basis would take over 1 GB.
 */
export async function computeSubspaces(
  evaluator: Evaluator,
  input: RecipeInput<SubspacesSettings>,
  options: StreamOptions<Subspaces> = {},
): Promise<Subspaces> {
  const { signal, onProgress } = options;
  throwIfAborted(signal);
  const networks = checkEndpoints(input.networks);
  const [a, b] = networks;
  const examples = checkExamples(input.examples);
  const settings = checkSettings(input.settings, a);
  const scope = scopeOf(a, settings.layer);
  const spread = checkDistance(distance(a.parameters, b.parameters, scope.start, scope.end), settings.layer);
  const basis = await trainingBasis(networks, scope, settings, signal);
  const layers = settings.layer === null ? null : [settings.layer];
  const units = logarithmicGrid(settings);

  const [line, end] = await evaluator.evaluateAll(interpolationRequests(a, b, layers, units), examples, signal ? { signal } : {});
  throwIfAborted(signal);
  const result = startResult(settings, { basis, scope, spread, units, line, end });
  options.onPartial?.(copyResult(result));

  const { architecture, parameters: origin } = a;
  const spaces = [result.training, ...(basis.length < result.parameters ? [result.complement] : [])];
  const along = (direction: Float32Array): SliceRequest => ({ slice: { architecture, origin, directions: [direction], layers }, coordinates: units });
  await evaluateDraws(
    evaluator,
    examples,
    {
      draws: settings.draws,
      bytes: spaces.length * 4 * origin.length,
      requests: async (draw) => {
        const key = settings.layer ?? 'all';
        const inside = await runInTurns(within(basis, result.parameters, seededRandom(settings.seed, 'training', key, draw)), signal);
        const requests = [along(embed(inside, scope, spread, origin.length))];
        if (spaces.length === 1) return requests;
        const beside = await runInTurns(outside(basis, result.parameters, seededRandom(settings.seed, 'complement', key, draw)), signal);
        return [...requests, along(embed(beside, scope, spread, origin.length))];
      },
      receive: (draw, space, field) => {
        for (let i = 0; i < units.length; i++) {
          spaces[space].loss[i * settings.draws + draw] = field.loss[i];
          spaces[space].accuracy[i * settings.draws + draw] = field.accuracy[i];
        }
      },
    },
    {
      ...(signal ? { signal } : {}),
      ...(onProgress ? { onProgress } : {}),
      onDraw: (draw) => {
        if (draw + 1 < settings.draws) options.onPartial?.(copyResult(result));
      },
    },
  );
  return result;
}

/** Orthonormal, over the scope's parameters alone. */
async function trainingBasis(
  networks: readonly Network[],
  scope: TensorRange,
  { basis, tolerance }: SubspacesSettings,
  signal: AbortSignal | undefined,
): Promise<readonly Float64Array[]> {
  const part = ({ parameters }: Network): Float32Array => parameters.subarray(scope.start, scope.end);
  const [a, ...others] = networks;
  const count = basis === 'ends' ? 2 : others.length;
  const bytes = count * (scope.end - scope.start) * Float64Array.BYTES_PER_ELEMENT;
  if (bytes > MAX_BASIS_BYTES) {
    throw new RidgelineError(
      'too-large',
      `A basis of ${count} vectors of ${formatCount(scope.end - scope.start)} parameters takes ${formatNumber(bytes / 1e9)} GB, more than 1 GB. Choose one layer, fewer checkpoints, or the span of the two ends.`,
      { argument: 'networks', received: bytes },
    );
  }
  const spanning =
    basis === 'ends'
      ? [a, networks[1]].map((network) => Float64Array.from(part(network)))
      : others.map((network) => subtract(part(network), part(a)));
  if (!spanning.every((vector) => Number.isFinite(norm(vector)))) {
    throw new RidgelineError(
      'degenerate',
      'A checkpoint holds parameters that are not finite, so there is no training subspace. Leave it out, or choose the span of the two ends.',
      { argument: 'networks' },
    );
  }
  return (await runInTurns(orthonormalBasis(spanning, tolerance), signal)).vectors;
}

/** A unit vector uniform on the sphere of the basis' span. For runInTurns. */
function* within(basis: readonly Float64Array[], length: number, random: Random): Generator<number, Float64Array> {
  const weights = basis.map(() => random.normal());
  const size = Math.hypot(...weights);
  const vector = new Float64Array(length);
  for (const [i, direction] of basis.entries()) {
    axpy(weights[i] / size, direction, vector);
    yield length;
  }
  return vector;
}

/** A unit vector uniform on the sphere of the complement: a Gaussian one, its part in the span taken out. For runInTurns. */
function* outside(basis: readonly Float64Array[], length: number, random: Random): Generator<number, Float64Array> {
  const vector = new Float64Array(length);
  yield* fillNormal(vector, { start: 0, end: length }, random);
  yield* projectOut(vector, basis);
  const size = norm(vector);
  for (let i = 0; i < length; i++) vector[i] /= size;
  return vector;
}

/** A unit vector of the scope as a direction of the network, `length` long, zero elsewhere. */
function embed(unit: Float64Array, scope: TensorRange, length: number, parameters: number): Float32Array {
  const direction = new Float32Array(parameters);
  for (let i = 0; i < unit.length; i++) direction[scope.start + i] = length * unit[i];
  return direction;
}

/** The line through A at 0, then towards B, then away; and B whole. */
function interpolationRequests(a: Network, b: Network, layers: readonly number[] | null, units: Float64Array): SliceRequest[] {
  return [
    { slice: { ...segment(a, b), layers }, coordinates: Float64Array.of(0, ...units, ...units.map((unit) => -unit)) },
    { slice: point(b), coordinates: new Float64Array(0) },
  ];
}

function startResult(
  settings: SubspacesSettings,
  found: { basis: readonly Float64Array[]; scope: TensorRange; spread: number; units: Float64Array; line: Field; end: Field },
): Subspaces {
  const { layer, basis, tolerance, draws, seed } = settings;
  const { units, line, end, spread, scope } = found;
  const count = units.length;
  const part = (start: number): Field => ({ loss: line.loss.slice(start, start + count), accuracy: line.accuracy.slice(start, start + count) });
  const unknown = (): Field => ({ loss: new Float64Array(count * draws).fill(NaN), accuracy: new Float64Array(count * draws).fill(NaN) });
  return {
    layer,
    basis,
    tolerance,
    dimension: found.basis.length,
    parameters: scope.end - scope.start,
    distance: spread,
    norms: units.map((unit) => unit * spread),
    draws,
    seed,
    clean: { a: { loss: line.loss[0], accuracy: line.accuracy[0] }, b: { loss: end.loss[0], accuracy: end.accuracy[0] } },
    towards: part(1),
    away: part(1 + count),
    training: unknown(),
    complement: unknown(),
  };
}

function copyResult(result: Subspaces): Subspaces {
  const copy = ({ loss, accuracy }: Field): Field => ({ loss: loss.slice(), accuracy: accuracy.slice() });
  return { ...result, training: copy(result.training), complement: copy(result.complement) };
}

/** Evenly spaced in the logarithm, ends included exactly. */
function logarithmicGrid({ low, high, count }: SubspacesSettings): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => (i === 0 ? low : i === count - 1 ? high : low * (high / low) ** (i / (count - 1))));
}

function scopeOf({ architecture }: Network, layer: number | null): TensorRange {
  const { layers, size } = parameterLayout(architecture);
  return layer === null ? { start: 0, end: size } : layers[layer].range;
}

function checkDistance(value: number, layer: number | null): number {
  if (value > 0 && Number.isFinite(value)) return value;
  const where = layer === null ? 'the whole network' : `layer ${layer + 1}`;
  const reason = value === 0 ? `A and B are the same in ${where}` : `A or B holds parameters that are not finite in ${where}`;
  throw new RidgelineError('degenerate', `${reason}, so there is no direction from one to the other. Choose other networks or another layer.`, {
    argument: 'networks',
    received: value,
  });
}

function checkSettings(settings: SubspacesSettings, { architecture }: Network): SubspacesSettings {
  const { layer, basis } = settings;
  if (!['checkpoints', 'ends'].includes(basis))
    throw new RidgelineError('invalid-argument', 'basis must be checkpoints or ends.', { argument: 'basis', received: basis });
  const low = inRange({ min: 0, max: 1e4, excluded: 'min' })(settings.low, 'low');
  return {
    layer: layer === null ? null : numberIn(0, parameterLayout(architecture).layers.length - 1, 'integer')(layer, 'layer'),
    low,
    high: inRange({ min: low, max: 1e4, excluded: 'min' })(settings.high, 'high'),
    count: numberIn(2, MAX_NORMS, 'integer')(settings.count, 'count'),
    draws: numberIn(1, MAX_DRAWS, 'integer')(settings.draws, 'draws'),
    seed: safeInteger(settings.seed, 'seed'),
    basis,
    tolerance: numberIn(1e-7, 0.5)(settings.tolerance, 'tolerance'),
  };
}
