/**
 * Notices that the other side of a channel has ended or hangs without a word: while an answer is waited for, it is asked every few
 * seconds whether it is there, which it answers from its event loop.
 *
 * Patience is long on purpose. Jobs yield to the event loop every few ten milliseconds, but a single step of TensorFlow.js does not:
 * on WebAssembly the largest network takes seconds a step, in plain JavaScript up to minutes. Before the first word a script may still
 * be on its way over a slow line. Real work must never be ended; what hangs may wait.
 */

export const PING_INTERVAL = 5000;
/** Pings without any word after which the person is told. */
export const TOLD_AFTER = 6;
/** And after which the other side is given up: two minutes. */
export const GIVEN_UP_AFTER = 24;
/** The same before its first word: five minutes. */
const GIVEN_UP_AT_START = 60;

export interface WatchdogSetup {
  readonly ping: () => void;
  /** Whether an answer is waited for. */
  readonly busy: () => boolean;
  /** Nothing was heard for long; it may be a long step. Called once a silence. */
  readonly onQuiet?: () => void;
  /** The other side is given up; nothing is watched any more. */
  readonly onSilent: () => void;
  /** Pings to wait for while `onSilent` is not yet called; read each time. */
  readonly patience?: () => number;
}

export class Watchdog {
  readonly #setup: WatchdogSetup;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #last = 0;
  #unanswered = 0;
  #spoken = false;

  constructor(setup: WatchdogSetup) {
    this.#setup = setup;
  }

  /** To be called where an answer begins to be waited for. */
  watch(): void {
    if (this.#timer === null) this.#next();
  }

  /** The other side said something. */
  heard(): void {
    this.#spoken = true;
    this.#unanswered = 0;
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #next(): void {
    this.#last = performance.now();
    this.#timer = setTimeout(() => this.#tick(), PING_INTERVAL);
  }

  #tick(): void {
    this.#timer = null;
    // Also after a cancel, until it is known that the other side still lives: the next call would wait for ever.
    if (!this.#setup.busy() && this.#unanswered === 0) return;
    const { patience = () => GIVEN_UP_AFTER, onQuiet, onSilent, ping } = this.#setup;
    // A tick that comes late tells of a machine that slept or a page that was slowed: then the other side was too.
    const slept = performance.now() - this.#last > 2 * PING_INTERVAL;
    if (!slept && this.#unanswered === TOLD_AFTER && this.#spoken) onQuiet?.();
    if (!slept && this.#unanswered >= (this.#spoken ? patience() : GIVEN_UP_AT_START)) {
      onSilent();
      return;
    }
    if (!slept) this.#unanswered++;
    ping();
    this.#next();
  }
}
