/** A lane of the wasm kernels seen from outside: in place (tests, single-threaded hosts) or in a pool worker. */
import { fromPlainError, toPlainError, type PlainError } from '../../../base/errors.ts';
import type { EvaluationExamples } from '../../../landscape/evaluator.ts';
import { KernelLane, type LaneSpan, type LaneSums } from './shard.ts';
import type { LaneRequest } from './order.ts';
import { Pacer } from '../../../base/yielder.ts';
import { Turns } from '../../../base/serial-queue.ts';

/** What a lane is to hold before it computes; what is null or false stays as it is. Applied in this order. */
export interface LaneSetup {
  readonly examples: EvaluationExamples | null;
  readonly span: LaneSpan | null;
  readonly forget: boolean;
  readonly vectors: readonly { readonly id: number; readonly values: Float32Array }[];
}

export interface LaneHandle {
  /** See KernelLane. After an abort the lane has stopped, with its setup done, when the promise rejects. */
  evaluate(setup: LaneSetup, requests: readonly LaneRequest[], carried: readonly Float64Array[] | null, signal?: AbortSignal): Promise<LaneSums[]>;
  logits(setup: LaneSetup, request: LaneRequest, signal?: AbortSignal): Promise<Float32Array>;
  /** Bytes of the lane's memory. */
  bytes(): Promise<number>;
  close(): void;
}

type LaneCall =
  | { method: 'start'; module: WebAssembly.Module }
  | { method: 'evaluate'; setup: LaneSetup; requests: readonly LaneRequest[]; carried: readonly Float64Array[] | null }
  | { method: 'logits'; setup: LaneSetup; request: LaneRequest }
  | { method: 'bytes' };

/** A call to answer, or word that the call of that id is no longer wanted. */
export type ToLane = (LaneCall & { id: number }) | { method: 'cancel'; id: number };
export type FromLane = { id: number; result: unknown } | { id: number; error: PlainError };

/** Milliseconds of work between turns of a lane's event loop, in which it hears of a cancel. */
const TURN = 15;

/** A lane that runs in the calling thread. @param turn milliseconds between turns of the event loop */
export function inlineLane(module: WebAssembly.Module, turn = TURN): LaneHandle {
  const lane = new KernelLane(module);
  return {
    async evaluate(setup, requests, carried, signal) {
      setUp(lane, setup);
      return drive(lane.evaluate(requests, carried ?? undefined), new Pacer(turn, signal));
    },
    async logits(setup, request, signal) {
      setUp(lane, setup);
      return drive(lane.logits(request), new Pacer(turn, signal));
    },
    bytes: () => Promise.resolve(lane.bytes),
    close: () => undefined,
  };
}

/** A lane in a worker of its own that serves `serveLane`. A worker that fails rejects all that is asked of it. */
export function workerLane(worker: Worker, module: WebAssembly.Module): LaneHandle {
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: unknown) => void }>();
  let next = 0;
  let broken: Error | null = null;
  worker.onmessage = ({ data }: MessageEvent<FromLane>) => {
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
  const post = (message: ToLane): void => worker.postMessage(message);
  const call = (message: LaneCall, signal?: AbortSignal): Promise<unknown> =>
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
  const after = async (message: LaneCall, signal?: AbortSignal): Promise<unknown> => {
    await started;
    return call(message, signal);
  };
  return {
    evaluate: async (setup, requests, carried, signal) => (await after({ method: 'evaluate', setup, requests, carried }, signal)) as LaneSums[],
    logits: async (setup, request, signal) => (await after({ method: 'logits', setup, request }, signal)) as Float32Array,
    bytes: async () => (await after({ method: 'bytes' })) as number,
    close: () => worker.terminate(),
  };
}

/** The worker's side: answers calls in order, and between steps hears that one is no longer wanted. */
export function serveLane(post: (message: FromLane) => void): (message: ToLane) => void {
  let lane: KernelLane | null = null;
  const turns = new Turns();
  const wanted = new Map<number, AbortController>();
  const answer = (message: LaneCall, signal: AbortSignal): unknown => {
    if (message.method === 'start') {
      lane = new KernelLane(message.module);
      return null;
    }
    if (lane === null) throw new Error('the lane was not started');
    if (message.method === 'bytes') return lane.bytes;
    setUp(lane, message.setup);
    const pacer = new Pacer(TURN, signal);
    return message.method === 'logits'
      ? drive(lane.logits(message.request), pacer)
      : drive(lane.evaluate(message.requests, message.carried ?? undefined), pacer);
  };
  return (message) => {
    if (message.method === 'cancel') {
      wanted.get(message.id)?.abort();
      return;
    }
    const controller = new AbortController();
    wanted.set(message.id, controller);
    void turns.take(async () => {
      try {
        post({ id: message.id, result: await answer(message, controller.signal) });
      } catch (error) {
        post({ id: message.id, error: toPlainError(error) });
      }
      wanted.delete(message.id);
    });
  };
}

function setUp(lane: KernelLane, { examples, span, forget, vectors }: LaneSetup): void {
  if (examples !== null) lane.setExamples(examples);
  if (span !== null) lane.setSpan(span);
  if (forget) lane.clearVectors();
  for (const { id, values } of vectors) lane.addVector(id, values);
}

/** Runs to the end, giving the event loop its turns; rejects with the reason after an abort. */
async function drive<T>(steps: Generator<void, T>, pacer: Pacer): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await pacer.breathe();
  }
}
