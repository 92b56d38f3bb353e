/** Actions on scenes, talks and lessons. */
import { RidgelineError } from '../../base/errors.ts';
import { completed, flag, nullable, numberIn, oneOf, plainObject, record, refuseUnknownKeys } from '../../base/check.ts';
import type { AppState } from '../app-state.ts';
import { addScene, editScene, hideParts, moveScene, removeScene, setDeck } from '../scenes/deck.ts';
import { checkHidden, checkLayout, checkScenes, MOST_SCENES, type SceneText, TEXT_CHECKS } from '../scenes/scene.ts';
import { showScene } from '../scenes/showing.ts';
import type { Session } from '../session.ts';
import { changePlay, endPlay, playHindrance, togglePlay } from '../talk/play.ts';
import { openSpeakerView } from '../talk/speaker.ts';
import { type Play, PLAYS, SPEEDS } from '../talk/talk-state.ts';
import type { ActionArguments } from './action.ts';
import { always, checkNothing, type ActionGroup } from './definition.ts';

type Name =
  | 'addScene'
  | 'editScene'
  | 'moveScene'
  | 'removeScene'
  | 'setScenes'
  | 'showScene'
  | 'nextScene'
  | 'previousScene'
  | 'resetScene'
  | 'showAnswer'
  | 'present'
  | 'setLayout'
  | 'readLesson'
  | 'hideParts'
  | 'play'
  | 'changePlay'
  | 'endPlay'
  | 'openSpeakerView';

const index = numberIn(0, MOST_SCENES - 1, 'integer');

export const SCENE_ACTIONS: ActionGroup<Name> = {
  addScene: {
    title: 'Keep this view as a scene of a talk or a lesson',
    shortcut: 'n',
    edits: false,
    check: (argument) => (argument === undefined || argument === null ? undefined : checkText(argument)),
    disabledReason: ({ talk }) => (talk.scenes.length < MOST_SCENES ? null : `There are ${MOST_SCENES} scenes: remove one first.`),
    run: (session, text) => {
      const at = addScene(session, text ?? {});
      session.notices.confirm(`'${session.store.getState().talk.scenes[at].title}' was added to the scenes.`, {
        label: 'Undo',
        name: 'undo',
        argument: undefined,
      });
      return at;
    },
  },
  editScene: {
    title: 'Change what is said about a scene',
    shortcut: null,
    edits: false,
    check: checkEdit,
    disabledReason: always,
    run: (session, { index, retake = false, ...text }) => editScene(session, index, text, retake),
  },
  moveScene: {
    title: 'Move a scene',
    shortcut: null,
    edits: false,
    check: (argument) => record<ActionArguments['moveScene']>({ index, to: index })(argument, ''),
    disabledReason: always,
    run: (session, { index, to }) => moveScene(session, index, to),
  },
  removeScene: {
    title: 'Remove a scene',
    shortcut: null,
    edits: false,
    check: (argument) => record<ActionArguments['removeScene']>({ index })(argument, ''),
    disabledReason: always,
    run: (session, { index }) => {
      const { title } = removeScene(session, index);
      session.notices.confirm(`The scene '${title}' was removed.`, { label: 'Undo', name: 'undo', argument: undefined });
    },
  },
  setScenes: {
    title: 'Put other scenes in the place of these',
    shortcut: null,
    edits: false,
    check: (argument) => record<ActionArguments['setScenes']>({ scenes: checkScenes, hide: checkHidden })(argument, ''),
    disabledReason: always,
    run: setDeck,
  },
  showScene: {
    title: 'Show a scene',
    shortcut: null,
    edits: true,
    check: (argument) => record<ActionArguments['showScene']>({ index })(argument, ''),
    disabledReason: always,
    run: (session, { index }) => showScene(session, index),
  },
  nextScene: {
    title: 'Go to the next scene',
    shortcut: null,
    edits: true,
    check: checkNothing,
    disabledReason: ({ talk: { scenes, at } }) => ((at ?? -1) + 1 < scenes.length ? null : 'There is no scene after this one.'),
    run: (session) => showScene(session, (session.store.getState().talk.at ?? -1) + 1),
  },
  previousScene: {
    title: 'Go to the scene before',
    shortcut: null,
    edits: true,
    check: checkNothing,
    disabledReason: ({ talk: { at } }) => ((at ?? 0) > 0 ? null : 'There is no scene before this one.'),
    run: (session) => showScene(session, (session.store.getState().talk.at ?? 1) - 1),
  },
  resetScene: {
    title: 'Go back to the scene as it was made',
    shortcut: 'r',
    edits: true,
    check: checkNothing,
    disabledReason: ({ talk: { at } }) => (at === null ? 'No scene is shown.' : null),
    run: (session) => showScene(session, session.store.getState().talk.at ?? 0),
  },
  showAnswer: {
    title: 'Show the answer to the question of a scene, or hide it',
    shortcut: 'q',
    edits: false,
    check: (argument) => (argument === undefined || argument === null ? undefined : record<{ on: boolean }>({ on: flag })(argument, '')),
    disabledReason: answerHindrance,
    run: ({ store }, argument) => store.setState(({ talk }) => ({ talk: { ...talk, answered: argument?.on ?? !talk.answered } })),
  },
  present: {
    title: 'Present: figures alone on the whole screen',
    shortcut: 'p',
    edits: false,
    check: (argument) => (argument === undefined || argument === null ? undefined : record<{ on: boolean }>({ on: flag })(argument, '')),
    disabledReason: always,
    run: present,
  },
  setLayout: {
    title: 'Choose the figures of a talk',
    shortcut: null,
    edits: false,
    check: (argument) => record<ActionArguments['setLayout']>({ layout: checkLayout })(argument, ''),
    disabledReason: always,
    run: setLayout,
  },
  readLesson: {
    title: 'Read the scenes as a lesson, their text beside the figures',
    shortcut: null,
    edits: false,
    check: (argument) => record<ActionArguments['readLesson']>({ on: flag })(argument, ''),
    disabledReason: ({ talk }) => (talk.scenes.length > 0 ? null : 'There are no scenes yet.'),
    run: readLesson,
  },
  hideParts: {
    title: 'Choose which parts of the page a lesson leaves out',
    shortcut: null,
    edits: false,
    check: (argument) => record<ActionArguments['hideParts']>({ parts: checkHidden })(argument, ''),
    disabledReason: always,
    run: (session, { parts }) => hideParts(session, parts),
  },
  play: {
    title: 'Play α from A to B and back, or pause',
    shortcut: 'w',
    edits: true,
    check: (argument) =>
      argument === undefined || argument === null ? undefined : record<NonNullable<ActionArguments['play']>>({ kind: oneOf(PLAYS) })(argument, ''),
    disabledReason: (state) => playHindrance('path', state),
    run: playOrTell,
  },
  changePlay: {
    title: 'Change how fast it plays, whether it begins again, or how far it is',
    shortcut: null,
    edits: false,
    check: checkPlayChange,
    disabledReason: ({ play }) => (play === null ? 'Nothing plays.' : null),
    run: changePlay,
  },
  endPlay: {
    title: 'End what plays',
    shortcut: null,
    edits: false,
    check: checkNothing,
    disabledReason: ({ play }) => (play === null ? 'Nothing plays.' : null),
    run: endPlay,
  },
  openSpeakerView: {
    title: 'Open the notes in a second window',
    shortcut: null,
    edits: false,
    check: checkNothing,
    disabledReason: ({ talk }) => (talk.scenes.length > 0 ? null : 'There are no scenes yet.'),
    run: openSpeakerView,
  },
};

const TEXT_KEYS = Object.keys(TEXT_CHECKS) as (keyof SceneText)[];

function checkText(argument: unknown): Partial<SceneText> {
  const given = plainObject(argument, 'argument');
  refuseUnknownKeys(given, TEXT_KEYS, '');
  const keys = TEXT_KEYS.filter((key) => given[key] !== undefined);
  return Object.fromEntries(keys.map((key) => [key, TEXT_CHECKS[key](given[key], key)]));
}

function checkEdit(argument: unknown): ActionArguments['editScene'] {
  const given = plainObject(argument, 'argument');
  refuseUnknownKeys(given, ['index', 'retake', ...TEXT_KEYS], '');
  const { index: at, retake, ...text } = given;
  return { index: index(at, 'index'), ...(retake === undefined ? {} : { retake: flag(retake, 'retake') }), ...checkText(text) };
}

function checkPlayChange(argument: unknown): ActionArguments['changePlay'] {
  const { speed, loop, at } = completed<Record<'speed', Play['speed'] | null> & Record<'loop', boolean | null> & Record<'at', number | null>>(
    { speed: nullable(oneOf(SPEEDS)), loop: nullable(flag), at: nullable(numberIn(0, 1)) },
    { speed: null, loop: null, at: null },
  )(argument, '');
  return { ...(speed === null ? {} : { speed }), ...(loop === null ? {} : { loop }), ...(at === null ? {} : { at }) };
}

function answerHindrance({ talk: { scenes, at } }: AppState): string | null {
  const scene = at === null ? undefined : scenes[at];
  if (scene === undefined) return 'No scene is shown.';
  return scene.answer === '' ? 'This scene has no answer.' : null;
}

/** Begins at the scene that was shown last, or at the first. */
async function present(session: Session, argument: ActionArguments['present']): Promise<void> {
  const { store } = session;
  const { presenting, scenes, at } = store.getState().talk;
  const on = argument?.on ?? !presenting;
  if (on === presenting) return;
  endPlay(session);
  session.talkSince = on ? session.clock.now() : null;
  store.setState(({ talk }) => ({ talk: { ...talk, presenting: on } }));
  if (on && at === null && scenes.length > 0) await showScene(session, 0);
}

async function readLesson(session: Session, { on }: ActionArguments['readLesson']): Promise<void> {
  const { store } = session;
  store.setState(({ talk }) => ({ talk: { ...talk, lesson: on } }));
  if (on) await showScene(session, store.getState().talk.at ?? 0);
}

function playOrTell(session: Session, argument: ActionArguments['play']): void {
  const kind = argument?.kind ?? 'path';
  const reason = playHindrance(kind, session.store.getState());
  if (reason !== null) throw new RidgelineError('unsupported', reason, { argument: 'kind', received: kind });
  togglePlay(session, kind);
}

/** Another pair of figures; both planes where both are asked for. */
function setLayout({ store }: Session, { layout }: ActionArguments['setLayout']): void {
  store.setState(({ talk, view }) => {
    const plane = layout === 'planes' ? { ...view.plane, show: 'both' as const } : view.plane;
    return { talk: { ...talk, layout }, view: { ...view, plane, large: null } };
  });
}
