import { yieldToEventLoop } from './job.ts';

/**
 * Keeps a long job polite: after `interval` milliseconds of work the event loop gets a turn, so that other jobs and "cancel"
 * get through. The clock decides only when to pause, never what is computed.
 */
export class Yielder {
  readonly #interval: number;
  readonly #signal: AbortSignal | undefined;
  #since = performance.now();

  constructor(interval: number, signal: AbortSignal | undefined) {
    this.#interval = interval;
    this.#signal = signal;
  }

  /** Yields if it is time; rejects with the signal's reason after an abort. True if it did yield. */
  async yieldIfDue(): Promise<boolean> {
    this.#signal?.throwIfAborted();
    if (performance.now() - this.#since < this.#interval) return false;
    await yieldToEventLoop(this.#signal);
    this.#since = performance.now();
    return true;
  }
}
