/** Scenes of others. */
import type { Session } from '../session.ts';
import { NO_TALK } from '../talk/talk-state.ts';
import type { Deck } from './scene.ts';

/**
 * A deck that came with a link or a file: shown, and the person's own kept until it is changed. `at`: the step at which it is read as a
 * lesson, from 0; null: it is not.
 */
export function borrowDeck({ store }: Session, { scenes, hide }: Pick<Deck, 'scenes' | 'hide'>, at: number | null): void {
  const shown = at === null || scenes.length === 0 ? null : Math.min(at, scenes.length - 1);
  store.setState(({ talk }) => ({
    talk: {
      ...NO_TALK,
      presenting: talk.presenting,
      scenes,
      hide,
      at: shown,
      lesson: shown !== null,
      borrowed: true,
      layout: scenes[shown ?? 0]?.layout ?? 'path',
    },
  }));
}
