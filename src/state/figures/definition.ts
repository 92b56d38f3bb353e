/**
 * What a figure is to the state: what it is made of, when it is shown, and how it is computed. table.ts lists all; the runner
 * (runner.ts) treats them alike, so that a new figure is a definition and no more.
 */
import type { StreamOptions } from '../../base/job.ts';
import type { JobName, JobPartial, JobRequest, JobResult } from '../../compute/protocol.ts';
import type { AppState, CurveFigure, LayersFigure, PlanesFigure, Work } from '../app-state.ts';
import type { View } from '../experiment.ts';
import type { Endpoints } from './inputs.ts';
import type { LabResults } from './lab-results.ts';
import type { CurrentData, Session } from '../session.ts';

interface ExploreResults {
  readonly curve: CurveFigure;
  readonly planes: PlanesFigure;
  readonly layers: LayersFigure;
}

/** The sensitivity sweep is a run of its own (pairs/sweep.ts), not a figure that follows the view. */
export type FigureResults = ExploreResults & Omit<LabResults, 'sensitivity'>;
export type FigureKey = keyof FigureResults;

export interface FigureInputs {
  readonly session: Session;
  readonly state: AppState;
  readonly data: CurrentData;
  readonly endpoints: Endpoints;
}

export interface FigureRunOptions<Partial> extends StreamOptions<Partial> {
  /** Stands for a request that is too large to be its own key. */
  readonly key?: unknown;
  /** false: the result is too large to keep. */
  readonly keep?: boolean;
}

/** Runs a job of a figure: from the cache, or in its turn on the worker. */
export type FigureRun = <N extends JobName>(name: N, request: JobRequest<N>, options?: FigureRunOptions<JobPartial<N>>) => Promise<JobResult<N>>;

export interface FigureContext extends FigureInputs {
  readonly signal: AbortSignal;
  readonly run: FigureRun;
  /** What was made under this key before, or is made now: for small things made of large results, which are not kept themselves. */
  readonly remember: <T>(key: unknown, make: () => Promise<T>) => Promise<T>;
}

/** A key of a figure whose networks are about to change: it waits, and keeps what it shows. */
export const WAIT = Symbol('wait');

export interface FigureDefinition<Result> {
  /** Smaller first, among figures that wait for the worker. */
  readonly urgency: number;
  /** A figure that is not shown is not computed; what it held stays. */
  readonly shown: (view: View) => boolean;
  /** Everything the result depends on; null where there is nothing to show. Another key computes the figure anew. */
  readonly key: (inputs: FigureInputs) => unknown;
  /** `show` gives what there is so far. */
  readonly compute: (context: FigureContext, show: (partial: Result) => void) => Promise<Result>;
}

export type FigureTable = { readonly [K in FigureKey]: FigureDefinition<FigureResults[K]> };

/** The state's part that holds a figure. */
export function figureWork<K extends FigureKey>(state: AppState, name: K): Work<FigureResults[K]> {
  const works: { readonly [N in FigureKey]: Work<FigureResults[N]> } = {
    ...state.lab,
    curve: state.curve,
    planes: state.planes,
    layers: state.layers,
  };
  return works[name];
}

/** The change of state that changes a figure's part. */
export function figurePatch(state: AppState, name: FigureKey, patch: Partial<Work<unknown>>): Partial<AppState> {
  const work = { ...figureWork(state, name), ...patch };
  return name === 'curve' || name === 'planes' || name === 'layers' ? { [name]: work } : { lab: { ...state.lab, [name]: work } };
}
