/** Files being opened, as a job that tells how far it is and can be cancelled. Several may run beside each other; the last to tell is shown. */
import type { AppState } from '../app-state.ts';
import { newId, type Session } from '../session.ts';

export interface OpeningJob {
  readonly signal: AbortSignal;
  /** Tells how many files are done. */
  show(done: number): void;
  /** While a person is asked nothing runs. */
  hide(): void;
  end(): void;
}

/** @param total files */
export function startOpening({ jobs, store }: Session, total: number): OpeningJob {
  const name = `opening ${newId()}`;
  const signal = jobs.start(name);
  let shown: AppState['opening'] | null = null;
  const hide = (): void => {
    if (store.getState().opening === shown) store.setState({ opening: { status: 'idle', result: null, progress: null, error: null } });
    shown = null;
  };
  return {
    signal,
    show: (done) => {
      shown = { status: 'running', result: null, progress: { phase: 'files', done, total }, error: null };
      store.setState({ opening: shown });
    },
    hide,
    end: () => {
      hide();
      jobs.end(name, signal);
    },
  };
}
