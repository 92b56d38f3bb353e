import { isAbort } from '../../base/errors.ts';
import { canonicalJson } from '../../base/hash.ts';
import type { JobOptions } from '../../base/job.ts';
import type { Dataset } from '../../datasets/dataset.ts';
import type { DatasetSpec } from '../../datasets/spec.ts';
import { abandonOnAbort } from '../../base/abort.ts';
import type { DatasetLoader } from './loader.ts';

const MOST_DATASETS = 2;

/** Datasets by spec, each loaded once however many jobs ask at the same time: the same object, which evaluators key their device copies by. */
export class DatasetStore {
  readonly #source: Pick<DatasetLoader, 'load'>;
  readonly #kept = new Map<string, Promise<Dataset>>();

  constructor(source: Pick<DatasetLoader, 'load'>) {
    this.#source = source;
  }

  async load(spec: DatasetSpec, options: JobOptions = {}): Promise<Dataset> {
    options.signal?.throwIfAborted();
    const key = canonicalJson(spec);
    const shared = this.#kept.get(key);
    if (shared === undefined) return this.#start(key, spec, options);
    try {
      return await abandonOnAbort(shared, options.signal);
    } catch (error) {
      // The job that started the load was cancelled, this one was not.
      if (isAbort(error) && options.signal?.aborted !== true) return this.load(spec, options);
      throw error;
    }
  }

  #start(key: string, spec: DatasetSpec, options: JobOptions): Promise<Dataset> {
    const loading = this.#source.load(spec, options);
    this.#kept.set(key, loading);
    loading.catch(() => {
      if (this.#kept.get(key) === loading) this.#kept.delete(key);
    });
    for (const oldest of this.#kept.keys()) if (this.#kept.size > MOST_DATASETS) this.#kept.delete(oldest);
    return loading;
  }
}
