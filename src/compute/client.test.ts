import { describe, expect, it } from 'vitest';
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
    if (copy.type !== 'helperFailed') queueMicrotask(() => this.#loop(copy));
  }

  say(message: FromWorker): void {
    queueMicrotask(() => this.onmessage?.({ data: message }));
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

  it('starts another worker after a crash, with the networks, files and backend it had', async () => {
    const { client, workers } = setUp((name) => (name === 'memory' ? new Promise(() => undefined) : Promise.resolve(null)));
    const network = initialise({ inputs: 2, classes: 2, hidden: [], activation: 'relu', norm: 'none', output: 'softmax', init: 'pytorch' }, 1);
    client.registerNetwork('a', network);
    client.registerNetwork('b', network);
    client.forgetNetwork('b');
    client.registerFile({ name: 'x.csv', sha256: 'f', bytes: new Uint8Array(2) });
    await client.run('selectBackend', { preference: 'wasm' });
    const job = client.run('memory', null);
    workers[0].say({ type: 'ready' });
    await Promise.resolve();
    workers[0].crash();
    await expect(job).rejects.toThrow(/worker stopped \(out of memory\).*started again/);
    expect(workers[0].terminated).toBe(true);
    expect(workers[1].received).toMatchObject([
      { name: 'selectBackend', request: { preference: 'wasm' } },
      { name: 'putNetwork', request: { id: 'a', network } },
      { name: 'putFile', request: { name: 'x.csv' } },
    ]);
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
    const info = { name: 'cpu', device: '', software: true, reason: null } as const;
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
