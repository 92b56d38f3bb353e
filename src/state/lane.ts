/** One at a time, the most urgent first: figures share the worker without crowding each other. */
interface Waiting {
  readonly urgency: number;
  readonly go: () => void;
}

export class Lane {
  private busy = false;
  private readonly waiting: Waiting[] = [];

  /** Runs `work` when its turn comes; smaller urgency first. Gives up with the signal's reason while waiting or running. */
  async run<T>(urgency: number, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    if (this.busy) {
      // Whoever ends hands its turn over: `busy` stays set.
      await new Promise<void>((resolve) => {
        this.waiting.push({ urgency, go: resolve });
        this.waiting.sort((a, b) => a.urgency - b.urgency);
      });
    }
    this.busy = true;
    try {
      signal.throwIfAborted();
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.busy = false;
      else next.go();
    }
  }
}
