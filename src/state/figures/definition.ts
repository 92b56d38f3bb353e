/**
 * What a figure is to the state: its words and settings, what it is made of, how it is computed, its sentence and its call for scripts.
 * table.ts lists all; whatever treats figures (store, links, runner, scripts, status line, tabs) reads that table, so that a new figure
 * is a definition and a line there.
 */
import type { StreamOptions } from '../../base/job.ts';
import type { Settings } from '../../base/setting.ts';
import type { ComputeClient } from '../../compute/client-contract.ts';
import type { JobName, JobPartial, JobRequest, JobResult } from '../../compute/protocol.ts';
import type { Checkpoint } from '../../nn/training.ts';
import type { AnyCall, FigureCall } from './call.ts';
import type { Endpoints } from './inputs.ts';
import type { NetworkRecord } from '../networks/record.ts';
import type { EndsOfPairs } from '../pairs/ends.ts';
import type { CurrentData, SharedState, SharedView, Work } from '../shared-state.ts';

/** What a figure is called, and how to read it. */
export interface FigureWords {
  /** On its tab. */
  readonly tab: string;
  /** Over it. */
  readonly title: string;
  /** Of Explore's figures those in the wide column; the others stand in the narrow one. */
  readonly wide?: boolean;
  /** In the status line, while it is computed. */
  readonly status: string;
  /** Entry of the glossary that defines it; '' where its view names several. */
  readonly term: string;
  /** Two or three sentences beside the figure; '' where there is no room for any. */
  readonly reading: string;
}

/** The parts of the session that figures use. */
export interface FigureSession {
  readonly client: ComputeClient;
  readonly library: {
    get(id: string, argument?: string): NetworkRecord;
    find(test: (record: NetworkRecord) => boolean): NetworkRecord | null;
    registerCheckpoint(id: string, checkpoint: Checkpoint): string;
  };
}

export interface FigureInputs<Own = unknown> extends FigureReader {
  readonly session: FigureSession;
  readonly state: SharedState;
  /** The figure's own settings. */
  readonly settings: Own;
  readonly data: CurrentData;
  readonly endpoints: Endpoints;
}

/** What a figure may know of others, each named by its definition. */
export interface FigureReader {
  readonly settingsOf: <Own, Result, Call extends AnyCall>(figure: FigureDefinition<Own, Result, Call>) => Own;
  readonly workOf: <Own, Result, Call extends AnyCall>(figure: FigureDefinition<Own, Result, Call>) => Work<Result>;
}

export interface FigureRunOptions<Partial> extends StreamOptions<Partial> {
  /** Stands for a request that is too large to be its own key. */
  readonly key?: unknown;
  /** false: the result is too large to keep. */
  readonly keep?: boolean;
}

/** Runs a job of a figure: from the cache, or in its turn on the worker. */
export type FigureRun = <N extends JobName>(name: N, request: JobRequest<N>, options?: FigureRunOptions<JobPartial<N>>) => Promise<JobResult<N>>;

export interface FigureContext<Own = unknown> extends FigureInputs<Own> {
  readonly signal: AbortSignal;
  readonly run: FigureRun;
  /** What was made under this key before, or is made now: for small things made of large results, which are not kept themselves. */
  readonly remember: <T>(key: unknown, make: () => Promise<T>) => Promise<T>;
}

/** A key of a figure whose networks are about to change: it waits, and keeps what it shows. */
export const WAIT = Symbol('wait');

/** A sentence, and what it found the matching to have done to the barrier; null where that is not known. */
export interface Said {
  readonly text: string;
  readonly verdict: 'removed' | 'lowered' | 'unchanged' | 'raised' | 'none-to-remove' | null;
}

/** What a sentence is made of. */
export interface FigureTale<Own, Result> extends FigureReader {
  readonly result: Result | null;
  readonly settings: Own;
  readonly state: Pick<SharedState, 'networks' | 'roles' | 'aligned'> & { readonly view: Pick<SharedView, 'lab' | 'split'> };
}

interface Described<Own, Result, Call extends AnyCall> {
  readonly words: FigureWords;
  /** By property; null for a figure that has none and stands beside another. */
  readonly settings: Own extends object ? Settings<Own> : null;
  /** What it shows, in plain words and its own numbers; null where there is nothing to say yet, or another figure says it. */
  sentence(tale: FigureTale<Own, Result>): Said | string | null;
  /** What the page says instead, as long as there is no result and nothing runs; '' for the usual advice on pairs. */
  readonly advice: string;
  /** The ends that it was made of; null where there are none yet, or it lists them itself. */
  ends(result: Result): EndsOfPairs | null;
  /** Its call of `window.ridgeline`; null where there is none. */
  readonly call: Call;
}

/** Follows the view: computed anew whenever its key changes, while it is shown. */
export interface FollowingFigure<Own, Result, Call extends AnyCall = null> extends Described<Own, Result, Call> {
  readonly kind: 'follows';
  /** Smaller first, among figures that wait for the worker. */
  readonly urgency: number;
  /** It is shown with this other one; left out: by its own tab. A figure that is not shown is not computed; what it held stays. */
  readonly beside?: AnyFigure;
  /** Everything the result depends on; null where there is nothing to show. Another key computes the figure anew. */
  key(inputs: FigureInputs<Own>): unknown;
  /** `show` gives what there is so far. */
  compute(context: FigureContext<Own>, show: (partial: Result) => void): Promise<Result>;
}

/** What a run works with. */
export interface RunContext<Own, Result> {
  readonly session: Pick<FigureSession, 'client'>;
  readonly state: SharedState;
  readonly settings: Own;
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newId: () => string;
  /** What there is so far, and how far it is. */
  show(result: Result, progress?: Work<Result>['progress']): void;
}

/** Started by a person, paused and gone on with; it keeps results of its own, whatever the view shows, over a reload too. */
export interface RunFigure<Own, Result, Call extends AnyCall = null> extends Described<Own, Result, Call> {
  readonly kind: 'run';
  /** Goes on from what is held. Rejects with the signal's reason where it is paused. */
  run(context: RunContext<Own, Result>, held: Result | null): Promise<Result>;
  /** What is kept of a result where the run was paused, or the page reloaded. */
  paused(result: Result): Result;
  /** What this browser keeps of it. */
  kept(result: Result): unknown;
  /** A result that was kept, read back with distrust; null where it is none. */
  restored(kept: unknown): Result | null;
}

/** Computed where it is drawn: too little work to wait for. */
export interface DrawnFigure<Own, Call extends AnyCall = null> extends Described<Own, null, Call> {
  readonly kind: 'drawn';
}

export type FigureDefinition<Own, Result, Call extends AnyCall = AnyCall> =
  FollowingFigure<Own, Result, Call> | RunFigure<Own, Result, Call> | (Described<Own, Result, Call> & { readonly kind: 'drawn' });

/** Any definition, of whatever settings and results. */
export type AnyFigure = FigureDefinition<object | null, unknown>;

/** A table of figures, by name. */
export type FigureTable = Readonly<Record<string, AnyFigure>>;

/** The settings of a definition; null where it has none. */
export type OwnOf<D> = D extends { sentence(tale: FigureTale<infer Own, infer _Result>): unknown } ? Own : never;

/** What a definition computes. */
export type ResultOf<D> = D extends { ends(result: infer Result): unknown } ? Result : never;

/** The call of a definition. */
export type CallOf<D> = D extends { readonly call: FigureCall<infer Name, infer Answer> } ? FigureCall<Name, Answer> : never;
