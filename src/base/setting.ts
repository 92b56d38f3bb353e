/**
 * One setting, described once: the field of the panel, the check of links, scripts and stored state, the text in a link and its
 * explanation are all read from its descriptor. Who holds settings has a table of them, one entry a property.
 */
import { flag, invalid, listOf, oneOf, inRange, type Check, type Range } from './check.ts';

interface Described<T> {
  /** What the page calls it, such as 'Learning rate'. */
  readonly label: string;
  /** Its key in a link, such as 'rate'. */
  readonly link: string;
  /** One sentence: what it does. */
  readonly explanation: string;
  /** What stands under its field, such as '0: none'; its unit stands there anyway. */
  readonly note?: string;
  /** What it is where nobody chose. */
  readonly standard: T;
  /** Accepts what the setting can be and rejects the rest with the argument, what was received and what is allowed. */
  readonly check: Check<T>;
}

export interface NumberSetting extends Described<number>, Required<Range> {
  readonly kind: 'number';
  /** Empty where the number is a count or has none. */
  readonly unit: string;
}

/** One word of a choice; the note says in the picker what the label does not. */
export interface ChoiceWord<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly note?: string;
}

export interface ChoiceSetting<T extends string> extends Described<T> {
  readonly kind: 'choice';
  /** In the order of the picker. */
  readonly choices: readonly ChoiceWord<T>[];
}

export interface FlagSetting extends Described<boolean> {
  readonly kind: 'flag';
}

/** A list or a compound: it stands in a link by its own text. */
export interface OtherSetting<T> extends Described<T> {
  readonly kind: 'other';
  /** As it stands in a link. */
  readonly write: (value: T) => string;
  /** Throws a RidgelineError that says what is wrong. */
  readonly read: (text: string, key: string) => T;
}

// Distributes over the booleans and over unions of words where T is one of them.
export type Setting<T> = [T] extends [number]
  ? NumberSetting | OtherSetting<T>
  : [T] extends [boolean]
    ? FlagSetting
    : [T] extends [string]
      ? ChoiceSetting<T> | OtherSetting<T>
      : OtherSetting<T>;

/** The descriptors of an object's properties; one that the object may lack may be lacking. */
export type Settings<Owner extends object> = { readonly [K in keyof Owner]: Setting<Exclude<Owner[K], undefined>> };

type Words<T> = Omit<Described<T>, 'check'>;

export function numberSetting(words: Words<number> & Range & { readonly unit?: string }): NumberSetting {
  const { whole = false, excluded = 'neither', gap = 0, unit = '', ...rest } = words;
  return { kind: 'number', ...rest, whole, excluded, gap, unit, check: inRange({ ...rest, whole, excluded, gap }) };
}

/** @param choices label by value, in the order of the picker; [label, note] where there is more to say */
export function choiceSetting<const T extends string>(
  words: Words<NoInfer<T>> & { readonly choices: Readonly<Record<T, string | readonly [label: string, note: string]>> },
): ChoiceSetting<T> {
  const { choices, ...rest } = words;
  const values = Object.keys(choices) as T[];
  return { kind: 'choice', ...rest, choices: values.map((value) => choiceWord(value, choices[value])), check: oneOf(values) };
}

function choiceWord<T extends string>(value: T, words: string | readonly [label: string, note: string]): ChoiceWord<T> {
  return typeof words === 'string' ? { value, label: words } : { value, label: words[0], note: words[1] };
}

/** The words of a choice, in the order of the picker. */
export function wordsOf<T extends string>({ choices }: ChoiceSetting<T>): readonly T[] {
  return choices.map(({ value }) => value);
}

export function flagSetting(words: Words<boolean>): FlagSetting {
  return { kind: 'flag', ...words, check: flag };
}

/** @param setting with its own check and texts */
export function otherSetting<T>(setting: Omit<OtherSetting<T>, 'kind'>): OtherSetting<T> {
  return { kind: 'other', ...setting };
}

/** The checks of a table of settings, for `record`. */
export function checksOf<Owner extends object>(settings: Settings<Owner>): { readonly [K in keyof Owner]: Check<Owner[K]> } {
  return Object.fromEntries(Object.entries<Described<unknown>>(settings).map(([key, { check }]) => [key, check])) as {
    readonly [K in keyof Owner]: Check<Owner[K]>;
  };
}

/** The object in which every setting has its standard. */
export function standardsOf<Owner extends object>(settings: Settings<Owner>): Owner {
  return Object.fromEntries(Object.entries<Described<unknown>>(settings).map(([key, { standard }]) => [key, standard])) as Owner;
}

/** A list of `least` to `most` different entries. */
export function distinctList<T>(check: Check<T>, least: number, most: number): Check<T[]> {
  const list = listOf(check, least, most);
  return (value, argument) => {
    const entries = list(value, argument);
    if (new Set(entries).size === entries.length) return entries;
    throw invalid(argument, value, 'a list without repeats');
  };
}
