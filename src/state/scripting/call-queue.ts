import { SerialQueue } from '../../base/serial-queue.ts';

/** Calls run one after another, in the order they came, and can be ended all at once. */
export class CallQueue {
  private readonly queue = new SerialQueue();
  private readonly unfinished = new Set<AbortController>();

  /** `signal` ends the call while it waits or runs, rejecting with its reason; so does `cancelAll`. */
  run<T>(signal: AbortSignal | undefined, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const own = new AbortController();
    const joined = signal === undefined ? own.signal : AbortSignal.any([own.signal, signal]);
    this.unfinished.add(own);
    return this.queue.run(async () => {
      try {
        joined.throwIfAborted();
        return await call(joined);
      } finally {
        this.unfinished.delete(own);
      }
    });
  }

  /** Ends the call that runs and those that wait. */
  cancelAll(): void {
    for (const controller of this.unfinished) controller.abort(new DOMException('Cancelled.', 'AbortError'));
  }
}
