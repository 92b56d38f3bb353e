/**
 * Keeps the figures up to date: recomputes each that is shown when what it is made of changes, keeps its old result until then,
 * cancels what was superseded or left, and remembers results by request.
 */
import { isAbort, toPlainError } from '../../base/errors.ts';
import { canonicalJson } from '../../base/hash.ts';
import { Paced } from '../../base/paced.ts';
import type { JobResult } from '../../compute/protocol.ts';
import type { Work } from '../shared-state.ts';
import { WAIT, type AnyFigure, type FigureContext, type FigureInputs, type FigureRun, type FollowingFigure } from './definition.ts';
import type { AnyCall } from './call.ts';
import { IDLE } from './derived.ts';
import { fittingEndpoints } from './inputs.ts';
import { figurePatch, figureReader, isShown, ownSettings } from './reading.ts';
import { FIGURE_NAMES, FIGURES, type FigureName } from './table.ts';
import { FigureQueue } from './queue.ts';
import { ProbeFollower } from './probe-follower.ts';
import { ResultCache } from './result-cache.ts';
import type { Session } from '../session.ts';

type AnyFollowing = FollowingFigure<object | null, unknown, AnyCall>;

const MOST_RESULTS = 160;
/** Milliseconds between two pictures of a figure that grows: to draw one takes half as long. */
const PART_INTERVAL = 120;
const INPUTS = ['view', 'roles', 'aligned', 'networks', 'data', 'backend', 'aligning', 'play', 'published'] as const;
/** The key of a figure that there is nothing for. */
const NOTHING = canonicalJson(null);

export class Figures {
  private readonly session: Session;
  private readonly cache = new ResultCache(MOST_RESULTS);
  private readonly queue = new FigureQueue();
  private readonly keys = new Map<FigureName, string>();
  private readonly probe: ProbeFollower;
  private readonly stop: () => void;
  private scheduled = false;

  constructor(session: Session) {
    this.session = session;
    this.probe = new ProbeFollower(session, () => this.schedule());
    this.stop = session.store.subscribe((state, before) => {
      if (INPUTS.some((key) => state[key] !== before[key])) this.schedule();
    });
  }

  /** Another backend gives other digits: everything is computed again. */
  forget(): void {
    this.cache.clear();
    this.keys.clear();
    this.schedule();
  }

  /** Starts figures again that were stopped. */
  resumeFigures(): void {
    this.schedule();
  }

  close(): void {
    this.stop();
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    queueMicrotask(() => {
      this.scheduled = false;
      this.update();
    });
  }

  private update(): void {
    const { session } = this;
    const state = session.store.getState();
    const data = session.current;
    if (data === null || state.data.status !== 'done' || state.backend.status !== 'ready') return;
    // Under an author's figures nothing is computed, unless theirs are to be compared.
    if (state.published?.show === 'author' && state.published.recomputing === 'no') return;
    const common = { session, state, data, endpoints: fittingEndpoints(state, data.summary), ...figureReader(state) };
    for (const name of FIGURE_NAMES) {
      const figure: AnyFigure = FIGURES[name];
      if (figure.kind === 'follows') this.refresh(name, figure, isShown(state.view, name), { ...common, settings: ownSettings(state.view, name) });
    }
    if (state.view.place === 'explore') this.probe.update({ ...common, settings: null });
  }

  /** Starts a figure anew where its key differs from that of the last start. */
  private refresh(name: FigureName, figure: AnyFollowing, shown: boolean, inputs: FigureInputs<object | null>): void {
    const { jobs, store } = this.session;
    if (!shown) {
      if (jobs.isRunning(name)) this.keys.delete(name);
      jobs.cancel(name);
      return;
    }
    const keyed = figure.key(inputs);
    if (keyed === WAIT) return;
    const key = canonicalJson(keyed);
    if (this.keys.get(name) === key) return;
    this.keys.set(name, key);
    if (key === NOTHING) {
      jobs.cancel(name);
      store.setState((now) => figurePatch(now, name, IDLE));
      return;
    }
    void this.start(name, figure, inputs);
  }

  private async start(name: FigureName, figure: AnyFollowing, inputs: FigureInputs<object | null>): Promise<void> {
    const { jobs, store } = this.session;
    const signal = jobs.start(name);
    const show = (patch: Partial<Work<unknown>>): void => {
      if (!signal.aborted) store.setState((now) => figurePatch(now, name, patch));
    };
    const parts = new Paced((result: unknown) => show({ result }), PART_INTERVAL);
    show({ status: 'running', progress: null, error: null });
    try {
      const result = await figure.compute(this.context(inputs, figure.urgency, signal, show), (soFar) => parts.offer(soFar));
      parts.end();
      show({ status: 'done', result, progress: null });
    } catch (error) {
      if (!jobs.isCurrent(name, signal) || this.keys.get(name) === NOTHING) return;
      if (isAbort(error)) this.keys.delete(name);
      store.setState((now) =>
        figurePatch(
          now,
          name,
          isAbort(error) ? { status: 'stopped', progress: null } : { status: 'failed', result: null, progress: null, error: toPlainError(error) },
        ),
      );
    } finally {
      parts.end();
      jobs.end(name, signal);
    }
  }

  private context(
    inputs: FigureInputs<object | null>,
    urgency: number,
    signal: AbortSignal,
    show: (patch: Partial<Work<unknown>>) => void,
  ): FigureContext<object | null> {
    const remember = async <T>(key: unknown, make: () => Promise<T>): Promise<T> => {
      const text = canonicalJson(key);
      const known = this.cache.get(text);
      if (known !== undefined) return known as T;
      const made = await make();
      this.cache.set(text, made);
      return made;
    };
    const run: FigureRun = (job, request, { key, keep = true, ...stream } = {}) => {
      const inTurn = (): Promise<JobResult<typeof job>> =>
        this.queue.run(
          urgency,
          signal,
          (own) => this.session.client.run(job, request, { ...stream, signal: own, onProgress: (progress) => show({ progress }) }),
          job === 'plane',
        );
      return keep ? remember([job, key ?? request], inTurn) : inTurn();
    };
    return { ...inputs, signal, run, remember };
  }
}
