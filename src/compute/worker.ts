/** The computing worker: a service at the end of a channel. Started by client.ts, which names it with the page's address. */
import { isAbort, RidgelineError } from '../base/errors.ts';
import { createByteCache } from './data/cache.ts';
import { createBrowserEnvironment } from './engine/environment.ts';
import { startBrowserEngine } from './engine/browser-engine.ts';
import { createDatasetLoader } from './data/loader.ts';
import type { FromWorker, Jobs, ToWorker } from './protocol.ts';
import { serve } from './rpc/channel.ts';
import { Helpers } from './rpc/helper.ts';
import { holdLife } from './rpc/life.ts';
import { createService } from './jobs/service.ts';
import { canShareMemory } from './data/shared-memory.ts';
import { decodeSprite } from './data/sprite.ts';

function post(message: FromWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}

const helpers = new Helpers((message, transfer) => post(message, transfer));
const environment = createBrowserEnvironment(helpers);
const service = createService({
  makeLoader: (findFile) =>
    createDatasetLoader({
      fetch: (url, init) => fetch(url, init),
      baseUrl: self.name,
      cache: createByteCache('caches' in self ? self.caches : undefined),
      decodeSprite,
      findFile,
      sharing: canShareMemory(),
    }),
  start: (choice) => startBrowserEngine(environment, choice),
  onBackend: (info) => post({ type: 'backend', info }),
});
const receive = serve<Jobs>(
  (name, request, options) => service.run(name, request, options),
  post,
  (error) => {
    if (!isAbort(error) && !(error instanceof RidgelineError)) console.error(error);
  },
);

self.onmessage = ({ data }: MessageEvent<ToWorker>) => (data.type === 'helperFailed' ? helpers.fail(data) : receive(data));
void holdLife('locks' in navigator ? navigator.locks : undefined, `ridgeline-worker-${crypto.getRandomValues(new Uint32Array(4)).join('-')}`).then(
  (life) => post({ type: 'ready', life }),
);
