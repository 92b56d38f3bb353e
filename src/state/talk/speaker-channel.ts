/** What the talk and the speaker's window tell each other, on a channel of this browser that no other page hears. */
import { type Check, completed, nullable, numberIn, oneOf, record, text, variant } from '../../base/check.ts';
import { LONGEST_TEXT, LONGEST_TITLE, lines, MOST_SCENES } from '../scenes/scene.ts';

/** What the speaker's window shows. */
export interface SpeakerState {
  readonly kind: 'scene';
  readonly presenting: boolean;
  /** From 0; null: none is shown. */
  readonly at: number | null;
  readonly of: number;
  readonly title: string;
  readonly note: string;
  readonly question: string;
  readonly answer: string;
  readonly answered: boolean;
  /** '' where there is none after it. */
  readonly nextTitle: string;
  readonly nextNote: string;
  /** When the talk began, milliseconds since 1970; null: it has not. */
  readonly since: number | null;
}

export type SpeakerAsks = 'state' | 'next' | 'previous' | 'answer';

export type SpeakerMessage = SpeakerState | { readonly kind: 'ask'; readonly what: SpeakerAsks } | { readonly kind: 'end' };

const title = (value: unknown, argument: string): string => (value === '' ? '' : text(LONGEST_TITLE)(value, argument));
const isTrue = (value: unknown): boolean => value === true;

export const checkMessage: Check<SpeakerMessage> = variant<SpeakerMessage>('kind', {
  scene: record<SpeakerState>({
    kind: oneOf(['scene']),
    presenting: isTrue,
    at: nullable(numberIn(0, MOST_SCENES - 1, 'integer')),
    of: numberIn(0, MOST_SCENES, 'integer'),
    title,
    note: lines(LONGEST_TEXT),
    question: lines(LONGEST_TEXT),
    answer: lines(LONGEST_TEXT),
    answered: isTrue,
    nextTitle: title,
    nextNote: lines(LONGEST_TEXT),
    since: nullable(numberIn(0, Number.MAX_SAFE_INTEGER)),
  }),
  ask: record<Extract<SpeakerMessage, { kind: 'ask' }>>({ kind: oneOf(['ask']), what: oneOf(['state', 'next', 'previous', 'answer']) }),
  end: completed<Extract<SpeakerMessage, { kind: 'end' }>>({ kind: oneOf(['end']) }, {}),
});

/** The talk's end. */
export interface Speaker {
  /** Of the channel. */
  readonly name: string;
  close(): void;
}

export interface SpeakerChannel {
  send(message: SpeakerMessage): void;
  close(): void;
}

/** Joins the channel; what is no message of ours is passed over. null where the browser has no such channels. */
export function joinSpeakerChannel(name: string, hear: (message: SpeakerMessage) => void): SpeakerChannel | null {
  if (typeof BroadcastChannel === 'undefined') return null;
  const channel = new BroadcastChannel(`ridgeline-talk-${name}`);
  channel.addEventListener('message', ({ data }: MessageEvent) => {
    let message: SpeakerMessage;
    try {
      message = checkMessage(data, 'message');
    } catch {
      return;
    }
    hear(message);
  });
  return { send: (message) => channel.postMessage(message), close: () => channel.close() };
}

/** Milliseconds since 1970, for the clock of the speaker's window. */
export function timeNow(): number {
  return Date.now();
}
