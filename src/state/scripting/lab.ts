/** The laboratory's calls of `window.ridgeline` (scripting.md). Layers count from 1, as in their names. */
import type { JobOptions } from '../../base/job.ts';
import type { ExamplesReference, JobRequest, RecipeRequest } from '../../compute/protocol.ts';
import type { Split } from '../../datasets/dataset.ts';
import type { Share } from '../../datasets/share.ts';
import type { DatasetSpec } from '../../datasets/spec.ts';
import { computeDiagonalToy, type DiagonalEnds } from '../../landscape/layers/diagonal-toy.ts';
import type { Field } from '../../landscape/evaluator.ts';
import { gridBarriers } from '../../landscape/layers/grid-barriers.ts';
import {
  LAYER_SEQUENCES,
  type BarrierReference,
  type LayerGrid,
  type LayerSequence,
  type RobustnessSide,
  type TrainingBasis,
} from '../../landscape/layers/results.ts';
import type { RecipeName, Recipes } from '../../landscape/registry.ts';
import { MAX_HIDDEN_LAYERS } from '../../nn/architecture.ts';
import { parameterLayout } from '../../nn/layout.ts';
import { invalid, listOf, nullable, numberIn, oneOf, record } from '../../base/check.ts';
import { columnEpochs, networkAt } from '../pairs/epochs.ts';
import { MAX_DRAWS } from '../figures/lab-schema.ts';
import { ROBUSTNESS_T } from '../figures/robustness.ts';
import { MOST_EPOCHS, SUBSPACE_NORMS } from '../figures/subspaces.ts';
import { checkSplit } from '../schema.ts';
import { checkId, given, required, taken, type Given } from './arguments.ts';
import type { CurrentData, Session } from '../session.ts';

type Bag = JobOptions & { signal: AbortSignal };

export interface LabScripting {
  readonly session: Session;
  /** A call in its turn. */
  readonly job: <T>(options: unknown, changes: boolean, body: (options: Bag) => Promise<T>) => Promise<T>;
  /** The current data, where all networks fit them and each other. */
  readonly fitting: (ids: Readonly<Record<string, string>>, signal: AbortSignal) => Promise<CurrentData>;
}

interface PairArgument {
  readonly a: string;
  readonly b: string;
  readonly split: Split;
}

const checkAlpha = numberIn(-10, 10);
const checkSeed = numberIn(0, 1e9, 'integer');
const checkLayer = numberIn(1, MAX_HIDDEN_LAYERS + 1, 'integer');
const checkLayerNumbers = listOf(checkLayer, 0, MAX_HIDDEN_LAYERS + 1);

export function labCalls({ session, job, fitting }: LabScripting) {
  /** A recipe on A, B and whatever else, on one set of examples or those given. */
  const run = async <N extends RecipeName>(
    recipe: N,
    pair: PairArgument,
    settings: Recipes[N]['settings'],
    bag: Bag,
    { networks = [], examples }: { networks?: readonly string[]; examples?: (dataset: DatasetSpec) => ExamplesReference[] } = {},
  ): Promise<Recipes[N]['result']> => {
    const { spec: dataset } = await fitting({ a: pair.a, b: pair.b }, bag.signal);
    const ids = [pair.a, pair.b, ...networks];
    const request: RecipeRequest<N> = {
      recipe,
      networks: ids.map((id) => ({ id, permutations: null, signs: null })),
      examples: examples?.(dataset) ?? [{ dataset, split: pair.split, share: null }],
      settings,
    };
    // TypeScript does not relate a recipe's name to the job's union of requests.
    return session.client.run('recipe', request as JobRequest<'recipe'>, bag);
  };
  return {
    layers: (argument: unknown, options?: unknown) =>
      job(options, false, async (bag) => {
        const value = given(argument, [...PAIR_KEYS, 'schedule', 'seed', 'window', 'alpha', 'reference']);
        const at = taken(value, 'alpha', checkAlpha, 0.5);
        const reference = taken<BarrierReference>(value, 'reference', oneOf(['full', 'own']), 'full');
        const settings = {
          sequence: taken<LayerSequence>(value, 'schedule', oneOf(LAYER_SEQUENCES), 'single'),
          seed: taken(value, 'seed', checkSeed, 1),
          window: taken(value, 'window', checkLayer, 1),
          alpha: reference === 'own' ? [at, 0, 1] : [at],
        };
        return layersReply(await run('layerGrid', pairOf(value), settings, bag), reference);
      }),
    robustness: (argument: unknown, options?: unknown) =>
      job(options, false, async (bag) => {
        const value = given(argument, [...PAIR_KEYS, 't', 'draws', 'seed']);
        const settings = {
          t: taken<readonly number[]>(value, 't', listOf(numberIn(1e-6, 10), 1, 16), ROBUSTNESS_T),
          draws: taken(value, 'draws', numberIn(1, MAX_DRAWS, 'integer'), 5),
          seed: taken(value, 'seed', checkSeed, 1),
        };
        const { names, t, distance, a, b } = await run('robustness', pairOf(value), settings, bag);
        const side = ({ clean, random, path }: RobustnessSide) => ({
          clean,
          random: both(random, (values) => rowsOf(values, t.length * settings.draws).map((row) => rowsOf(row, settings.draws))),
          path: both(path, (values) => rowsOf(values, t.length)),
        });
        return { layers: [...names], t, distance, a: side(a), b: side(b) };
      }),
    subspaces: (argument: unknown, options?: unknown) =>
      job(options, false, async (bag) => {
        const value = given(argument, [...PAIR_KEYS, 'layer', 'draws', 'seed', 'basis', 'low', 'high', 'count', 'tolerance']);
        const layer = taken<number | null>(value, 'layer', nullable(checkLayer), null);
        const settings = {
          layer: layer === null ? null : countedLayers(session, value, [layer], 'layer')[0],
          low: taken(value, 'low', numberIn(1e-6, 1e4), SUBSPACE_NORMS.low),
          high: taken(value, 'high', numberIn(1e-6, 1e4), SUBSPACE_NORMS.high),
          count: taken(value, 'count', numberIn(2, 64, 'integer'), SUBSPACE_NORMS.count),
          draws: taken(value, 'draws', numberIn(1, 200, 'integer'), 20),
          seed: taken(value, 'seed', checkSeed, 1),
          basis: taken<TrainingBasis>(value, 'basis', oneOf(['checkpoints', 'ends']), 'checkpoints'),
          tolerance: taken(value, 'tolerance', numberIn(1e-7, 0.5), SUBSPACE_NORMS.tolerance),
        };
        const pair = pairOf(value);
        const found = await run('subspaces', pair, settings, bag, { networks: settings.basis === 'ends' ? [] : trainingRuns(session, pair) });
        const { dimension, parameters, distance, norms, clean, towards, away, training, complement } = found;
        const cloud = (field: Field) => both(field, (values) => rowsOf(values, settings.draws));
        return {
          layer,
          basis: found.basis,
          dimension,
          parameters,
          distance,
          norms,
          clean,
          towards,
          away,
          training: cloud(training),
          complement: cloud(complement),
        };
      }),
    decomposition: (argument: unknown, options?: unknown) =>
      job(options, false, async (bag) => {
        const value = given(argument, [...PAIR_KEYS, 'layers', 'into', 'alpha']);
        const layers = taken<readonly number[] | null>(value, 'layers', nullable(checkLayerNumbers), null);
        const settings = {
          layers: layers === null ? null : countedLayers(session, value, layers, 'layers'),
          into: taken<'A' | 'B'>(value, 'into', oneOf(['A', 'B']), 'A'),
          alpha: taken(value, 'alpha', checkAlpha, 0.5),
        };
        const { contribution, d, j, ey, label, predicted, mean } = await run('decomposition', pairOf(value), settings, bag);
        return { contribution, d, j, ey, label, predicted, mean };
      }),
    averages: (argument: unknown, options?: unknown) =>
      job(options, false, async (bag) => {
        const value = given(argument, ['a', 'b', 'layers', 'by', 'seed']);
        const pair: PairArgument = { a: required(value, 'a', checkId), b: required(value, 'b', checkId), split: 'train' };
        const count = parameterLayout(session.library.get(pair.a, 'a').network.architecture).layers.length;
        const chosen = taken<readonly number[]>(
          value,
          'layers',
          checkLayerNumbers,
          Array.from({ length: Math.max(1, count - 1) }, (_, l) => l + 1),
        );
        const by = taken<Share['by']>(value, 'by', oneOf(['random', 'class']), 'random');
        const half = (part: 0 | 1): Share => ({ by, part, seed: by === 'class' ? 0 : taken(value, 'seed', checkSeed, 0) });
        const examples = (dataset: DatasetSpec): ExamplesReference[] => [
          { dataset, split: 'train', share: half(0) },
          { dataset, split: 'train', share: half(1) },
          { dataset, split: 'train', share: null },
          { dataset, split: 'test', share: null },
        ];
        const { models, scores } = await run('averages', pair, { layers: countedLayers(session, value, chosen, 'layers') }, bag, { examples });
        return { models: [...models], sets: [...AVERAGE_SETS], ...both(scores, (values) => rowsOf(values, AVERAGE_SETS.length)) };
      }),
    diagonalToy: (argument?: unknown) =>
      job(undefined, false, () => {
        const value = given(argument, ['a', 'r', 'factors', 'ends', 'points'], true);
        const real = numberIn(-1000, 1000);
        const weights = listOf(numberIn(-1e6, 1e6), 2, 12);
        const toy = computeDiagonalToy({
          a: taken(value, 'a', real, 1),
          r: taken(value, 'r', real, 5),
          factors: taken(value, 'factors', numberIn(2, 12, 'integer'), 2),
          ends: taken<DiagonalEnds | null>(value, 'ends', nullable(record<DiagonalEnds>({ a: weights, b: weights })), null),
          points: taken(value, 'points', numberIn(3, 1001, 'integer'), 101),
        });
        return Promise.resolve({ ...toy, paths: toy.paths.map((path) => ({ ...path, layers: path.layers.map((layer) => layer + 1) })) });
      }),
  };
}

/** Names of `averages`' sets of examples. */
const AVERAGE_SETS = ['half 1', 'half 2', 'train', 'test'] as const;
const PAIR_KEYS = ['a', 'b', 'split'] as const;

function pairOf(value: Given): PairArgument {
  return { a: required(value, 'a', checkId), b: required(value, 'b', checkId), split: taken(value, 'split', checkSplit, 'test') };
}

/** Layers of A from 0; rejects with 'invalid-argument', in the caller's numbers, where A has no such layer or one is named twice. */
function countedLayers(session: Session, value: Given, layers: readonly number[], argument: string): number[] {
  const id = required(value, 'a', checkId);
  const last = parameterLayout(session.library.get(id, 'a').network.architecture).layers.length;
  if (layers.some((layer) => layer > last)) throw invalid(argument, value[argument], `from 1 to ${last}, the layers of '${id}'`);
  if (new Set(layers).size < layers.length) throw invalid(argument, value[argument], 'without a layer named twice');
  return layers.map((layer) => layer - 1);
}

/** Barriers of the loss at the first α. */
function layersReply(grid: LayerGrid, reference: BarrierReference): { layers: string[]; restA: Float64Array; restB: Float64Array; full: number } {
  const [intoA, intoB] = (['A', 'B'] as const).map((side) => {
    const barriers = gridBarriers(grid, side, 'loss', reference);
    return Float64Array.from(grid.names, (_, row) => barriers[row * grid.alpha.length]);
  });
  return { layers: grid.names.slice(1), restA: intoA.slice(1), restB: intoB.slice(1), full: intoA[0] };
}

/** Checkpoints of both runs, as the worker knows them. */
function trainingRuns(session: Session, { a, b }: PairArgument): string[] {
  const pair = { a: session.library.get(a, 'a'), b: session.library.get(b, 'b') };
  const epochs = columnEpochs([pair], MOST_EPOCHS);
  return [pair.a, pair.b].flatMap((record) => epochs.map((epoch) => networkAt(session, record, epoch)));
}

/** A field folded alike in loss and accuracy. */
function both<T>({ loss, accuracy }: Field, fold: (values: Float64Array) => T): { loss: T; accuracy: T } {
  return { loss: fold(loss), accuracy: fold(accuracy) };
}

/** Row-major values as rows of a width. */
function rowsOf(values: Float64Array, width: number): Float64Array[] {
  return Array.from({ length: values.length / width }, (_, i) => values.slice(i * width, (i + 1) * width));
}
