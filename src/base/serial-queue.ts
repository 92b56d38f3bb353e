/** One piece of work after another, in the order asked; a failure does not stop those behind it. */
export class SerialQueue {
  private last: Promise<unknown> = Promise.resolve();
  private unfinished = 0;

  /** Nothing runs or waits. */
  get isIdle(): boolean {
    return this.unfinished === 0;
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    this.unfinished++;
    const turn = this.last.then(work).finally(() => this.unfinished--);
    this.last = turn.catch(() => undefined);
    return turn;
  }
}
