/** Reading from a graphics device: one whose driver hangs never answers, and the job would wait for ever. */
import { RidgelineError } from '../../base/errors.ts';
import { withinTime } from '../../base/time-limit.ts';

/** Milliseconds. A tile of work takes a fraction of a second; a browser ends a GPU's own work after some ten. */
export const READ_LIMIT = 120_000;

/**
 * What is read, or 'backend-failed' after two minutes without it. The device is ended then, so that it is told as lost and another one
 * is started.
 */
export function readInTime<T>(reading: Promise<T>, device: { destroy(): void } | undefined): Promise<T> {
  return withinTime(reading, READ_LIMIT, () => {
    device?.destroy();
    return new RidgelineError('backend-failed', 'The graphics device gave no answer for two minutes.');
  });
}
