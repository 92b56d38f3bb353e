import { type FunctionComponent, useEffect, useMemo } from 'react';
import { describeExperiment } from '../../state/figures/sentences/sentence.ts';
import { type AppState } from '../../state/app-state.ts';
import { currentScene } from '../../state/talk/talk-state.ts';
import { FIGURE_VIEWS, LARGE_VIEWS } from '../figure-views.ts';
import { Notices } from '../notices/Notices.tsx';
import { PendingBanner } from '../notices/PendingBanner.tsx';
import { MatchingView } from '../play/MatchingView.tsx';
import { TrainingProgress } from '../training/TrainingProgress.tsx';
import { useApp } from '../use-app.ts';
import { Halo } from './Halo.tsx';
import { TalkBar } from './TalkBar.tsx';
import { useFullScreen } from './use-full-screen.ts';
import './talk.css';

/** Names of the figures that stand side by side. */
function figuresOf({ view, talk, training }: AppState): string {
  if (view.place !== 'explore') return 'lab';
  const shown = { path: ['curve', 'probe'], plane: ['plane', 'probe'], planes: ['plane'], matching: ['matching', 'curve'] }[talk.layout];
  const figures = view.large === null ? shown : [view.large];
  // A live training is part of the talk: it takes the second place.
  return (training.status === 'running' ? [figures[0], 'training'] : figures).join(' ');
}

function LabOfTalk() {
  const View = FIGURE_VIEWS[useApp((state) => state.view.lab.figure)];
  return <View />;
}

function TrainingOfTalk() {
  return (
    <section className="figure figure-training" aria-labelledby="talk-training-title">
      <header className="figure-head">
        <h2 id="talk-training-title">Training</h2>
      </header>
      <div className="figure-body">
        <TrainingProgress />
      </div>
    </section>
  );
}

const VIEWS: Readonly<Record<string, FunctionComponent>> = { ...LARGE_VIEWS, matching: MatchingView, lab: LabOfTalk, training: TrainingOfTalk };

/** The scene's title, or what the figures say; its question, and the answer when it is asked for. */
function TalkHead() {
  const scene = useApp(({ talk }) => currentScene(talk));
  const answered = useApp(({ talk }) => talk.answered);
  const sentence = useApp((state) => (currentScene(state.talk) === null ? describeExperiment(state).text : ''));
  return (
    <header className="talk-head" aria-live="polite">
      <h1>{scene?.title ?? sentence}</h1>
      {scene !== null && scene.question !== '' && <p className="talk-question">{scene.question}</p>}
      {scene !== null && answered && scene.answer !== '' && <p className="talk-answer">{scene.answer}</p>}
    </header>
  );
}

/** Figures alone, large, for a lecture hall; keys and clickers walk the scenes. */
export function TalkShell() {
  const figures = useApp(figuresOf);
  const names = useMemo(() => figures.split(' '), [figures]);
  useFullScreen();
  useEffect(() => {
    document.documentElement.classList.add('presenting');
    return () => document.documentElement.classList.remove('presenting');
  }, []);
  return (
    <div className="talk">
      <TalkHead />
      <div className="talk-messages">
        <PendingBanner />
        <Notices />
      </div>
      <main className={`talk-figures of-${names.length}`}>
        {names.map((name) => {
          const View = VIEWS[name];
          return <View key={name} />;
        })}
      </main>
      <TalkBar />
      <Halo />
    </div>
  );
}
