/** Fetched data kept in the browser, so that the next visit does not download them again. */

/** Never rejects: storage may be missing (private window, plain http), full or broken, and loading goes on without it. */
export interface ByteCache {
  /** null where it is not kept, or kept under another version. */
  get(url: string, version: string): Promise<Uint8Array | null>;
  /** True where `get` would find it, without reading it. */
  has(url: string, version: string): Promise<boolean>;
  /** Replaces other versions of the URL. False where it could not be kept. */
  put(url: string, version: string, bytes: Uint8Array): Promise<boolean>;
}

const CACHE_NAME = 'ridgeline-data-1';
const VERSION_KEY = 'ridgeline-version';

/** On the Cache API; `storage` is `globalThis.caches`, undefined on plain-http hosts. */
export function createByteCache(storage: CacheStorage | undefined): ByteCache {
  const keyOf = (url: string, version: string): string => {
    const key = new URL(url);
    key.searchParams.set(VERSION_KEY, version);
    return key.href;
  };
  return {
    async get(url, version) {
      try {
        const response = await (await storage?.open(CACHE_NAME))?.match(keyOf(url, version));
        return response === undefined ? null : new Uint8Array(await response.arrayBuffer());
      } catch {
        return null;
      }
    },
    async has(url, version) {
      try {
        return (await (await storage?.open(CACHE_NAME))?.match(keyOf(url, version))) !== undefined;
      } catch {
        return false;
      }
    },
    async put(url, version, bytes) {
      try {
        const cache = await storage?.open(CACHE_NAME);
        if (cache === undefined) return false;
        await cache.delete(url, { ignoreSearch: true });
        await cache.put(keyOf(url, version), new Response(bytes.slice()));
        return true;
      } catch {
        return false;
      }
    },
  };
}
