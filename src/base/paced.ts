/** Hands values on no oftener than every `interval` milliseconds, and only the newest: for pictures of a job under way, each of which costs more than the step that it shows. */
export class Paced<Value> {
  readonly #apply: (value: Value) => void;
  readonly #interval: number;
  #last = performance.now();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #newest: Value | null = null;

  /** The first is handed on an interval from now at the earliest: a job that is done by then shows its end alone. */
  constructor(apply: (value: Value) => void, interval: number) {
    this.#apply = apply;
    this.#interval = interval;
  }

  offer(value: Value): void {
    this.#newest = value;
    const wait = this.#last + this.#interval - performance.now();
    if (wait <= 0) this.#pass();
    else this.#timer ??= setTimeout(() => this.#pass(), wait);
  }

  /** Nothing of before is handed on any more. */
  end(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#newest = null;
  }

  #pass(): void {
    const value = this.#newest;
    this.end();
    this.#last = performance.now();
    if (value !== null) this.#apply(value);
  }
}
