/** The deck: scenes are added, changed, moved and removed, each undoable; what a person made is kept in the browser. */
import { currentLink } from '../link/current.ts';
import type { Session } from '../session.ts';
import type { TalkState } from '../talk/talk-state.ts';
import { sceneAt } from './showing.ts';
import { checkDeck, type Deck, DECK_VERSION, type Hideable, MOST_SCENES, NO_TEXT, type Scene, type SceneText } from './scene.ts';
import { RidgelineError } from '../../base/errors.ts';

/** The scenes there are, for files and other places. */
export function deckOf({ store }: Session): Deck {
  const { scenes, hide } = store.getState().talk;
  return { version: DECK_VERSION, scenes, hide };
}

/** Keeps the view of now as a scene behind the one that is shown, or at the end; gives its place. */
export function addScene(session: Session, given: Partial<SceneText>): number {
  const { talk } = session.store.getState();
  if (talk.scenes.length >= MOST_SCENES)
    throw new RidgelineError('too-large', `There are ${MOST_SCENES} scenes, as many as a talk holds. Remove one first.`);
  const index = talk.at === null ? talk.scenes.length : talk.at + 1;
  const scene: Scene = { ...NO_TEXT, title: `Scene ${talk.scenes.length + 1}`, ...given, view: viewOfNow(session), layout: talk.layout };
  change(session, 'scene added', { scenes: talk.scenes.toSpliced(index, 0, scene), at: index, answered: false });
  return index;
}

/** Other words for a scene, or (`retake`) the view of now in the place of its own. */
export function editScene(session: Session, index: number, text: Partial<SceneText>, retake: boolean): void {
  const scene = sceneAt(session, index);
  const { scenes, layout } = session.store.getState().talk;
  const view = retake ? { view: viewOfNow(session), layout } : {};
  change(session, `scene ${index} ${Object.keys(text).sort().join()}`, { scenes: scenes.with(index, { ...scene, ...text, ...view }) });
}

export function moveScene(session: Session, index: number, to: number): void {
  const scene = sceneAt(session, index);
  sceneAt(session, to, 'to');
  const { scenes, at } = session.store.getState().talk;
  const moved = scenes.toSpliced(index, 1).toSpliced(to, 0, scene);
  const shown = at === null ? undefined : scenes[at];
  change(session, 'scene moved', { scenes: moved, at: shown === undefined ? null : moved.indexOf(shown) });
}

export function removeScene(session: Session, index: number): Scene {
  const scene = sceneAt(session, index);
  const { scenes, at } = session.store.getState().talk;
  const left = scenes.toSpliced(index, 1);
  const shown = at === null || at === index ? null : at > index ? at - 1 : at;
  change(session, 'scene removed', { scenes: left, at: shown, lesson: session.store.getState().talk.lesson && left.length > 0 });
  return scene;
}

/** Puts a deck in the place of the one that is here, which comes back by `undo`. */
export function setDeck(session: Session, { scenes, hide }: Pick<Deck, 'scenes' | 'hide'>): void {
  change(session, 'scenes', { scenes, hide, at: null, lesson: false });
}

export function hideParts(session: Session, hide: readonly Hideable[]): void {
  change(session, 'hidden parts', { hide });
}

/** Reads the person's own scenes from storage; what cannot be read is told, and stays there until the next change. */
export async function restoreDeck({ storage, store, notices }: Session): Promise<void> {
  const kept = await storage?.setting('scenes').catch(() => undefined);
  if (kept === undefined) return;
  try {
    const { scenes, hide } = checkDeck(kept, 'scenes');
    store.setState(({ talk }) => ({ talk: { ...talk, scenes, hide } }));
  } catch (error) {
    notices.add('warning', `The scenes kept in this browser cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Keeps the deck whenever it changes; returns a function that ends it. */
export function keepDeck(session: Session): () => void {
  return session.store.subscribe(({ talk }, { talk: before }) => {
    if (talk.borrowed || (talk.scenes === before.scenes && talk.hide === before.hide)) return;
    session.storage?.putSetting('scenes', deckOf(session)).catch(() => {
      session.notices.add('warning', 'The scenes could not be kept in this browser: put them into a link or a file to keep them.', null, {
        cause: 'scenes',
      });
    });
  });
}

function change({ store, history }: Session, what: string, patch: Partial<TalkState>): void {
  history.remember(what);
  store.setState(({ talk }) => ({ talk: { ...talk, ...patch, borrowed: false } }));
}

function viewOfNow(session: Session): string {
  return currentLink(session, 'none').hash;
}
