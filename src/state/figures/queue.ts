/**
 * One at a time, the most urgent first: figures share the worker without crowding each other. What can go on later without loss
 * (a plane: its points are kept) gives way to what is more urgent, and starts again when its turn comes back.
 */
import { yieldToEventLoop } from '../../base/job.ts';

interface Waiting {
  readonly urgency: number;
  readonly go: () => void;
}

interface Running {
  readonly urgency: number;
  /** null where it runs to its end. */
  readonly giveWay: (() => void) | null;
}

export class FigureQueue {
  private running: Running | null = null;
  private readonly waiting: Waiting[] = [];

  /**
   * Runs `work` when its turn comes; smaller urgency first. Gives up with the signal's reason while waiting or running.
   * @param givesWay the work is ended and begun anew whenever something more urgent comes: its signal tells it to stop
   */
  async run<T>(urgency: number, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>, givesWay = false): Promise<T> {
    for (;;) {
      signal.throwIfAborted();
      const yielding = new AbortController();
      await this.turn({ urgency, giveWay: givesWay ? () => yielding.abort(new DOMException('Something more urgent came.', 'AbortError')) : null });
      try {
        signal.throwIfAborted();
        // A figure asks for one job after another: the next may come as soon as the last is done.
        if (givesWay) await yieldToEventLoop(yielding.signal);
        return await work(givesWay ? AbortSignal.any([signal, yielding.signal]) : signal);
      } catch (error) {
        if (signal.aborted || !yielding.signal.aborted || error !== yielding.signal.reason) throw error;
      } finally {
        this.pass();
      }
    }
  }

  /** Waits for the turn, hurrying on what runs where it can give way. */
  private async turn(next: Running): Promise<void> {
    if (this.running === null) {
      this.running = next;
      return;
    }
    await new Promise<void>((resolve) => {
      // Whoever ends hands its turn over: `running` is never null in between.
      const go = (): void => {
        this.running = next;
        resolve();
      };
      this.waiting.push({ urgency: next.urgency, go });
      this.waiting.sort((a, b) => a.urgency - b.urgency);
      if (this.running !== null && next.urgency < this.running.urgency) this.running.giveWay?.();
    });
  }

  private pass(): void {
    this.running = null;
    this.waiting.shift()?.go();
  }
}
