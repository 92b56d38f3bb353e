/** Schemas of what the results of several figures have in common. */
import {
  fineRealSchema,
  listSchema,
  nullableSchema,
  realSchema,
  realsSchema,
  recordSchema,
  textSchema,
  wholeSchema,
  wordSchema,
  type Schema,
} from '../../../base/schema.ts';
import type { Split } from '../../../datasets/dataset.ts';
import type { Field } from '../../../landscape/evaluator.ts';
import type { Score } from '../../../nn/training.ts';
import { MAX_LAYERS, MAX_PAIRS } from '../../figures/lab-view.ts';
import type { ByPath, OfPair } from '../../figures/pair-figure.ts';

/** Cells of any array of numbers that are printed: a grid of all layers, pairs and columns is within it. */
export const MOST_CELLS = 60_000;

export const splitSchema: Schema<Split> = wordSchema(['train', 'test']);
export const scoreSchema: Schema<Score> = recordSchema<Score>({ loss: realSchema, accuracy: realSchema });
export const idSchema: Schema<string> = textSchema(100);
export const nameSchema: Schema<string> = textSchema(300);
export const numbersSchema: Schema<Float64Array> = realsSchema(MOST_CELLS, 'printed');
export const fieldSchema: Schema<Field> = recordSchema<Field>({ loss: numbersSchema, accuracy: numbersSchema });
/** A field whose differences are printed, and a score. */
export const fineFieldSchema: Schema<Field> = recordSchema<Field>({
  loss: realsSchema(MOST_CELLS, 'subtracted'),
  accuracy: realsSchema(MOST_CELLS, 'subtracted'),
});
export const fineScoreSchema: Schema<Score> = recordSchema<Score>({ loss: fineRealSchema, accuracy: fineRealSchema });
/** Names of rows: full, and each layer or set of them. */
export const rowNamesSchema: Schema<string[]> = listSchema(nameSchema, 1, MAX_LAYERS + 1);
export const layerSchema: Schema<number> = wholeSchema(0, MAX_LAYERS - 1);

export function byPathFields<Result>(of: Schema<Result>): { readonly [K in keyof ByPath<Result>]: Schema<ByPath<Result>[K]> } {
  return { naive: nullableSchema(of), aligned: nullableSchema(of) };
}

export function ofPairFields<Result>(of: Schema<Result>): { readonly [K in keyof OfPair<Result>]: Schema<OfPair<Result>[K]> } {
  return {
    ...byPathFields(of),
    split: splitSchema,
    pair: wholeSchema(0, MAX_PAIRS - 1),
    pairName: nameSchema,
    pairs: wholeSchema(1, MAX_PAIRS),
  };
}

/** Whether every array is so long. */
export function areLong(length: number, ...arrays: readonly ArrayLike<unknown>[]): boolean {
  return arrays.every((array) => array.length === length);
}

export function isFieldLong(length: number, ...fields: readonly Field[]): boolean {
  return fields.every(({ loss, accuracy }) => areLong(length, loss, accuracy));
}
