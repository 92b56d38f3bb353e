/** The page's side of the protocol; see client-contract.ts. */
import { fromPlainError, RidgelineError } from '../base/errors.ts';
import type { Progress, StreamOptions } from '../base/job.ts';
import type { Network } from '../nn/network.ts';
import type { ComputeClient } from './client-contract.ts';
import type { FromWorker, JobName, JobPartial, JobRequest, JobResult, ToWorker } from './protocol.ts';
import type { BackendInfo, BackendPreference } from './backend-names.ts';

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onPartial: ((partial: unknown) => void) | undefined;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/** A worker that fails this often before its first message is not started again. */
const MOST_FAILED_STARTS = 2;

/** @param makeWorker starts a computing worker; called again when one crashed */
export function createClient(makeWorker: () => Worker): ComputeClient {
  return new WorkerClient(makeWorker);
}

/** What `makeWorker` of the app is: the module worker beside this file. Its name tells it the page's folder, which holds data/. */
export function startComputeWorker(): Worker {
  return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: new URL('.', document.baseURI).href });
}

class WorkerClient implements ComputeClient {
  readonly #makeWorker: () => Worker;
  readonly #pending = new Map<number, Pending>();
  readonly #networks = new Map<string, Network>();
  readonly #files = new Map<string, { name: string; sha256: string; bytes: Uint8Array }>();
  readonly #listeners = new Set<(info: BackendInfo) => void>();
  #preference: BackendPreference | null = null;
  #nextJob = 1;
  #failedStarts = 0;
  #closed = false;
  #worker: Worker | null;

  constructor(makeWorker: () => Worker) {
    this.#makeWorker = makeWorker;
    this.#worker = this.#start();
  }

  run<N extends JobName>(name: N, request: JobRequest<N>, options: StreamOptions<JobPartial<N>> = {}): Promise<JobResult<N>> {
    const { signal, onPartial, onProgress } = options;
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
    if (this.#closed) return Promise.reject(new DOMException('The computing worker was closed.', 'AbortError'));
    if (this.#worker === null)
      return Promise.reject(
        new RidgelineError(
          'internal',
          'The computing worker does not start in this browser. Reload the page; if that does not help, try another browser.',
        ),
      );
    if (name === 'selectBackend') this.#preference = (request as JobRequest<'selectBackend'>).preference;
    const job = this.#nextJob++;
    return new Promise<JobResult<N>>((resolve, reject) => {
      const cancel = (): void => {
        if (!this.#pending.delete(job)) return;
        this.#post({ type: 'cancel', job });
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', cancel, { once: true });
      const settled = (): void => signal?.removeEventListener('abort', cancel);
      this.#pending.set(job, {
        resolve: (result) => {
          settled();
          resolve(result as JobResult<N>);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
        onPartial: onPartial as Pending['onPartial'],
        onProgress,
      });
      this.#post({ type: 'start', job, name, request });
    });
  }

  registerNetwork(id: string, network: Network): void {
    this.#networks.set(id, network);
    this.#send('putNetwork', { id, network });
  }

  forgetNetwork(id: string): void {
    if (this.#networks.delete(id)) this.#send('dropNetwork', { id });
  }

  registerFile(file: { name: string; sha256: string; bytes: Uint8Array }): void {
    this.#files.set(file.sha256, file);
    this.#send('putFile', file);
  }

  onBackendChange(listener: (info: BackendInfo) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#closed = true;
    this.#worker?.terminate();
    this.#worker = null;
    this.#rejectAll(() => new DOMException('The computing worker was closed.', 'AbortError'));
  }

  #start(): Worker {
    const worker = this.#makeWorker();
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#receive(data);
    worker.onerror = (event) => {
      event.preventDefault();
      if (worker === this.#worker) this.#recover(event.message || 'it could not be loaded');
    };
    return worker;
  }

  /** Replaces a crashed worker and tells it again what it must know. */
  #recover(message: string): void {
    this.#worker?.terminate();
    this.#failedStarts++;
    this.#worker = this.#failedStarts >= MOST_FAILED_STARTS ? null : this.#start();
    if (this.#preference !== null) this.#send('selectBackend', { preference: this.#preference });
    for (const [id, network] of this.#networks) this.#send('putNetwork', { id, network });
    for (const file of this.#files.values()) this.#send('putFile', file);
    this.#rejectAll(
      () =>
        new RidgelineError(
          'internal',
          `The computing worker stopped (${message}). ${this.#worker === null ? 'Reload the page.' : 'It was started again: repeat what you did.'}`,
        ),
    );
  }

  #receive(message: FromWorker): void {
    switch (message.type) {
      case 'ready':
        this.#failedStarts = 0;
        return;
      case 'backend':
        for (const listener of this.#listeners) listener(message.info);
        return;
      case 'progress':
        this.#pending.get(message.job)?.onProgress?.(message.progress);
        return;
      case 'partial':
        this.#pending.get(message.job)?.onPartial?.(message.partial);
        return;
      case 'result':
      case 'error': {
        const pending = this.#pending.get(message.job);
        this.#pending.delete(message.job);
        if (message.type === 'result') pending?.resolve(message.result);
        else pending?.reject(fromPlainError(message.error));
      }
    }
  }

  /** A message whose answer nobody waits for. */
  #send<N extends JobName>(name: N, request: JobRequest<N>): void {
    this.#post({ type: 'start', job: this.#nextJob++, name, request });
  }

  #post(message: ToWorker): void {
    this.#worker?.postMessage(message);
  }

  #rejectAll(reason: () => Error): void {
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(reason());
  }
}
