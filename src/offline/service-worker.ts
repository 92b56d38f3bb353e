/** The service worker: keeps the site's files in the browser and answers from them. Built beside the page by src/tools/offline-site.ts. */
import type { SiteProgress, ToServiceWorker } from './messages.ts';
import { SiteCache } from './site-cache.ts';
import type { SiteFile } from './site-file.ts';

/** What is used of the types that TypeScript has in a library of its own, which does not go with a page's. */
interface LastingEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends LastingEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface Client {
  postMessage(message: SiteProgress): void;
}
interface ServiceWorkerScope {
  readonly caches: CacheStorage;
  readonly clients: { claim(): Promise<void>; matchAll(options: { includeUncontrolled: boolean }): Promise<readonly Client[]> };
  readonly navigator: Navigator;
  readonly registration: ServiceWorkerRegistration;
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: LastingEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<ToServiceWorker> & LastingEvent) => void): void;
}

/** Written in by the build. */
declare const SITE_FILES: readonly SiteFile[];
declare const SITE_BUILD: string;

const worker = self as unknown as ServiceWorkerScope;
const { registration, clients } = worker;
const site = new SiteCache({
  caches: worker.caches,
  fetch: (request) => fetch(request),
  scope: registration.scope,
  files: SITE_FILES,
  build: SITE_BUILD,
});

async function tellProgress(done: number): Promise<void> {
  const message: SiteProgress = { kind: 'site-progress', done, total: SITE_FILES.length };
  for (const client of await clients.matchAll({ includeUncontrolled: true })) client.postMessage(message);
}

/** Older versions go, unless another is on its way: its files are not to be taken for old ones. */
async function sweep(): Promise<void> {
  if (!('locks' in worker.navigator)) return;
  const { held = [] } = await worker.navigator.locks.query();
  if (registration.installing === null && registration.waiting === null) await site.sweep(held.flatMap(({ name }) => name ?? []));
}

worker.addEventListener('install', (event) => event.waitUntil(site.install((done) => void tellProgress(done))));
worker.addEventListener('activate', (event) => event.waitUntil(Promise.all([clients.claim(), sweep()])));
worker.addEventListener('fetch', (event) => {
  const answer = site.answer(event.request);
  if (answer === null) return;
  event.respondWith(answer);
  if (event.request.mode === 'navigate') event.waitUntil(answer.then(sweep, () => undefined));
});
worker.addEventListener('message', (event) => {
  const { data, ports } = event;
  if (data.kind === 'activate') {
    event.waitUntil(worker.skipWaiting());
    return;
  }
  // Files that do not come are told by their number.
  const complete = data.kind === 'complete' ? site.install((done) => void tellProgress(done)).catch(() => undefined) : Promise.resolve();
  // A page that begins asks, when the page that it took the place of is gone for certain.
  event.waitUntil(
    complete
      .then(() => site.check(data.script))
      .then((checked) => ports[0].postMessage(checked))
      .then(sweep),
  );
});
