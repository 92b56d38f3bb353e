/** Where spans are trained, seen from outside: in place (tests, and where no worker starts) or in a worker of its own. */
import { isAbort, RidgelineError } from '../../base/errors.ts';
import type { StreamOptions } from '../../base/job.ts';
import type { Dataset } from '../../datasets/dataset.ts';
import type { Learning } from './learning.ts';
import { PauseSwitch } from './pause-switch.ts';
import { trainSpan, type SpanResult, type TrainingSpan } from './span.ts';
import { answerWith, Channel, serve, type FromServer, type ToServer } from '../rpc/channel.ts';
import type { WorkerPort } from '../rpc/helper.ts';
import type { TrainPartial } from '../../nn/training.ts';

export interface TrainingPort {
  /** Trains a span, pausing with `pause`. Rejects with the signal's reason at once, or with WorkerFailure where the worker is at fault. */
  train(dataset: Dataset, span: TrainingSpan, pause: PauseSwitch, options: StreamOptions<TrainPartial>): Promise<SpanResult>;
  /** Drops the examples of any other dataset. */
  keepOnly(dataset: Dataset): void;
  /** Bytes of the kernels' memory that is its own. */
  bytes(): Promise<number>;
  close(): void;
}

/** The worker did not start, died, or failed at something that may succeed elsewhere. */
export class WorkerFailure extends Error {
  override readonly name = 'WorkerFailure';
}

/** What is asked of a training worker. */
export interface TrainerMethods {
  /** Comes first: the training kernels; null: networks train on tensors. */
  start: { request: WebAssembly.Module | null; partial: never; result: null };
  /** The examples of the spans to come; null frees them. */
  dataset: { request: Dataset | null; partial: never; result: null };
  pause: { request: boolean; partial: never; result: null };
  train: { request: TrainingSpan; partial: TrainPartial; result: SpanResult };
  bytes: { request: null; partial: never; result: number };
}

export type ToTrainer = ToServer<TrainerMethods>;

/** Trains in the calling thread. */
export function inlineTraining(learning: Learning): TrainingPort {
  return {
    train: (dataset, span, pause, options) => trainSpan(dataset, span, { learning, pause }, options),
    keepOnly: (dataset) => learning.keepOnly(dataset),
    bytes: () => Promise.resolve(0),
    close: () => undefined,
  };
}

/** Trains in a worker that serves `serveTraining`. Datasets are sent once; the worker reads those in shared memory where they are. */
export function workerTraining(worker: WorkerPort<FromServer, ToTrainer>, module: WebAssembly.Module | null): TrainingPort {
  const fail = (message: string): void => channel.fail(new WorkerFailure(message));
  const channel = new Channel<TrainerMethods>((message) => worker.postMessage(message), {
    onSilent: () => fail('A training worker does not answer.'),
  });
  let sent: Dataset | null = null;
  worker.onmessage = ({ data }) => channel.receive(data);
  worker.onerror = (event) => fail(`A training worker failed: ${event.message}`);
  worker.onmessageerror = () => fail('A message of a training worker could not be read.');
  channel.send('start', module);
  return {
    async train(dataset, span, pause, options) {
      const { signal, onPartial } = options;
      signal?.throwIfAborted();
      if (sent !== dataset) channel.send('dataset', dataset);
      sent = dataset;
      const tellPause = (): void => channel.send('pause', pause.paused);
      tellPause();
      const unwatch = pause.watch(tellPause);
      try {
        return await channel.call('train', span, { ...(signal ? { signal } : {}), ...(onPartial ? { onPartial } : {}) });
      } catch (error) {
        if (signal?.aborted === true) throw error;
        throw blame(error as Error);
      } finally {
        unwatch();
      }
    },
    keepOnly(dataset) {
      if (sent === null || sent === dataset) return;
      channel.send('dataset', null);
      sent = null;
    },
    bytes: () => channel.call('bytes', null),
    close() {
      worker.terminate();
      fail('The training worker was closed.');
    },
  };
}

/** Mistakes in the request are mistakes anywhere; whatever else went wrong in a worker may go right elsewhere. */
function blame(error: Error): Error {
  const lasting = error instanceof WorkerFailure || isAbort(error) || (error instanceof RidgelineError && error.code !== 'internal');
  return lasting ? error : new WorkerFailure(`A training worker failed: ${error.message}`);
}

/** The worker's side. @param start called once, at the first span, with what `start` brought */
export function serveTraining(
  start: (module: WebAssembly.Module | null) => Promise<Learning>,
  post: (message: FromServer, transfer: ArrayBuffer[]) => void,
): (message: ToTrainer) => void {
  const pause = new PauseSwitch();
  let learning: Promise<Learning> | null = null;
  let dataset: Dataset | null = null;
  let module: WebAssembly.Module | null = null;
  const answer = answerWith<TrainerMethods>({
    start(given) {
      module = given;
      return null;
    },
    async dataset(given) {
      dataset = given;
      (await learning?.catch(() => null))?.keepOnly(given);
      return null;
    },
    pause(paused) {
      pause.set(paused);
      return null;
    },
    async train(span, { signal, onPartial }) {
      // Those sent last before this call, whatever comes while learning starts.
      const examples = dataset;
      if (examples === null) throw new Error('no examples were sent');
      learning ??= start(module);
      return trainSpan(examples, span, { learning: await learning, pause }, { signal, onPartial });
    },
    bytes: async () => (await learning?.catch(() => null))?.bytes() ?? 0,
  });
  return serve(answer, post);
}
