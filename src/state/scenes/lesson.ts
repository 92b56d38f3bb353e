/** Steps of a lesson: what one waits for, told from what is on the screen. */
import { formatCoordinate } from '../../base/format.ts';
import type { AppState } from '../app-state.ts';
import type { LargeName } from '../view.ts';
import type { AppStore } from '../store.ts';
import { currentScene } from '../talk/talk-state.ts';
import type { Condition } from './scene.ts';

type Seen = Pick<AppState, 'view' | 'aligned' | 'training'>;

/** Whether the condition holds now. `before`: the state just before, for what is an event. */
export function isMet(condition: Condition, { view, aligned, training }: Seen, before: Pick<Seen, 'training'>): boolean {
  switch (condition.kind) {
    case 'alpha':
      return view.probe.kind === 'path' && Math.abs(view.probe.alpha - condition.alpha) <= condition.within + 1e-9;
    case 'aligned':
      return aligned.B !== null;
    case 'enlarged':
      return view.place === 'explore' && view.large === condition.figure;
    case 'trained':
      return before.training.status === 'running' && training.status === 'done';
  }
}

/** 'α is within 0.03 of 0.50'. */
export function conditionWords(condition: Condition, figureTitle: (name: LargeName) => string): string {
  switch (condition.kind) {
    case 'alpha':
      return `α is within ${condition.within} of ${formatCoordinate(condition.alpha)}`;
    case 'aligned':
      return 'B is matched onto A';
    case 'enlarged':
      return `${figureTitle(condition.figure)} fills the middle`;
    case 'trained':
      return 'a training is finished';
  }
}

/** Ticks the step off when what it waits for has come; it stays so until another step is shown. Returns a function that ends it. */
export function followLesson(store: AppStore): () => void {
  return store.subscribe((state, before) => {
    const { talk } = state;
    if (!talk.lesson || talk.done || talk.arriving) return;
    const until = currentScene(talk)?.until ?? null;
    // Of the step that was shown just now, what moved on the way there says nothing.
    if (until === null || talk !== before.talk || !isMet(until, state, before)) return;
    store.setState({ talk: { ...talk, done: true } });
  });
}
