/** The talk's end of the speaker's view: it tells what is shown, and does what the second window asks. */
import { RidgelineError } from '../../base/errors.ts';
import { showScene } from '../scenes/showing.ts';
import { newId, type Session } from '../session.ts';
import { joinSpeakerChannel, type Speaker, type SpeakerAsks, type SpeakerMessage, type SpeakerState } from './speaker-channel.ts';
import { currentScene } from './talk-state.ts';

/** Opens the second window; where one is open already, it is brought up to date. */
export function openSpeakerView(session: Session): void {
  session.speaker ??= beginSpeaker(session);
  if (session.speaker === null)
    throw new RidgelineError('unsupported', 'This browser has no channel between windows: the notes cannot be shown in a second one.');
  if (!session.openWindow(`?speaker=${session.speaker.name}`))
    throw new RidgelineError('unsupported', 'The browser did not open a second window. Allow windows for this page and try again.');
}

function beginSpeaker(session: Session): Speaker | null {
  const name = newId();
  const hear = (message: SpeakerMessage): void => {
    if (message.kind === 'ask') answer(message.what);
  };
  const channel = joinSpeakerChannel(name, hear);
  if (channel === null) return null;
  const tell = (): void => channel.send(speakerState(session));
  const answer = (what: SpeakerAsks): void => {
    const { talk } = session.store.getState();
    if (what === 'state') tell();
    else if (what === 'answer') session.store.setState({ talk: { ...talk, answered: !talk.answered } });
    else walk(session, what === 'next' ? (talk.at ?? -1) + 1 : (talk.at ?? 0) - 1);
  };
  const stop = session.store.subscribe(({ talk }, before) => {
    if (talk !== before.talk) tell();
  });
  return {
    name,
    close: () => {
      stop();
      channel.send({ kind: 'end' });
      channel.close();
    },
  };
}

function walk(session: Session, index: number): void {
  if (index < 0 || index >= session.store.getState().talk.scenes.length) return;
  showScene(session, index).catch((error: unknown) => {
    session.notices.add('error', error instanceof Error ? error.message : String(error), null, { cause: 'showScene' });
  });
}

function speakerState({ store, talkSince }: Session): SpeakerState {
  const { talk } = store.getState();
  const scene = currentScene(talk);
  const next = talk.scenes.at((talk.at ?? -1) + 1) ?? null;
  return {
    kind: 'scene',
    presenting: talk.presenting,
    at: scene === null ? null : talk.at,
    of: talk.scenes.length,
    title: scene?.title ?? '',
    note: scene?.note ?? '',
    question: scene?.question ?? '',
    answer: scene?.answer ?? '',
    answered: talk.answered,
    nextTitle: next?.title ?? '',
    nextNote: next?.note ?? '',
    since: talkSince,
  };
}
