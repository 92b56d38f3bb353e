import { isAbort } from '../../base/errors.ts';
import { abandonOnAbort } from '../../base/abort.ts';
import { canonicalJson } from '../../base/hash.ts';
import type { JobOptions } from '../../base/job.ts';
import type { Dataset } from '../../datasets/dataset.ts';
import type { DatasetSpec } from '../../datasets/spec.ts';

const MOST_DATASETS = 2;

/** Finds a dataset: the same object again while it is kept, which evaluators key their device copies by. */
export interface DatasetSource {
  load(spec: DatasetSpec, options?: JobOptions): Promise<Dataset>;
}

/** The datasets in memory, by spec: the last two used. Each is made once, however many jobs ask at the same time. */
export class DatasetStore implements DatasetSource {
  readonly #source: DatasetSource;
  readonly #kept = new Map<string, Promise<Dataset>>();

  /** @param source makes those that are not kept */
  constructor(source: DatasetSource) {
    this.#source = source;
  }

  async load(spec: DatasetSpec, options: JobOptions = {}): Promise<Dataset> {
    options.signal?.throwIfAborted();
    const key = canonicalJson(spec);
    const shared = this.#kept.get(key);
    if (shared === undefined) return this.#keep(key, this.#source.load(spec, options));
    void this.#keep(key, shared);
    try {
      return await abandonOnAbort(shared, options.signal);
    } catch (error) {
      // The job that started the load was cancelled, this one was not.
      if (isAbort(error) && options.signal?.aborted !== true) return this.load(spec, options);
      throw error;
    }
  }

  /** Keeps what was made otherwise. */
  put(spec: DatasetSpec, dataset: Dataset): void {
    void this.#keep(canonicalJson(spec), Promise.resolve(dataset));
  }

  /** As the one used last. */
  #keep(key: string, loading: Promise<Dataset>): Promise<Dataset> {
    const isNew = this.#kept.get(key) !== loading;
    this.#kept.delete(key);
    this.#kept.set(key, loading);
    if (isNew)
      loading.catch(() => {
        if (this.#kept.get(key) === loading) this.#kept.delete(key);
      });
    for (const oldest of this.#kept.keys()) if (this.#kept.size > MOST_DATASETS) this.#kept.delete(oldest);
    return loading;
  }
}
