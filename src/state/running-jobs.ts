/**
 * What runs, by name: 'data', 'training', 'aligning', 'measuring', 'probe', or a figure's name. Starting a job of a name cancels the one
 * before it, and `cancelAll` ends the lot.
 */
interface Running {
  readonly controller: AbortController;
  readonly signal: AbortSignal;
}

export class RunningJobs {
  private readonly running = new Map<string, Running>();

  /** Cancels the earlier job of this name and gives the new one's signal, which also follows `outer`. */
  start(name: string, outer?: AbortSignal): AbortSignal {
    this.cancel(name);
    const controller = new AbortController();
    const signal = outer === undefined ? controller.signal : AbortSignal.any([controller.signal, outer]);
    this.running.set(name, { controller, signal });
    return signal;
  }

  /** Forgets a job that ended, unless another of its name has started since. */
  end(name: string, signal: AbortSignal): void {
    if (this.isCurrent(name, signal)) this.running.delete(name);
  }

  /** True while no other job of the name has taken this one's place. */
  isCurrent(name: string, signal: AbortSignal): boolean {
    return this.running.get(name)?.signal === signal;
  }

  isRunning(name: string): boolean {
    return this.running.has(name);
  }

  /** Aborts; the job itself still ends its entry, so that its clean-up knows it was the last. */
  cancel(name: string): void {
    this.running.get(name)?.controller.abort(new DOMException('Cancelled.', 'AbortError'));
  }

  cancelAll(): void {
    for (const name of this.running.keys()) this.cancel(name);
  }
}
