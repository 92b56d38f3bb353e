/** Puts the parts of the state together: the page's one handle on everything. */
import { isAbort, RidgelineError, toPlainError } from '../base/errors.ts';
import type { ComputeClient } from '../compute/client-contract.ts';
import type { ActionArguments, ActionListing, ActionName, App } from './actions/action.ts';
import { ACTION_NAMES, ACTIONS, actionOf } from './actions/registry.ts';
import type { AppState } from './app-state.ts';
import { changeBackend, selectBackend } from './backend.ts';
import { currentLink } from './link/current.ts';
import { demonstrate, endDemonstration } from './demonstration.ts';
import { Figures } from './figures/runner.ts';
import { restoreRuns } from './figures/runs.ts';
import { History } from './history.ts';
import { matchingDrawing } from './networks/drawing.ts';
import { RunningJobs } from './running-jobs.ts';
import { Library } from './networks/library.ts';
import { bindLink, type LinkBinding } from './link/binding.ts';
import { openAddress } from './bundle/open.ts';
import { SourceQuestions } from './bundle/source-question.ts';
import { linkOf, shareable } from './link/share.ts';
import { openAtOnce, openLink } from './link/opening.ts';
import { keptScreen } from './published/screen.ts';
import { NEEDS_NETWORKS } from './published/words.ts';
import { measureNetworks } from './data/loading.ts';
import type { Viewer } from './page/html.ts';
import { ShownFigures } from './page/shown-figure.ts';
import { Notices } from './notices.ts';
import { ReadingQuestions } from './data/reading-questions.ts';
import { checkTheme } from './schema.ts';
import type { Clock, PageLocation, Session, TabNote } from './session.ts';
import { keepSite } from './offline/keeping-site.ts';
import type { SiteKeeper } from './offline/site-keeper.ts';
import type { AppStorage } from './storage/storage.ts';
import { createAppStore } from './store.ts';
import type { TabChannel } from './storage/tabs.ts';
import { keepDeck, restoreDeck } from './scenes/deck.ts';
import { followLesson } from './scenes/lesson.ts';
import { type Motion, NO_MOTION } from './talk/motion.ts';
import { requireData } from './networks/training-run.ts';
import type { BackendPreference, SimdPreference } from '../compute/backend-names.ts';

export interface AppOptions {
  /** Of Ridgeline, as what is published names it. */
  readonly version: string;
  readonly client: ComputeClient;
  /** null where the browser has none; `storageMessage` then says why. */
  readonly storage: AppStorage | null;
  readonly storageMessage?: string;
  readonly location: PageLocation;
  readonly clock: Clock;
  /** What was training in this tab when the page went away. */
  readonly unfinished?: TabNote | null;
  readonly tabs: TabChannel | null;
  /** From `?backend=`, else 'auto'. */
  readonly preference: BackendPreference;
  /** From `?simd=`, else 'auto'. */
  readonly simd?: SimdPreference;
  /** What this site's data index lists; a failure counts as nothing. */
  readonly available: () => Promise<AppState['available']>;
  /** What keeps the site for visits without network, always the same one; fetched when it is needed. */
  readonly site?: (() => Promise<SiteKeeper>) | null;
  /** What a page of its own is made with; fetched when one is made. */
  readonly viewer: () => Promise<Viewer>;
  /** The browser's where left out. */
  readonly fetch?: typeof fetch;
  /** Hands the person a file. */
  readonly saveFile: (file: File) => void;
  /** How things move; left out: at once. */
  readonly motion?: Motion;
  /** Opens an address of this page in a window of its own; false where the browser refuses. Left out: there are none. */
  readonly openWindow?: (address: string) => boolean;
}

export interface RunningApp extends App {
  /** For scripting.ts, not for views. */
  readonly session: Session;
  /** Starts the backend, reads storage, opens the link, or shows the demonstration. Fulfils when calls are accepted; work may go on. */
  start(): Promise<void>;
  /** Fulfils when networks are saved and the hash is written. */
  settle(): Promise<void>;
  /** Ends everything that runs and every subscription; the client stays the caller's. */
  close(): void;
}

export function createApp(options: AppOptions): RunningApp {
  const session = createSession(options);
  const figures = new Figures(session);
  session.resumeFigures = () => figures.resumeFigures();
  const screen = keptScreen();
  let binding: LinkBinding | null = null;
  const closed = new AbortController();
  // Many views ask after every change.
  let listed: { readonly state: AppState; readonly listings: ActionListing[] } | null = null;
  const stopBackend = options.client.onBackendChange((info) => {
    const before = session.store.getState().backend.info;
    changeBackend(session, info);
    // The same device started again gives the same digits: what is drawn stays.
    if (before?.name !== info.name || before.device !== info.device || before.simd !== info.simd) figures.forget();
  });
  const stopKeeping = keepDeck(session);
  const stopLesson = followLesson(session.store);
  const stopForgetting = session.store.subscribe((state, before) => {
    const [now, then] = [state.backend.info, before.backend.info];
    if (now !== null && then !== null && (now.name !== then.name || now.simd !== then.simd)) figures.forget();
  });
  const run = <N extends ActionName>(name: N, argument?: ActionArguments[N], by: 'person' | 'script' = 'script'): Promise<unknown> => {
    const running = runAction(session, name, argument, by);
    // Failures are notices already: a caller that does not wait must not make them console errors too.
    running.catch(() => undefined);
    return running;
  };
  return {
    version: options.version,
    session,
    getState: () => screen(session.store.getState()),
    subscribe: (listener) => session.store.subscribe(listener),
    run: (name, argument) => run(name, argument),
    perform: async (name, argument) => {
      const result = await run(name, argument, 'person');
      if (result instanceof File) options.saveFile(result);
    },
    actions: () => {
      const state = session.store.getState();
      if (listed?.state !== state) listed = { state, listings: listActions(state) };
      return listed.listings;
    },
    link: () => currentLink(session).link,
    figureShown: (name, describe) => session.shownFigures.add(name, describe),
    matching: () => matchingDrawing(session),
    shareable: () => shareable(session),
    linkOf: (request) => linkOf(session, request),
    examples: (split, count) => session.client.run('examples', { dataset: requireData(session).spec, split, count }),
    start: async () => {
      // An author's figures need nothing that begins now.
      const opened = options.location.hash();
      const isShown = openAtOnce(session, opened);
      const { index, kept } = begin(session, options);
      await kept;
      // A link may name data of this site; those of the first example are made here.
      if (!isEmpty(options.location.hash()) || session.store.getState().networks.length > 0) await index;
      // Read now, not before: a link may have been typed in the meantime.
      const hash = options.location.hash();
      binding = bindLink(session, (changed) => {
        endDemonstration(session);
        open(session, changed);
      });
      session.beginEntry = () => binding?.begin();
      tellUnfinished(session);
      if (!isShown || hash !== opened) firstView(session, hash, () => binding?.flush());
      void keepSite(session, closed.signal);
      await index;
    },
    settle: async () => {
      await session.library.settle();
      binding?.flush();
    },
    close: () => {
      closed.abort();
      endDemonstration(session);
      session.jobs.cancelAll();
      binding?.close();
      binding = null;
      figures.close();
      session.library.close();
      stopBackend();
      stopForgetting();
      stopKeeping();
      stopLesson();
      session.stopFrames();
      session.speaker?.close();
      session.speaker = null;
    },
  };
}

function createSession(options: AppOptions): Session {
  const { version, client, storage, storageMessage, location, clock, unfinished, tabs, preference, simd, available, site, motion, openWindow } =
    options;
  const store = createAppStore(preference, simd);
  const notices = new Notices(store);
  const message = storageMessage ?? 'This browser keeps nothing here: networks last until the tab closes. Export those to keep.';
  if (storage === null) {
    store.setState({ storage: { available: false, message } });
    notices.add('info', message);
  }
  const session: Session = {
    version,
    store,
    client,
    storage,
    notices,
    sources: new SourceQuestions(store),
    shownFigures: new ShownFigures(),
    viewer: options.viewer,
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    questions: new ReadingQuestions({ store, client, ready: () => session.ready }),
    location,
    clock,
    unfinished: unfinished ?? null,
    available,
    site: site ?? null,
    library: new Library({ store, client, storage, notices, tabs, onArrival: () => void measureNetworks(session) }),
    history: new History(store, () => clock.now()),
    jobs: new RunningJobs(),
    removed: new Map(),
    current: null,
    wanted: null,
    awaitedFiles: [],
    demonstration: null,
    beginEntry: () => undefined,
    motion: motion ?? NO_MOTION,
    stopFrames: () => undefined,
    talkSince: null,
    speaker: null,
    openWindow: openWindow ?? (() => false),
    resumeFigures: () => undefined,
    opening: Promise.resolve(),
    trained: Promise.resolve(),
    ready: new Promise(() => undefined),
  };
  return session;
}

/** Storage is read while the backend starts; a backend that fails leaves a page that says so. */
function begin(session: Session, { preference, available }: AppOptions): { readonly index: Promise<void>; readonly kept: Promise<unknown> } {
  session.ready = selectBackend(session, preference).then(() => undefined);
  // Whoever waits for `ready` hears of a failure; with nobody waiting it is told in a notice already.
  session.ready.catch(() => undefined);
  const index = available().then(
    (found) => session.store.setState({ available: found }),
    () => undefined,
  );
  return { index, kept: Promise.all([session.library.load(), restoreTheme(session), restoreRuns(session), restoreDeck(session)]) };
}

/** A reload ends a training run: said, with the way to run it again. The first example runs again by itself. */
function tellUnfinished({ unfinished, store, notices }: Session): void {
  const names = unfinished?.get() ?? null;
  unfinished?.set(null);
  if (names === null || store.getState().networks.length === 0) return;
  const text = `The page was closed or reloaded while ${names} trained: what was not finished is lost. Train again to have it.`;
  notices.add('warning', text, { label: 'Train', name: 'train', argument: undefined }, { untilTraining: true });
}

async function restoreTheme(session: Session): Promise<void> {
  try {
    const theme = checkTheme(await session.storage?.setting('theme'), 'theme');
    session.store.setState(({ view }) => ({ view: { ...view, theme } }));
  } catch {
    // No theme was kept, or none that is known: the system's is used.
  }
}

/**
 * A link; else what was looked at last; else the demonstration, also where networks are there but nothing was looked at yet: a
 * reload in the middle of the demonstration. `demonstrated` is called when it ended.
 */
function firstView(session: Session, hash: string, demonstrated: () => void): void {
  if (!isEmpty(hash)) open(session, hash);
  else if (session.store.getState().networks.length === 0) void demonstrate(session).then(demonstrated);
  else {
    const last = session.storage?.setting('link').catch(() => undefined) ?? Promise.resolve(undefined);
    track(
      session,
      last.then((link) => {
        if (typeof link === 'string' && link !== '') return openLink(session, link, { missing: 'leave-out' });
        void demonstrate(session).then(demonstrated);
        return undefined;
      }),
    );
  }
}

function isEmpty(hash: string): boolean {
  return hash === '' || hash === '#';
}

function open(session: Session, hash: string): void {
  track(session, openAddress(session, hash));
}

function track(session: Session, opening: Promise<void>): void {
  session.opening = opening.catch((error: unknown) => {
    if (!isAbort(error)) session.notices.add('error', toPlainError(error).message);
  });
}

/** Checks the argument, refuses what cannot run now, ends the demonstration where the action changes something, and runs. */
async function runAction<N extends ActionName>(
  session: Session,
  name: N,
  argument: ActionArguments[N] | undefined,
  by: 'person' | 'script',
): Promise<unknown> {
  try {
    const action = actionOf(name);
    const checked = action.check(argument);
    if (action.edits && isHeldBack(session.store.getState(), name)) throw needsNetworks(name);
    if (action.edits) endDemonstration(session);
    const disabledReason = action.disabledReason(session.store.getState());
    if (disabledReason !== null) throw new RidgelineError('unsupported', disabledReason, { argument: 'name', received: name });
    const result = await (by === 'person' ? (action.perform ?? action.run) : action.run)(session, checked);
    session.notices.settled(name);
    return result;
  } catch (error) {
    if (!isAbort(error)) tellFailure(session, error, name);
    throw error;
  }
}

/** What changes networks, data or settings cannot run over an author's figures: they would be lost without a word. */
function isHeldBack({ published, pending }: AppState, name: ActionName): boolean {
  if (published === null || published.show === 'own' || published.recomputing !== 'no' || OVER_AUTHORS.includes(name)) return false;
  // Files that the figures wait for to be computed here.
  return name !== 'openFiles' || pending === null;
}

/** Undo goes back within the author's views alone; a bundle is another screen, and takes no network away; scenes are views. */
const OVER_AUTHORS: readonly ActionName[] = ['undo', 'redo', 'recompute', 'openBundle', 'showScene', 'nextScene', 'previousScene', 'resetScene'];

function needsNetworks(name: ActionName): RidgelineError {
  return new RidgelineError('unsupported', NEEDS_NETWORKS, { argument: 'name', received: name });
}

/** With the way on, where an author's figures stand in the way. */
function tellFailure({ notices, store }: Session, error: unknown, cause: ActionName): void {
  const { message } = toPlainError(error);
  const waits = message.startsWith(NEEDS_NETWORKS) && store.getState().published !== null;
  if (waits) notices.add('info', message, { label: 'Recompute', name: 'recompute', argument: undefined }, { cause });
  else notices.add('error', message, null, { cause });
}

function listActions(state: AppState): ActionListing[] {
  return ACTION_NAMES.map((name) => {
    const { title, shortcut, disabledReason, loses } = ACTIONS[name];
    const reason = isHeldBack(state, name) && ACTIONS[name].edits ? NEEDS_NETWORKS : disabledReason(state);
    return { name, title, shortcut, enabled: reason === null, reason, loses: loses?.(state) ?? null };
  });
}
