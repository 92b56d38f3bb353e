import { describe, expect, it } from 'vitest';
import { fetchSource, LARGEST_FETCH, readSource, sizeOfSource, sourceIn } from './source.ts';

const BASE = 'https://example.test/ridgeline/?backend=wasm';
const signal = new AbortController().signal;
const answering =
  (body: BodyInit | null, init: ResponseInit = {}): typeof fetch =>
  () =>
    Promise.resolve(new Response(body, init));

describe('sourceIn', () => {
  it('is what a link names', () => {
    expect(sourceIn('#src=gallery/width.ridgeline')).toBe('gallery/width.ridgeline');
    expect(sourceIn('#src=https%3A%2F%2Fa.test%2Fx%3Fy%3D1')).toBe('https://a.test/x?y=1');
    expect(sourceIn('#v=1&data=moons')).toBeNull();
  });
});

describe('readSource', () => {
  it('tells the page’s own files from those of other hosts', () => {
    expect(readSource('gallery/width.ridgeline', BASE)).toMatchObject({ own: true, url: { pathname: '/ridgeline/gallery/width.ridgeline' } });
    expect(readSource('https://other.test/x', BASE).own).toBe(false);
    expect(readSource('http://localhost:8000/x', BASE).own).toBe(false);
  });

  it.each([
    ['http://other.test/x', /only https is opened/],
    ['https://me:secret@other.test/x', /a name or a password/],
    ['javascript:alert(1)', /only https/],
    ['data:application/zip,x', /only https/],
    ['file:///etc/passwd', /only https/],
    ['https://', /no address/],
  ])('refuses %s', (text, message) => {
    expect(() => readSource(text, BASE)).toThrow(message);
  });
});

describe('fetching', () => {
  const source = readSource('https://other.test/a%20b.ridgeline', BASE);

  it('sends nothing but the request', async () => {
    const asked: RequestInit[] = [];
    const ask: typeof fetch = (_, init = {}) => {
      asked.push(init);
      return Promise.resolve(new Response('abc', { headers: { 'content-length': '3' } }));
    };
    expect(await sizeOfSource(source, ask, signal)).toEqual({ bytes: 3, movedTo: null });
    const blob = await fetchSource(source, ['other.test'], ask, signal);
    expect([blob.name, await blob.text()]).toEqual(['a b.ridgeline', 'abc']);
    for (const init of asked) expect(init).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store' });
    expect(asked.map(({ method }) => method)).toEqual(['HEAD', undefined]);
  });

  it('tells a size only where the host tells one', async () => {
    expect(await sizeOfSource(source, answering(null), signal)).toEqual({ bytes: null, movedTo: null });
    expect(await sizeOfSource(source, () => Promise.reject(new TypeError('Failed to fetch')), signal)).toEqual({ bytes: null, movedTo: null });
  });

  it('says in its own words what went wrong', async () => {
    const failing: typeof fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    await expect(fetchSource(source, ['other.test'], failing, signal)).rejects.toThrow(/could not be fetched from other\.test.*CORS/);
    await expect(fetchSource(source, ['other.test'], answering('', { status: 404 }), signal)).rejects.toThrow(/it answered 404/);
    await expect(fetchSource(source, ['another.test'], answering('x'), signal)).rejects.toThrow(/which was not asked about/);
  });

  it('stops where there is more than it reads', async () => {
    const piece = new Uint8Array(8 * 1024 * 1024);
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += piece.length;
        controller.enqueue(piece);
      },
    });
    await expect(fetchSource(source, ['other.test'], answering(endless), signal)).rejects.toMatchObject({ code: 'too-large' });
    expect(sent).toBeLessThan(LARGEST_FETCH + 4 * piece.length);
  });
});
