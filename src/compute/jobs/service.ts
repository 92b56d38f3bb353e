/**
 * The computing side of the protocol, apart from any worker: jobs run concurrently on one event loop, each with its signal.
 * Jobs are pure functions of their request, so one whose engine fails is made again on the next (supervisor.ts), its partial
 * results taking the place of the earlier ones. Where the person changes the engine, what ran rejects with `backend-failed`.
 */
import { RidgelineError } from '../../base/errors.ts';
import type { StreamOptions } from '../../base/job.ts';
import type { NamedBytes } from '../../datasets/named-bytes.ts';
import { abandonOnAbort } from '../../base/abort.ts';
import { isBackendFailure } from '../engine/failures.ts';
import type { DatasetLoader } from '../data/loader.ts';
import { EngineReplaced, EngineSupervisor, type EngineChoice } from '../engine/supervisor.ts';
import type { Engine } from '../engine/engine.ts';
import { handlers, type Handler, type JobContext } from './handlers.ts';
import { NetworkStore } from './network-store.ts';
import { LeftOver } from '../training/left-over.ts';
import { PauseSwitch } from '../training/pause-switch.ts';
import { PlanePoints } from './plane-points.ts';
import type { JobName, JobPartial, JobRequest, JobResult } from '../protocol.ts';
import type { BackendInfo } from '../backend-names.ts';

export interface ServiceSetup {
  /** Makes the loader of datasets, which finds dropped files through its argument. */
  readonly makeLoader: (findFile: (sha256: string) => NamedBytes | undefined) => DatasetLoader;
  /** Starts an engine; called once for each choice. */
  readonly start: (choice: EngineChoice) => Promise<Engine>;
  /** Told when the engine changes without having been asked to. */
  readonly onBackend: (info: BackendInfo) => void;
  /** Milliseconds; the clock where left out. */
  readonly now?: () => number;
}

export interface Service {
  run<N extends JobName>(name: N, request: JobRequest<N>, options?: StreamOptions<JobPartial<N>>): Promise<JobResult<N>>;
}

/** Jobs that neither use the engine nor mind its change. */
const ENGINELESS: ReadonlySet<JobName> = new Set<JobName>([
  'selectBackend',
  'putNetwork',
  'dropNetwork',
  'readFile',
  'unpackArchive',
  'packArchive',
  'putFile',
  'loadDataset',
  'keptData',
  'keepData',
  'inspectFiles',
  'examples',
  'takeStopped',
  'pauseTraining',
  'project',
  'projectPath',
]);

/** One try of a job on one engine. */
interface Attempt {
  readonly name: JobName;
  readonly controller: AbortController;
}

export function createService(setup: ServiceSetup): Service {
  const running = new Set<Attempt>();
  const planePoints = new PlanePoints();
  const room = new EngineSupervisor({
    start: setup.start,
    onBackend: setup.onBackend,
    underWay: () => Array.from(running, ({ name }) => name),
    leave: (reason) => {
      planePoints.clear();
      for (const { controller } of running) controller.abort(reason);
    },
    now: setup.now ?? (() => performance.now()),
  });

  const files = new Map<string, NamedBytes>();
  const context: JobContext = {
    networks: new NetworkStore(),
    datasets: setup.makeLoader((sha256) => files.get(sha256)),
    files,
    pause: new PauseSwitch(),
    leftOver: new LeftOver(),
    planePoints,
    engine: () => room.engine(),
    engineInUse: () => room.inUse(),
    select: async (choice) =>
      (await room.select(choice, new RidgelineError('backend-failed', 'The backend was changed while this ran. Start it again.'))).info,
  };

  /** Runs the job on the engine in use. Rejects with the engine's own reason where that goes meanwhile. */
  async function attempt<N extends JobName>(
    own: Attempt,
    handler: Handler<N>,
    request: JobRequest<N>,
    { signal: outer, onProgress, onPartial }: StreamOptions<JobPartial<N>>,
  ): Promise<JobResult<N>> {
    const { controller } = own;
    const signal = outer === undefined ? controller.signal : AbortSignal.any([controller.signal, outer]);
    const live =
      <T>(tell: ((value: T) => void) | undefined) =>
      (value: T): void => {
        if (!signal.aborted) tell?.(value);
      };
    running.add(own);
    try {
      // The old engine may never answer once its device is gone.
      return await abandonOnAbort(handler(context, request, { signal, onProgress: live(onProgress), onPartial: live(onPartial) }), controller.signal);
    } finally {
      running.delete(own);
    }
  }

  return {
    async run(name, request, options = {}) {
      // TypeScript does not relate the handler of a generic name to its own request.
      const handler = handlers[name] as Handler<typeof name> | undefined;
      if (handler === undefined) throw new RidgelineError('invalid-argument', `There is no job "${name}".`, { received: name });
      if (ENGINELESS.has(name)) return handler(context, request, options);
      if (name === 'train') context.pause.set(false);
      for (;;) {
        const { generation } = room;
        const own = { name, controller: new AbortController() };
        try {
          return await attempt(own, handler, request, options);
        } catch (error) {
          options.signal?.throwIfAborted();
          if (error instanceof EngineReplaced) continue;
          if (own.controller.signal.aborted || !isBackendFailure(error) || !(await room.recover(generation, textOf(error)))) throw error;
        }
      }
    },
  };
}

function textOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/\.$/, '');
}
