import { describe, expect, it } from 'vitest';
import { identityOf, LeaseCache } from './lease-cache.ts';

describe('LeaseCache', () => {
  it('makes a value once and frees the least recently used beyond the budget', () => {
    const freed: string[] = [];
    const cache = new LeaseCache<string>(10, (value) => freed.push(value));
    let made = 0;
    const take = (key: string): void => {
      cache
        .acquire(key, 5, () => {
          made++;
          return key;
        })
        .release();
    };
    take('a');
    take('b');
    take('a');
    expect(made).toBe(2);
    take('c');
    expect(freed).toEqual(['b']);
    cache.clear();
    expect(freed.sort()).toEqual(['a', 'b', 'c']);
  });

  it('never frees what is on lease, and frees it when it comes back after a clear', () => {
    const freed: string[] = [];
    const cache = new LeaseCache<string>(1, (value) => freed.push(value));
    const lease = cache.acquire('a', 5, () => 'a');
    cache.acquire('b', 5, () => 'b').release();
    expect(freed).toEqual(['b']);
    cache.clear();
    expect(freed).toEqual(['b']);
    lease.release();
    lease.release();
    expect(freed).toEqual(['b', 'a']);
  });

  it('names objects by identity', () => {
    const one = {};
    expect(identityOf(one)).toBe(identityOf(one));
    expect(identityOf(one)).not.toBe(identityOf({}));
  });
});
