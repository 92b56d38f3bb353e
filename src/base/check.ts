/**
 * Small combinators that turn a value from outside (a script, a link, stored state) into a typed one, or reject with the
 * argument at fault, what was received and what is allowed.
 */
import { RidgelineError } from './errors.ts';

export type Check<T> = (value: unknown, argument: string) => T;

/** An interval of numbers; both ends belong to it but for the one that is excluded. */
export interface Range {
  readonly min: number;
  readonly max: number;
  /** Whole numbers only. */
  readonly whole?: boolean;
  readonly excluded?: 'min' | 'max' | 'neither';
  /** Numbers nearer to zero than this do not belong; left out: 0. Of a range that is as wide on both sides of zero. */
  readonly gap?: number;
}

/** Whether the value is a finite number of the range. */
export function isWithin(value: unknown, { min, max, whole = false, excluded = 'neither', gap = 0 }: Range): value is number {
  if (typeof value !== 'number' || !Number.isFinite(value) || (whole && !Number.isInteger(value))) return false;
  if (Math.abs(value) < gap) return false;
  return (excluded === 'min' ? value > min : value >= min) && (excluded === 'max' ? value < max : value <= max);
}

/** 'a whole number from 1 to 64', 'a number above 0 and up to 100', 'a number from 0 and below 1', 'a number from 0.05 to 20, or its negative'. */
export function describeRange({ min, max, whole = false, excluded = 'neither', gap = 0 }: Range): string {
  const what = whole ? 'a whole number' : 'a number';
  if (gap > 0) return `${what} from ${gap} to ${max}, or its negative`;
  if (excluded === 'neither') return `${what} from ${min} to ${max}`;
  return excluded === 'min' ? `${what} above ${min} and up to ${max}` : `${what} from ${min} and below ${max}`;
}

/** A number of the range. */
export function inRange(range: Range): Check<number> {
  return (value, argument) => {
    if (isWithin(value, range)) return value;
    throw invalid(argument, value, describeRange(range));
  };
}

/** A finite number within [min, max]; a whole one where asked. */
export function numberIn(min: number, max: number, kind: 'real' | 'integer' = 'real'): Check<number> {
  return inRange({ min, max, whole: kind === 'integer' });
}

/** A whole number that a double holds exactly, as seeds are. */
export const safeInteger: Check<number> = numberIn(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 'integer');

export const flag: Check<boolean> = (value, argument) => {
  if (typeof value === 'boolean') return value;
  throw invalid(argument, value, 'true or false');
};

/** One of a list of words. */
export function oneOf<const T extends string>(words: readonly T[]): Check<T> {
  return (value, argument) => {
    const found = words.find((word) => word === value);
    if (found !== undefined) return found;
    throw invalid(argument, value, `one of ${words.map((word) => `'${word}'`).join(', ')}`);
  };
}

/** A string of 1 to `longest` characters without control characters. */
export function text(longest: number): Check<string> {
  return (value, argument) => {
    // eslint-disable-next-line no-control-regex -- control characters are what this refuses
    if (typeof value === 'string' && value.length > 0 && value.length <= longest && !/[\u0000-\u001f\u007f]/.test(value)) return value;
    throw invalid(argument, value, `text of 1 to ${longest} characters`);
  };
}

/** 64 lower-case hexadecimal digits. */
export const sha256Text: Check<string> = (value, argument) => {
  if (typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)) return value;
  throw invalid(argument, value, 'a SHA-256 of 64 lower-case hexadecimal digits');
};

export function nullable<T>(check: Check<T>): Check<T | null> {
  return (value, argument) => (value === null ? null : check(value, argument));
}

/** An array of `least` to `most` entries. */
export function listOf<T>(check: Check<T>, least: number, most: number): Check<T[]> {
  return (value, argument) => {
    if (!Array.isArray(value) || value.length < least || value.length > most) throw invalid(argument, value, `a list of ${least} to ${most} entries`);
    return value.map((entry: unknown, i) => check(entry, `${argument}[${i}]`));
  };
}

/** A plain object with exactly these keys, each required. Unknown keys reject and list the valid ones. */
export function record<T extends object>(fields: { readonly [K in keyof T]: Check<T[K]> }): Check<T> {
  return (value, argument) => {
    const source = plainObject(value, argument);
    refuseUnknownKeys(source, Object.keys(fields), argument);
    const entries = Object.entries<Check<unknown>>(fields).map(([key, check]) => [key, check(source[key], pathTo(argument, key))] as const);
    return Object.fromEntries(entries) as T;
  };
}

/** A plain object with some of these keys; what is left out is taken from the standard. Unknown keys reject and list the valid ones. */
export function completed<T extends object>(
  fields: { readonly [K in keyof T]: Check<T[K]> },
  standard: { readonly [K in keyof T]?: T[K] | undefined },
): Check<T> {
  const whole = record<T>(fields);
  return (value, argument) => {
    const given = Object.entries(plainObject(value, argument)).filter(([, entry]) => entry !== undefined);
    return whole({ ...standard, ...Object.fromEntries(given) }, argument);
  };
}

/** Any of the variants whose `key` holds the tag. */
export function variant<T extends object>(key: string, variants: Readonly<Record<string, Check<T>>>): Check<T> {
  return (value, argument) => {
    const source = plainObject(value, argument);
    const tag = oneOf(Object.keys(variants))(source[key], pathTo(argument, key));
    return variants[tag](value, argument);
  };
}

/** The value as a plain object; anything else rejects. */
export function plainObject(value: unknown, argument: string): Record<string, unknown> {
  if (isPlainObject(value)) return value;
  throw invalid(argument, value, 'an object');
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.prototype.toString.call(value) === '[object Object]';
}

/** Rejects with code 'unknown-key' where the object holds a key that is not listed. */
export function refuseUnknownKeys(value: object, valid: readonly string[], argument: string): void {
  for (const key of Object.keys(value)) {
    if (valid.includes(key)) continue;
    throw new RidgelineError(
      'unknown-key',
      `Unknown key '${key.slice(0, 60)}'${argument === '' ? '' : ` in ${argument}`}. Valid keys: ${valid.join(', ')}.`,
      {
        argument: pathTo(argument, key.slice(0, 60)),
        received: key.slice(0, 60),
      },
    );
  }
}

export function invalid(argument: string, received: unknown, wanted: string): RidgelineError {
  return new RidgelineError('invalid-argument', `${argument === '' ? 'The argument' : argument} must be ${wanted}; received ${shown(received)}.`, {
    argument,
    received,
    wanted,
  });
}

/** The dotted path of an object's key. */
export function pathTo(argument: string, key: string): string {
  return argument === '' ? key : `${argument}.${key}`;
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return `'${value.slice(0, 60)}'`;
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
