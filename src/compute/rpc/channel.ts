/**
 * Calls over a worker boundary. One side calls methods by name and may lose interest; the other answers each call with progress,
 * partial results and one result or error. Both ends are plain functions of messages: who owns a Worker connects them.
 */
import { fromPlainError, toPlainError, type PlainError } from '../../base/errors.ts';
import type { Progress, StreamOptions } from '../../base/job.ts';
import { transferables } from './transferable.ts';
import { Watchdog, type WatchdogSetup } from './watchdog.ts';

/** A table of methods: name → what is asked, told on the way and answered, all structured-cloneable. */
export type Methods<M> = { readonly [N in keyof M]: { readonly request: unknown; readonly partial: unknown; readonly result: unknown } };

/** A call, or word that the answer is no longer wanted. */
export type ToServer<M extends Methods<M>> =
  | { [N in keyof M]: { readonly type: 'start'; readonly job: number; readonly name: N; readonly request: M[N]['request'] } }[keyof M]
  | { readonly type: 'cancel'; readonly job: number }
  | { readonly type: 'ping' };

export type FromServer =
  | { readonly type: 'pong' }
  | { readonly type: 'progress'; readonly job: number; readonly progress: Progress }
  | { readonly type: 'partial'; readonly job: number; readonly partial: unknown }
  | { readonly type: 'result'; readonly job: number; readonly result: unknown }
  | { readonly type: 'error'; readonly job: number; readonly error: PlainError };

export interface CallOptions<Partial> extends StreamOptions<Partial> {
  /** After an abort the promise settles when the other side has stopped and said so, and not at once. Then even a call that comes aborted is made. */
  readonly untilStopped?: boolean;
}

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onPartial: ((partial: never) => void) | undefined;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

type Message = { type: 'start'; job: number; name: PropertyKey; request: unknown } | { type: 'cancel'; job: number } | { type: 'ping' };

export type ChannelWatch = Pick<WatchdogSetup, 'onQuiet' | 'onSilent' | 'patience'>;

/** The calling side. What comes from the other side goes to `receive`. */
export class Channel<M extends Methods<M>> {
  readonly #post: (message: Message) => void;
  readonly #pending = new Map<number, Pending>();
  readonly #watchdog: Watchdog | null;
  #nextJob = 1;
  #failure: Error | null = null;

  /** @param watch what to do where the other side says nothing any more; without it, that goes unnoticed */
  constructor(post: (message: ToServer<M>) => void, watch?: ChannelWatch) {
    // TypeScript does not relate the request of a generic name to the table's messages.
    this.#post = (message) => post(message as ToServer<M>);
    this.#watchdog =
      watch === undefined ? null : new Watchdog({ ...watch, ping: () => this.#post({ type: 'ping' }), busy: () => this.#pending.size > 0 });
  }

  /** Resolves with the result. Rejects with the signal's reason after an abort, with the other side's error, or with that of `fail`. */
  call<N extends keyof M>(name: N, request: M[N]['request'], options: CallOptions<M[N]['partial']> = {}): Promise<M[N]['result']> {
    const { signal, onPartial, onProgress, untilStopped = false } = options;
    if (signal?.aborted === true && !untilStopped) return Promise.reject(signal.reason as Error);
    if (this.#failure !== null) return Promise.reject(this.#failure);
    const job = this.#nextJob++;
    return new Promise<M[N]['result']>((resolve, reject) => {
      const cancel = (): void => {
        this.#post({ type: 'cancel', job });
        if (!untilStopped) pending.reject(signal?.reason as Error);
      };
      const end = (): void => {
        this.#pending.delete(job);
        signal?.removeEventListener('abort', cancel);
      };
      const pending: Pending = {
        resolve: (result) => {
          end();
          resolve(result);
        },
        reject: (error) => {
          end();
          reject(signal?.aborted === true ? (signal.reason as Error) : error);
        },
        onPartial,
        onProgress,
      };
      this.#pending.set(job, pending);
      this.#watchdog?.watch();
      signal?.addEventListener('abort', cancel, { once: true });
      try {
        this.#post({ type: 'start', job, name, request });
        if (signal?.aborted === true) cancel();
      } catch (error) {
        pending.reject(error as Error);
      }
    });
  }

  /** A call whose answer nobody waits for; none after `fail`. */
  send<N extends keyof M>(name: N, request: M[N]['request']): void {
    if (this.#failure === null) this.#post({ type: 'start', job: this.#nextJob++, name, request });
  }

  /** Takes a message of the other side; one that comes too late is dropped. */
  receive(message: FromServer): void {
    this.#watchdog?.heard();
    if (message.type === 'pong') return;
    const pending = this.#pending.get(message.job);
    switch (message.type) {
      case 'progress':
        pending?.onProgress?.(message.progress);
        return;
      case 'partial':
        pending?.onPartial?.(message.partial as never);
        return;
      case 'result':
        pending?.resolve(message.result);
        return;
      case 'error':
        pending?.reject(fromPlainError(message.error));
    }
  }

  /** The other side is gone: all that is under way, and every later call, rejects with the error of the first failure. */
  fail(error: Error): void {
    this.#failure ??= error;
    this.#watchdog?.close();
    for (const { reject } of [...this.#pending.values()]) reject(this.#failure);
  }
}

/** Options of a call where it is answered. */
export type AnswerOptions<Partial> = Required<StreamOptions<Partial>>;

/** Answers any method. */
export type Answer<M extends Methods<M>> = <N extends keyof M>(
  name: N,
  request: M[N]['request'],
  options: AnswerOptions<M[N]['partial']>,
) => Promise<M[N]['result']>;

/** One handler a method. */
export type Handlers<M extends Methods<M>> = {
  readonly [N in keyof M]: (request: M[N]['request'], options: AnswerOptions<M[N]['partial']>) => M[N]['result'] | Promise<M[N]['result']>;
};

export function answerWith<M extends Methods<M>>(handlers: Handlers<M>): Answer<M> {
  return async (name, request, options) => handlers[name](request, options);
}

/**
 * The answering side: takes messages, each call begun in the turn in which it comes. Results are transferred, so the handler keeps no
 * hold of their arrays; partial results are copied, since jobs go on writing theirs.
 * @param onError hears of every error that is sent back
 */
export function serve<M extends Methods<M>>(
  answer: Answer<M>,
  post: (message: FromServer, transfer: ArrayBuffer[]) => void,
  onError?: (error: unknown) => void,
): (message: ToServer<M>) => void {
  const controllers = new Map<number, AbortController>();
  const start = async ({ job, name, request }: Extract<ToServer<M>, { type: 'start' }>): Promise<void> => {
    const controller = new AbortController();
    controllers.set(job, controller);
    const options: AnswerOptions<unknown> = {
      signal: controller.signal,
      onProgress: (progress) => post({ type: 'progress', job, progress }, []),
      onPartial: (partial) => post({ type: 'partial', job, partial }, []),
    };
    try {
      const result = await answer(name, request, options);
      post({ type: 'result', job, result }, transferables(result));
    } catch (error) {
      onError?.(error);
      post({ type: 'error', job, error: toPlainError(error) }, []);
    } finally {
      controllers.delete(job);
    }
  };
  return (message) => {
    if (message.type === 'start') void start(message);
    else if (message.type === 'ping') post({ type: 'pong' }, []);
    else controllers.get(message.job)?.abort(new DOMException('The job was cancelled.', 'AbortError'));
  };
}
