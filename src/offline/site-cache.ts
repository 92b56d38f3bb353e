/**
 * The site's files in the browser's storage: one cache a version. A page goes on loading its own version's files after a newer one
 * took over, and an older version goes when no page of it lives.
 */
import { livingScripts, type SiteCheck } from './messages.ts';
import type { SiteFile } from './site-file.ts';

export interface SiteCacheOptions {
  readonly caches: CacheStorage;
  readonly fetch: (request: Request) => Promise<Response>;
  /** Absolute address of the page's folder, with its closing slash. */
  readonly scope: string;
  readonly files: readonly SiteFile[];
  /** Names this version. */
  readonly build: string;
}

/** Files fetched side by side. */
const AT_ONCE = 6;
/** Milliseconds after which a kept list of data stands in for one that does not come. */
const LIST_TIME = 4000;
const LIST = 'data/index.json';
const PREFIX = 'ridgeline-site';

export class SiteCache {
  readonly #options: SiteCacheOptions;
  /** By absolute address. */
  readonly #files: ReadonlyMap<string, SiteFile>;
  readonly #page: string;
  readonly #list: string;

  constructor(options: SiteCacheOptions) {
    const { scope, files } = options;
    this.#options = options;
    this.#files = new Map(files.map((file) => [new URL(file.url, scope).href, file]));
    this.#page = new URL('./', scope).href;
    this.#list = new URL(LIST, scope).href;
  }

  /**
   * Fetches all files of this version that are not here yet; what an older version has under the same hashed name is taken from it.
   * @throws Error naming the first file that did not come whole; what came stays for the next try.
   */
  async install(onProgress: (done: number) => void): Promise<void> {
    const cache = await this.#own();
    const older = await this.#others();
    const waiting = [...this.#files];
    let done = 0;
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        await this.#keep(cache, older, ...next);
        onProgress(++done);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }

  /** How a request is answered; null: it is not the site's, and goes its way. */
  answer(request: Request): Promise<Response> | null {
    if (request.method !== 'GET') return null;
    const url = new URL(request.url);
    url.hash = '';
    if (request.mode === 'navigate') {
      url.search = '';
      return [this.#page, `${this.#page}index.html`].includes(url.href) ? this.#kept(this.#page, request) : null;
    }
    if (url.href === this.#list) return this.#newest(request);
    const ours = this.#files.has(url.href) || url.href.startsWith(`${this.#page}assets/`);
    return ours && url.href !== this.#page ? this.#kept(url.href, request) : null;
  }

  /** What lies in the storage now. */
  async check(script: string): Promise<SiteCheck> {
    const kept = new Set((await (await this.#own()).keys()).map(({ url }) => url));
    const files = [...this.#files.keys()];
    return { total: files.length, kept: files.filter((url) => kept.has(url)).length, current: this.#files.has(script) };
  }

  /** Deletes the other versions of which no page lives. @param locks names of all that are held */
  async sweep(locks: readonly string[]): Promise<void> {
    const living = livingScripts(locks);
    for (const name of await this.#otherNames()) {
      const cache = await this.#options.caches.open(name);
      const used = await Promise.all(living.map((script) => cache.match(script, { ignoreVary: true })));
      if (used.every((found) => found === undefined)) await this.#options.caches.delete(name);
    }
  }

  async #keep(cache: Cache, older: readonly Cache[], url: string, file: SiteFile): Promise<void> {
    if ((await cache.match(url, { ignoreVary: true })) !== undefined) return;
    if (file.named)
      for (const other of older) {
        const found = await other.match(url, { ignoreVary: true });
        if (found !== undefined) return cache.put(url, found);
      }
    // A hash in the name: the browser's own copy is right. Else the host is asked whether it is.
    const response = await this.#options.fetch(new Request(url, { cache: file.named ? 'force-cache' : 'no-cache', credentials: 'same-origin' }));
    if (!response.ok) throw new Error(`${url} could not be kept: the server answered ${response.status}.`);
    const bytes = await response.arrayBuffer();
    if (file.digest !== null && (await sha256(bytes)) !== file.digest)
      throw new Error(`${url} could not be kept: it is not the file of this version.`);
    const { status, headers } = response;
    // Made anew: the answer to a redirected request may not answer a navigation.
    return cache.put(url, new Response(bytes, { status, headers: kept(headers) }));
  }

  /** From this version, then from the others, then from the host. */
  async #kept(url: string, request: Request): Promise<Response> {
    const own = await (await this.#own()).match(url, { ignoreVary: true });
    if (own !== undefined) return own;
    if (url !== this.#page)
      for (const other of await this.#others()) {
        const found = await other.match(url, { ignoreVary: true });
        if (found !== undefined) return found;
      }
    return this.#options.fetch(request);
  }

  /** The list of data as the host has it; where it does not answer in time, as it was last. */
  async #newest(request: Request): Promise<Response> {
    const cache = await this.#options.caches.open(`${PREFIX}-list ${this.#options.scope}`);
    const coming = this.#options.fetch(request).then(async (response) => {
      if (response.ok) await cache.put(this.#list, response.clone());
      return response;
    });
    const stored = await cache.match(this.#list, { ignoreVary: true });
    if (stored === undefined) return coming;
    const late = new Promise<Response>((resolve) => setTimeout(() => resolve(stored), LIST_TIME));
    return Promise.race([coming.catch(() => stored), late]);
  }

  #name(): string {
    return `${PREFIX} ${this.#options.scope} ${this.#options.build}`;
  }

  #own(): Promise<Cache> {
    return this.#options.caches.open(this.#name());
  }

  async #otherNames(): Promise<string[]> {
    const names = await this.#options.caches.keys();
    return names.filter((name) => name.startsWith(`${PREFIX} ${this.#options.scope} `) && name !== this.#name());
  }

  async #others(): Promise<Cache[]> {
    return Promise.all((await this.#otherNames()).map((name) => this.#options.caches.open(name)));
  }
}

/** Without what told how the bytes travelled: they are unpacked now. */
function kept(headers: Headers): Headers {
  const own = new Headers(headers);
  for (const name of ['Content-Encoding', 'Content-Length', 'Transfer-Encoding']) own.delete(name);
  return own;
}

async function sha256(bytes: ArrayBuffer): Promise<string> {
  return Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
