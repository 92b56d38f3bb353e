import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fetchBytes, type Fetch } from './fetch.ts';

const request = { url: 'https://site.test/a', phase: 'reading a', maxBytes: 100, expectedBytes: 4 };
const hanging = (): Promise<Response> => new Promise(() => undefined);
/** Sends its bytes, then nothing more, and never ends. */
const halfway = (): Promise<Response> =>
  Promise.resolve(new Response(new ReadableStream({ start: (controller) => controller.enqueue(Uint8Array.of(1, 2)) })));
const whole = (): Promise<Response> => Promise.resolve(new Response(Uint8Array.of(1, 2, 3, 4)));

/** Answers one try after another. */
function answering(...answers: (() => Promise<Response>)[]): Fetch & { tries: () => number } {
  let tries = 0;
  return Object.assign(() => answers[tries++](), { tries: () => tries });
}

describe('fetchBytes', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it.each([
    ['fails', () => Promise.reject<Response>(new TypeError('connection reset'))],
    ['never answers', hanging],
    ['stands still halfway', halfway],
  ])('tries again where a connection %s', async (_what, broken) => {
    const fetch = answering(broken, whole);
    const phases = new Set<string>();
    const bytes = fetchBytes(fetch, request, { onProgress: ({ phase }) => phases.add(phase) });
    await vi.advanceTimersByTimeAsync(40_000);
    expect([...(await bytes)]).toEqual([1, 2, 3, 4]);
    expect([...phases]).toEqual(expect.arrayContaining([expect.stringMatching(/^reading a, again \((connection reset|nothing came for 30 s)\)$/)]));
  });

  it('gives up after three tries, and not on a server that answers', async () => {
    const fetch = answering(hanging, halfway, hanging);
    const failure = expect(fetchBytes(fetch, request, {})).rejects.toMatchObject({
      code: 'fetch-failed',
      message: 'https://site.test/a could not be fetched, tried 3 times: nothing came for 30 s. Check the connection and try again.',
    });
    await vi.advanceTimersByTimeAsync(120_000);
    await failure;
    const refused = answering(() => Promise.resolve(new Response('none', { status: 404, statusText: 'Not Found' })));
    await expect(fetchBytes(refused, request, {})).rejects.toThrow(/answered 404 Not Found/);
    expect(refused.tries()).toBe(1);
  });

  it.each([0, 30_100])('is cancelled at once, %i ms after it began, though nothing answers', async (after) => {
    const controller = new AbortController();
    const reason = new DOMException('no longer wanted', 'AbortError');
    const rejected = expect(fetchBytes(answering(hanging, hanging), request, { signal: controller.signal })).rejects.toBe(reason);
    await vi.advanceTimersByTimeAsync(after);
    controller.abort(reason);
    await rejected;
    expect(vi.getTimerCount()).toBe(after === 0 ? 0 : 1);
  });

  it('stops at the bytes that are allowed', async () => {
    await expect(fetchBytes(answering(whole), { ...request, maxBytes: 3 }, {})).rejects.toMatchObject({ code: 'too-large' });
  });
});
