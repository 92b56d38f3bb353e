/** The page's side of the computing worker's helpers (rpc/helper.ts): starts them, ends them, tells of their failures. */
import { Helpers, type HelperFailed, type HelperKind, type ToStarter } from './rpc/helper.ts';

/** What is needed of a helper's Worker. */
export interface HelperWorker {
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(port: MessagePort, transfer: MessagePort[]): void;
  terminate(): void;
}

/** Starts a helper's script. */
function startScript(kind: HelperKind): HelperWorker {
  return kind === 'kernels'
    ? new Worker(new URL('./evaluate/wasm/worker.ts', import.meta.url), { type: 'module' })
    : new Worker(new URL('./training/worker.ts', import.meta.url), { type: 'module' });
}

export class HelperStarter {
  readonly #tell: (message: HelperFailed) => void;
  readonly #start: (kind: HelperKind) => HelperWorker;
  readonly #running = new Map<number, HelperWorker>();

  /** @param tell hears of helpers that failed */
  constructor(tell: (message: HelperFailed) => void, start: (kind: HelperKind) => HelperWorker = startScript) {
    this.#tell = tell;
    this.#start = start;
  }

  receive(message: ToStarter): void {
    if (message.type === 'startHelper') this.#begin(message);
    else this.#end(message.helper);
  }

  /** Ends all of them. */
  close(): void {
    for (const helper of [...this.#running.keys()]) this.#end(helper);
  }

  #begin({ helper, kind, port }: Extract<ToStarter, { type: 'startHelper' }>): void {
    const fail = (message: string): void => this.#tell({ type: 'helperFailed', helper, message });
    try {
      const worker = this.#start(kind);
      this.#running.set(helper, worker);
      worker.onerror = (event) => {
        event.preventDefault();
        fail(event.message || 'it could not be loaded');
      };
      worker.postMessage(port, [port]);
    } catch (error) {
      // Not in the turn in which it was asked for: its user does not listen yet.
      queueMicrotask(() => fail(error instanceof Error ? error.message : String(error)));
    }
  }

  #end(helper: number): void {
    this.#running.get(helper)?.terminate();
    this.#running.delete(helper);
  }
}

/** Helpers of a page that computes itself (tests and the benchmark). */
export function pageHelpers(): Helpers {
  const starter = new HelperStarter((message) => helpers.fail(message));
  const helpers: Helpers = new Helpers((message) => starter.receive(message));
  return helpers;
}
