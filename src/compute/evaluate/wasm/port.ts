/** A shard of the wasm kernels seen from outside, and served in a pool worker. */
import type { EvaluationExamples } from '../../../landscape/evaluator.ts';
import { Shard, type ShardSpan, type ShardSums } from './shard.ts';
import type { ShardRequest } from './order.ts';
import { Yielder } from '../../../base/yielder.ts';
import { SerialQueue } from '../../../base/serial-queue.ts';
import { answerWith, Channel, serve, type Answer, type FromServer, type ToServer } from '../../rpc/channel.ts';
import type { WorkerPort } from '../../rpc/helper.ts';

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
  hidden(setup: ShardSetup, request: ShardRequest, signal?: AbortSignal): Promise<Float32Array[]>;
  /** Bytes of the shard's memory. */
  bytes(): Promise<number>;
  close(): void;
}

/** What is asked of a pool worker; `start` comes first. */
export interface ShardMethods {
  start: { request: WebAssembly.Module; partial: never; result: null };
  evaluate: {
    request: { setup: ShardSetup; requests: readonly ShardRequest[]; carried: readonly Float64Array[] | null };
    partial: never;
    result: ShardSums[];
  };
  logits: { request: { setup: ShardSetup; request: ShardRequest }; partial: never; result: Float32Array };
  hidden: { request: { setup: ShardSetup; request: ShardRequest }; partial: never; result: Float32Array[] };
  bytes: { request: null; partial: never; result: number };
}

/** Milliseconds of work between turns of a shard's event loop, in which it hears of a cancel. */
export const TURN = 15;

/** A shard in a worker of its own that serves `serveShard`. A worker that fails rejects all that is asked of it. */
export function workerShard(worker: WorkerPort<FromServer, ToServer<ShardMethods>>, module: WebAssembly.Module): ShardPort {
  const channel: Channel<ShardMethods> = new Channel<ShardMethods>((message) => worker.postMessage(message), {
    onSilent: () => channel.fail(new Error('A kernel worker does not answer.')),
  });
  worker.onmessage = ({ data }) => channel.receive(data);
  worker.onerror = (event) => channel.fail(new Error(`A kernel worker failed: ${event.message}`));
  worker.onmessageerror = () => channel.fail(new Error('A message of a kernel worker could not be read.'));
  const started = channel.call('start', module);
  // Whoever calls first meets a failed start; nobody calling is no error.
  started.catch(() => undefined);
  const whenStarted = async <N extends 'evaluate' | 'logits' | 'hidden' | 'bytes'>(
    name: N,
    request: ShardMethods[N]['request'],
    signal?: AbortSignal,
  ): Promise<ShardMethods[N]['result']> => {
    await started;
    return channel.call(name, request, { untilStopped: true, ...(signal ? { signal } : {}) });
  };
  return {
    evaluate: (setup, requests, carried, signal) => whenStarted('evaluate', { setup, requests, carried }, signal),
    logits: (setup, request, signal) => whenStarted('logits', { setup, request }, signal),
    hidden: (setup, request, signal) => whenStarted('hidden', { setup, request }, signal),
    bytes: () => whenStarted('bytes', null),
    close: () => worker.terminate(),
  };
}

/** The worker's side: answers calls in order, and between steps hears that one is no longer wanted. Setups are done even then. */
export function serveShard(post: (message: FromServer) => void): (message: ToServer<ShardMethods>) => void {
  let running: Shard | null = null;
  const ready = (): Shard => {
    if (running === null) throw new Error('the shard was not started');
    return running;
  };
  const answer = answerWith<ShardMethods>({
    start(module) {
      running = new Shard(module);
      return null;
    },
    evaluate({ setup, requests, carried }, { signal }) {
      const shard = ready();
      prepareShard(shard, setup);
      return driveShard(shard.evaluate(requests, carried ?? undefined), new Yielder(TURN, signal));
    },
    logits({ setup, request }, { signal }) {
      const shard = ready();
      prepareShard(shard, setup);
      return driveShard(shard.logits(request), new Yielder(TURN, signal));
    },
    hidden({ setup, request }, { signal }) {
      const shard = ready();
      prepareShard(shard, setup);
      return driveShard(shard.hidden(request), new Yielder(TURN, signal));
    },
    bytes: () => ready().bytes,
  });
  const queue = new SerialQueue();
  const inTurn: Answer<ShardMethods> = (name, request, options) => queue.run(() => answer(name, request, options));
  // Sums are many and small: cheaper copied than transferred one by one.
  return serve(inTurn, (message) => post(message));
}

/** Brings a shard to what it is to hold. */
export function prepareShard(shard: Shard, { examples, span, forget, vectors }: ShardSetup): void {
  if (examples !== null) shard.setExamples(examples);
  if (span !== null) shard.setSpan(span);
  if (forget) shard.clearVectors();
  for (const { id, values } of vectors) shard.addVector(id, values);
}

/** Runs to the end, giving the event loop its turns; rejects with the reason after an abort. */
export async function driveShard<T>(steps: Generator<void, T>, yielder: Yielder): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await yielder.yieldIfDue();
  }
}
