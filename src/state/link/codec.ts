/** How settings stand in a link as text: short words and numbers, read back as strictly as they were written. */
import { flag, type Check } from '../../base/check.ts';

export type Pairs = Map<string, string>;

export interface Codec<T> {
  write(value: T): string;
  /** Throws a RidgelineError that says what is wrong. */
  read(text: string, key: string): T;
}

/** A number in full precision. */
export function numeric(check: Check<number>): Codec<number> {
  return { write: String, read: (text, key) => check(/^-?\d/.test(text) ? Number(text) : text, key) };
}

export function word<T extends string>(check: Check<T>): Codec<T> {
  return { write: (value) => value, read: check };
}

export const yesNo: Codec<boolean> = {
  write: (value) => (value ? 'yes' : 'no'),
  read: (text, key) => flag(text === 'yes' ? true : text === 'no' ? false : text, key),
};

export interface Field<Owner, K extends keyof Owner = keyof Owner> {
  readonly key: string;
  readonly property: K;
  readonly codec: Codec<Owner[K]>;
}

/** Ties a codec to a property: tables stay typed although their rows differ. */
export function field<Owner, K extends keyof Owner>(key: string, property: K, codec: Codec<Owner[K]>): Field<Owner> {
  return { key, property, codec: codec };
}

/** Sets the pairs of the fields that differ from the standard. */
export function writeFields<Owner>(pairs: Pairs, prefix: string, fields: readonly Field<Owner>[], value: Owner, standard: Owner): void {
  for (const { key, property, codec } of fields) {
    const text = codec.write(value[property]);
    if (text !== codec.write(standard[property])) pairs.set(prefix + key, text);
  }
}

/** NaN where the text is no number, which every numeric check refuses. */
export function asNumber(text: string): number {
  return /^-?\d/.test(text) && text.length <= 32 ? Number(text) : NaN;
}
