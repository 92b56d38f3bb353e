/**
 * `src=`: a link that names a bundle by its address. What lies beside the page is opened at once; of another host nothing is asked
 * before the person agreed: first to look it up, then to fetch it. Nothing is sent but the request: no cookies, no referrer.
 */
import { RidgelineError } from '../../base/errors.ts';
import { shownName } from '../../base/bad-file.ts';
import { formatCount } from '../../base/format.ts';
import { withinTime } from '../../base/time-limit.ts';
import { parsePairs } from '../link/text.ts';

/** Bytes that are read of an address. */
export const LARGEST_FETCH = 100 * 1024 * 1024;
const SILENCE = 30_000;
const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\])$/;

export interface Source {
  readonly url: URL;
  /** Beside the page. */
  readonly own: boolean;
}

/** What HEAD tells of a source. */
export interface SourceSize {
  /** Bytes; null where the host does not tell. */
  readonly bytes: number | null;
  /** The host that answered, where that is another one. */
  readonly movedTo: string | null;
}

/** A bundle at another host, as a person is asked about it. */
export interface SourceQuestion {
  readonly host: string;
  /** The whole address. */
  readonly address: string;
  /** 'host': may it be looked up? 'looking': the host is being asked how large it is. 'size': may it be fetched? */
  readonly step: 'host' | 'looking' | 'size';
  /** null before the host was asked. */
  readonly size: SourceSize | null;
}

/** The address that a link's `src` holds; null where it holds none. */
export function sourceIn(hash: string): string | null {
  return parsePairs(hash).pairs.get('src') ?? null;
}

/** @param base the page's own address. @throws RidgelineError 'bad-link' for what may not be fetched */
export function readSource(text: string, base: string): Source {
  let url: URL;
  try {
    url = new URL(text, base);
  } catch {
    throw refused(text, 'that is no address');
  }
  const own = url.origin === new URL(base).origin && url.origin !== 'null';
  if (url.username !== '' || url.password !== '') throw refused(text, 'it holds a name or a password');
  if (own || url.protocol === 'https:' || (url.protocol === 'http:' && LOCAL.test(url.hostname))) return { url, own };
  throw refused(
    text,
    url.protocol === 'http:'
      ? 'http can be read and changed on the way; only https is opened'
      : `${shownName(url.protocol)} is not opened, only https`,
  );
}

const REQUEST: RequestInit = { mode: 'cors', credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store' };

/** Asks a host how large the file is. A host that does not answer that may still give the file. */
export async function sizeOfSource({ url }: Source, ask: typeof fetch, signal: AbortSignal): Promise<SourceSize> {
  try {
    const response = await inTime(ask(url, { ...REQUEST, method: 'HEAD', signal }), url);
    const length = response.headers.get('content-length');
    const host = new URL(response.url || url).host;
    return { bytes: response.ok && length !== null && /^\d{1,15}$/.test(length) ? Number(length) : null, movedTo: host === url.host ? null : host };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof RidgelineError) throw error;
    return { bytes: null, movedTo: null };
  }
}

/**
 * The file at the address, of at most LARGEST_FETCH bytes, under the last part of its name.
 *
 * @param hosts those that the person agreed to
 * @throws RidgelineError 'fetch-failed' or 'too-large' in our words; the signal's reason
 */
export async function fetchSource(
  { url, own }: Source,
  hosts: readonly string[],
  ask: typeof fetch,
  signal: AbortSignal,
): Promise<Blob & { readonly name: string }> {
  const response = await answerOf(url, ask, own ? { ...REQUEST, mode: 'same-origin' } : REQUEST, signal);
  const answered = new URL(response.url || url).host;
  if (!own && !hosts.includes(answered)) {
    await response.body?.cancel();
    throw new RidgelineError('fetch-failed', `${url.host} passes the request on to ${answered}, which was not asked about. Nothing of it was used.`, {
      argument: 'src',
    });
  }
  if (!response.ok)
    throw new RidgelineError('fetch-failed', `${url.host} has no such file: it answered ${response.status} for ${shownName(url.pathname)}.`, {
      argument: 'src',
      received: response.status,
    });
  const blob = await bodyOf(response, url, signal);
  return Object.assign(blob, { name: nameOf(url) });
}

async function answerOf(url: URL, ask: typeof fetch, request: RequestInit, signal: AbortSignal): Promise<Response> {
  try {
    return await inTime(ask(url, { ...request, signal }), url);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof RidgelineError) throw error;
    throw new RidgelineError(
      'fetch-failed',
      `The bundle could not be fetched from ${url.host}: there is no network, no such host, or it does not let other sites read its files (CORS). Download it yourself and drop it here.`,
      { argument: 'src' },
    );
  }
}

async function bodyOf(response: Response, url: URL, signal: AbortSignal): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let read = 0;
  const reader = response.body?.getReader();
  try {
    for (;;) {
      signal.throwIfAborted();
      const next = reader === undefined ? { done: true as const } : await inTime(reader.read(), url);
      if (next.done) break;
      read += next.value.length;
      if (read > LARGEST_FETCH)
        throw new RidgelineError(
          'too-large',
          `The bundle at ${url.host} has more than ${formatCount(LARGEST_FETCH)} bytes, the most that is fetched.`,
          {
            argument: 'src',
            received: read,
          },
        );
      parts.push(new Uint8Array(next.value));
    }
  } catch (error) {
    await reader?.cancel().catch(() => undefined);
    signal.throwIfAborted();
    if (error instanceof RidgelineError) throw error;
    throw new RidgelineError('fetch-failed', `The bundle stopped coming from ${url.host} after ${formatCount(read)} bytes. Open the link again.`, {
      argument: 'src',
    });
  }
  return new Blob(parts);
}

function inTime<T>(work: Promise<T>, { host }: URL): Promise<T> {
  return withinTime(
    work,
    SILENCE,
    () => new RidgelineError('fetch-failed', `${host} says nothing for ${SILENCE / 1000} s. Open the link again later.`, { argument: 'src' }),
  );
}

function nameOf(url: URL): string {
  const last = url.pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last) || url.host;
  } catch {
    return last;
  }
}

function refused(text: string, why: string): RidgelineError {
  return new RidgelineError('bad-link', `The link's src=${shownName(text)} was not opened: ${why}.`, {
    argument: 'src',
    received: text.slice(0, 200),
  });
}
