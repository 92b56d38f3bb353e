/** Calls run one after another, in the order they came. One that fails does not stop the rest. */
export class CallQueue {
  private last: Promise<unknown> = Promise.resolve();
  private readonly waiting = new Set<AbortController>();

  /** `signal` ends the call while it waits or runs, rejecting with its reason; so does `cancelWaiting`. */
  run<T>(signal: AbortSignal | undefined, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const own = new AbortController();
    const joined = signal === undefined ? own.signal : AbortSignal.any([own.signal, signal]);
    this.waiting.add(own);
    const turn = this.last.then(async () => {
      joined.throwIfAborted();
      return call(joined);
    });
    const done = turn.finally(() => this.waiting.delete(own));
    this.last = done.catch(() => undefined);
    return done;
  }

  /** Ends the call that runs and those that wait. */
  cancelAll(): void {
    for (const controller of this.waiting) controller.abort(new DOMException('Cancelled.', 'AbortError'));
  }
}
