/**
 * Keeps the figures up to date: recomputes each when what it is made of changes, keeps its old result until then, cancels
 * what was superseded, and remembers results by request.
 */
import { isAbort, toPlainError } from '../base/errors.ts';
import { canonicalJson } from '../base/hash.ts';
import type { StreamOptions } from '../base/job.ts';
import type { Split } from '../datasets/dataset.ts';
import type { JobName, JobPartial, JobRequest, JobResult, ProbeRequest } from '../compute/protocol.ts';
import type { Curve } from '../landscape/results.ts';
import type { AppState, CurveFigure, LayersFigure, Work } from './app-state.ts';
import { fittingEndpoints, probePlace, wantedPlanes, type Endpoints } from './figure-inputs.ts';
import { Lane } from './lane.ts';
import { computePlanes } from './plane-figures.ts';
import { ResultCache } from './result-cache.ts';
import { IDLE } from './store.ts';
import type { CurrentData, Session } from './session.ts';

const MOST_RESULTS = 80;
const PROBE_RESOLUTION = 64;
const PROBE_EXAMPLES = 24;
const LAYER_ALPHAS = Array.from({ length: 11 }, (_, i) => i / 10);

type FigureKey = 'curve' | 'planes' | 'layers';
const URGENCY: Readonly<Record<FigureKey, number>> = { curve: 1, layers: 2, planes: 3 };

/** Runs a job of a figure: from the cache, or in its turn on the worker. */
export type FigureRun = <N extends JobName>(name: N, request: JobRequest<N>, options?: StreamOptions<JobPartial<N>> & { readonly key?: unknown }) => Promise<JobResult<N>>;

export interface FigureContext {
  readonly state: AppState;
  readonly data: CurrentData;
  readonly endpoints: Endpoints;
  readonly signal: AbortSignal;
  readonly run: FigureRun;
}

export class Figures {
  private readonly session: Session;
  private readonly cache = new ResultCache(MOST_RESULTS);
  private readonly lane = new Lane();
  private readonly keys = new Map<FigureKey, string>();
  private readonly stop: () => void;
  private scheduled = false;
  private probeWanted: string | null = null;
  private probing = false;

  constructor(session: Session) {
    this.session = session;
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
    const state = this.session.store.getState();
    const data = this.session.current;
    if (data === null || state.data.status !== 'done' || state.backend.status !== 'ready') return;
    const endpoints = fittingEndpoints(state, data.summary);
    const { view } = state;
    const ends = { data: data.spec, a: endpoints.A, b: endpoints.B, b2: endpoints["B'"] };
    const curveReady = endpoints.A !== undefined && endpoints.B !== undefined;
    const { points, extended } = view.curve;
    this.refresh('curve', curveReady ? { ...ends, points, extended } : null, (context) => this.computeCurve(context));
    const { schedule, along } = view.layers;
    this.refresh('layers', curveReady ? { ...ends, split: view.split, schedule, along } : null, (context) => this.computeLayers(context));
    // The naive and the aligned plane share an extent, so that the first waits for the alignment that is under way.
    if (state.aligning.status !== 'running') {
      const { resolution, window, trajectories } = view.plane;
      const spans = wantedPlanes(view.plane, endpoints);
      const key = spans.length === 0 ? null : { data: data.spec, endpoints, spans, split: view.split, resolution, window, trajectories };
      this.refresh('planes', key, (context) => computePlanes(this.session, context, spans, (planes) => this.show('planes', context.signal, { result: planes })));
    }
    this.refreshProbe(state, data, endpoints);
  }

  /** Starts a figure anew where its key differs from that of the last start. */
  private refresh(name: FigureKey, keyed: unknown, compute: (context: FigureContext) => Promise<unknown>): void {
    const { jobs, store } = this.session;
    const key = canonicalJson(keyed);
    if (this.keys.get(name) === key) return;
    this.keys.set(name, key);
    const data = this.session.current;
    if (keyed === null || data === null) {
      jobs.cancel(name);
      store.setState({ [name]: IDLE });
      return;
    }
    const state = store.getState();
    const signal = jobs.start(name);
    const run = this.runner(name, signal);
    this.show(name, signal, { status: 'running', progress: null, error: null });
    compute({ state, data, endpoints: fittingEndpoints(state, data.summary), signal, run }).then(
      (result) => {
        this.show(name, signal, { status: 'done', result, progress: null });
        jobs.end(name, signal);
      },
      (error: unknown) => {
        if (jobs.isCurrent(name, signal)) {
          if (isAbort(error)) this.keys.delete(name);
          const failed: Partial<Work<unknown>> = isAbort(error) ? { status: store.getState()[name].result === null ? 'idle' : 'done', progress: null } : { status: 'failed', result: null, progress: null, error: toPlainError(error) };
          store.setState((now) => ({ [name]: { ...now[name], ...failed } }));
        }
        jobs.end(name, signal);
      },
    );
  }

  private show(name: FigureKey, signal: AbortSignal, patch: Partial<Work<unknown>>): void {
    if (!signal.aborted) this.session.store.setState((now) => ({ [name]: { ...now[name], ...patch } }));
  }

  private runner(name: FigureKey, signal: AbortSignal): FigureRun {
    return async (job, request, options = {}) => {
      const { key: given, ...stream } = options;
      const key = canonicalJson([job, given ?? request]);
      type Result = JobResult<typeof job>;
      const known = this.cache.get(key);
      if (known !== undefined) return known as Result;
      const result = await this.lane.run(URGENCY[name], signal, () =>
        this.session.client.run(job, request, { ...stream, signal, onProgress: (progress) => this.show(name, signal, { progress }) }),
      );
      this.cache.set(key, result);
      return result;
    };
  }

  private async computeCurve({ state, data, endpoints, signal, run }: FigureContext): Promise<CurveFigure> {
    const { points, extended } = state.view.curve;
    // The extended path keeps the spacing of the points.
    const shape = extended ? { points: 2 * points - 1, range: [-0.5, 1.5] as const } : { points, range: [0, 1] as const };
    const { A: a = '', B: b = '', "B'": copy } = endpoints;
    const curve = (end: string, split: Split): Promise<Curve> => run('curve', { dataset: data.spec, a, b: end, split, ...shape, refine: true });
    const naive = { test: await curve(b, 'test'), train: await curve(b, 'train') };
    const shown = { naive, aligned: null };
    if (copy === undefined) return shown;
    // Where an aligned curve is drawn already, it stays until the new one is there.
    const held = this.session.store.getState().curve.result;
    if (held === null || held.aligned === null) this.show('curve', signal, { result: shown });
    return { naive, aligned: { test: await curve(copy, 'test'), train: await curve(copy, 'train') } };
  }

  private async computeLayers({ state, data, endpoints, run }: FigureContext): Promise<LayersFigure> {
    const { split, layers } = state.view;
    const { A: a = '', B: b = '', "B'": copy } = endpoints;
    const request = { dataset: data.spec, a, split, schedule: layers.schedule, alpha: layers.along === 'midpoint' ? [0.5] : LAYER_ALPHAS };
    const naive = await run('layers', { ...request, b });
    return { split, naive, aligned: copy === undefined ? null : await run('layers', { ...request, b: copy }) };
  }

  /** The latest position wins; one request is under way at a time. */
  private refreshProbe(state: AppState, data: CurrentData, endpoints: Endpoints): void {
    const place = probePlace(state.view, endpoints);
    const request: ProbeRequest | null = place === null ? null : { dataset: data.spec, place, split: state.view.split, resolution: PROBE_RESOLUTION, examples: PROBE_EXAMPLES };
    const key = canonicalJson(request);
    if (key === this.probeWanted) return;
    this.probeWanted = key;
    if (request === null) this.session.store.setState({ probe: IDLE });
    else if (!this.probing) void this.probe(request, key);
  }

  private async probe(request: ProbeRequest, key: string): Promise<void> {
    const { store, jobs, client } = this.session;
    this.probing = true;
    const signal = jobs.start('probe');
    store.setState(({ probe }) => ({ probe: { ...probe, status: 'running' } }));
    try {
      const result = await client.run('probe', request, { signal });
      if (this.probeWanted !== 'null') store.setState({ probe: { status: this.probeWanted === key ? 'done' : 'running', result, progress: null, error: null } });
    } catch (error) {
      if (this.probeWanted === key) store.setState(({ probe }) => ({ probe: isAbort(error) ? { ...probe, status: 'idle' } : { status: 'failed', result: null, progress: null, error: toPlainError(error) } }));
    } finally {
      jobs.end('probe', signal);
      this.probing = false;
      if (this.probeWanted !== key && this.probeWanted !== 'null') {
        this.probeWanted = null;
        this.schedule();
      }
    }
  }
}

const INPUTS = ['view', 'roles', 'aligned', 'networks', 'data', 'backend', 'aligning'] as const;
