/**
 * Schemas of plain data that travels: each checks a value from outside (JSON, where typed arrays are lists and `null` stands for a number
 * that is not finite, or the data itself), and knows how exactly its numbers must arrive. A table of schemas is the schema of a record.
 */
import { flag, invalid, isPlainObject, listOf, nullable, numberIn, oneOf, record, sha256Text, text, type Check } from './check.ts';

/**
 * How exactly numbers must arrive. printed: every text of up to four significant digits stays; subtracted: differences of them are printed;
 * drawn: to less than a colour or a line can tell, on a scale of logarithms where none is below zero, else on a linear one, with the ends
 * of the scale exact.
 */
export type Precision = 'printed' | 'subtracted' | 'drawn';

export interface Schema<T> {
  readonly check: Check<T>;
  /** What the value is made of, for codecs. */
  readonly node: SchemaNode;
}

export type SchemaNode =
  | { readonly kind: 'flag' }
  | { readonly kind: 'whole'; readonly min: number; readonly max: number }
  | { readonly kind: 'real'; readonly precision: Exclude<Precision, 'drawn'> }
  | { readonly kind: 'word'; readonly words: readonly string[] }
  | { readonly kind: 'text'; readonly longest: number }
  | { readonly kind: 'nullable'; readonly of: SchemaNode }
  | { readonly kind: 'list'; readonly of: SchemaNode; readonly least: number; readonly most: number }
  /** A field of a record that may be left out. */
  | { readonly kind: 'optional'; readonly of: SchemaNode }
  | { readonly kind: 'record'; readonly fields: readonly (readonly [string, SchemaNode])[] }
  /** `columns`: the field before it in its record that has one entry a column of its rows. */
  | {
      readonly kind: 'reals';
      readonly array: 'Float64Array' | 'Float32Array';
      readonly most: number;
      readonly precision: Precision;
      readonly columns: string | null;
    }
  | { readonly kind: 'wholes'; readonly array: 'Int32Array' | 'Uint16Array'; readonly most: number }
  /** 64 lower-case hexadecimal digits. */
  | { readonly kind: 'digest' }
  /** Small plain JSON that `check` knows. */
  | { readonly kind: 'json'; readonly longest: number }
  /** Not in the data: always this. */
  | { readonly kind: 'constant'; readonly value: () => unknown };

export const flagSchema: Schema<boolean> = { check: flag, node: { kind: 'flag' } };

/** A whole number within [min, max]. */
export function wholeSchema(min: number, max: number): Schema<number> {
  return { check: numberIn(min, max, 'integer'), node: { kind: 'whole', min, max } };
}

const checkReal: Check<number> = (value, argument) => {
  if (value === null) return NaN;
  if (typeof value === 'number') return Number.isFinite(value) ? value : NaN;
  throw invalid(argument, value, 'a number, or null where it is not finite');
};

/** Any number; NaN where it is not finite. */
export const realSchema: Schema<number> = { check: checkReal, node: { kind: 'real', precision: 'printed' } };

/** The same, of which differences are printed. */
export const fineRealSchema: Schema<number> = { check: checkReal, node: { kind: 'real', precision: 'subtracted' } };

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

/** A field that may be left out of its record. */
export function optionalSchema<T>(of: Schema<T>): Schema<T | undefined> {
  return { check: (value, argument) => (value === undefined ? undefined : of.check(value, argument)), node: { kind: 'optional', of: of.node } };
}

export const digestSchema: Schema<string> = { check: sha256Text, node: { kind: 'digest' } };

/** Plain JSON of at most so many characters that a check knows. */
export function jsonSchema<T>(check: Check<T>, longest: number): Schema<T> {
  return { check, node: { kind: 'json', longest } };
}

export function listSchema<T>(of: Schema<T>, least: number, most: number): Schema<T[]> {
  return { check: listOf(of.check, least, most), node: { kind: 'list', of: of.node, least, most } };
}

/** An object with exactly these keys; optional ones may be left out, and constants need not be named. */
export function recordSchema<T extends object>(fields: { readonly [K in keyof T]-?: Schema<T[K]> }): Schema<T> {
  const entries = Object.entries<Schema<unknown>>(fields);
  const free = entries.filter(([, { node }]) => node.kind === 'constant' || node.kind === 'optional').map(([key]) => key);
  const check = record<Record<string, unknown>>(Object.fromEntries(entries.map(([key, schema]) => [key, schema.check])));
  return {
    check: (value, argument) => {
      const checked = check(withKeys(value, free), argument);
      return Object.fromEntries(Object.entries(checked).filter(([, entry]) => entry !== undefined)) as T;
    },
    node: { kind: 'record', fields: entries.map(([key, { node }]) => [key, node]) },
  };
}

function withKeys(value: unknown, keys: readonly string[]): unknown {
  if (keys.length === 0 || !isPlainObject(value)) return value;
  return { ...Object.fromEntries(keys.map((key) => [key, undefined])), ...value };
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

/** 0 to `most` numbers; NaN where not finite. @param columns the field before it in its record that has one entry a column of its rows; null: it has no rows */
export function realsSchema(most: number, precision: Precision, columns: string | null = null): Schema<Float64Array> {
  return { check: realsCheck(Float64Array, most), node: { kind: 'reals', array: 'Float64Array', most, precision, columns } };
}

/** The same as 32-bit numbers. */
export function floatsSchema(most: number, precision: Precision): Schema<Float32Array> {
  return { check: realsCheck(Float32Array, most), node: { kind: 'reals', array: 'Float32Array', most, precision, columns: null } };
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
