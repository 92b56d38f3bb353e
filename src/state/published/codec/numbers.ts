/** How numbers are shortened so that nobody can tell: the first bytes of a double, or the whole where its printed digits would change. */

import { printAlike } from '../../../base/format.ts';

const view = new DataView(new ArrayBuffer(8));

/** What stands for a number that follows whole: the first bytes of an infinity, which no number of a result has. */
const WHOLE = 0x7ff0;
const NOT_FINITE = 0x7ff8;

/** A number in `length` bytes, the first 16 bits apart, most significant first. */
export interface ShortNumber {
  readonly first: number;
  readonly rest: readonly number[];
}

/** The double nearest to `value` that has zeros behind its first `length` bytes (4 or 6). */
function shortened(value: number, length: number): number {
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const drop = BigInt(8 * (8 - length));
  const half = 1n << (drop - 1n);
  view.setBigUint64(0, BigInt.asUintN(64, ((bits + half) >> drop) << drop));
  return view.getFloat64(0);
}

/** The number in its first `length` bytes; null where its printed digits would change: it must follow whole. NaN stands for what is not finite. */
export function shortNumber(value: number, length: 4 | 6): ShortNumber | null {
  if (!Number.isFinite(value)) return { first: NOT_FINITE, rest: zeros(length) };
  const near = shortened(value, length);
  if (!Number.isFinite(near) || !printAlike(value, near)) return null;
  view.setFloat64(0, near);
  return { first: view.getUint16(0), rest: Array.from({ length: length - 2 }, (_, i) => view.getUint8(2 + i)) };
}

/** What stands where a number follows whole. */
export function wholeMark(length: 4 | 6): ShortNumber {
  return { first: WHOLE, rest: zeros(length) };
}

/** The number of its first bytes; NaN where it is not finite; null where it follows whole. */
export function longNumber({ first, rest }: ShortNumber): number | null {
  if (first === WHOLE) return null;
  view.setFloat64(0, 0);
  view.setUint16(0, first);
  rest.forEach((byte, i) => view.setUint8(2 + i, byte));
  const value = view.getFloat64(0);
  return Number.isFinite(value) ? value : NaN;
}

function zeros(length: number): number[] {
  return new Array<number>(length - 2).fill(0);
}

/** How the cells of a picture stand on a scale of whole steps; 0 is what is not finite. */
export interface Scale {
  readonly kind: 'linear' | 'log';
  readonly low: number;
  readonly high: number;
}

/** Steps of a scale: twelve bits, one step for what is not finite. */
export const STEPS = 4095;

/** The scale of these values: logarithms where none is 0 or below. */
export function scaleOf(values: ArrayLike<number>): Scale {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  if (low > high) return { kind: 'linear', low: 0, high: 0 };
  return { kind: low > 0 ? 'log' : 'linear', low, high };
}

/** From 1 to STEPS; 0 for what is not finite. */
export function stepOf({ kind, low, high }: Scale, value: number): number {
  if (!Number.isFinite(value)) return 0;
  if (high <= low) return 1;
  const part = kind === 'log' ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return 1 + Math.round(Math.min(1, Math.max(0, part)) * (STEPS - 1));
}

/** The ends of the scale are exact. */
export function valueAt({ kind, low, high }: Scale, step: number): number {
  if (step === 0) return NaN;
  if (step === 1) return low;
  if (step === STEPS) return high;
  const part = (step - 1) / (STEPS - 1);
  return kind === 'log' ? low * Math.exp(part * Math.log(high / low)) : low + part * (high - low);
}

/** By how much a value may have moved on its way through a scale. */
export function scaleRounding({ kind, low, high }: Scale, value: number): number {
  const half = 0.51 / (STEPS - 1);
  return kind === 'log' && high > low ? Math.abs(value) * Math.expm1(half * Math.log(high / low)) : half * (high - low);
}

/** By how much one may have moved that stands by its first bytes. */
export function shortRounding(value: number, length: 4 | 6): number {
  return Math.abs(value) * 2 ** (length === 4 ? -20 : -36);
}

/** What all values are whole numbers of, times 1/n; null where none of the candidates is. */
export function denominatorOf(values: ArrayLike<number>, candidates: readonly number[]): number | null {
  const fits = (n: number): boolean => {
    for (let i = 0; i < values.length; i++) {
      const count = Math.round(values[i] * n);
      if (!(Math.abs(count) < 2 ** 30) || Object.is(count, -0) || count / n !== values[i]) return false;
    }
    return true;
  };
  return values.length === 0 ? null : (candidates.find((n) => n > 0 && fits(n)) ?? null);
}

/** Whether the values go from the first to the last in even steps, as an axis does, so that its texts stay. */
export function isEven(values: ArrayLike<number>): boolean {
  if (values.length < 3) return false;
  const [low, high] = [values[0], values[values.length - 1]];
  for (let i = 0; i < values.length; i++) {
    const even = evenValue(low, high, values.length, i);
    if (!(Math.abs(values[i] - even) <= 1e-6 * Math.abs(high - low)) || !printAlike(values[i], even)) return false;
  }
  return true;
}

/** Value i of so many in even steps; the ends are exact. */
export function evenValue(low: number, high: number, count: number, i: number): number {
  return i === count - 1 ? high : low + ((high - low) * i) / (count - 1);
}

/** What tells a whole number from those before it in its rows: counts jump, a surface bends. */
export type Predictor = (values: readonly number[], i: number, columns: number) => number;

/** From left, above, and left of above: their gradient, held between left and above (as lossless image codecs do). */
export const byNeighbours: Predictor = (values, i, columns) => {
  const left = i % columns > 0 ? values[i - 1] : null;
  const above = i >= columns ? values[i - columns] : null;
  if (left === null || above === null) return left ?? above ?? 0;
  const corner = values[i - columns - 1];
  if (corner >= Math.max(left, above)) return Math.min(left, above);
  if (corner <= Math.min(left, above)) return Math.max(left, above);
  return left + above - corner;
};

/** As a surface that bends evenly goes on; near its borders as a plane. */
export const bySurface: Predictor = (values, i, columns) => {
  const [row, column] = [Math.floor(i / columns), i % columns];
  const at = (up: number, back: number): number => values[i - up * columns - back];
  if (row === 0 && column === 0) return 0;
  if (row === 0) return column === 1 ? at(0, 1) : 2 * at(0, 1) - at(0, 2);
  if (column === 0) return row === 1 ? at(1, 0) : 2 * at(1, 0) - at(2, 0);
  if (row === 1 || column === 1) return at(0, 1) + at(1, 0) - at(1, 1);
  return 2 * (at(0, 1) + at(1, 0) + at(1, 2) + at(2, 1)) - at(0, 2) - at(2, 0) - 4 * at(1, 1) - at(2, 2);
};

/** Whole numbers less what was to be expected. @param columns of their rows */
export function residuals(values: readonly number[], columns: number, predict: Predictor): number[] {
  return values.map((value, i) => value - predict(values, i, columns));
}
