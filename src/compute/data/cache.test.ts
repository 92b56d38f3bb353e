import { describe, expect, it } from 'vitest';
import { createByteCache } from './cache.ts';

/** The part of CacheStorage that is used, in memory. */
function memoryStorage(): { storage: CacheStorage; keys: () => string[] } {
  const kept = new Map<string, Response>();
  const cache = {
    match: (key: string) => Promise.resolve(kept.get(key)?.clone()),
    put: (key: string, response: Response) => Promise.resolve(void kept.set(key, response)),
    delete: (url: string, options?: CacheQueryOptions) => {
      const bare = (key: string) => (options?.ignoreSearch === true ? key.split('?')[0] : key);
      for (const key of [...kept.keys()]) if (bare(key) === bare(url)) kept.delete(key);
      return Promise.resolve(true);
    },
  };
  return { storage: { open: () => Promise.resolve(cache) } as unknown as CacheStorage, keys: () => [...kept.keys()] };
}

describe('createByteCache', () => {
  const url = 'https://site.test/data/mnist/a.gz';

  it('gives back the bytes of the same version only, and keeps one version of a file', async () => {
    const { storage, keys } = memoryStorage();
    const cache = createByteCache(storage);
    expect(await cache.put(url, 'one', Uint8Array.of(1, 2))).toBe(true);
    expect(await cache.get(url, 'one')).toEqual(Uint8Array.of(1, 2));
    expect(await cache.get(url, 'two')).toBeNull();
    await cache.put(url, 'two', Uint8Array.of(3));
    await cache.put('https://site.test/data/mnist/b.gz', 'one', Uint8Array.of(4));
    expect(keys()).toHaveLength(2);
    expect(await cache.get(url, 'one')).toBeNull();
    expect(await cache.get(url, 'two')).toEqual(Uint8Array.of(3));
  });

  it('goes on without storage, and with storage that is full or forbidden', async () => {
    const broken = { open: () => Promise.reject(new DOMException('full', 'QuotaExceededError')) } as unknown as CacheStorage;
    for (const cache of [createByteCache(undefined), createByteCache(broken)]) {
      expect(await cache.put(url, 'one', Uint8Array.of(1))).toBe(false);
      expect(await cache.get(url, 'one')).toBeNull();
    }
  });
});
