import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { initialise } from '../nn/initialise.ts';
import { createClient } from './client.ts';
import type { FromWorker, Jobs, ToWorker } from './protocol.ts';
import type { Service } from './jobs/service.ts';
import { serve, type ToServer } from './rpc/channel.ts';

/** A worker without a thread: what is posted either way is cloned and delivered later. */
class FakeWorker {
  onmessage: ((event: { data: FromWorker }) => void) | null = null;
  onerror: ((event: { message: string; preventDefault: () => void }) => void) | null = null;
  readonly received: ToWorker[] = [];
  terminated = false;
  #hangs = false;
  readonly #loop: (message: ToServer<Jobs>) => void;

  constructor(service: Service) {
    this.#loop = serve<Jobs>(
      (name, request, options) => service.run(name, request, options),
      (message, transfer) => this.say(structuredClone(message, { transfer })),
    );
  }

  postMessage(message: ToWorker): void {
    const copy = structuredClone(message);
    this.received.push(copy);
    if (copy.type !== 'helperFailed' && !this.#hangs) queueMicrotask(() => this.#loop(copy));
  }

  say(message: FromWorker): void {
    queueMicrotask(() => this.onmessage?.({ data: message }));
  }

  /** From now on it takes messages and answers none. */
  hang(): void {
    this.#hangs = true;
  }

  crash(): void {
    this.onerror?.({ message: 'out of memory', preventDefault: () => undefined });
  }

  terminate(): void {
    this.terminated = true;
  }
}

function setUp(run: (name: string, request: unknown, options: { signal?: AbortSignal; onPartial?: (partial: never) => void }) => Promise<unknown>) {
  const workers: FakeWorker[] = [];
  const client = createClient(() => {
    const worker = new FakeWorker({ run: run as Service['run'] });
    workers.push(worker);
    return worker as unknown as Worker;
  });
  return { client, workers };
}

const INFO = { name: 'wasm', device: '2 cores', software: true, simd: null, reason: null } as const;

const never = (_name: string, _request: unknown, { signal }: { signal?: AbortSignal }): Promise<unknown> =>
  new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));

describe('client', () => {
  it('carries requests, partial results and results, transferring buffers', async () => {
    const kept = new Float64Array([1, 2]);
    const { client } = setUp((name, request, { onPartial }) => {
      onPartial?.({ name } as never);
      return Promise.resolve({ request, x: kept });
    });
    const partials: unknown[] = [];
    const result = await client.run('curve', { a: 'one' } as never, { onPartial: (partial) => partials.push(partial) });
    expect(result).toEqual({ request: { a: 'one' }, x: Float64Array.of(1, 2) });
    expect(partials).toEqual([{ name: 'curve' }]);
    expect(kept.length).toBe(0);
  });

  it('rejects with the reason of an abort at once, and cancels in the worker', async () => {
    const { client, workers } = setUp(never);
    const controller = new AbortController();
    const job = client.run('memory', null, { signal: controller.signal });
    const reason = new Error('changed my mind');
    controller.abort(reason);
    await expect(job).rejects.toBe(reason);
    expect(workers[0].received.map((message) => message.type)).toEqual(['start', 'cancel']);
    await expect(client.run('memory', null, { signal: controller.signal })).rejects.toBe(reason);
  });

  it('starts another worker after a crash, with the networks, files and backend it had, and what ran begins again', async () => {
    let answers = 0;
    const { client, workers } = setUp((name) => {
      if (name === 'selectBackend') return Promise.resolve(INFO);
      return name === 'train' && answers++ === 0 ? new Promise(() => undefined) : Promise.resolve({ name });
    });
    const told: (string | null)[] = [];
    client.onBackendChange(({ reason }) => told.push(reason));
    const network = initialise({ inputs: 2, classes: 2, hidden: [], activation: 'relu', norm: 'none', output: 'softmax', init: 'pytorch' }, 1);
    client.registerNetwork('a', network);
    client.registerNetwork('b', network);
    client.forgetNetwork('b');
    client.registerFile({ name: 'x.csv', sha256: 'f', bytes: new Uint8Array(2) });
    await client.run('selectBackend', { preference: 'wasm' });
    workers[0].say({ type: 'ready', life: null });
    const job = client.run('train', { seeds: [] } as never);
    await client.run('pauseTraining', { paused: true });
    workers[0].crash();
    expect(await job).toEqual({ name: 'train' });
    expect(workers[0].terminated).toBe(true);
    expect(workers[1].received).toMatchObject([
      { name: 'selectBackend', request: { preference: 'wasm' } },
      { name: 'putNetwork', request: { id: 'a', network } },
      { name: 'putFile', request: { name: 'x.csv' } },
      { name: 'train', request: { seeds: [] } },
      { name: 'pauseTraining', request: { paused: true } },
    ]);
    expect(told).toEqual([
      'The computing worker stopped (out of memory). It was started again; what ran began again by itself, and no network is lost. Training began again from its first epoch.',
    ]);
  });

  it('does not begin a job a third time, which may be the reason of the crashes', async () => {
    const { client, workers } = setUp(never);
    const job = client.run('memory', null);
    for (const crashed of [0, 1]) {
      workers[crashed].say({ type: 'ready', life: null });
      await Promise.resolve();
      workers[crashed].crash();
      await Promise.resolve();
    }
    await expect(job).rejects.toThrow(/worker stopped \(out of memory\)/);
    expect(workers[2].received).toEqual([]);
  });

  it('cancels a job of a worker that was replaced', async () => {
    const { client, workers } = setUp(never);
    const controller = new AbortController();
    const job = client.run('memory', null, { signal: controller.signal });
    workers[0].say({ type: 'ready', life: null });
    await Promise.resolve();
    workers[0].crash();
    await Promise.resolve();
    const reason = new Error('changed my mind');
    controller.abort(reason);
    await expect(job).rejects.toBe(reason);
  });

  it('replaces a worker that says nothing any more, and not one that only works long', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { client, workers } = setUp((name) => (name === 'selectBackend' ? Promise.resolve(INFO) : new Promise(() => undefined)));
    const told: string[] = [];
    client.onBackendChange(({ reason }) => told.push(reason ?? ''));
    await client.run('selectBackend', { preference: 'auto' });
    void client.run('memory', null).catch(() => undefined);
    await vi.advanceTimersByTimeAsync(60 * 60_000);
    expect(workers).toHaveLength(1);
    workers[0].hang();
    await vi.advanceTimersByTimeAsync(45_000);
    expect(told).toEqual([expect.stringMatching(/^The computing worker has not answered for 30 s: .* nothing for 2 min, it is started again\.$/)]);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(workers).toHaveLength(2);
    expect(workers[1].received.map((message) => ('name' in message ? message.name : message.type))).toContain('memory');
    expect(told[1]).toMatch(/stopped \(it did not answer any more\)\. It was started again/);
    client.close();
  });

  it('watches a worker that hangs until it is replaced, though its jobs were cancelled', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { client, workers } = setUp((name) => (name === 'selectBackend' ? Promise.resolve(INFO) : new Promise(() => undefined)));
    await client.run('selectBackend', { preference: 'auto' });
    workers[0].hang();
    const controller = new AbortController();
    const job = client.run('memory', null, { signal: controller.signal });
    const rejected = expect(job).rejects.toThrow('enough');
    await vi.advanceTimersByTimeAsync(20_000);
    controller.abort(new Error('enough'));
    await rejected;
    await vi.advanceTimersByTimeAsync(180_000);
    expect(workers).toHaveLength(2);
    client.close();
  });

  it('says so where the page may start no workers', async () => {
    const client = createClient(() => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    });
    await expect(client.run('memory', null)).rejects.toMatchObject({
      code: 'unsupported',
      message: /may not start workers.*\(The operation is insecure\.\).*open it in a tab of its own/,
    });
  });

  it('gives up on a worker that never starts', async () => {
    const { client, workers } = setUp(never);
    workers[0].crash();
    workers[1].crash();
    expect(workers).toHaveLength(2);
    await expect(client.run('memory', null)).rejects.toThrow(/does not start/);
  });

  it('tells of a changed backend until told not to, and closes', async () => {
    const { client, workers } = setUp(never);
    const heard: string[] = [];
    const stop = client.onBackendChange((info) => heard.push(info.name));
    const info = { name: 'cpu', device: '', software: true, simd: null, reason: null } as const;
    workers[0].say({ type: 'backend', info });
    await Promise.resolve();
    stop();
    workers[0].say({ type: 'backend', info });
    await Promise.resolve();
    expect(heard).toEqual(['cpu']);
    const job = client.run('memory', null);
    client.close();
    await expect(job).rejects.toMatchObject({ name: 'AbortError' });
    await expect(client.run('memory', null)).rejects.toMatchObject({ name: 'AbortError' });
  });
});
