/** Actions on settings: what Train will do, what is looked at, and their undo. */
import { canonicalJson } from '../../base/hash.ts';
import { isAbort, RidgelineError } from '../../base/errors.ts';
import { formatList } from '../../base/format.ts';
import { plainObject, record } from '../../base/check.ts';
import { DATASET_DEFAULTS } from '../defaults.ts';
import type { Experiment } from '../experiment.ts';
import { checkLarge, checkView, type View } from '../view.ts';
import type { Snapshot } from '../history.ts';
import { loadData } from '../data/loading.ts';
import { touched, withPatch } from '../patch.ts';
import { beyond } from '../published/within.ts';
import { NEEDS_NETWORKS } from '../published/words.ts';
import { checkEndpoint, checkExperiment, checkProbe, checkTheme } from '../schema.ts';
import type { Session } from '../session.ts';
import type { ActionArguments, DeepPartial } from './action.ts';
import { endPlay } from '../talk/play.ts';
import type { TalkState } from '../talk/talk-state.ts';
import { bringBack } from '../networks/removed.ts';
import { always, checkNothing, type ActionGroup } from './definition.ts';

type Name = 'setExperiment' | 'setView' | 'undo' | 'redo' | 'enlarge' | 'probe' | 'previewProbe' | 'probeEndpoint' | 'resetPlane' | 'setTheme';

export const SETTING_ACTIONS: ActionGroup<Name> = {
  setExperiment: {
    title: 'Change the experiment',
    shortcut: null,
    edits: true,
    check: (argument) => plainObject(argument, 'experiment'),
    disabledReason: always,
    run: setExperiment,
  },
  setView: {
    title: 'Change the view',
    shortcut: null,
    edits: false,
    check: (argument) => plainObject(argument, 'view'),
    disabledReason: always,
    run: (session, patch) => {
      const view = checkView(withPatch(session.store.getState().view, patch), '');
      refuseBeyondAuthors(session, view);
      const fields = touched(patch);
      if (fields.some((field) => !field.startsWith('probe') && field !== 'theme')) session.history.remember(`view ${fields.join()}`);
      setView(session, view);
    },
  },
  undo: {
    title: 'Undo',
    shortcut: 'Control+z',
    edits: true,
    check: checkNothing,
    disabledReason: ({ canUndo }) => (canUndo ? null : 'There is nothing to undo.'),
    run: (session) => goTo(session, session.history.undo()),
  },
  redo: {
    title: 'Redo',
    shortcut: 'Control+Shift+z',
    edits: true,
    check: checkNothing,
    disabledReason: ({ canRedo }) => (canRedo ? null : 'There is nothing to redo.'),
    run: (session) => goTo(session, session.history.redo()),
  },
  enlarge: {
    title: 'Make a figure large',
    shortcut: null,
    edits: false,
    check: (argument) => record<ActionArguments['enlarge']>({ figure: checkLarge })(argument, ''),
    disabledReason: always,
    run: (session, { figure }) => session.store.setState(({ view }) => ({ view: { ...view, large: figure } })),
  },
  probe: {
    title: 'Move the probe',
    shortcut: null,
    edits: false,
    check: (argument) => checkProbe(argument, 'probe'),
    disabledReason: always,
    run: putProbe,
  },
  previewProbe: {
    title: 'Show a place while it is pointed at',
    shortcut: null,
    edits: false,
    check: (argument) => checkProbe(argument, 'probe'),
    disabledReason: always,
    run: (session, probe) => session.store.setState(({ view }) => ({ view: { ...view, probe } })),
  },
  probeEndpoint: {
    title: 'Look at one network',
    shortcut: null,
    edits: false,
    check: (argument) => record<ActionArguments['probeEndpoint']>({ endpoint: checkEndpoint })(argument, ''),
    disabledReason: always,
    run: (session, { endpoint }) => putProbe(session, { kind: 'network', endpoint }),
  },
  resetPlane: {
    title: 'Show the whole plane',
    shortcut: '0',
    edits: false,
    check: checkNothing,
    disabledReason: ({ view }) => (view.plane.window === null ? 'The whole plane is shown.' : null),
    run: (session) => {
      session.history.remember('view plane.window');
      session.store.setState(({ view }) => ({ view: { ...view, plane: { ...view.plane, window: null } } }));
    },
  },
  setTheme: {
    title: 'Change the theme',
    shortcut: null,
    edits: false,
    check: (argument) => record<ActionArguments['setTheme']>({ theme: checkTheme })(argument, ''),
    disabledReason: always,
    run: (session, { theme }) => setView(session, { ...session.store.getState().view, theme }),
  },
};

/** An author's figures follow what they hold; another setting would need their networks. */
function refuseBeyondAuthors({ store }: Session, view: View): void {
  const { published } = store.getState();
  if (published === null || published.show === 'own' || published.recomputing !== 'no') return;
  const changed = beyond(published.published, published.link.view, view);
  if (changed.length === 0) return;
  throw new RidgelineError('unsupported', `${NEEDS_NETWORKS} This setting would change: ${formatList(changed)}.`, { argument: 'view' });
}

function putProbe(session: Session, probe: View['probe']): void {
  endPlay(session);
  session.history.remember('probe');
  session.store.setState(({ view }) => ({ view: { ...view, probe } }));
}

function setView(session: Session, view: View): void {
  if (view.theme !== session.store.getState().view.theme) {
    // A theme that cannot be kept is no loss worth a notice.
    session.storage?.putSetting('theme', view.theme).catch(() => undefined);
  }
  session.store.setState({ view });
}

/** Other data load at once, since everything is measured on them; the new data's architecture and training come with another kind. */
async function setExperiment(session: Session, patch: DeepPartial<Experiment>): Promise<void> {
  const { experiment } = session.store.getState();
  const id = patch.data?.id ?? experiment.data.id;
  const base = id === experiment.data.id ? experiment : { ...experiment, ...DATASET_DEFAULTS[id] };
  const next = checkExperiment(withPatch(base, patch), '');
  session.history.remember(`experiment ${touched(patch).join()}`);
  const moved = canonicalJson(next.data) !== canonicalJson(experiment.data);
  session.store.setState({ experiment: { ...next, data: experiment.data } });
  if (moved) await loadData(session, next.data, { keepSettings: true });
}

/** Where the scene that is shown stands in other scenes; null where it is none of them. */
function placeOf({ scenes, at }: TalkState, others: TalkState['scenes']): number | null {
  const found = at === null ? -1 : others.indexOf(scenes[at]);
  return found < 0 ? null : found;
}

function goTo(session: Session, target: Snapshot | null): Promise<void> | undefined {
  if (target === null) return undefined;
  const { store } = session;
  for (const id of Object.keys(target.names)) bringBack(session, id);
  for (const { id, name } of store.getState().networks) {
    // One that came since keeps its name.
    if (Object.hasOwn(target.names, id) && target.names[id] !== name) session.library.rename(id, target.names[id]);
  }
  const { experiment, networks, view, talk } = store.getState();
  const present = (id: string | null): string | null => (networks.some((entry) => entry.id === id) ? id : null);
  const { roles, aligned } = target;
  store.setState({
    experiment: { ...target.experiment, data: experiment.data },
    view: { ...target.view, theme: view.theme },
    roles: { A: present(roles.A), B: present(roles.B), C: present(roles.C) },
    aligned: { B: present(aligned.B), C: present(aligned.C) },
    ...(target.scenes === talk.scenes ? {} : { talk: { ...talk, scenes: target.scenes, at: placeOf(talk, target.scenes), borrowed: false } }),
  });
  if (canonicalJson(target.experiment.data) === canonicalJson(experiment.data)) return undefined;
  return loadData(session, target.experiment.data, { keepSettings: true }).then(
    () => undefined,
    (error: unknown) => {
      if (!isAbort(error)) throw error;
    },
  );
}
