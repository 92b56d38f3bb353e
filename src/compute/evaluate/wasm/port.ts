/** A shard of the wasm kernels seen from outside: in place (tests, single-threaded hosts) or in a pool worker. */
import { fromPlainError, toPlainError, type PlainError } from '../../../base/errors.ts';
import type { EvaluationExamples } from '../../../landscape/evaluator.ts';
import { Shard, type ShardSpan, type ShardSums } from './shard.ts';
import type { ShardRequest } from './order.ts';
import { Yielder } from '../../../base/yielder.ts';
import { SerialQueue } from '../../../base/serial-queue.ts';

/** What a shard is to hold before it computes; what is null or false stays as it is. Applied in this order. */
export interface ShardSetup {
  readonly examples: EvaluationExamples | null;
  readonly span: ShardSpan | null;
  readonly forget: boolean;
  readonly vectors: readonly { readonly id: number; readonly values: Float32Array }[];
}

export interface ShardPort {
  /** See Shard. After an abort the shard has stopped, with its setup done, when the promise rejects. */
  evaluate(setup: ShardSetup, requests: readonly ShardRequest[], carried: readonly Float64Array[] | null, signal?: AbortSignal): Promise<ShardSums[]>;
  logits(setup: ShardSetup, request: ShardRequest, signal?: AbortSignal): Promise<Float32Array>;
  /** Bytes of the shard's memory. */
  bytes(): Promise<number>;
  close(): void;
}

type ShardCall =
  | { method: 'start'; module: WebAssembly.Module }
  | { method: 'evaluate'; setup: ShardSetup; requests: readonly ShardRequest[]; carried: readonly Float64Array[] | null }
  | { method: 'logits'; setup: ShardSetup; request: ShardRequest }
  | { method: 'bytes' };

/** A call to answer, or word that the call of that id is no longer wanted. */
export type ToShard = (ShardCall & { id: number }) | { method: 'cancel'; id: number };
export type FromShard = { id: number; result: unknown } | { id: number; error: PlainError };

/** Milliseconds of work between turns of a shard's event loop, in which it hears of a cancel. */
const TURN = 15;

/** A shard that runs in the calling thread. @param turn milliseconds between turns of the event loop */
export function inlineShard(module: WebAssembly.Module, turn = TURN): ShardPort {
  const shard = new Shard(module);
  return {
    async evaluate(setup, requests, carried, signal) {
      setUp(shard, setup);
      return drive(shard.evaluate(requests, carried ?? undefined), new Yielder(turn, signal));
    },
    async logits(setup, request, signal) {
      setUp(shard, setup);
      return drive(shard.logits(request), new Yielder(turn, signal));
    },
    bytes: () => Promise.resolve(shard.bytes),
    close: () => undefined,
  };
}

/** A shard in a worker of its own that serves `serveShard`. A worker that fails rejects all that is asked of it. */
export function workerShard(worker: Worker, module: WebAssembly.Module): ShardPort {
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: unknown) => void }>();
  let next = 0;
  let broken: Error | null = null;
  worker.onmessage = ({ data }: MessageEvent<FromShard>) => {
    const entry = waiting.get(data.id);
    waiting.delete(data.id);
    if ('error' in data) entry?.reject(fromPlainError(data.error));
    else entry?.resolve(data.result);
  };
  worker.onerror = (event) => {
    broken = new Error(`A kernel worker failed: ${event.message}`);
    for (const { reject } of waiting.values()) reject(broken);
    waiting.clear();
  };
  const post = (message: ToShard): void => worker.postMessage(message);
  const call = (message: ShardCall, signal?: AbortSignal): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (broken !== null) {
        reject(broken);
        return;
      }
      const id = next++;
      const cancel = (): void => post({ method: 'cancel', id });
      const end = (): void => signal?.removeEventListener('abort', cancel);
      waiting.set(id, {
        resolve: (result) => {
          end();
          resolve(result);
        },
        reject: (error) => {
          end();
          reject((signal?.aborted === true ? signal.reason : error) as Error);
        },
      });
      signal?.addEventListener('abort', cancel, { once: true });
      post({ id, ...message });
      if (signal?.aborted === true) cancel();
    });
  const started = call({ method: 'start', module });
  // Whoever calls first meets a failed start; nobody calling is no error.
  started.catch(() => undefined);
  const after = async (message: ShardCall, signal?: AbortSignal): Promise<unknown> => {
    await started;
    return call(message, signal);
  };
  return {
    evaluate: async (setup, requests, carried, signal) => (await after({ method: 'evaluate', setup, requests, carried }, signal)) as ShardSums[],
    logits: async (setup, request, signal) => (await after({ method: 'logits', setup, request }, signal)) as Float32Array,
    bytes: async () => (await after({ method: 'bytes' })) as number,
    close: () => worker.terminate(),
  };
}

/** The worker's side: answers calls in order, and between steps hears that one is no longer wanted. */
export function serveShard(post: (message: FromShard) => void): (message: ToShard) => void {
  let shard: Shard | null = null;
  const queue = new SerialQueue();
  const wanted = new Map<number, AbortController>();
  const answer = (message: ShardCall, signal: AbortSignal): unknown => {
    if (message.method === 'start') {
      shard = new Shard(message.module);
      return null;
    }
    if (shard === null) throw new Error('the shard was not started');
    if (message.method === 'bytes') return shard.bytes;
    setUp(shard, message.setup);
    const yielder = new Yielder(TURN, signal);
    return message.method === 'logits'
      ? drive(shard.logits(message.request), yielder)
      : drive(shard.evaluate(message.requests, message.carried ?? undefined), yielder);
  };
  return (message) => {
    if (message.method === 'cancel') {
      wanted.get(message.id)?.abort();
      return;
    }
    const controller = new AbortController();
    wanted.set(message.id, controller);
    void queue.run(async () => {
      try {
        post({ id: message.id, result: await answer(message, controller.signal) });
      } catch (error) {
        post({ id: message.id, error: toPlainError(error) });
      }
      wanted.delete(message.id);
    });
  };
}

function setUp(shard: Shard, { examples, span, forget, vectors }: ShardSetup): void {
  if (examples !== null) shard.setExamples(examples);
  if (span !== null) shard.setSpan(span);
  if (forget) shard.clearVectors();
  for (const { id, values } of vectors) shard.addVector(id, values);
}

/** Runs to the end, giving the event loop its turns; rejects with the reason after an abort. */
async function drive<T>(steps: Generator<void, T>, yielder: Yielder): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await yielder.yieldIfDue();
  }
}
