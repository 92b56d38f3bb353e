import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GIVEN_UP_AFTER, PING_INTERVAL, TOLD_AFTER, Watchdog } from './watchdog.ts';

function setUp() {
  const told: string[] = [];
  const state = { busy: true, pings: 0 };
  const dog = new Watchdog({
    ping: () => state.pings++,
    busy: () => state.busy,
    onQuiet: () => told.push('quiet'),
    onSilent: () => told.push('silent'),
  });
  return { dog, told, state };
}
const pass = (pings: number): void => void vi.advanceTimersByTime(pings * PING_INTERVAL);

describe('Watchdog', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('tells of a silence, then gives up, once', () => {
    const { dog, told } = setUp();
    dog.watch();
    dog.heard();
    pass(TOLD_AFTER);
    expect(told).toEqual([]);
    pass(1);
    expect(told).toEqual(['quiet']);
    pass(GIVEN_UP_AFTER - TOLD_AFTER);
    expect(told).toEqual(['quiet', 'silent']);
    pass(1000);
    expect(told).toHaveLength(2);
  });

  it('waits longer for the first word', () => {
    const { dog, told } = setUp();
    dog.watch();
    pass(GIVEN_UP_AFTER + 2);
    expect(told).toEqual([]);
    pass(60);
    expect(told).toEqual(['silent']);
  });

  it('stops asking once nothing is waited for and all was answered', () => {
    const { dog, told, state } = setUp();
    dog.watch();
    pass(1);
    dog.heard();
    state.busy = false;
    pass(100);
    expect(state.pings).toBe(1);
    expect(told).toEqual([]);
  });

  it('does not count the time in which the machine slept', () => {
    const { dog, told } = setUp();
    dog.watch();
    dog.heard();
    for (let night = 0; night < 2 * GIVEN_UP_AFTER; night++) {
      const late = performance.now() + 10 * PING_INTERVAL;
      vi.spyOn(performance, 'now').mockReturnValueOnce(late);
      pass(1);
    }
    expect(told).toEqual([]);
    vi.restoreAllMocks();
  });
});
