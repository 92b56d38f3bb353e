/**
 * A scene: a view that a speaker or a teacher kept, with what is said about it. A talk walks scenes in order; a lesson is the same with
 * text beside the figures. What comes from a link, a file, storage or a script is checked here.
 */
import { type Check, completed, invalid, listOf, nullable, numberIn, oneOf, record, text, variant } from '../../base/check.ts';
import { numberSetting } from '../../base/setting.ts';
import { LARGE_NAMES, type LargeName } from '../view.ts';

/** Raise when the shape changes, and keep reading the older ones. */
export const DECK_VERSION = 1;
export const MOST_SCENES = 60;
export const LONGEST_TITLE = 120;
export const LONGEST_TEXT = 2000;
const LONGEST_VIEW = 20_000;

/** Which figures a talk shows side by side; where one fills the middle, it stands alone. */
export const LAYOUTS = ['path', 'plane', 'planes', 'matching'] as const;
export type Layout = (typeof LAYOUTS)[number];

/** What a step of a lesson waits for; each can be told from what is on the screen. */
export type Condition =
  /** The probe stands on the path, within `within` of α. */
  | { readonly kind: 'alpha'; readonly alpha: number; readonly within: number }
  /** B was matched onto A. */
  | { readonly kind: 'aligned' }
  /** The figure fills the middle. */
  | { readonly kind: 'enlarged'; readonly figure: LargeName }
  /** A training was finished since the step was shown. */
  | { readonly kind: 'trained' };

/** What is said about a view. Empty: nothing. */
export interface SceneText {
  /** Shown large. */
  readonly title: string;
  /** For the speaker alone. */
  readonly note: string;
  /** What a lesson says beside the figures. */
  readonly say: string;
  /** What it asks the reader to do. */
  readonly task: string;
  readonly question: string;
  /** Hidden until it is asked for. */
  readonly answer: string;
  /** When the task is done; null: nothing is waited for. */
  readonly until: Condition | null;
}

export interface Scene extends SceneText {
  /** The hash of a link without results: data, networks, settings and view. */
  readonly view: string;
  readonly layout: Layout;
}

/** Parts of the page that a lesson may leave out. */
export const HIDEABLE = ['data', 'network', 'training', 'seeds', 'train', 'networks', 'align', 'sentence', 'options'] as const;
export type Hideable = (typeof HIDEABLE)[number];

/** Scenes in their order, as files hold them. */
export interface Deck {
  readonly version: typeof DECK_VERSION;
  readonly scenes: readonly Scene[];
  readonly hide: readonly Hideable[];
}

/** Several lines of text, '' among them. */
export function lines(longest: number): Check<string> {
  return (value, argument) => {
    // eslint-disable-next-line no-control-regex -- control characters but the line's end are what this refuses
    if (typeof value === 'string' && value.length <= longest && !/[\u0000-\u0009\u000b-\u001f\u007f]/.test(value)) return value;
    throw invalid(argument, value, `text of at most ${longest} characters, without tabs and other control characters`);
  };
}

const checkView: Check<string> = (value, argument) => {
  const hash = text(LONGEST_VIEW)(value, argument);
  if (hash.startsWith('#v=')) return hash;
  throw invalid(argument, hash, "the part of a link behind the address, from '#v=' on");
};

export const checkLayout = oneOf(LAYOUTS);

/** Of a step that waits for the probe to stand somewhere on the path. */
export const ALPHA_SETTINGS = {
  alpha: numberSetting({ label: 'α', link: 'alpha', explanation: 'Where on the path the probe must stand.', standard: 0.5, min: -0.5, max: 1.5 }),
  within: numberSetting({ label: 'within', link: 'within', explanation: 'How far from there still counts.', standard: 0.03, min: 0.001, max: 0.5 }),
};

export const checkCondition: Check<Condition> = variant<Condition>('kind', {
  alpha: completed<Extract<Condition, { kind: 'alpha' }>>(
    { kind: oneOf(['alpha']), alpha: ALPHA_SETTINGS.alpha.check, within: ALPHA_SETTINGS.within.check },
    { within: ALPHA_SETTINGS.within.standard },
  ),
  aligned: record<Extract<Condition, { kind: 'aligned' }>>({ kind: oneOf(['aligned']) }),
  enlarged: record<Extract<Condition, { kind: 'enlarged' }>>({ kind: oneOf(['enlarged']), figure: oneOf(LARGE_NAMES) }),
  trained: record<Extract<Condition, { kind: 'trained' }>>({ kind: oneOf(['trained']) }),
});

export const TEXT_CHECKS: { readonly [K in keyof SceneText]: Check<SceneText[K]> } = {
  title: text(LONGEST_TITLE),
  note: lines(LONGEST_TEXT),
  say: lines(LONGEST_TEXT),
  task: lines(LONGEST_TEXT),
  question: lines(LONGEST_TEXT),
  answer: lines(LONGEST_TEXT),
  until: nullable(checkCondition),
};

export const NO_TEXT: Omit<SceneText, 'title'> = { note: '', say: '', task: '', question: '', answer: '', until: null };

/** What is left out is empty. */
export const checkScene: Check<Scene> = completed<Scene>({ ...TEXT_CHECKS, view: checkView, layout: checkLayout }, { ...NO_TEXT, layout: 'path' });

export const checkScenes: Check<Scene[]> = listOf(checkScene, 0, MOST_SCENES);

export const checkHidden: Check<Hideable[]> = (value, argument) => {
  const parts = listOf(oneOf(HIDEABLE), 0, HIDEABLE.length)(value, argument);
  return HIDEABLE.filter((part) => parts.includes(part));
};

/** A deck of this version or of one before it. */
export const checkDeck: Check<Deck> = (value, argument) => {
  const { version, ...rest } = record<Deck>({
    version: (given, path) => {
      numberIn(1, DECK_VERSION, 'integer')(given, path);
      return DECK_VERSION;
    },
    scenes: checkScenes,
    hide: checkHidden,
  })(value, argument);
  return { version, ...rest };
};

/** A scene without what is empty, as texts in links and files hold it. */
export function written(scene: Scene): Partial<Scene> {
  return Object.fromEntries(
    Object.entries(scene).filter(([key, value]) => value !== '' && value !== null && !(key === 'layout' && value === 'path')),
  );
}
