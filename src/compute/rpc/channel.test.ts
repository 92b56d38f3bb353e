import { describe, expect, it } from 'vitest';
import { RidgelineError } from '../../base/errors.ts';
import type { Progress } from '../../base/job.ts';
import { Channel, serve, type Answer, type FromServer, type ToServer } from './channel.ts';

interface Toy {
  /** Told each number below the request, answered with them all. */
  count: { request: number; partial: Float64Array; result: { all: Float64Array } };
  /** Never ends by itself. */
  wait: { request: null; partial: never; result: null };
  /** Answers although nobody wants it any more. */
  stubborn: { request: null; partial: never; result: string };
  fail: { request: unknown; partial: never; result: null };
}

/** Both ends, with clones and later turns between them as a worker has. */
function setUp(answer: Answer<Toy> = toy()) {
  const asked: ToServer<Toy>[] = [];
  const sentBack: { message: FromServer; transfer: ArrayBuffer[] }[] = [];
  const receive = serve<Toy>(answer, (message, transfer) => {
    sentBack.push({ message, transfer });
    const copy = structuredClone(message, { transfer });
    queueMicrotask(() => channel.receive(copy));
  });
  const channel = new Channel<Toy>((message) => {
    const copy = structuredClone(message);
    asked.push(copy);
    queueMicrotask(() => receive(copy));
  });
  return { channel, asked, sentBack };
}

/** @param stopped hears why a call was cancelled */
function toy(stopped: unknown[] = []): Answer<Toy> {
  const untilAborted = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const stop = (): void => {
        stopped.push(signal.reason);
        resolve();
      };
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop);
    });
  const handlers: Record<keyof Toy, (request: never, options: Parameters<Answer<Toy>>[2]) => Promise<unknown>> = {
    async count(request: number, { onPartial, onProgress }) {
      const all = new Float64Array(request);
      for (let i = 0; i < request; i++) {
        all[i] = i;
        onProgress({ phase: 'counting', done: i + 1, total: request });
        onPartial(all);
        await Promise.resolve();
      }
      return { all };
    },
    async wait(_: null, { signal }) {
      await untilAborted(signal);
      throw signal.reason as Error;
    },
    async stubborn(_: null, { signal }) {
      await untilAborted(signal);
      return 'done all the same';
    },
    fail: (request: unknown) =>
      Promise.reject(new RidgelineError('invalid-argument', 'Received a bad thing; give another.', { argument: 'thing', received: request })),
  };
  return (name, request, options) => handlers[name](request as never, options) as never;
}

const turns = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe('Channel', () => {
  it('brings the result of each call to its caller, partial results and progress before it and in order', async () => {
    const { channel } = setUp();
    const partials: number[][] = [];
    const progress: Progress[] = [];
    const [long, short] = await Promise.all([
      channel.call('count', 3, { onPartial: (partial) => partials.push([...partial]), onProgress: (each) => progress.push(each) }),
      channel.call('count', 1),
    ]);
    expect([...long.all]).toEqual([0, 1, 2]);
    expect([...short.all]).toEqual([0]);
    // Each as it was when it was told: later writes do not show.
    expect(partials).toEqual([
      [0, 0, 0],
      [0, 1, 0],
      [0, 1, 2],
    ]);
    expect(progress.map(({ done }) => done)).toEqual([1, 2, 3]);
  });

  it('transfers results and copies partial results', async () => {
    const { channel, sentBack } = setUp();
    await channel.call('count', 2);
    const transferred = sentBack.map(({ message, transfer }) => [message.type, transfer.length]);
    expect(transferred).toEqual([
      ['progress', 0],
      ['partial', 0],
      ['progress', 0],
      ['partial', 0],
      ['result', 1],
    ]);
    expect(sentBack[4].transfer[0].byteLength).toBe(0);
  });

  it('rejects with the error of the other side, its class and fields kept', async () => {
    const { channel } = setUp();
    const error = await channel.call('fail', { a: 1 }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RidgelineError);
    expect(error).toMatchObject({ code: 'invalid-argument', argument: 'thing', received: { a: 1 }, message: 'Received a bad thing; give another.' });
  });

  it('asks nothing after an abort', async () => {
    const { channel, asked } = setUp();
    const reason = new Error('changed my mind');
    await expect(channel.call('wait', null, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(asked).toEqual([]);
  });

  it('rejects with the reason of an abort at once, cancels, and drops what still comes', async () => {
    const stopped: unknown[] = [];
    const { channel, asked, sentBack } = setUp(toy(stopped));
    const controller = new AbortController();
    const reason = new Error('changed my mind');
    const call = channel.call('stubborn', null, { signal: controller.signal });
    const other = channel.call('count', 2);
    await turns();
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
    await turns();
    expect(asked.map(({ type }) => type)).toEqual(['start', 'start', 'cancel']);
    expect(stopped).toMatchObject([{ name: 'AbortError' }]);
    expect(sentBack.at(-1)?.message).toMatchObject({ type: 'result', result: 'done all the same' });
    expect((await other).all).toHaveLength(2);
  });

  it('waits until the other side has stopped where that is asked, and even then makes a call that comes aborted', async () => {
    const stopped: unknown[] = [];
    const { channel, asked } = setUp(toy(stopped));
    const reason = new Error('changed my mind');
    const call = channel.call('wait', null, { signal: AbortSignal.abort(reason), untilStopped: true });
    expect(stopped).toEqual([]);
    await expect(call).rejects.toBe(reason);
    expect(asked.map(({ type }) => type)).toEqual(['start', 'cancel']);
    expect(stopped).toHaveLength(1);
    const controller = new AbortController();
    const done = channel.call('stubborn', null, { signal: controller.signal, untilStopped: true });
    await turns();
    controller.abort(reason);
    expect(await done).toBe('done all the same');
  });

  it('cancels nothing once it is answered', async () => {
    const { channel, asked } = setUp();
    const controller = new AbortController();
    await channel.call('count', 1, { signal: controller.signal });
    controller.abort();
    await turns();
    expect(asked.map(({ type }) => type)).toEqual(['start']);
  });

  it('rejects what is under way and what comes later when the other side fails; messages that still come are dropped', async () => {
    const { channel, asked } = setUp();
    const calls = [channel.call('wait', null), channel.call('count', 2)];
    const failure = new Error('out of memory');
    channel.fail(failure);
    channel.fail(new Error('closed'));
    for (const call of calls) await expect(call).rejects.toBe(failure);
    await turns();
    await expect(channel.call('count', 1)).rejects.toBe(failure);
    channel.send('count', 1);
    expect(asked).toHaveLength(2);
  });

  it('rejects a call whose request cannot be sent', async () => {
    const { channel } = setUp();
    await expect(channel.call('fail', () => undefined)).rejects.toMatchObject({ name: 'DataCloneError' });
    expect((await channel.call('count', 1)).all).toHaveLength(1);
  });

  it('tells the server of each error that it sends', async () => {
    const heard: unknown[] = [];
    const receive = serve<Toy>(
      toy(),
      () => undefined,
      (error) => heard.push(error),
    );
    receive({ type: 'start', job: 1, name: 'fail', request: 2 });
    await turns();
    expect(heard).toMatchObject([{ code: 'invalid-argument' }]);
  });
});
