import { RidgelineError } from '../../base/errors.ts';
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

/**
 * The body of a URL, progress by bytes. What comes may be a page in place of the file: callers check the content, never the status
 * alone.
 *
 * @throws RidgelineError 'fetch-failed' naming the URL, 'too-large'; the signal's reason.
 */
export async function fetchBytes(fetch: Fetch, request: FetchRequest, options: JobOptions): Promise<Uint8Array> {
  const { url, phase, maxBytes, expectedBytes, revalidate = false } = request;
  const { signal, onProgress } = options;
  throwIfAborted(signal);
  try {
    const response = await fetch(url, { ...(signal === undefined ? {} : { signal }), ...(revalidate ? { cache: 'no-cache' } : {}) });
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
      const next = await reader.read();
      if (next.done) break;
      done += next.value.length;
      if (done > maxBytes) {
        await reader.cancel();
        throw new RidgelineError('too-large', `${url} is larger than ${maxBytes} bytes, the most that is accepted here.`, { received: done });
      }
      chunks.push(next.value);
      onProgress?.({ phase, done, total: Math.max(done, expectedBytes) });
      throwIfAborted(signal);
    }
    return joined(chunks, done);
  } catch (error) {
    throwIfAborted(signal);
    if (error instanceof RidgelineError) throw error;
    throw new RidgelineError(
      'fetch-failed',
      `${url} could not be fetched: ${error instanceof Error ? error.message : 'no connection'}. Check the connection and try again.`,
    );
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
