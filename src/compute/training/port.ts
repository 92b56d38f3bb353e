/** Where spans are trained, seen from outside: in place (tests, and where no worker starts) or in a worker of its own. */
import { fromPlainError, isAbort, RidgelineError, toPlainError, type PlainError } from '../../base/errors.ts';
import type { StreamOptions } from '../../base/job.ts';
import type { Dataset } from '../../datasets/dataset.ts';
import type { Evaluator } from '../../landscape/evaluator.ts';
import { abandonOnAbort } from '../../base/abort.ts';
import { PauseSwitch } from './pause-switch.ts';
import { trainSpan, type SpanResult, type TrainingSpan } from './span.ts';
import { transferables } from '../rpc/transferable.ts';
import type { TrainPartial } from '../../nn/training.ts';

export interface TrainingPort {
  /** Trains a span, pausing with `pause`. Rejects with the signal's reason at once, or with WorkerFailure where the worker is at fault. */
  train(dataset: Dataset, span: TrainingSpan, pause: PauseSwitch, options: StreamOptions<TrainPartial>): Promise<SpanResult>;
  /** Drops the examples. */
  forget(): void;
  close(): void;
}

/** The worker did not start, died, or failed at something that may succeed elsewhere. */
export class WorkerFailure extends Error {
  override readonly name = 'WorkerFailure';
}

export type ToTrainer =
  | { readonly type: 'dataset'; readonly dataset: Dataset | null }
  | { readonly type: 'train'; readonly id: number; readonly span: TrainingSpan }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'pause'; readonly paused: boolean };

export type FromTrainer =
  | { readonly id: number; readonly partial: TrainPartial }
  | { readonly id: number; readonly result: SpanResult }
  | { readonly id: number; readonly error: PlainError };

/** What a port needs of a Worker. */
export interface WorkerPort {
  onmessage: ((event: MessageEvent<FromTrainer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
  postMessage(message: ToTrainer): void;
  terminate(): void;
}

/** Trains in the calling thread. */
export function inlineTraining(evaluator: Evaluator): TrainingPort {
  return {
    train: (dataset, span, pause, options) => trainSpan(dataset, span, { evaluator, pause }, options),
    forget: () => undefined,
    close: () => undefined,
  };
}

interface Call {
  readonly resolve: (result: SpanResult) => void;
  readonly reject: (error: Error) => void;
  readonly onPartial: ((partial: TrainPartial) => void) | undefined;
}

/**
 * Trains in a worker that serves `serveTraining`.
 * @param share the dataset as it is sent: with shared memory where there can be some; called once for each dataset
 */
export function workerTraining(worker: WorkerPort, share: (dataset: Dataset) => Dataset): TrainingPort {
  const calls = new Map<number, Call>();
  let next = 0;
  let broken: WorkerFailure | null = null;
  let sent: Dataset | null = null;
  const fail = (message: string): void => {
    broken = new WorkerFailure(message);
    for (const { reject } of calls.values()) reject(broken);
    calls.clear();
  };
  worker.onerror = (event) => fail(`A training worker failed: ${event.message}`);
  worker.onmessageerror = () => fail('A message of a training worker could not be read.');
  worker.onmessage = ({ data }) => {
    const call = calls.get(data.id);
    if ('partial' in data) {
      call?.onPartial?.(data.partial);
      return;
    }
    calls.delete(data.id);
    if ('result' in data) call?.resolve(data.result);
    else call?.reject(blame(data.error));
  };
  const start = (dataset: Dataset, span: TrainingSpan, pause: PauseSwitch, call: Call): number => {
    const id = next++;
    if (sent !== dataset) worker.postMessage({ type: 'dataset', dataset: share(dataset) });
    sent = dataset;
    calls.set(id, call);
    worker.postMessage({ type: 'pause', paused: pause.paused });
    worker.postMessage({ type: 'train', id, span });
    return id;
  };
  return {
    async train(dataset, span, pause, { signal, onPartial }) {
      signal?.throwIfAborted();
      if (broken !== null) throw broken;
      let id = -1;
      const answer = new Promise<SpanResult>((resolve, reject) => {
        id = start(dataset, span, pause, { resolve, reject, onPartial });
      });
      const unwatch = pause.watch(() => worker.postMessage({ type: 'pause', paused: pause.paused }));
      try {
        return await abandonOnAbort(answer, signal);
      } finally {
        unwatch();
        if (calls.delete(id)) worker.postMessage({ type: 'cancel', id });
      }
    },
    forget() {
      if (sent !== null) worker.postMessage({ type: 'dataset', dataset: null });
      sent = null;
    },
    close() {
      worker.terminate();
      fail('The training worker was closed.');
    },
  };
}

/** Mistakes in the request are mistakes anywhere; whatever else went wrong in a worker may go right elsewhere. */
function blame(plain: PlainError): Error {
  const error = fromPlainError(plain);
  const lasting = isAbort(error) || (error instanceof RidgelineError && error.code !== 'internal');
  return lasting ? error : new WorkerFailure(`A training worker failed: ${error.message}`);
}

/** The worker's side. @param start makes the scores' evaluator; called once, at the first span */
export function serveTraining(
  start: () => Promise<Evaluator>,
  post: (message: FromTrainer, transfer: ArrayBuffer[]) => void,
): (message: ToTrainer) => void {
  const pause = new PauseSwitch();
  const controllers = new Map<number, AbortController>();
  let evaluator: Promise<Evaluator> | null = null;
  let dataset: Dataset | null = null;
  const train = async (id: number, span: TrainingSpan): Promise<void> => {
    const controller = new AbortController();
    controllers.set(id, controller);
    const { signal } = controller;
    const examples = dataset;
    try {
      if (examples === null) throw new Error('no examples were sent');
      evaluator ??= start();
      const result = await trainSpan(
        examples,
        span,
        { evaluator: await evaluator, pause },
        { signal, onPartial: (partial) => post({ id, partial }, []) },
      );
      post({ id, result }, transferables(result));
    } catch (error) {
      post({ id, error: toPlainError(error) }, []);
    } finally {
      controllers.delete(id);
    }
  };
  return (message) => {
    switch (message.type) {
      case 'dataset':
        dataset = message.dataset;
        return;
      case 'train':
        void train(message.id, message.span);
        return;
      case 'cancel':
        controllers.get(message.id)?.abort(new DOMException('The job was cancelled.', 'AbortError'));
        return;
      case 'pause':
        pause.set(message.paused);
    }
  };
}
