/** The page's side of the protocol; see client-contract.ts. */
import { RidgelineError } from '../base/errors.ts';
import type { StreamOptions } from '../base/job.ts';
import type { Network } from '../nn/network.ts';
import type { ComputeClient } from './client-contract.ts';
import type { FromWorker, JobName, JobPartial, JobRequest, JobResult, Jobs } from './protocol.ts';
import type { BackendInfo, BackendPreference } from './backend-names.ts';
import { HelperStarter } from './helper-starter.ts';
import { Channel } from './rpc/channel.ts';

interface Connection {
  readonly worker: Worker;
  readonly channel: Channel<Jobs>;
  readonly helpers: HelperStarter;
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
  readonly #networks = new Map<string, Network>();
  readonly #files = new Map<string, { name: string; sha256: string; bytes: Uint8Array }>();
  readonly #listeners = new Set<(info: BackendInfo) => void>();
  #preference: BackendPreference | null = null;
  #failedStarts = 0;
  #closed = false;
  #connection: Connection | null;

  constructor(makeWorker: () => Worker) {
    this.#makeWorker = makeWorker;
    this.#connection = this.#start();
  }

  run<N extends JobName>(name: N, request: JobRequest<N>, options: StreamOptions<JobPartial<N>> = {}): Promise<JobResult<N>> {
    if (options.signal?.aborted === true) return Promise.reject(options.signal.reason as Error);
    if (this.#closed) return Promise.reject(new DOMException('The computing worker was closed.', 'AbortError'));
    if (this.#connection === null)
      return Promise.reject(
        new RidgelineError(
          'internal',
          'The computing worker does not start in this browser. Reload the page; if that does not help, try another browser.',
        ),
      );
    if (name === 'selectBackend') this.#preference = (request as JobRequest<'selectBackend'>).preference;
    return this.#connection.channel.call(name, request, options);
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
    connection?.worker.terminate();
    connection?.helpers.close();
    connection?.channel.fail(new DOMException('The computing worker was closed.', 'AbortError'));
  }

  #start(): Connection {
    const worker = this.#makeWorker();
    const connection = {
      worker,
      channel: new Channel<Jobs>((message) => worker.postMessage(message)),
      helpers: new HelperStarter((message) => worker.postMessage(message)),
    };
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#receive(connection, data);
    worker.onerror = (event) => {
      event.preventDefault();
      if (connection === this.#connection) this.#recover(connection, event.message || 'it could not be loaded');
    };
    return connection;
  }

  /** Replaces a crashed worker and tells it again what it must know. */
  #recover({ worker, channel, helpers }: Connection, message: string): void {
    worker.terminate();
    helpers.close();
    this.#failedStarts++;
    this.#connection = this.#failedStarts >= MOST_FAILED_STARTS ? null : this.#start();
    if (this.#preference !== null) this.#send('selectBackend', { preference: this.#preference });
    for (const [id, network] of this.#networks) this.#send('putNetwork', { id, network });
    for (const file of this.#files.values()) this.#send('putFile', file);
    channel.fail(
      new RidgelineError(
        'internal',
        `The computing worker stopped (${message}). ${this.#connection === null ? 'Reload the page.' : 'It was started again: repeat what you did.'}`,
      ),
    );
  }

  #receive({ channel, helpers }: Connection, message: FromWorker): void {
    switch (message.type) {
      case 'ready':
        this.#failedStarts = 0;
        return;
      case 'backend':
        for (const listener of this.#listeners) listener(message.info);
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
