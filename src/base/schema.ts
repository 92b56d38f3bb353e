/**
 * Schemas of plain data that travels: each checks a value from outside (JSON, where typed arrays are lists and `null` stands for a number
 * that is not finite, or the data itself), and knows how exactly its numbers must arrive. A table of schemas is the schema of a record.
 */
import { flag, invalid, listOf, nullable, numberIn, oneOf, record, text, type Check } from './check.ts';

/**
 * How exactly numbers must arrive. printed: to more digits than any text shows; drawn: to less than a colour or a line can tell, on a scale
 * of logarithms where none is below zero, else on a linear one, with the ends of the scale exact.
 */
export type Precision = 'printed' | 'drawn';

export interface Schema<T> {
  readonly check: Check<T>;
  /** What the value is made of, for codecs. */
  readonly node: SchemaNode;
}

export type SchemaNode =
  | { readonly kind: 'flag' }
  | { readonly kind: 'whole'; readonly min: number; readonly max: number }
  | { readonly kind: 'real' }
  | { readonly kind: 'word'; readonly words: readonly string[] }
  | { readonly kind: 'text'; readonly longest: number }
  | { readonly kind: 'nullable'; readonly of: SchemaNode }
  | { readonly kind: 'list'; readonly of: SchemaNode; readonly least: number; readonly most: number }
  | { readonly kind: 'record'; readonly fields: readonly (readonly [string, SchemaNode])[] }
  | { readonly kind: 'reals'; readonly array: 'Float64Array' | 'Float32Array'; readonly most: number; readonly precision: Precision }
  | { readonly kind: 'wholes'; readonly array: 'Int32Array' | 'Uint16Array'; readonly most: number }
  /** Not in the data: always this. */
  | { readonly kind: 'constant'; readonly value: () => unknown };

export const flagSchema: Schema<boolean> = { check: flag, node: { kind: 'flag' } };

/** A whole number within [min, max]. */
export function wholeSchema(min: number, max: number): Schema<number> {
  return { check: numberIn(min, max, 'integer'), node: { kind: 'whole', min, max } };
}

/** Any number; NaN where it is not finite. */
export const realSchema: Schema<number> = {
  check: (value, argument) => {
    if (value === null) return NaN;
    if (typeof value === 'number') return Number.isFinite(value) ? value : NaN;
    throw invalid(argument, value, 'a number, or null where it is not finite');
  },
  node: { kind: 'real' },
};

export function wordSchema<const T extends string>(words: readonly T[]): Schema<T> {
  return { check: oneOf(words), node: { kind: 'word', words } };
}

/** Text of 1 to so many characters, without control characters. */
export function textSchema(longest: number): Schema<string> {
  return { check: text(longest), node: { kind: 'text', longest } };
}

export function nullableSchema<T>(of: Schema<T>): Schema<T | null> {
  return { check: nullable(of.check), node: { kind: 'nullable', of: of.node } };
}

export function listSchema<T>(of: Schema<T>, least: number, most: number): Schema<T[]> {
  return { check: listOf(of.check, least, most), node: { kind: 'list', of: of.node, least, most } };
}

/** An object with exactly these keys, constants apart, which nobody needs to name. */
export function recordSchema<T extends object>(fields: { readonly [K in keyof T]: Schema<T[K]> }): Schema<T> {
  const entries = Object.entries<Schema<unknown>>(fields);
  const constants = entries.filter(([, { node }]) => node.kind === 'constant');
  const check = record<T>(Object.fromEntries(entries.map(([key, schema]) => [key, schema.check])) as { readonly [K in keyof T]: Check<T[K]> });
  return {
    check: (value, argument) => {
      const lacking = typeof value === 'object' && value !== null ? constants.filter(([key]) => !Object.hasOwn(value, key)) : [];
      if (lacking.length === 0) return check(value, argument);
      return check({ ...(value as object), ...Object.fromEntries(lacking.map(([key]) => [key, null])) }, argument);
    },
    node: { kind: 'record', fields: entries.map(([key, { node }]) => [key, node]) },
  };
}

/** What does not travel: always `value()`, whatever was there. */
export function constantSchema<T>(value: () => T): Schema<T> {
  return { check: () => value(), node: { kind: 'constant', value } };
}

/** A schema whose values must also keep a rule over several of its fields. @param wanted what the rule asks for, as a message says it */
export function ruledSchema<T>({ check, node }: Schema<T>, rule: (value: T) => boolean, wanted: string): Schema<T> {
  return {
    check: (value, argument) => {
      const checked = check(value, argument);
      if (!rule(checked)) throw invalid(argument, value, wanted);
      return checked;
    },
    node,
  };
}

/** 0 to `most` numbers; NaN where not finite. */
export function realsSchema(most: number, precision: Precision): Schema<Float64Array> {
  return { check: realsCheck(Float64Array, most), node: { kind: 'reals', array: 'Float64Array', most, precision } };
}

/** The same as 32-bit numbers. */
export function floatsSchema(most: number, precision: Precision): Schema<Float32Array> {
  return { check: realsCheck(Float32Array, most), node: { kind: 'reals', array: 'Float32Array', most, precision } };
}

/** 0 to `most` 32-bit whole numbers. */
export function integersSchema(most: number): Schema<Int32Array> {
  return { check: wholesCheck(Int32Array, most, -(2 ** 31), 2 ** 31 - 1), node: { kind: 'wholes', array: 'Int32Array', most } };
}

/** 0 to `most` whole numbers from 0 to 65,535. */
export function countsSchema(most: number): Schema<Uint16Array> {
  return { check: wholesCheck(Uint16Array, most, 0, 65_535), node: { kind: 'wholes', array: 'Uint16Array', most } };
}

/** As JSON holds it: typed arrays as lists, null for what is not finite. Constants stand there too; reading leaves them out of account. */
export function plainJson(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>, plainJson);
  if (Array.isArray(value)) return value.map(plainJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plainJson(entry)]));
}

interface ArrayMaker<A> {
  new (length: number): A;
  from(values: ArrayLike<number>): A;
}

/** A list of JSON, or the array itself. */
function numbersOf(value: unknown, argument: string, most: number, what: string): ArrayLike<unknown> {
  const list = Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView)) ? (value as unknown as ArrayLike<unknown>) : null;
  if (list === null || list.length > most) throw invalid(argument, value, `a list of at most ${most} ${what}`);
  return list;
}

function realsCheck<A extends Float64Array | Float32Array>(Maker: ArrayMaker<A>, most: number): Check<A> {
  return (value, argument) => {
    const list = numbersOf(value, argument, most, 'numbers');
    return Maker.from(Array.from(list, (entry, i) => realSchema.check(entry, `${argument}[${i}]`)));
  };
}

function wholesCheck<A extends Int32Array | Uint16Array>(Maker: ArrayMaker<A>, most: number, min: number, max: number): Check<A> {
  const check = numberIn(min, max, 'integer');
  return (value, argument) =>
    Maker.from(Array.from(numbersOf(value, argument, most, 'whole numbers'), (entry, i) => check(entry, `${argument}[${i}]`)));
}
