import { describe, expect, it } from 'vitest';
import { holdLife, watchLife, type Locks } from './life.ts';

/** Locks whose holders' threads can be ended. */
class FakeLocks implements Locks {
  readonly #held = new Set<string>();
  readonly #waiting = new Map<string, () => void>();

  request(name: string, { signal }: { readonly signal?: AbortSignal }, callback: () => Promise<unknown>): Promise<unknown> {
    if (!this.#held.has(name)) {
      this.#held.add(name);
      return callback();
    }
    return new Promise((resolve, reject) => {
      this.#waiting.set(name, () => resolve(callback()));
      signal?.addEventListener('abort', () => {
        this.#waiting.delete(name);
        reject(signal.reason as Error);
      });
    });
  }

  endThread(name: string): void {
    this.#held.delete(name);
    this.#waiting.get(name)?.();
  }
}

describe('life', () => {
  it('ends when the thread that holds it ends, and not before', async () => {
    const locks = new FakeLocks();
    const ended: string[] = [];
    expect(await holdLife(locks, 'a')).toBe('a');
    watchLife(locks, 'a', new AbortController().signal, () => ended.push('a'));
    await Promise.resolve();
    expect(ended).toEqual([]);
    locks.endThread('a');
    expect(ended).toEqual(['a']);
  });

  it('is not watched any more after an abort', async () => {
    const locks = new FakeLocks();
    const ended: string[] = [];
    await holdLife(locks, 'a');
    const controller = new AbortController();
    watchLife(locks, 'a', controller.signal, () => ended.push('a'));
    controller.abort();
    locks.endThread('a');
    await Promise.resolve();
    expect(ended).toEqual([]);
  });

  it('is unknown where there are no locks, or none may be had', async () => {
    expect(await holdLife(undefined, 'a')).toBeNull();
    expect(await holdLife({ request: () => Promise.reject(new DOMException('no', 'SecurityError')) }, 'a')).toBeNull();
    watchLife(undefined, 'a', new AbortController().signal, () => expect.fail('nothing is known'));
  });
});
