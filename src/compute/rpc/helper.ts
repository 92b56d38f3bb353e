/**
 * Helpers: workers that work for the computing worker. The page starts them, and a message port joins the two. A worker that starts
 * its own may block for ever while others of its workers are on their way (Firefox 140, one page in twenty on a busy machine).
 */

/** A script that can be started: the wasm kernels, and training. */
export type HelperKind = 'kernels' | 'training';

/** What is needed of a Worker. */
export interface WorkerPort<In, Out> {
  onmessage: ((event: MessageEvent<In>) => void) | null;
  onerror: ((event: { readonly message: string }) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
  postMessage(message: Out): void;
  terminate(): void;
}

/** What the page is told. */
export type ToStarter =
  | { readonly type: 'startHelper'; readonly helper: number; readonly kind: HelperKind; readonly port: MessagePort }
  | { readonly type: 'endHelper'; readonly helper: number };

/** What the page tells: a helper did not start, or died. */
export interface HelperFailed {
  readonly type: 'helperFailed';
  readonly helper: number;
  readonly message: string;
}

/** The helpers as their user sees them. */
export class Helpers {
  readonly #post: (message: ToStarter, transfer: MessagePort[]) => void;
  readonly #running = new Map<number, WorkerPort<never, never>>();
  #next = 1;

  /** @param post tells the page */
  constructor(post: (message: ToStarter, transfer: MessagePort[]) => void) {
    this.#post = post;
  }

  /** Messages sent before the helper runs wait for it; the caller terminates it. */
  start<In, Out>(kind: HelperKind): WorkerPort<In, Out> {
    const helper = this.#next++;
    const { port1, port2 } = new MessageChannel();
    const worker: WorkerPort<In, Out> = {
      onmessage: null,
      onerror: null,
      onmessageerror: null,
      postMessage: (message) => port1.postMessage(message),
      terminate: () => {
        port1.close();
        if (this.#running.delete(helper)) this.#post({ type: 'endHelper', helper }, []);
      },
    };
    port1.onmessage = (event: MessageEvent<In>) => worker.onmessage?.(event);
    port1.onmessageerror = (event) => worker.onmessageerror?.(event);
    this.#running.set(helper, worker);
    this.#post({ type: 'startHelper', helper, kind, port: port2 }, [port2]);
    return worker;
  }

  fail({ helper, message }: HelperFailed): void {
    this.#running.get(helper)?.onerror?.({ message });
  }
}

/** A helper's side: its worker's first message is the port, on which everything else comes and goes. */
export function serveHelper(
  scope: { onmessage: ((event: MessageEvent<MessagePort>) => void) | null },
  connect: (post: (message: unknown, transfer?: ArrayBuffer[]) => void) => (message: never) => void,
): void {
  scope.onmessage = ({ data: port }) => {
    const receive = connect((message, transfer = []) => port.postMessage(message, transfer));
    port.onmessage = ({ data }) => receive(data as never);
  };
}
