const TICK = 1000;

/**
 * The promise's outcome; a rejection with what `late` gives where it has none in time. Time in which the machine slept or the thread
 * was held up counts little: what was waited for slept too.
 *
 * @param limit milliseconds
 * @param late called once, when the time is over; it may end what hangs
 */
export function withinTime<T>(promise: Promise<T>, limit: number, late: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    let waited = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      waited += Math.max(0, Math.min(now - last, 2 * TICK));
      last = now;
      if (waited < limit) return;
      clearInterval(timer);
      reject(late());
    }, TICK);
    promise.then(resolve, reject).finally(() => clearInterval(timer));
  });
}
