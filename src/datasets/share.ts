/** A client's part of the examples, as in federated learning: two disjoint halves, drawn at random or by class. */
import { RidgelineError } from '../base/errors.ts';
import { seededRandom } from '../linalg/random.ts';
import type { Examples } from './dataset.ts';

export interface Share {
  /** random: half of the examples, the same class frequencies on average; class: the lower or the upper half of the classes. */
  readonly by: 'random' | 'class';
  readonly part: 0 | 1;
  /** Of the random halves; 0 for halves by class, which need none. */
  readonly seed: number;
}

/** Copies that were asked for, as long as their examples live: what is keyed by the examples' identity finds its own again. */
const copies = new WeakMap<Examples, Map<string, Examples>>();

/**
 * The places of a share's examples among all, ascending, from 0. Parts 0 and 1 of one seed are disjoint and together everything;
 * part 0 is the larger one of an odd count, or of an odd number of classes. Throws `invalid-argument` where the part is empty.
 */
export function shareIndices({ y, count, classes }: Pick<Examples, 'y' | 'count' | 'classes'>, share: Share): Int32Array {
  const indices = share.by === 'random' ? randomHalf(count, share) : classHalf(y, classes, share.part);
  if (indices.length > 0) return indices;
  const remedy = share.by === 'class' ? 'Choose halves at random, or data that hold more of the classes.' : 'Choose a larger size of the data.';
  throw new RidgelineError(
    'invalid-argument',
    `Part ${share.part + 1} of 2 (${share.by === 'class' ? 'halves by class' : 'random halves'}) of these ${count} examples is empty. ${remedy}`,
    { argument: 'share', received: count },
  );
}

/** The examples of a share, in the order they have among all: a copy of that part alone, the same object each time. */
export function shareOf(examples: Examples, share: Share): Examples {
  const known = copies.get(examples) ?? new Map<string, Examples>();
  copies.set(examples, known);
  const key = `${share.by}:${share.part}:${share.seed}`;
  const part = known.get(key) ?? pickExamples(examples, shareIndices(examples, share));
  known.set(key, part);
  return part;
}

/** Copies of the examples at the given places, in that order. */
export function pickExamples({ x, y, inputs, classes }: Examples, indices: Int32Array): Examples {
  const picked = new Float32Array(indices.length * inputs);
  indices.forEach((index, i) => picked.set(x.subarray(index * inputs, (index + 1) * inputs), i * inputs));
  return { x: picked, y: indices.map((index) => y[index]), count: indices.length, inputs, classes };
}

function randomHalf(count: number, { part, seed }: Share): Int32Array {
  const order = seededRandom(seed, 'share').permutation(count);
  const middle = Math.ceil(count / 2);
  return (part === 0 ? order.subarray(0, middle) : order.subarray(middle)).slice().sort();
}

function classHalf(y: Int32Array, classes: number, part: 0 | 1): Int32Array {
  const middle = Math.ceil(classes / 2);
  const places = Array.from(y, (label, i) => (label < middle === (part === 0) ? i : -1));
  return Int32Array.from(places.filter((place) => place >= 0));
}
