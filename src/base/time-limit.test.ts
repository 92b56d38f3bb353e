import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withinTime } from './time-limit.ts';

const never = new Promise<never>(() => undefined);

describe('withinTime', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('gives what comes in time, and leaves no timer', async () => {
    const late = vi.fn(() => new Error('late'));
    await expect(withinTime(Promise.resolve(3), 5000, late)).resolves.toBe(3);
    await expect(withinTime(Promise.reject(new Error('own')), 5000, late)).rejects.toThrow('own');
    expect(vi.getTimerCount()).toBe(0);
    expect(late).not.toHaveBeenCalled();
  });

  it('rejects where nothing comes, not before', async () => {
    const late = vi.fn(() => new Error('late'));
    const outcome = withinTime(never, 5000, late).catch((error: unknown) => (error as Error).message);
    await vi.advanceTimersByTimeAsync(4900);
    expect(late).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(200);
    expect(await outcome).toBe('late');
    expect(late).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not count a sleep of the machine', async () => {
    const late = vi.fn(() => new Error('late'));
    const outcome = withinTime(never, 10_000, late).catch(() => undefined);
    const clock = performance.now.bind(performance);
    const now = vi.spyOn(performance, 'now').mockImplementation(() => clock() + 3_600_000);
    await vi.advanceTimersByTimeAsync(3000);
    expect(late).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(12_000);
    await outcome;
    expect(late).toHaveBeenCalledTimes(1);
    now.mockRestore();
  });
});
