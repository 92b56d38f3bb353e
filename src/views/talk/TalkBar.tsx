import { useEffect, useState } from 'react';
import { LAYOUTS, type Layout } from '../../state/scenes/scene.ts';
import { currentScene } from '../../state/talk/talk-state.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Segmented } from '../../ui/fields/Segmented.tsx';
import { PlayButton, PlayLine } from '../play/PlayBar.tsx';
import { useAction, useApp, useRun } from '../use-app.ts';

const LAYOUT_WORDS: Readonly<Record<Layout, string>> = { path: 'Path', plane: 'Plane', planes: 'Planes', matching: 'Neurons' };

/** Milliseconds that the bar stays after the pointer moved. */
const STAY = 3000;

/** Whether the pointer moved, or a finger touched, a moment ago. */
function useMoved(): boolean {
  const [moved, setMoved] = useState(true);
  useEffect(() => {
    let timer = setTimeout(() => setMoved(false), STAY);
    const wake = (): void => {
      clearTimeout(timer);
      setMoved(true);
      timer = setTimeout(() => setMoved(false), STAY);
    };
    const events = ['pointermove', 'pointerdown'] as const;
    for (const event of events) window.addEventListener(event, wake);
    return () => {
      clearTimeout(timer);
      for (const event of events) window.removeEventListener(event, wake);
    };
  }, []);
  return moved;
}

function Steps() {
  const run = useRun();
  const at = useApp(({ talk }) => talk.at);
  const count = useApp(({ talk }) => talk.scenes.length);
  const [previous, next, reset] = [useAction('previousScene'), useAction('nextScene'), useAction('resetScene')];
  if (count === 0) return null;
  return (
    <>
      <span className="mirror">
        <IconButton icon="chevron" label="Previous scene" disabled={!previous.enabled} onPress={() => run('previousScene')} />
      </span>
      <span className="talk-count">
        {at === null ? '–' : at + 1} / {count}
      </span>
      <IconButton icon="chevron" label="Next scene" disabled={!next.enabled} onPress={() => run('nextScene')} />
      <IconButton icon="reset" label="Back to the scene as it was made" disabled={!reset.enabled} onPress={() => run('resetScene')} />
    </>
  );
}

/** What a speaker reaches for, in one quiet line that goes when the pointer rests. */
export function TalkBar() {
  const run = useRun();
  const moved = useMoved();
  const layout = useApp(({ talk, view }) => (view.large === null ? talk.layout : null));
  const explore = useApp(({ view }) => view.place === 'explore');
  const answer = useApp(({ talk }) => (currentScene(talk)?.answer ?? '') !== '');
  const answered = useApp(({ talk }) => talk.answered);
  const train = useAction('train');
  const notes = useAction('openSpeakerView');
  return (
    <div className="talk-bar" role="toolbar" aria-label="Talk" data-shown={moved ? '' : undefined}>
      <Steps />
      {answer && (
        <Button variant="quiet" onPress={() => run('showAnswer')}>
          {answered ? 'Hide the answer' : 'Show the answer'}
        </Button>
      )}
      {explore && (
        <>
          <PlayButton />
          <PlayLine />
          <Segmented<Layout>
            label="Figures"
            value={layout ?? 'path'}
            segments={LAYOUTS.map((value) => ({ value, label: LAYOUT_WORDS[value] }))}
            onChange={(next) => run('setLayout', { layout: next })}
          />
          <Button
            variant="quiet"
            hint={train.reason ?? 'Train networks anew, in front of everybody'}
            disabled={!train.enabled}
            onPress={() => run('train', { anew: true })}
          >
            Train
          </Button>
        </>
      )}
      {notes.enabled && (
        <Button variant="quiet" hint="Notes, next scene and clock in a second window" onPress={() => run('openSpeakerView')}>
          Notes
        </Button>
      )}
      <IconButton icon="close" label="Leave the talk" onPress={() => run('present', { on: false })} />
    </div>
  );
}
