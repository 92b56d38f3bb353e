/** How settings stand in a link as text: short words and numbers, read back as strictly as they were written. */
import { flag, type Check } from '../../base/check.ts';
import type { ChoiceSetting, FlagSetting, NumberSetting, OtherSetting, Setting, Settings } from '../../base/setting.ts';

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

export type AnySetting = NumberSetting | ChoiceSetting<string> | FlagSetting | OtherSetting<unknown>;

/** How a setting stands in a link. */
export function codecOf<T>(setting: Setting<T>): Codec<T> {
  // Which of the kinds a type has is open here; the kind itself tells.
  return codecByKind(setting as AnySetting) as Codec<unknown> as Codec<T>;
}

function codecByKind(setting: AnySetting): Codec<number> | Codec<string> | Codec<boolean> | Codec<unknown> {
  switch (setting.kind) {
    case 'number':
      return numeric(setting.check);
    case 'choice':
      return word(setting.check);
    case 'flag':
      return yesNo;
    case 'other':
      return setting;
  }
}

/** The fields of a table of settings, in its order. */
export function fieldsOf<Owner extends object>(settings: Settings<Owner>): readonly Field<Owner>[] {
  const entries = Object.entries(settings) as [keyof Owner, Setting<Owner[keyof Owner]>][];
  return entries.map(([property, setting]) => ({ key: (setting as AnySetting).link, property, codec: codecOf<Owner[keyof Owner]>(setting) }));
}

/** Sets the pairs of the fields that differ from the standard. */
export function writeFields<Owner>(pairs: Pairs, prefix: string, fields: readonly Field<Owner>[], value: Owner, standard: Owner): void {
  for (const { key, property, codec } of fields) {
    const text = codec.write(value[property]);
    if (text !== codec.write(standard[property])) pairs.set(prefix + key, text);
  }
}
