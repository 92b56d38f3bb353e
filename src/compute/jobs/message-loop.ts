import { isAbort, toPlainError } from '../../base/errors.ts';
import type { FromWorker, ToWorker } from '../protocol.ts';
import type { Service } from './service.ts';
import { transferables } from '../rpc/transferable.ts';

/** Answers the page's messages with a service. Results are transferred; partial results are copied, since jobs go on writing theirs. */
export function createMessageLoop(service: Service, post: (message: FromWorker, transfer: ArrayBuffer[]) => void): (message: ToWorker) => void {
  const controllers = new Map<number, AbortController>();
  const start = async ({ job, name, request }: Extract<ToWorker, { type: 'start' }>): Promise<void> => {
    const controller = new AbortController();
    controllers.set(job, controller);
    const { signal } = controller;
    try {
      const result = await service.run(name, request as never, {
        signal,
        onProgress: (progress) => post({ type: 'progress', job, progress }, []),
        onPartial: (partial) => post({ type: 'partial', job, partial }, []),
      });
      post({ type: 'result', job, result }, transferables(result));
    } catch (error) {
      if (!isAbort(error) && !(error instanceof Error && error.name === 'RidgelineError')) console.error(error);
      post({ type: 'error', job, error: toPlainError(error) }, []);
    } finally {
      controllers.delete(job);
    }
  };
  return (message) => {
    if (message.type === 'start') void start(message);
    else controllers.get(message.job)?.abort(new DOMException('The job was cancelled.', 'AbortError'));
  };
}
