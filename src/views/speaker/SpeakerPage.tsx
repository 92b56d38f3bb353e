import { useCallback, useEffect, useRef, useState } from 'react';
import { joinSpeakerChannel, type SpeakerAsks, type SpeakerChannel, type SpeakerState, timeNow } from '../../state/talk/speaker-channel.ts';
import { Button } from '../../ui/Button.tsx';
import './speaker.css';

const SECOND = 1000;

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** '1:02:07', '2:07'. */
function lasted(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / SECOND));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

function Clock({ since }: { since: number | null }) {
  const [now, setNow] = useState(timeNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(timeNow()), SECOND);
    return () => clearInterval(timer);
  }, []);
  const time = new Date(now);
  return (
    <p className="speaker-clock">
      <span>
        {two(time.getHours())}:{two(time.getMinutes())}
      </span>
      <b role="timer">{since === null ? 'not begun' : lasted(now - since)}</b>
    </p>
  );
}

interface Heard {
  readonly state: SpeakerState | null;
  readonly ended: boolean;
  readonly ask: (what: SpeakerAsks) => void;
}

/** What the talk tells, and what it is asked. */
function useTalk(name: string): Heard {
  const [state, setState] = useState<SpeakerState | null>(null);
  const [ended, setEnded] = useState(false);
  const channel = useRef<SpeakerChannel | null>(null);
  useEffect(() => {
    const joined = joinSpeakerChannel(name, (message) => {
      if (message.kind === 'scene') setState(message);
      if (message.kind === 'end') setEnded(true);
    });
    channel.current = joined;
    joined?.send({ kind: 'ask', what: 'state' });
    return () => joined?.close();
  }, [name]);
  const ask = useCallback((what: SpeakerAsks) => channel.current?.send({ kind: 'ask', what }), []);
  return { state, ended, ask };
}

/** The keys of a clicker work here too. */
function useKeys(ask: Heard['ask']): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.target instanceof HTMLElement && event.target.closest('button') !== null && [' ', 'Enter'].includes(event.key)) return;
      const what = ({ ArrowRight: 'next', PageDown: 'next', ' ': 'next', ArrowLeft: 'previous', PageUp: 'previous', q: 'answer' } as const)[
        event.key
      ];
      if (what === undefined) return;
      event.preventDefault();
      ask(what);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [ask]);
}

/** The speaker's own window: notes, the next scene, the clock. The talk's window does all else. */
export function SpeakerPage({ name }: { name: string }) {
  const { state, ended, ask } = useTalk(name);
  useKeys(ask);
  if (state === null) return <main className="speaker">{ended ? 'The talk’s window was closed.' : 'Waiting for the talk’s window…'}</main>;
  return (
    <main className="speaker">
      <header className="speaker-head">
        <p>{state.at === null ? `${state.of} scenes` : `Scene ${state.at + 1} of ${state.of}`}</p>
        <Clock since={state.since} />
      </header>
      {ended && <p role="alert">The talk’s window was closed.</p>}
      <section aria-labelledby="speaker-title" aria-live="polite">
        <h1 id="speaker-title">{state.title}</h1>
        <p className="speaker-note">{state.note === '' ? 'No note.' : state.note}</p>
        {state.question !== '' && (
          <p className="speaker-question">
            <b>Ask</b> {state.question}
          </p>
        )}
        {state.answer !== '' && (
          <p className="speaker-question">
            <b>Answer{state.answered ? ', shown' : ', hidden'}</b> {state.answer}
          </p>
        )}
      </section>
      <section aria-labelledby="speaker-next" className="speaker-next">
        <h2 id="speaker-next">{state.nextTitle === '' ? 'This is the last scene' : `Next: ${state.nextTitle}`}</h2>
        <p className="speaker-note">{state.nextNote}</p>
      </section>
      <footer className="speaker-buttons">
        <Button onPress={() => ask('previous')} disabled={state.at === null || state.at === 0}>
          Previous scene
        </Button>
        {state.answer !== '' && <Button onPress={() => ask('answer')}>{state.answered ? 'Hide the answer' : 'Show the answer'}</Button>}
        <Button variant="primary" onPress={() => ask('next')} disabled={state.nextTitle === ''}>
          Next scene
        </Button>
      </footer>
    </main>
  );
}
