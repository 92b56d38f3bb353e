/** The call of `window.ridgeline` that belongs to a figure, and what such calls have in common. Layers count from 1, as in their names. */
import { invalid, listOf, numberIn } from '../../base/check.ts';
import type { JobOptions } from '../../base/job.ts';
import type { ComputeClient } from '../../compute/client-contract.ts';
import type { ExamplesReference, JobRequest, RecipeRequest } from '../../compute/protocol.ts';
import type { Split } from '../../datasets/dataset.ts';
import type { DatasetSpec } from '../../datasets/spec.ts';
import type { Field } from '../../landscape/evaluator.ts';
import type { RecipeName, Recipes } from '../../landscape/registry.ts';
import { MAX_HIDDEN_LAYERS } from '../../nn/architecture.ts';
import { parameterLayout } from '../../nn/layout.ts';
import type { Checkpoint } from '../../nn/training.ts';
import type { NetworkRecord } from '../networks/record.ts';
import { checkSplit } from '../schema.ts';
import { checkId, required, taken, type Given } from '../scripting/reading.ts';
import type { CurrentData } from '../shared-state.ts';

export type CallOptions = JobOptions & { signal: AbortSignal };

export interface CallTools {
  readonly session: {
    readonly client: ComputeClient;
    readonly library: { get(id: string, argument?: string): NetworkRecord; registerCheckpoint(id: string, checkpoint: Checkpoint): string };
  };
  /** The current data, where all networks fit them and each other. */
  readonly fitting: (ids: Readonly<Record<string, string>>, signal: AbortSignal) => Promise<CurrentData>;
}

export interface FigureCall<Name extends string, Answer> {
  readonly name: Name;
  /** In its turn; the argument is not read yet. */
  readonly answer: (tools: CallTools, argument: unknown, options: CallOptions) => Promise<Answer>;
}

export type AnyCall = FigureCall<string, unknown> | null;

export interface PairArgument {
  readonly a: string;
  readonly b: string;
  readonly split: Split;
}

export const PAIR_KEYS = ['a', 'b', 'split'] as const;
export const checkAlpha = numberIn(-10, 10);
export const checkCallSeed = numberIn(0, 1e9, 'integer');
export const checkLayerNumber = numberIn(1, MAX_HIDDEN_LAYERS + 1, 'integer');
export const checkLayerNumbers = listOf(checkLayerNumber, 0, MAX_HIDDEN_LAYERS + 1);

/** A call under its name. */
export function figureCall<const Name extends string, Answer>(
  name: Name,
  answer: (tools: CallTools, argument: unknown, options: CallOptions) => Promise<Answer>,
): FigureCall<Name, Answer> {
  return { name, answer };
}

export function pairOf(value: Given): PairArgument {
  return { a: required(value, 'a', checkId), b: required(value, 'b', checkId), split: taken(value, 'split', checkSplit, 'test') };
}

/** A recipe on A, B and whatever else, on one set of examples or those given. */
export async function callRecipe<N extends RecipeName>(
  { session, fitting }: CallTools,
  recipe: N,
  pair: PairArgument,
  settings: Recipes[N]['settings'],
  options: CallOptions,
  { networks = [], examples }: { networks?: readonly string[]; examples?: (dataset: DatasetSpec) => ExamplesReference[] } = {},
): Promise<Recipes[N]['result']> {
  const { spec: dataset } = await fitting({ a: pair.a, b: pair.b }, options.signal);
  const ids = [pair.a, pair.b, ...networks];
  const request: RecipeRequest<N> = {
    recipe,
    networks: ids.map((id) => ({ id, permutations: null, signs: null })),
    examples: examples?.(dataset) ?? [{ dataset, split: pair.split, share: null }],
    settings,
  };
  // TypeScript does not relate a recipe's name to the job's union of requests.
  return session.client.run('recipe', request as JobRequest<'recipe'>, options);
}

/** Layers of A from 0; rejects with 'invalid-argument', in the caller's numbers, where A has no such layer or one is named twice. */
export function countedLayers({ session }: CallTools, value: Given, layers: readonly number[], argument: string): number[] {
  const id = required(value, 'a', checkId);
  const last = parameterLayout(session.library.get(id, 'a').network.architecture).layers.length;
  if (layers.some((layer) => layer > last)) throw invalid(argument, value[argument], `from 1 to ${last}, the layers of '${id}'`);
  if (new Set(layers).size < layers.length) throw invalid(argument, value[argument], 'without a layer named twice');
  return layers.map((layer) => layer - 1);
}

/** A field folded alike in loss and accuracy. */
export function both<T>({ loss, accuracy }: Field, fold: (values: Float64Array) => T): { loss: T; accuracy: T } {
  return { loss: fold(loss), accuracy: fold(accuracy) };
}

/** Row-major values as rows of a width. */
export function rowsOf(values: Float64Array, width: number): Float64Array[] {
  return Array.from({ length: values.length / width }, (_, i) => values.slice(i * width, (i + 1) * width));
}
