/**
 * Drawings take turns, a task each: several figures that follow one change would else be drawn in one long task. Of a figure
 * whose drawing still waits only the newest is drawn.
 */
import { yieldToEventLoop } from '../base/job.ts';

export class DrawQueue {
  private readonly waiting = new Map<object, () => Promise<void>>();
  private running = false;

  /** Draws in its turn, instead of what the same owner still waits for. `draw` must not reject. */
  add(owner: object, draw: () => Promise<void>): void {
    this.waiting.set(owner, draw);
    if (!this.running) void this.run();
  }

  /** Forgets what an owner waits for. */
  drop(owner: object): void {
    this.waiting.delete(owner);
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.waiting.size > 0) {
      await yieldToEventLoop();
      const [next] = this.waiting;
      // What waited may have been dropped in the meantime.
      if ((next as typeof next | undefined) === undefined) break;
      this.waiting.delete(next[0]);
      await next[1]();
    }
    this.running = false;
  }
}
