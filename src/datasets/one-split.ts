/** Data without test examples: all serve as both splits, and are told so wherever a split is named. */
import { formatCount } from '../base/format.ts';

const START = 'No test ';

/** @param what 'examples' or 'images' */
export function oneSplitNote(count: number, what: string): string {
  return `${START}${what}: all ${formatCount(count)} serve as both train and test.`;
}

/** Whether a dataset's notes say so. */
export function hasOneSplit({ notes }: { readonly notes: readonly string[] }): boolean {
  return notes.some((note) => note.startsWith(START));
}
