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
import { RunningJobs } from './running-jobs.ts';
import { Library } from './networks/library.ts';
import { bindLink, type LinkBinding } from './link/binding.ts';
import { openLink } from './link/opening.ts';
import { measureNetworks } from './data/loading.ts';
import { Notices } from './notices.ts';
import { ReadingQuestions } from './data/reading-questions.ts';
import { checkTheme } from './schema.ts';
import type { Clock, PageLocation, Session, TabNote } from './session.ts';
import { keepSite } from './offline/keeping-site.ts';
import type { SiteKeeper } from './offline/site-keeper.ts';
import type { AppStorage } from './storage/storage.ts';
import { createAppStore } from './store.ts';
import type { TabChannel } from './storage/tabs.ts';
import { requireData } from './networks/training-run.ts';
import type { BackendPreference, SimdPreference } from '../compute/backend-names.ts';

export interface AppOptions {
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
  /** What keeps the site for visits without network. */
  readonly site?: SiteKeeper | null;
  /** Hands the person a file. */
  readonly saveFile: (file: File) => void;
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
  let binding: LinkBinding | null = null;
  const closed = new AbortController();
  const stopBackend = options.client.onBackendChange((info) => {
    const before = session.store.getState().backend.info;
    changeBackend(session, info);
    // The same device started again gives the same digits: what is drawn stays.
    if (before?.name !== info.name || before.device !== info.device || before.simd !== info.simd) figures.forget();
  });
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
    session,
    getState: () => session.store.getState(),
    subscribe: (listener) => session.store.subscribe(listener),
    run: (name, argument) => run(name, argument),
    perform: async (name, argument) => {
      const result = await run(name, argument, 'person');
      if (result instanceof File) options.saveFile(result);
    },
    actions: () => listActions(session),
    link: () => currentLink(session).link,
    examples: (split, count) => session.client.run('examples', { dataset: requireData(session).spec, split, count }),
    start: async () => {
      await begin(session, options);
      // Read now, not before: a link may have been typed in the meantime.
      const hash = options.location.hash();
      binding = bindLink(session, (changed) => {
        endDemonstration(session);
        open(session, changed);
      });
      tellUnfinished(session);
      firstView(session, hash, () => binding?.flush());
      void keepSite(session, closed.signal);
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
    },
  };
}

function createSession({ client, storage, storageMessage, location, clock, unfinished, tabs, preference, simd, available, site }: AppOptions): Session {
  const store = createAppStore(preference, simd);
  const notices = new Notices(store);
  const message = storageMessage ?? 'This browser keeps nothing here: networks last until the tab closes. Export those to keep.';
  if (storage === null) {
    store.setState({ storage: { available: false, message } });
    notices.add('info', message);
  }
  const session: Session = {
    store,
    client,
    storage,
    notices,
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
    resumeFigures: () => undefined,
    opening: Promise.resolve(),
    trained: Promise.resolve(),
    ready: new Promise(() => undefined),
  };
  return session;
}

/** Storage is read while the backend starts; a backend that fails leaves a page that says so. */
async function begin(session: Session, { preference, available }: AppOptions): Promise<void> {
  session.ready = selectBackend(session, preference).then(() => undefined);
  // Whoever waits for `ready` hears of a failure; with nobody waiting it is told in a notice already.
  session.ready.catch(() => undefined);
  const index = available().then(
    (found) => session.store.setState({ available: found }),
    () => undefined,
  );
  await Promise.all([session.library.load(), restoreTheme(session), restoreRuns(session), index]);
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
  if (hash !== '' && hash !== '#') open(session, hash);
  else if (session.store.getState().networks.length === 0) void demonstrate(session).then(demonstrated);
  else {
    const last = session.storage?.setting('link').catch(() => undefined) ?? Promise.resolve(undefined);
    track(
      session,
      last.then((link) => {
        if (typeof link === 'string' && link !== '') return openLink(session, link, 'leave-out');
        void demonstrate(session).then(demonstrated);
        return undefined;
      }),
    );
  }
}

function open(session: Session, hash: string): void {
  track(session, openLink(session, hash));
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
    if (action.edits) endDemonstration(session);
    const disabledReason = action.disabledReason(session.store.getState());
    if (disabledReason !== null) throw new RidgelineError('unsupported', disabledReason, { argument: 'name', received: name });
    const result = await (by === 'person' ? (action.perform ?? action.run) : action.run)(session, checked);
    session.notices.settled(name);
    return result;
  } catch (error) {
    if (!isAbort(error)) session.notices.add('error', toPlainError(error).message, null, { cause: name });
    throw error;
  }
}

function listActions(session: Session): ActionListing[] {
  const state = session.store.getState();
  return ACTION_NAMES.map((name) => {
    const { title, shortcut, disabledReason, loses } = ACTIONS[name];
    const reason = disabledReason(state);
    return { name, title, shortcut, enabled: reason === null, reason, loses: loses?.(state) ?? null };
  });
}
