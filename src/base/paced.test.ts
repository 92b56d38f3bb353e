import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Paced } from './paced.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the newest value of each interval is handed on, the last one too', () => {
  const seen: number[] = [];
  const paced = new Paced<number>((value) => seen.push(value), 100);
  for (let value = 0; value < 25; value++) {
    paced.offer(value);
    vi.advanceTimersByTime(10);
  }
  expect(seen).toEqual([9, 19]);
  vi.advanceTimersByTime(100);
  expect(seen).toEqual([9, 19, 24]);
  vi.advanceTimersByTime(1000);
  paced.offer(25);
  expect(seen).toEqual([9, 19, 24, 25]);
});

test('what waits when it ends is dropped', () => {
  const seen: number[] = [];
  const paced = new Paced<number>((value) => seen.push(value), 100);
  paced.offer(1);
  paced.end();
  vi.advanceTimersByTime(1000);
  expect(seen).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});
