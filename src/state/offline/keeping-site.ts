/** When the site is begun to be kept: after the first figures. What does it is fetched then, too. */
import { isShown } from '../figures/reading.ts';
import { FIGURE_NAMES } from '../figures/table.ts';
import type { AppState } from '../app-state.ts';
import type { Session } from '../session.ts';

/** Milliseconds without work after which the page is taken to be at rest: one piece of work follows another. */
const REST = 1500;

/** Starts the service worker once the page rests. Never rejects: without its code, which did not come, nothing is kept. */
export async function keepSite(session: Session, signal: AbortSignal): Promise<void> {
  if (session.site === null) return;
  await atRest(session, signal);
  if (signal.aborted) return;
  await import('./starting.ts').then(({ startKeeping }) => startKeeping(session)).catch(() => undefined);
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
