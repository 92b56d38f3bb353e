/** A lane of the wasm kernels seen from outside: in place (tests, single-threaded hosts) or in a pool worker. */
import { fromPlainError, toPlainError, type PlainError } from '../base/errors.ts';
import type { EvaluationExamples } from '../landscape/evaluator.ts';
import { KernelLane, type LaneSlice, type LaneSums } from './kernel-lane.ts';

export interface LaneHandle {
  setExamples(examples: EvaluationExamples): Promise<void>;
  addVector(id: number, values: Float32Array): Promise<void>;
  clearVectors(): Promise<void>;
  setSlice(slice: LaneSlice): Promise<void>;
  evaluate(coordinates: Float64Array, points: number): Promise<LaneSums>;
  logits(coordinates: Float64Array): Promise<Float32Array>;
  close(): void;
}

type LaneCall =
  | { method: 'start'; module: WebAssembly.Module }
  | { method: 'setExamples'; examples: EvaluationExamples }
  | { method: 'addVector'; vector: number; values: Float32Array }
  | { method: 'clearVectors' }
  | { method: 'setSlice'; slice: LaneSlice }
  | { method: 'evaluate'; coordinates: Float64Array; points: number }
  | { method: 'logits'; coordinates: Float64Array };

export type ToLane = LaneCall & { id: number };
export type FromLane = { id: number; result: unknown } | { id: number; error: PlainError };

/** A lane that runs in the calling thread. */
export function inlineLane(module: WebAssembly.Module): LaneHandle {
  const lane = new KernelLane(module);
  const later = <T>(work: () => T): Promise<T> => Promise.resolve().then(work);
  return {
    setExamples: (examples) => later(() => lane.setExamples(examples)),
    addVector: (id, values) => later(() => lane.addVector(id, values)),
    clearVectors: () => later(() => lane.clearVectors()),
    setSlice: (slice) => later(() => lane.setSlice(slice)),
    evaluate: (coordinates, points) => later(() => lane.evaluate(coordinates, points)),
    logits: (coordinates) => later(() => lane.logits(coordinates)),
    close: () => undefined,
  };
}

/** A lane in a worker of its own that serves `serveLane`. A worker that fails rejects all that is asked of it. */
export function workerLane(worker: Worker, module: WebAssembly.Module): LaneHandle {
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
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
  const call = (message: LaneCall): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (broken !== null) {
        reject(broken);
        return;
      }
      const id = next++;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, ...message } satisfies ToLane);
    });
  const started = call({ method: 'start', module });
  // Whoever calls first meets a failed start; nobody calling is no error.
  started.catch(() => undefined);
  const after = async (message: LaneCall): Promise<unknown> => {
    await started;
    return call(message);
  };
  return {
    setExamples: async (examples) => {
      await after({ method: 'setExamples', examples });
    },
    addVector: async (vector, values) => {
      await after({ method: 'addVector', vector, values });
    },
    clearVectors: async () => {
      await after({ method: 'clearVectors' });
    },
    setSlice: async (slice) => {
      await after({ method: 'setSlice', slice });
    },
    evaluate: async (coordinates, points) => (await after({ method: 'evaluate', coordinates, points })) as LaneSums,
    logits: async (coordinates) => (await after({ method: 'logits', coordinates })) as Float32Array,
    close: () => worker.terminate(),
  };
}

/** The worker's side: answers calls in order. */
export function serveLane(post: (message: FromLane) => void): (message: ToLane) => void {
  let lane: KernelLane | null = null;
  const answer = (message: ToLane): unknown => {
    if (message.method === 'start') {
      lane = new KernelLane(message.module);
      return null;
    }
    if (lane === null) throw new Error('the lane was not started');
    switch (message.method) {
      case 'setExamples':
        lane.setExamples(message.examples);
        return null;
      case 'setSlice':
        lane.setSlice(message.slice);
        return null;
      case 'addVector':
        lane.addVector(message.vector, message.values);
        return null;
      case 'clearVectors':
        lane.clearVectors();
        return null;
      case 'evaluate':
        return lane.evaluate(message.coordinates, message.points);
      case 'logits':
        return lane.logits(message.coordinates);
    }
  };
  return (message) => {
    try {
      post({ id: message.id, result: answer(message) });
    } catch (error) {
      post({ id: message.id, error: toPlainError(error) });
    }
  };
}
