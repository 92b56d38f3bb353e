/** Checkpoints of one training run, told by the names of their files: equal but for the epoch. */
import { formatCount } from '../../base/format.ts';

/** Words before a number that make it an epoch or a step; where a name has several, the epoch counts. */
const MARKED = /(?<![a-z])(epochs?|ep|steps?|iterations?|iter|checkpoint|ckpt)[-_=. ]*(\d+)/gi;
/** A number at the end without such a word, but not behind one that says something else. */
const AT_END = /(?<!(?:seed|run|client|worker|fold|trial|rank|width|size)s?[-_=. ]*)(?<=^|[-_=. ])(\d+)$/i;
/** Files that are numbered at the end only are a series from so many on, and only with gaps: 0, 10, 20, not 1, 2, 3. */
const LEAST_UNMARKED = 3;
const LARGEST_EPOCH = 1_000_000;
const MOST_CHECKPOINTS = 1000;

interface Place {
  readonly name: string;
  readonly epoch: number;
  /** The name without its numbers, equal within a series. */
  readonly key: string;
  readonly marked: boolean;
}

export interface CheckpointSeries {
  /** What the names have in common. */
  readonly name: string;
  /** Ascending by epoch. `index` is the file's place in the list. */
  readonly files: readonly { readonly index: number; readonly epoch: number }[];
}

export interface FoundSeries {
  readonly series: readonly CheckpointSeries[];
  /** Why files that look like a series are none, for the person. */
  readonly problems: readonly string[];
}

/** The series among files, in the order of their first files. Files in none stand alone. */
export function findSeries(names: readonly string[]): FoundSeries {
  const groups = new Map<string, { index: number; place: Place }[]>();
  for (const [index, name] of names.entries()) {
    const place = placeOf(name);
    if (place !== null) groups.set(place.key, [...(groups.get(place.key) ?? []), { index, place }]);
  }
  const series: CheckpointSeries[] = [];
  const problems: string[] = [];
  for (const group of groups.values()) {
    const sorted = group.toSorted((a, b) => a.place.epoch - b.place.epoch);
    const places = sorted.map(({ place }) => place);
    const [{ name }] = places;
    if (!isSeries(places)) continue;
    const problem = problemOf(places);
    if (problem === null) series.push({ name, files: sorted.map(({ index, place }) => ({ index, epoch: place.epoch })) });
    else problems.push(`The checkpoints of '${name}' were opened one by one: ${problem}`);
  }
  return { series, problems };
}

function placeOf(file: string): Place | null {
  const stem = file.replace(/\.safetensors$/i, '');
  const marks = [...stem.matchAll(MARKED)];
  const mark = marks.find(([, word]) => /^ep/i.test(word)) ?? marks.at(0);
  if (mark !== undefined) {
    const key = stem.replace(MARKED, '\0');
    return { name: commonName(key), epoch: Number(mark[2]), key, marked: true };
  }
  const end = AT_END.exec(stem);
  if (end === null) return null;
  const key = `${stem.slice(0, end.index)}\0`;
  return { name: commonName(key), epoch: Number(end[1]), key, marked: false };
}

/** What is left of a name without its numbers: 'a_\0' is 'a', 'a_\0_wide' is 'a-wide'. */
function commonName(key: string): string {
  const parts = key.split('\0').map((part) => part.replace(/^[-_=. ]+|[-_=. ]+$/g, ''));
  return parts.filter((part) => part !== '').join('-') || 'checkpoints';
}

function isSeries(places: readonly Place[]): boolean {
  if (places[0].marked) return places.length > 1;
  const epochs = places.map(({ epoch }) => epoch);
  return places.length >= LEAST_UNMARKED && Math.max(...epochs) - Math.min(...epochs) >= places.length;
}

function problemOf(sorted: readonly Place[]): string | null {
  const twice = sorted.find(({ epoch }, i) => i > 0 && sorted[i - 1].epoch === epoch);
  if (twice !== undefined) return `two files are of epoch ${twice.epoch}. Drop one file an epoch.`;
  if (sorted.length > MOST_CHECKPOINTS) return `there are ${sorted.length}; a series has at most ${MOST_CHECKPOINTS}. Drop fewer.`;
  const last = sorted[sorted.length - 1].epoch;
  return last > LARGEST_EPOCH ? `${last} is no epoch; numbers go up to ${formatCount(LARGEST_EPOCH)}.` : null;
}
