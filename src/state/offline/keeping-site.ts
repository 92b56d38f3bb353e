/** The site is kept for the next visit without network, after the first figures are there; a newer version is told of. */
import { toPlainError } from '../../base/errors.ts';
import { isShown } from '../figures/reading.ts';
import { FIGURE_NAMES } from '../figures/table.ts';
import type { AppState } from '../app-state.ts';
import type { Session } from '../session.ts';
import { checkSite, setSite } from './checking.ts';
import type { SiteNews } from './site-keeper.ts';

/** Milliseconds without work after which the page is taken to be at rest: one piece of work follows another. */
const REST = 1500;

/** Starts the service worker once the page rests. Never rejects. */
export async function keepSite(session: Session, signal: AbortSignal): Promise<void> {
  const { site } = session;
  if (site === null) return;
  if (site.refusal !== null) {
    setSite(session, { status: 'impossible', reason: site.refusal });
    return;
  }
  await atRest(session, signal);
  if (signal.aborted) return;
  try {
    await site.start((news) => hear(session, news));
  } catch (error) {
    setSite(session, { status: 'impossible', reason: `This browser refuses to keep the page: ${toPlainError(error).message}` });
  }
}

function hear(session: Session, news: SiteNews): void {
  if (news.kind === 'progress') {
    // What is whole already is this version; what comes then is a newer one.
    if (session.store.getState().offline.site.status !== 'kept')
      setSite(session, { status: 'keeping', reason: null, done: news.done, total: news.total });
  } else if (news.kind === 'settled') void checkSite(session);
  else tellNewVersion(session);
}

function tellNewVersion({ store, notices }: Session): void {
  if (store.getState().offline.newVersion) return;
  store.setState(({ offline }) => ({ offline: { ...offline, newVersion: true } }));
  const text = 'A newer version of Ridgeline is here. It is used when all tabs of this one are closed, or now, which loads the page again.';
  notices.add('info', text, { label: 'Use it now', name: 'takeNewVersion', argument: undefined });
}

/** True while something is loaded, trained or computed. */
function works({ backend, data, training, aligning, probe, opening, figures, view }: AppState): boolean {
  const shown = FIGURE_NAMES.filter((name) => isShown(view, name)).map((name) => figures[name]);
  return backend.status === 'starting' || [data, training, aligning, probe, opening, ...shown].some(({ status }) => status === 'running');
}

/** Fulfils when nothing was loaded, trained or computed for a while, or the signal is aborted. */
function atRest({ store }: Session, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = (): void => {
      clearTimeout(timer);
      stop();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const look = (state: AppState): void => {
      if (!works(state)) timer ??= setTimeout(end, REST);
      else {
        clearTimeout(timer);
        timer = undefined;
      }
    };
    const stop = store.subscribe(look);
    signal.addEventListener('abort', end);
    look(store.getState());
  });
}
