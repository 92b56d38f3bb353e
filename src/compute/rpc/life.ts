/**
 * A worker that ends without a word (out of memory, ended by the browser) fires no event. But it holds a lock while it lives, and who
 * waits for that lock gets it when it is gone. Browsers without locks, and pages on plain http, are left to the watchdog.
 */

/** The part of the Web Locks API that is used. */
export interface Locks {
  request(name: string, options: { readonly signal?: AbortSignal }, callback: () => Promise<unknown>): Promise<unknown>;
}

/** Holds a lock for as long as this thread lives; its name once it is held, null where there are no locks. */
export function holdLife(locks: Locks | undefined, name: string): Promise<string | null> {
  if (locks === undefined) return Promise.resolve(null);
  return new Promise((resolve) => {
    const held = locks.request(name, {}, () => {
      resolve(name);
      return new Promise(() => undefined);
    });
    held.catch(() => resolve(null));
  });
}

/** Calls `onEnd` when the thread that holds the lock has ended; never after `signal` is aborted. */
export function watchLife(locks: Locks | undefined, life: string, signal: AbortSignal, onEnd: () => void): void {
  const ended = (): Promise<void> => {
    if (!signal.aborted) onEnd();
    return Promise.resolve();
  };
  // Rejects where it is aborted, or locks are refused here: then nothing is known.
  locks?.request(life, { signal }, ended).catch(() => undefined);
}
