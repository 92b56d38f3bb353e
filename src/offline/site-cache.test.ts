import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { pageLock } from './messages.ts';
import { SiteCache } from './site-cache.ts';
import type { SiteFile } from './site-file.ts';

const SCOPE = 'https://host.test/some/path/';
const SCRIPT = `${SCOPE}assets/main-aaaaaaaa.js`;

/** The part of CacheStorage that is used, in memory. */
function memoryCaches(): CacheStorage {
  const all = new Map<string, Map<string, Response>>();
  const cacheOf = (kept: Map<string, Response>) => ({
    match: (url: string) => Promise.resolve(kept.get(url)?.clone()),
    put: (url: string, response: Response) => Promise.resolve(void kept.set(url, response)),
    keys: () => Promise.resolve(Array.from(kept.keys(), (url) => new Request(url))),
  });
  return {
    open: (name: string) => {
      const kept = all.get(name) ?? new Map<string, Response>();
      all.set(name, kept);
      return Promise.resolve(cacheOf(kept));
    },
    keys: () => Promise.resolve([...all.keys()]),
    delete: (name: string) => Promise.resolve(all.delete(name)),
  } as unknown as CacheStorage;
}

interface Host {
  files: Record<string, string>;
  asked: string[];
}

function fetchFrom(host: Host): (request: Request) => Promise<Response> {
  return ({ url }) => {
    const path = url.slice(SCOPE.length);
    host.asked.push(path);
    if (!(path in host.files)) return Promise.reject(new TypeError('no network'));
    return Promise.resolve(new Response(host.files[path], { headers: { 'Content-Type': 'text/javascript', 'Content-Encoding': 'gzip' } }));
  };
}

const fileOf = (url: string, content: string): SiteFile => ({
  url,
  digest: url === './' ? null : createHash('sha256').update(content).digest('hex'),
  named: url.startsWith('assets/'),
});

const FIRST = { '': '<p>1</p>', 'assets/main-aaaaaaaa.js': 'main 1', 'assets/plot-cccccccc.js': 'plot', 'licences.txt': 'MIT' };
const SECOND = { '': '<p>2</p>', 'assets/main-bbbbbbbb.js': 'main 2', 'assets/plot-cccccccc.js': 'plot', 'licences.txt': 'MIT' };

function site(caches: CacheStorage, build: string, files: Record<string, string>): { site: SiteCache; host: Host } {
  const host: Host = { files: { ...files }, asked: [] };
  const list = Object.entries(files).map(([path, content]) => fileOf(path === '' ? './' : path, content));
  return { site: new SiteCache({ caches, fetch: fetchFrom(host), scope: SCOPE, files: list, build }), host };
}

/** Node makes no navigations. */
function request(path: string, mode: RequestMode = 'cors', method = 'GET'): Request {
  return { url: SCOPE + path, mode, method } as Request;
}

async function textOf(answer: Promise<Response> | null): Promise<string | null> {
  return answer === null ? null : (await answer).text();
}

describe('SiteCache', () => {
  it('keeps all files, and answers page and files without network', async () => {
    const { site: kept, host } = site(memoryCaches(), 'one', FIRST);
    const done: number[] = [];
    expect(await kept.check(SCRIPT)).toEqual({ total: 4, kept: 0, current: true });
    await kept.install((count) => done.push(count));
    expect(done.at(-1)).toBe(4);
    expect(await kept.check(SCRIPT)).toEqual({ total: 4, kept: 4, current: true });
    host.files = {};
    expect(await textOf(kept.answer(request('?backend=wasm#a', 'navigate')))).toBe('<p>1</p>');
    expect(await textOf(kept.answer(request('index.html', 'navigate')))).toBe('<p>1</p>');
    const script = await kept.answer(request('assets/main-aaaaaaaa.js'));
    expect(script?.headers.get('Content-Type')).toBe('text/javascript');
    expect(script?.headers.get('Content-Encoding')).toBeNull();
    expect(await script?.text()).toBe('main 1');
  });

  it('leaves alone what is not its own', () => {
    const { site: kept } = site(memoryCaches(), 'one', FIRST);
    expect(kept.answer(request('data/mnist/a.gz'))).toBeNull();
    expect(kept.answer(request('licences.txt', 'cors', 'POST'))).toBeNull();
    expect(kept.answer(request('elsewhere/', 'navigate'))).toBeNull();
    expect(kept.answer({ url: 'https://other.test/assets/x.js', mode: 'cors', method: 'GET' } as Request)).toBeNull();
  });

  it('refuses a file that is not the listed one or does not come, keeps the rest, and completes it later', async () => {
    const { site: kept, host } = site(memoryCaches(), 'one', FIRST);
    host.files['assets/plot-cccccccc.js'] = '<!doctype html>the page in place of the file';
    await expect(kept.install(() => undefined)).rejects.toThrow(
      `${SCOPE}assets/plot-cccccccc.js could not be kept: it is not the file of this version.`,
    );
    await expect.poll(async () => (await kept.check(SCRIPT)).kept).toBe(3);
    host.files['assets/plot-cccccccc.js'] = 'plot';
    host.asked.length = 0;
    await kept.install(() => undefined);
    expect(host.asked).toEqual(['assets/plot-cccccccc.js']);
  });

  it('takes same files from an older version, answers both, and deletes the older one when no page of it lives', async () => {
    const caches = memoryCaches();
    const old = site(caches, 'one', FIRST);
    await old.site.install(() => undefined);
    const { site: next, host } = site(caches, 'two', SECOND);
    await next.install(() => undefined);
    expect(host.asked.sort()).toEqual(['', 'assets/main-bbbbbbbb.js', 'licences.txt']);
    host.files = {};
    expect(await textOf(next.answer(request('', 'navigate')))).toBe('<p>2</p>');
    expect(await textOf(next.answer(request('assets/main-aaaaaaaa.js')))).toBe('main 1');
    expect(await next.check(SCRIPT)).toMatchObject({ current: false });
    await next.sweep([pageLock(SCRIPT), 'another lock']);
    expect(await caches.keys()).toHaveLength(2);
    await next.sweep([pageLock(`${SCOPE}assets/main-bbbbbbbb.js`)]);
    expect(await caches.keys()).toEqual([`ridgeline-site ${SCOPE} two`]);
    await expect(next.answer(request('assets/main-aaaaaaaa.js'))).rejects.toThrow('no network');
  });

  it('gives the list of data as the host has it now, and as it was last without network', async () => {
    const { site: kept, host } = site(memoryCaches(), 'one', FIRST);
    await expect(kept.answer(request('data/index.json'))).rejects.toThrow('no network');
    for (const list of ['one', 'two']) {
      host.files['data/index.json'] = list;
      expect(await textOf(kept.answer(request('data/index.json')))).toBe(list);
    }
    host.files = {};
    expect(await textOf(kept.answer(request('data/index.json')))).toBe('two');
  });
});
