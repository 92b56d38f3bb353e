import { abandonOnAbort } from '../../base/abort.ts';
import { RidgelineError } from '../../base/errors.ts';
import { formatDuration } from '../../base/format.ts';
import type { JobOptions } from '../../base/job.ts';
import { throwIfAborted } from '../../base/job.ts';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface FetchRequest {
  readonly url: string;
  /** Shown with the progress: 'reading train images'. */
  readonly phase: string;
  /** More than this is refused. */
  readonly maxBytes: number;
  /** For progress, where the server's Content-Length does not say (or counts packed bytes). */
  readonly expectedBytes: number;
  /** Ask the server whether the browser's copy is still right. */
  readonly revalidate?: boolean;
}

/** Milliseconds without a byte after which a connection is given up. */
const STALLED_AFTER = 30_000;
/** Milliseconds before each further try. */
const PAUSES = [500, 2000];

/**
 * The body of a URL, progress by bytes. A connection that fails or stands still is tried again, twice. What comes may be a page in
 * place of the file: callers check the content, never the status alone.
 *
 * @throws RidgelineError 'fetch-failed' naming the URL, 'too-large'; the signal's reason, at once.
 */
export async function fetchBytes(fetch: Fetch, request: FetchRequest, options: JobOptions): Promise<Uint8Array> {
  const { url, phase, expectedBytes } = request;
  throwIfAborted(options.signal);
  for (let tries = 0; ; tries++) {
    const stalled = new AbortController();
    try {
      return await fetchOnce(fetch, request, options, stalled);
    } catch (error) {
      throwIfAborted(options.signal);
      if (error instanceof RidgelineError) throw error;
      const why = error instanceof Error ? error.message.replace(/\.$/, '') : 'no connection';
      if (tries === PAUSES.length)
        throw new RidgelineError(
          'fetch-failed',
          `${url} could not be fetched, tried ${tries + 1} times: ${why}. Check the connection and try again.`,
        );
      options.onProgress?.({ phase: `${phase}, again (${why})`, done: 0, total: expectedBytes });
      await abandonOnAbort(new Promise((resolve) => setTimeout(resolve, PAUSES[tries])), options.signal);
    } finally {
      stalled.abort();
    }
  }
}

async function fetchOnce(
  fetch: Fetch,
  { url, phase, maxBytes, expectedBytes, revalidate = false }: FetchRequest,
  { signal: outer, onProgress }: JobOptions,
  stalled: AbortController,
): Promise<Uint8Array> {
  const signal = outer === undefined ? stalled.signal : AbortSignal.any([stalled.signal, outer]);
  /** The outcome; the signal's reason, or a failure where it takes too long, even if it never comes. */
  const inTime = async <T>(waiting: Promise<T>): Promise<T> => {
    const timer = setTimeout(() => stalled.abort(new Error(`nothing came for ${formatDuration(STALLED_AFTER / 1000)}`)), STALLED_AFTER);
    try {
      return await abandonOnAbort(waiting, signal);
    } finally {
      clearTimeout(timer);
    }
  };
  const response = await inTime(fetch(url, { signal, ...(revalidate ? { cache: 'no-cache' } : {}) }));
  if (!response.ok || response.body === null) {
    throw new RidgelineError(
      'fetch-failed',
      `${url} could not be fetched: the server answered ${response.status} ${response.statusText}.`.replace(' .', '.'),
    );
  }
  const chunks: Uint8Array[] = [];
  let done = 0;
  const reader = response.body.getReader();
  for (;;) {
    const next = await inTime(reader.read());
    if (next.done) return joined(chunks, done);
    done += next.value.length;
    if (done > maxBytes) {
      await reader.cancel();
      throw new RidgelineError('too-large', `${url} is larger than ${maxBytes} bytes, the most that is accepted here.`, { received: done });
    }
    chunks.push(next.value);
    onProgress?.({ phase, done, total: Math.max(done, expectedBytes) });
    throwIfAborted(signal);
  }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const out = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}
