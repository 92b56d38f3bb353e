/** Runs of figures that a person starts (definition.ts): started, paused with what is done, and gone on with. */
import { newId, type Session } from '../session.ts';
import type { Work } from '../shared-state.ts';
import type { AnyFigure } from './definition.ts';
import { figurePatch, ownSettings } from './reading.ts';
import { FIGURES, RUN_NAMES, type RunName } from './table.ts';
import type { AppState } from '../app-state.ts';

/** Starts a run, or goes on with one that was paused. Rejects with the signal's reason where it is paused. */
export async function startRun(session: Session, name: RunName): Promise<void> {
  const figure: AnyFigure = FIGURES[name];

  const { store, jobs, clock } = session;
  const state = store.getState();
  const signal = jobs.start(name);
  const patch = (change: Partial<Work<unknown>>): void => {
    if (!signal.aborted) store.setState((now) => figurePatch(now, name, change));
  };
  let held: unknown = state.figures[name].result;
  const show = (result: unknown, progress?: Work<unknown>['progress']): void => {
    held = result;
    patch({ result, ...(progress === undefined ? {} : { progress }) });
    // Mere progress finishes nothing.
    if (progress === undefined) keep(session, name, figure.kept(result));
  };
  const context = { session, state, settings: ownSettings(state.view, name), signal, now: () => clock.now(), newId, show };
  patch({ status: 'running', error: null });
  try {
    const result = await figure.run(context, held);
    patch({ status: 'done', result, progress: null });
    keep(session, name, figure.kept(result));
  } catch (error) {
    if (jobs.isCurrent(name, signal)) {
      const result = held === null ? null : figure.paused(held);
      store.setState((now) => figurePatch(now, name, { status: 'idle', result, progress: null, error: null }));
    }
    throw error;
  } finally {
    jobs.end(name, signal);
  }
}

/** Brings back what the runs of an earlier visit have finished. */
export async function restoreRuns({ storage, store }: Session): Promise<void> {
  for (const name of RUN_NAMES) {
    const kept: unknown = await storage?.setting(`run.${name}`).catch(() => undefined);
    const result = FIGURES[name].restored(kept);
    if (result !== null) store.setState((now) => figurePatch(now, name, { result }));
  }
}

/** What cannot be kept is measured again: no loss worth a notice. */
function keep({ storage }: Session, name: RunName, kept: unknown): void {
  storage?.putSetting(`run.${name}`, kept).catch(() => undefined);
}

/** Pauses a run: what is done stays. */
export function pauseRun({ jobs }: Session, name: RunName): void {
  jobs.cancel(name);
}

/** The run that is under way; null where none is. */
export function runUnderWay({ figures }: Pick<AppState, 'figures'>): RunName | null {
  return RUN_NAMES.find((name) => figures[name].status === 'running') ?? null;
}
