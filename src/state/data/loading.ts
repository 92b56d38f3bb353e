/** Loading data, making them the current ones, and measuring the networks there are on them. */
import { isAbort, toPlainError } from '../../base/errors.ts';
import { canonicalJson } from '../../base/hash.ts';
import type { JobOptions } from '../../base/job.ts';
import type { DatasetSummary } from '../../datasets/dataset.ts';
import type { DatasetSpec } from '../../datasets/spec.ts';
import { DATASET_DEFAULTS } from '../defaults.ts';
import { fits } from './fits.ts';
import { leaveUnloadedLink } from '../link/needs.ts';
import type { CurrentData } from '../shared-state.ts';
import type { Session } from '../session.ts';
import type { Score } from '../../nn/training.ts';

export interface LoadOptions extends JobOptions {
  /** Keep the experiment's architecture and training where the kind of data changes; a link brings its own. */
  readonly keepSettings?: boolean;
}

/**
 * Loads data and makes them the current data. While loading, the experiment names them already and the old data stay in use;
 * a failure or a cancel goes back to the old.
 */
export async function loadData(session: Session, spec: DatasetSpec, options: LoadOptions = {}): Promise<DatasetSummary> {
  const { store, jobs } = session;
  if (session.current !== null && canonicalJson(session.current.spec) === canonicalJson(spec)) {
    jobs.cancel('data');
    adoptSpec(session, spec, options.keepSettings ?? false);
    return session.current.summary;
  }
  const before = store.getState().experiment;
  adoptSpec(session, spec, options.keepSettings ?? false);
  const adopted = store.getState().experiment;
  const signal = jobs.start('data', options.signal);
  store.setState(({ data }) => ({ data: { ...data, status: 'running', progress: null, error: null } }));
  try {
    const load = session.client.run(
      'loadDataset',
      { spec },
      {
        signal,
        onProgress: (progress) => {
          if (!signal.aborted) store.setState(({ data }) => ({ data: { ...data, progress } }));
          options.onProgress?.(progress);
        },
      },
    );
    // Where the backend fails first, that is told.
    const [summary] = await Promise.all([load, session.ready]);
    signal.throwIfAborted();
    makeCurrent(session, spec, summary);
    return summary;
  } catch (error) {
    if (store.getState().experiment.data === adopted.data) {
      store.setState(({ data, experiment }) => ({
        experiment: session.current === null ? experiment : { ...experiment, data: session.current.spec, ...(experiment === adopted ? before : {}) },
        data: isAbort(error)
          ? { ...data, status: data.result === null ? 'idle' : 'done', progress: null }
          : { ...data, status: 'failed', progress: null, error: toPlainError(error) },
      }));
    }
    throw error;
  } finally {
    jobs.end('data', signal);
  }
}

/** Waits while data are being loaded by someone else; then the current data, or those of the experiment where there are none. */
export async function settledData(session: Session, signal: AbortSignal): Promise<CurrentData> {
  while (session.store.getState().data.status === 'running') await nextChange(session, signal);
  const { spec } = session.current ?? { spec: session.store.getState().experiment.data };
  const summary = session.current?.summary ?? (await loadData(session, spec, { signal }));
  return { spec, summary };
}

function nextChange(session: Session, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      stop();
      signal.removeEventListener('abort', end);
      if (signal.aborted) reject(signal.reason as Error);
      else resolve();
    };
    const stop = session.store.subscribe(end);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}

/** Puts data that are loaded in use: networks lose their scores and are measured anew. */
export function makeCurrent(session: Session, spec: DatasetSpec, summary: DatasetSummary): void {
  leaveUnloadedLink(session);
  session.notices.settled('loadData');
  session.current = { spec, summary };
  session.store.setState(({ experiment, networks }) => ({
    data: { status: 'done', result: summary, progress: null, error: null },
    experiment: {
      ...experiment,
      data: spec,
      architecture:
        experiment.architecture.output === 'logistic' && summary.classes !== 2
          ? { ...experiment.architecture, output: 'softmax' }
          : experiment.architecture,
    },
    networks: networks.map((entry) => ({ ...entry, train: null, test: null })),
  }));
  void measureNetworks(session);
}

/** Measures every network that fits the current data and has no scores yet, one after another in the background. */
export async function measureNetworks(session: Session): Promise<void> {
  const { store, jobs } = session;
  const signal = jobs.start('measuring');
  try {
    for (const entry of store.getState().networks) {
      signal.throwIfAborted();
      const current = session.current;
      if (current === null) return;
      if (entry.train !== null || !fits(entry, current.summary) || store.getState().networks.every(({ id }) => id !== entry.id)) continue;
      const train = await score(session, entry.id, 'train', signal);
      const test = await score(session, entry.id, 'test', signal);
      signal.throwIfAborted();
      session.library.setScores(entry.id, { train, test });
    }
  } catch (error) {
    // Whoever cancels measures again where it matters.
    if (!isAbort(error)) throw error;
  } finally {
    jobs.end('measuring', signal);
  }
}

/** Loss and accuracy on the current data; null where it could not be measured. */
export async function score(session: Session, network: string, split: 'train' | 'test', signal?: AbortSignal): Promise<Score | null> {
  const dataset = session.current?.spec;
  if (dataset === undefined) return null;
  try {
    return await session.client.run('evaluate', { dataset, network, split }, signal === undefined ? {} : { signal });
  } catch {
    return null;
  }
}

function adoptSpec(session: Session, spec: DatasetSpec, keepSettings: boolean): void {
  session.store.setState(({ experiment }) => {
    const sameKind = experiment.data.id === spec.id;
    return { experiment: { ...experiment, data: spec, ...(keepSettings || sameKind ? {} : DATASET_DEFAULTS[spec.id]) } };
  });
}
