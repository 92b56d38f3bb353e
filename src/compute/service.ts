/**
 * The computing side of the protocol, apart from any worker: jobs run concurrently on one event loop, each with its signal.
 * One engine is in use at a time; when it changes, jobs that run on the old one reject with `backend-failed`.
 */
import { RidgelineError } from '../base/errors.ts';
import type { StreamOptions } from '../base/job.ts';
import type { NamedBytes } from '../datasets/named-bytes.ts';
import { abandonOnAbort } from './abandon.ts';
import type { DatasetLoader } from './dataset-loader.ts';
import { DatasetStore } from './dataset-store.ts';
import type { Engine } from './engine.ts';
import { handlers, type Handler, type Workshop } from './handlers.ts';
import { NetworkStore } from './network-store.ts';
import { PauseSwitch } from './pause-switch.ts';
import type { BackendInfo, BackendName, BackendPreference, JobName, JobPartial, JobRequest, JobResult } from './protocol.ts';

export interface ServiceSetup {
  /** Makes the loader of datasets, which finds dropped files through its argument. */
  readonly makeLoader: (findFile: (sha256: string) => NamedBytes | undefined) => DatasetLoader;
  /** Starts an engine; called once for each choice. @param avoid backends that were lost */
  readonly start: (preference: BackendPreference, avoid: readonly BackendName[]) => Promise<Engine>;
  /** Told when the engine changes without having been asked to. */
  readonly onBackend: (info: BackendInfo) => void;
}

export interface Service {
  run<N extends JobName>(name: N, request: JobRequest<N>, options?: StreamOptions<JobPartial<N>>): Promise<JobResult<N>>;
  /** The device in use is gone: computing goes on with another. */
  loseDevice(message: string): Promise<void>;
}

/** Jobs that neither use the engine nor mind its change. */
const ENGINELESS: ReadonlySet<JobName> = new Set<JobName>(['selectBackend', 'putNetwork', 'dropNetwork', 'putFile', 'loadDataset', 'inspectFiles', 'examples', 'pauseTraining', 'project', 'projectPath']);

export function createService(setup: ServiceSetup): Service {
  const running = new Set<AbortController>();
  const lost: BackendName[] = [];
  let current: { readonly preference: BackendPreference; readonly engine: Promise<Engine> } | null = null;

  const replace = (preference: BackendPreference, why: string): Promise<Engine> => {
    const previous = current?.engine;
    if (current !== null) for (const controller of running) controller.abort(new RidgelineError('backend-failed', `${why} Start it again.`));
    const engine = (async () => {
      (await previous?.catch(() => null))?.release();
      return setup.start(preference, lost);
    })();
    current = { preference, engine };
    engine.catch(() => {
      if (current?.engine === engine) current = null;
    });
    return engine;
  };

  const files = new Map<string, NamedBytes>();
  const loader = setup.makeLoader((sha256) => files.get(sha256));
  const workshop: Workshop = {
    networks: new NetworkStore(),
    datasets: new DatasetStore(loader),
    loader,
    files,
    pause: new PauseSwitch(),
    engine: () => current?.engine ?? replace('auto', ''),
    engineInUse: () => current?.engine ?? null,
    async select(preference) {
      if (current?.preference !== preference) await replace(preference, 'The backend was changed while this ran.');
      return (await workshop.engine()).info;
    },
  };

  return {
    async run(name, request, options = {}) {
      // TypeScript does not relate the handler of a generic name to its own request.
      const handler = handlers[name] as Handler<typeof name> | undefined;
      if (handler === undefined) throw new RidgelineError('invalid-argument', `There is no job "${name}".`, { received: name });
      if (ENGINELESS.has(name)) return handler(workshop, request, options);
      const own = new AbortController();
      const signal = options.signal === undefined ? own.signal : AbortSignal.any([own.signal, options.signal]);
      running.add(own);
      try {
        // The old engine may never answer once it is closed.
        return await abandonOnAbort(handler(workshop, request, { ...options, signal }), own.signal);
      } finally {
        running.delete(own);
      }
    },
    async loseDevice(message) {
      if (current === null) return;
      const { info } = await current.engine;
      lost.push(info.name);
      const engine = await replace('auto', `The GPU was lost while this ran (${message}).`);
      const reason = [`The GPU was lost (${message}).`, engine.info.reason].filter(Boolean).join(' ');
      setup.onBackend({ ...engine.info, reason });
    },
  };
}
