/** The computing worker: a service behind a message loop. Started by client.ts, which names it with the page's address. */
import { createByteCache } from './data/cache.ts';
import { createBrowserEnvironment } from './engine/environment.ts';
import { startBrowserEngine } from './engine/browser-engine.ts';
import { createDatasetLoader } from './data/loader.ts';
import { createMessageLoop } from './jobs/message-loop.ts';
import type { FromWorker, ToWorker } from './protocol.ts';
import { createService } from './jobs/service.ts';
import { decodeSprite } from './data/sprite.ts';

function post(message: FromWorker, transfer: ArrayBuffer[] = []): void {
  self.postMessage(message, { transfer });
}

const environment = createBrowserEnvironment();
const service = createService({
  makeLoader: (findFile) =>
    createDatasetLoader({
      fetch: (url, init) => fetch(url, init),
      baseUrl: self.name,
      cache: createByteCache('caches' in self ? self.caches : undefined),
      decodeSprite,
      findFile,
    }),
  start: (choice) => startBrowserEngine(environment, choice),
  onBackend: (info) => post({ type: 'backend', info }),
});
const receive = createMessageLoop(service, post);

self.onmessage = ({ data }: MessageEvent<ToWorker>) => receive(data);
post({ type: 'ready' });
