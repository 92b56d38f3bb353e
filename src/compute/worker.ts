/** The computing worker: a service behind a message loop. Started by client.ts, which names it with the page's address. */
import { createByteCache } from './byte-cache.ts';
import { createBrowserEnvironment } from './browser-environment.ts';
import { startBrowserEngine } from './browser-engine.ts';
import { createDatasetLoader } from './dataset-loader.ts';
import { createMessageLoop } from './message-loop.ts';
import type { FromWorker, ToWorker } from './protocol.ts';
import { createService } from './service.ts';
import { decodeSprite } from './sprite-decoder.ts';

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
