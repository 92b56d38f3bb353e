/** The service worker as the page sees it: started, asked, and a newer one taken up. The browser's part of state/offline. */
import { RidgelineError } from '../../base/errors.ts';
import type { SiteCheck, SiteProgress, ToServiceWorker } from '../../offline/messages.ts';

/** What the page hears without having asked. */
export type SiteNews =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  /** This version's files were fetched, or some did not come: `check` tells. */
  | { readonly kind: 'settled' }
  /** A newer version is here and waits. */
  | { readonly kind: 'new-version' };

export interface SiteKeeper {
  /** Why no site can be kept here, as a sentence; null where it can. */
  readonly refusal: string | null;
  /** Starts the service worker, which begins to fetch. @throws Error in the browser's words */
  start(onNews: (news: SiteNews) => void): Promise<void>;
  /** What lies in the storage now; null where no service worker works for this site yet. */
  check(): Promise<SiteCheck | null>;
  /** As `check`, after what was missing has been fetched. */
  complete(): Promise<SiteCheck | null>;
  /** The version that waits takes over, and the page is loaded again in it. */
  takeNewVersion(): Promise<void>;
  /** Asks the browser not to clear this site's storage by itself; whether it promised. */
  persist(): Promise<boolean>;
}

/** Beside the page (src/tools/offline-site.ts). */
const SERVICE_WORKER = 'service-worker.js';
/** Milliseconds in which a service worker must have answered: to what is only looked up, and to what is fetched. */
const ANSWER_TIME = { check: 10_000, complete: 180_000 } as const;
/** Milliseconds between two looks whether there is a newer version, in a page that stays open. */
const LOOK_INTERVAL = 3_600_000;

/** @param script absolute address of the page's main script, whose name tells its version */
export function browserSiteKeeper(window: Window, script: string): SiteKeeper {
  const container = containerOf(window);
  if (typeof container === 'string') return { ...NO_KEEPER, refusal: container };
  return new ServiceWorkerKeeper(window, container, script);
}

/** The browser's service workers, or why there are none. */
function containerOf({ navigator, isSecureContext }: Window): ServiceWorkerContainer | string {
  if (import.meta.env.DEV) return 'The development server keeps nothing offline.';
  if (!isSecureContext) return 'Browsers keep a page only when it came over https, and this one did not.';
  try {
    const container = (navigator as { serviceWorker?: ServiceWorkerContainer }).serviceWorker;
    return container ?? 'This browser, or this private window, keeps no pages.';
  } catch {
    return 'This page stands in a sandboxed frame, which keeps nothing. Open it in a tab of its own.';
  }
}

const NO_KEEPER: Omit<SiteKeeper, 'refusal'> = {
  start: () => Promise.resolve(),
  check: () => Promise.resolve(null),
  complete: () => Promise.resolve(null),
  takeNewVersion: () => Promise.reject(new RidgelineError('unsupported', 'No new version waits.')),
  persist: () => Promise.resolve(false),
};

class ServiceWorkerKeeper implements SiteKeeper {
  readonly refusal = null;
  readonly #window: Window;
  readonly #container: ServiceWorkerContainer;
  readonly #script: string;
  #registration: ServiceWorkerRegistration | null = null;

  constructor(window: Window, container: ServiceWorkerContainer, script: string) {
    this.#window = window;
    this.#container = container;
    this.#script = script;
  }

  async start(onNews: (news: SiteNews) => void): Promise<void> {
    const { document } = this.#window;
    this.#container.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (isProgress(data)) onNews({ kind: 'progress', done: data.done, total: data.total });
    });
    this.#container.startMessages();
    const registration = await this.#container.register(new URL(SERVICE_WORKER, document.baseURI), { updateViaCache: 'none' });
    this.#registration = registration;
    const watch = (): void => {
      const { installing } = registration;
      installing?.addEventListener('statechange', () => {
        if (installing.state === 'installed' && registration.active !== null) onNews({ kind: 'new-version' });
        if (installing.state === 'activated' || installing.state === 'redundant') onNews({ kind: 'settled' });
      });
    };
    registration.addEventListener('updatefound', watch);
    watch();
    if (registration.waiting !== null && registration.active !== null) onNews({ kind: 'new-version' });
    onNews({ kind: 'settled' });
    this.#lookForNewer(registration);
  }

  check(): Promise<SiteCheck | null> {
    return this.#ask('check');
  }

  complete(): Promise<SiteCheck | null> {
    return this.#ask('complete');
  }

  async takeNewVersion(): Promise<void> {
    const waiting = this.#registration?.waiting ?? null;
    // Without one, another tab has taken it up already.
    if (waiting !== null) {
      const active = new Promise<void>((resolve) => {
        waiting.addEventListener('statechange', () => {
          if (waiting.state === 'activated') resolve();
        });
      });
      post(waiting, { kind: 'activate' });
      await active;
    }
    this.#window.location.reload();
  }

  async persist(): Promise<boolean> {
    try {
      return await this.#window.navigator.storage.persist();
    } catch {
      return false;
    }
  }

  async #ask(kind: 'check' | 'complete'): Promise<SiteCheck | null> {
    const worker = this.#registration?.active ?? null;
    if (worker === null) return null;
    const { port1, port2 } = new MessageChannel();
    try {
      return await new Promise<SiteCheck>((resolve, reject) => {
        port1.onmessage = ({ data }: MessageEvent<SiteCheck>) => resolve(data);
        setTimeout(() => reject(new RidgelineError('unsupported', 'The service worker gives no answer. Try again.')), ANSWER_TIME[kind]);
        post(worker, { kind, script: this.#script }, [port2]);
      });
    } finally {
      port1.close();
    }
  }

  #lookForNewer(registration: ServiceWorkerRegistration): void {
    const { document, performance } = this.#window as Window & typeof globalThis;
    let looked = performance.now();
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState !== 'visible' || performance.now() - looked < LOOK_INTERVAL) return;
      looked = performance.now();
      // Without network there is none.
      registration.update().catch(() => undefined);
    });
  }
}

function post(worker: ServiceWorker, message: ToServiceWorker, transfer: Transferable[] = []): void {
  worker.postMessage(message, transfer);
}

function isProgress(data: unknown): data is SiteProgress {
  return typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'site-progress';
}
