import type { Split } from '../../datasets/dataset.ts';
import { hasOneSplit } from '../../datasets/one-split.ts';

/** What a split is called beside numbers of it: where the data have one alone, so that it is not taken for examples never seen. */
export function splitWords(data: { readonly notes: readonly string[] }, split: Split): string {
  return hasOneSplit(data) ? 'train = test' : split;
}
