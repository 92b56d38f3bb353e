import { abandonOnAbort } from '../../base/abort.ts';

/** Pauses a job between its steps. */
export class PauseSwitch {
  #paused = false;
  readonly #waiting = new Set<() => void>();

  readonly #watchers = new Set<() => void>();

  get paused(): boolean {
    return this.#paused;
  }

  set(paused: boolean): void {
    if (this.#paused === paused) return;
    this.#paused = paused;
    for (const tell of this.#watchers) tell();
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  /** Calls `tell` after every change, until the function returned is called. */
  watch(tell: () => void): () => void {
    this.#watchers.add(tell);
    return () => this.#watchers.delete(tell);
  }

  /** Resolves when not paused (any more); rejects with the signal's reason after an abort. */
  async passed(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    while (this.#paused) {
      const changed = new Promise<void>((resolve) => void this.#waiting.add(resolve));
      await abandonOnAbort(changed, signal);
    }
  }
}
