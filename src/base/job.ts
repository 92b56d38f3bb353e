/**
 * The one bag that every long computation takes. An abort rejects with `signal.reason`, frees what the job
 * holds and is never shown as an error.
 */
export interface Progress {
  /** What is being done, in plain words: 'plane', 'reading train images'. */
  phase: string;
  done: number;
  total: number;
}

export interface JobOptions {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/** A job that also streams partial results. */
export interface StreamOptions<Partial> extends JobOptions {
  onPartial?: (partial: Partial) => void;
}

/** Throws `signal.reason` if the job was cancelled. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  signal?.throwIfAborted();
}

/**
 * Gives the event loop a turn (a macrotask, not a timer: timers are clamped to 4 ms and to 1 s in hidden
 * tabs), so that messages such as "cancel" are heard. Rejects with the reason if the signal was aborted.
 */
export async function yieldToEventLoop(signal?: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      channel.port1.close();
      resolve();
    };
    channel.port2.postMessage(null);
  });
  throwIfAborted(signal);
}

/** Work between two turns of the event loop, in multiply-adds or the like: some tens of milliseconds. */
const WORK_PER_TURN = 2 ** 25;

/** Runs a long computation that yields the work done since its last yield, with turns of the event loop in between; rejects with `signal.reason`. */
export async function runInTurns<Result>(steps: Generator<number, Result>, signal: AbortSignal | undefined): Promise<Result> {
  throwIfAborted(signal);
  let work = 0;
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    work += step.value;
    if (work < WORK_PER_TURN) continue;
    work = 0;
    await yieldToEventLoop(signal);
  }
}
