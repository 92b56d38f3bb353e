/** What the finished entries of a sweep were measured on, read back from their keys: the view may have changed since. */
import { plainObject } from '../../base/check.ts';
import { formatCount, formatList } from '../../base/format.ts';
import type { Split } from '../../datasets/dataset.ts';
import { validateDatasetSpec } from '../../datasets/dataset-defaults.ts';
import type { DatasetSpec } from '../../datasets/spec.ts';
import { datasetLabel } from '../data/choices.ts';
import { checkPairChoice, PAIR_SETTINGS, type PairChoice } from '../figures/lab-view.ts';
import { checkSplit } from '../schema.ts';
import type { SweepEntry } from './sweep.ts';

interface Conditions {
  readonly data: DatasetSpec;
  readonly pairs: PairChoice;
  readonly split: Split;
}

/** null where the key is none of this page's: kept sweeps are a stranger's. */
function conditionsOf(key: string): Conditions | null {
  try {
    const { data, pairs, split } = plainObject(JSON.parse(key), 'key');
    return { data: validateDatasetSpec(data, 'data'), pairs: checkPairChoice(pairs, 'pairs'), split: checkSplit(split, 'split') };
  } catch {
    return null;
  }
}

function finished(entries: readonly SweepEntry[]): readonly Conditions[] {
  return entries.flatMap(({ grid, key }) => (grid === null ? [] : (conditionsOf(key) ?? [])));
}

/** The split that the entries were measured on, which is one for all of a sweep; as long as there are none the one that is shown. */
export function sweptSplit(entries: readonly SweepEntry[], shown: Split): Split {
  return finished(entries).at(0)?.split ?? shown;
}

/** 'Two moons, test, N = 512; 3 pairs each: same start, other data order, seeds from 1'. What differs between entries is listed; null where nothing is measured. */
export function sweptWords(entries: readonly SweepEntry[]): string | null {
  const all = finished(entries);
  if (all.length === 0) return null;
  const told = (words: (entry: Conditions) => string): string => formatList([...new Set(all.map(words))]);
  const kind = ({ pairs }: Conditions): string => PAIR_SETTINGS.kind.choices.find(({ value }) => value === pairs.kind)?.label ?? pairs.kind;
  const counted = ({ pairs: { count, seed } }: Conditions): string => `${count} ${count === 1 ? 'pair' : 'pairs'} each, seeds from ${seed}`;
  return [
    `${told(({ data }) => (data.id === 'file' ? data.file.name : datasetLabel(data.id)))}, ${told(({ split }) => split)}${sizeWords(all)}`,
    `${told(kind)}, ${told(counted)}`,
  ].join('; ');
}

/** ', N = 2,000'; a file tells no size. */
function sizeWords(all: readonly Conditions[]): string {
  const sizes = all.flatMap(({ data, split }) => (data.id === 'file' ? [] : [split === 'test' ? data.testSize : data.trainSize]));
  return sizes.length < all.length ? '' : `, N = ${formatList([...new Set(sizes)].map(formatCount))}`;
}
