/** The page's side of the protocol; see client-contract.ts. */
import { RidgelineError } from '../base/errors.ts';
import { formatDuration } from '../base/format.ts';
import type { StreamOptions } from '../base/job.ts';
import type { Network } from '../nn/network.ts';
import type { ComputeClient } from './client-contract.ts';
import type { FromWorker, JobName, JobPartial, JobRequest, JobResult, Jobs } from './protocol.ts';
import type { BackendChoice, BackendInfo } from './backend-names.ts';
import { HelperStarter } from './helper-starter.ts';
import { Channel } from './rpc/channel.ts';
import { watchLife, type Locks } from './rpc/life.ts';
import { GIVEN_UP_AFTER, PING_INTERVAL, TOLD_AFTER } from './rpc/watchdog.ts';

interface Connection {
  readonly worker: Worker;
  readonly channel: Channel<Jobs>;
  readonly helpers: HelperStarter;
  /** Aborted when the connection ends. */
  readonly ended: AbortController;
  /** Names of the jobs under way. */
  readonly underWay: JobName[];
}

/** A worker that fails this often before its first message is not started again. */
const MOST_FAILED_STARTS = 2;
/** Nor one that fails so often with no job done in between. */
const MOST_LOSSES = 5;
/** A job that was under way when two workers failed is not begun a third time: it may be the reason. */
const MOST_REPEATS = 1;
/** A single step in plain JavaScript may take minutes. */
const PATIENCE_IN_JAVASCRIPT = 5 * GIVEN_UP_AFTER;

/** The reason that ends a job whose worker was replaced. */
class WorkerLost extends RidgelineError {}

/** @param makeWorker starts a computing worker; called again when one crashed */
export function createClient(makeWorker: () => Worker): ComputeClient {
  return new WorkerClient(makeWorker);
}

/** What `makeWorker` of the app is: the module worker beside this file. Its name tells it the page's folder, which holds data/. */
export function startComputeWorker(): Worker {
  return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: new URL('.', document.baseURI).href });
}

function pageLocks(): Locks | undefined {
  return typeof navigator !== 'undefined' && 'locks' in navigator ? navigator.locks : undefined;
}

class WorkerClient implements ComputeClient {
  readonly #makeWorker: () => Worker;
  readonly #networks = new Map<string, Network>();
  readonly #files = new Map<string, { name: string; sha256: string; bytes: Uint8Array }>();
  readonly #listeners = new Set<(info: BackendInfo) => void>();
  #choice: BackendChoice | null = null;
  #backend: BackendInfo | null = null;
  #paused = false;
  #failedStarts = 0;
  #losses = 0;
  #closed = false;
  /** Why there is no worker. */
  #problem = '';
  #connection: Connection | null;

  constructor(makeWorker: () => Worker) {
    this.#makeWorker = makeWorker;
    this.#connection = this.#start();
  }

  async run<N extends JobName>(name: N, request: JobRequest<N>, options: StreamOptions<JobPartial<N>> = {}): Promise<JobResult<N>> {
    if (name === 'selectBackend') this.#choice = request as JobRequest<'selectBackend'>;
    if (name === 'train') this.#paused = false;
    if (name === 'pauseTraining') this.#paused = (request as JobRequest<'pauseTraining'>).paused;
    for (let repeats = 0; ; repeats++) {
      options.signal?.throwIfAborted();
      try {
        return await this.#attempt(name, request, options, repeats > 0);
      } catch (error) {
        if (!(error instanceof WorkerLost) || repeats >= MOST_REPEATS || this.#connection === null) throw error;
      }
    }
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
    const connection = this.#connection;
    this.#closed = true;
    this.#connection = null;
    if (connection !== null) this.#end(connection, new DOMException('The computing worker was closed.', 'AbortError'));
  }

  async #attempt<N extends JobName>(name: N, request: JobRequest<N>, options: StreamOptions<JobPartial<N>>, again: boolean): Promise<JobResult<N>> {
    const connection = this.#connection;
    if (this.#closed) throw new DOMException('The computing worker was closed.', 'AbortError');
    if (connection === null) throw new RidgelineError('unsupported', this.#problem);
    const { channel, underWay } = connection;
    underWay.push(name);
    try {
      const answer = channel.call(name, request, options);
      if (again && name === 'train' && this.#paused) this.#send('pauseTraining', { paused: true });
      const result = await answer;
      this.#losses = 0;
      if (name === 'selectBackend') this.#backend = result as JobResult<'selectBackend'>;
      return result;
    } finally {
      underWay.splice(underWay.indexOf(name), 1);
    }
  }

  /** null where the browser lets this page start none. */
  #start(): Connection | null {
    let worker: Worker;
    try {
      worker = this.#makeWorker();
    } catch (error) {
      this.#problem = `This page may not start workers, in which Ridgeline computes (${error instanceof Error ? error.message : String(error)}). Where it stands in a frame, open it in a tab of its own.`;
      return null;
    }
    const connection: Connection = {
      worker,
      channel: new Channel<Jobs>((message) => worker.postMessage(message), {
        onQuiet: () => this.#tellQuiet(),
        onSilent: () => this.#recover(connection, 'it did not answer any more'),
        patience: () => (this.#backend?.name === 'cpu' ? PATIENCE_IN_JAVASCRIPT : GIVEN_UP_AFTER),
      }),
      helpers: new HelperStarter((message) => worker.postMessage(message)),
      ended: new AbortController(),
      underWay: [],
    };
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#receive(connection, data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#recover(connection, event.message || 'it could not be loaded');
    };
    return connection;
  }

  /** Replaces a worker that crashed, ended or hangs, tells it again what it must know, and lets what ran begin again. */
  #recover(lost: Connection, message: string): void {
    if (lost !== this.#connection) return;
    const trained = lost.underWay.includes('train');
    this.#failedStarts++;
    this.#losses++;
    const hopeless = this.#failedStarts >= MOST_FAILED_STARTS || this.#losses >= MOST_LOSSES;
    if (hopeless)
      this.#problem = `The computing worker does not start in this browser, or fails again and again (${message}). Reload the page; if that does not help, try another browser.`;
    this.#connection = hopeless ? null : this.#start();
    if (this.#choice !== null && this.#connection !== null) this.#restore(this.#connection, this.#choice, message, trained);
    for (const [id, network] of this.#networks) this.#send('putNetwork', { id, network });
    for (const file of this.#files.values()) this.#send('putFile', file);
    const what = this.#connection === null ? this.#problem : 'It was started again: repeat what you did.';
    this.#end(lost, new WorkerLost('internal', `The computing worker stopped (${message}). ${what}`));
  }

  /** The backend that was chosen, on the worker that took another's place; told once it runs. */
  #restore({ channel }: Connection, choice: BackendChoice, message: string, trained: boolean): void {
    const outcome = `The computing worker stopped (${message}). It was started again; what ran began again by itself, and no network is lost.${trained ? ' Training began again from its first epoch.' : ''}`;
    channel.call('selectBackend', choice).then(
      (info) => {
        this.#backend = info;
        this.#tell({ ...info, reason: [outcome, info.reason].filter(Boolean).join(' ') });
      },
      // Whoever needs the backend meets the failure.
      () => undefined,
    );
  }

  #tellQuiet(): void {
    if (this.#backend === null) return;
    const seconds = (pings: number): string => formatDuration((pings * PING_INTERVAL) / 1000);
    const patience = this.#backend.name === 'cpu' ? PATIENCE_IN_JAVASCRIPT : GIVEN_UP_AFTER;
    const reason = `The computing worker has not answered for ${seconds(TOLD_AFTER)}: it is at a long step, or it hangs. If it says nothing for ${seconds(patience)}, it is started again.`;
    this.#tell({ ...this.#backend, reason });
  }

  #tell(info: BackendInfo): void {
    for (const listener of this.#listeners) listener(info);
  }

  #end({ worker, channel, helpers, ended }: Connection, reason: Error): void {
    worker.terminate();
    helpers.close();
    ended.abort();
    channel.fail(reason);
  }

  #receive(connection: Connection, message: FromWorker): void {
    const { channel, helpers, ended } = connection;
    switch (message.type) {
      case 'ready':
        this.#failedStarts = 0;
        if (message.life !== null) watchLife(pageLocks(), message.life, ended.signal, () => this.#recover(connection, 'it ended without a word'));
        return;
      case 'backend':
        this.#backend = message.info;
        this.#tell(message.info);
        return;
      case 'startHelper':
      case 'endHelper':
        helpers.receive(message);
        return;
      default:
        channel.receive(message);
    }
  }

  /** A message whose answer nobody waits for. */
  #send<N extends JobName>(name: N, request: JobRequest<N>): void {
    this.#connection?.channel.send(name, request);
  }
}
