/** What the screen shows of scenes: the deck, where one is in it, and how: presented, as a lesson, or not at all. */
import type { Role } from '../experiment.ts';
import type { Hideable, Layout, Scene } from '../scenes/scene.ts';

export interface TalkState {
  readonly scenes: readonly Scene[];
  /** The scene that was shown last, from 0; null: none. */
  readonly at: number | null;
  readonly presenting: boolean;
  /** Text of the scene stands beside the figures. */
  readonly lesson: boolean;
  /** The answer to the scene's question was asked for. */
  readonly answered: boolean;
  /** What the step of a lesson waits for has come. */
  readonly done: boolean;
  /** On the way to the scene: what passes by says nothing of what was done. */
  readonly arriving: boolean;
  /** Which figures stand side by side while presenting. */
  readonly layout: Layout;
  /** Parts of the page that are left out. */
  readonly hide: readonly Hideable[];
  /** They came with a link or a file and were not changed: the browser keeps the person's own beside them. */
  readonly borrowed: boolean;
}

export const NO_TALK: TalkState = {
  scenes: [],
  at: null,
  presenting: false,
  lesson: false,
  answered: false,
  done: false,
  arriving: false,
  layout: 'path',
  hide: [],
  borrowed: false,
};

/** The scene that is shown; null where none is, or it was removed. */
export function currentScene({ scenes, at }: Pick<TalkState, 'scenes' | 'at'>): Scene | null {
  return at === null ? null : (scenes[at] ?? null);
}

export const SPEEDS = ['slow', 'normal', 'fast'] as const;
export type Speed = (typeof SPEEDS)[number];

export const PLAYS = ['path', 'training', 'matching'] as const;
export type PlayKind = (typeof PLAYS)[number];

/** Something that moves by itself: α from A to B and back, the trainings by their checkpoints, or B's neurons into A's order. */
export interface Play {
  readonly kind: PlayKind;
  readonly running: boolean;
  readonly speed: Speed;
  readonly loop: boolean;
  /** How far its round is, from 0 to 1. */
  readonly at: number;
  /** Of the training: the recorded epochs, ascending. Of the others empty. */
  readonly epochs: readonly number[];
  /** Of the training: the epochs of every checkpoint of A, B and C, ascending. */
  readonly recorded: Readonly<Partial<Record<Role, readonly number[]>>>;
}

/** The epoch of the trainings that is shown while they play; null: the networks as they are. */
export function playedEpoch({ play }: { readonly play: Play | null }): number | null {
  if (play?.kind !== 'training') return null;
  const { epochs, at } = play;
  return epochs[Math.min(epochs.length - 1, Math.floor(at * epochs.length))] ?? null;
}
