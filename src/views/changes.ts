/** When views hear of the application's changes: what comes in many small steps (progress, parts of results) is drawn once a frame. */
import type { App } from '../state/actions/action.ts';

/** Milliseconds after which it is told without a frame: a hidden page has none. */
const LONGEST_WAIT = 250;

class Changes {
  readonly #listeners = new Set<() => void>();
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waiting = false;

  constructor(app: App) {
    app.subscribe(() => this.#await());
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Tells now: a field must show what was typed into it before the next key. */
  flush(): void {
    if (!this.#waiting) return;
    this.#waiting = false;
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    for (const listener of [...this.#listeners]) listener();
  }

  #await(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    this.#frame = requestAnimationFrame(() => this.flush());
    this.#timer = setTimeout(() => this.flush(), LONGEST_WAIT);
  }
}

const known = new WeakMap<App, Changes>();

/** Those of an application, which are heard as long as it is there. */
export function changesOf(app: App): Changes {
  const changes = known.get(app) ?? new Changes(app);
  known.set(app, changes);
  return changes;
}
