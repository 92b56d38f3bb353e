/**
 * The engine in use, and what takes its place. A device that was lost is started again, once a minute at most; a backend that
 * fails goes on in smaller pieces, then without its fast kernels, then the next backend takes over. Each change is told.
 */
import type { Engine, MemoryMode, DeviceEvent } from './engine.ts';
import type { BackendChoice, BackendInfo, BackendName } from '../backend-names.ts';

export interface EngineChoice extends BackendChoice {
  /** Backends that failed. */
  readonly avoid: readonly BackendName[];
  readonly memoryMode: MemoryMode;
}

export interface SupervisorSetup {
  readonly start: (choice: EngineChoice) => Promise<Engine>;
  /** Told when the engine changes without having been asked to. */
  readonly onBackend: (info: BackendInfo) => void;
  /** Names of the jobs that run on the engine. */
  readonly underWay: () => readonly string[];
  /** Ends what runs on the engine that goes. */
  readonly leave: (reason: Error) => void;
  /** Milliseconds. */
  readonly now: () => number;
}

/** The reason that ends a job's attempt which is to be made again on the engine that comes. */
export class EngineReplaced extends Error {
  override readonly name = 'EngineReplaced';
}

const MINUTE = 60_000;
/** A device that is lost so often, however rarely, is not started again. */
const MOST_LOSSES = 3;
/** Milliseconds in which a device that made a job fail says that it is lost. */
const LOSS_DELAY = 150;
const LABELS: Readonly<Record<BackendName, string>> = { webgpu: 'WebGPU', webgl: 'WebGL', wasm: 'WebAssembly', cpu: 'plain JavaScript' };

export class EngineSupervisor {
  readonly #setup: SupervisorSetup;
  #current: { readonly asked: BackendChoice; readonly engine: Promise<Engine> } | null = null;
  #avoid: readonly BackendName[] = [];
  #memoryMode: MemoryMode = 'usual';
  #lastLoss = -Infinity;
  #losses = 0;
  #generation = 0;

  constructor(setup: SupervisorSetup) {
    this.#setup = setup;
  }

  /** How many engines were replaced. */
  get generation(): number {
    return this.#generation;
  }

  /** The engine in use, started where there is none. */
  engine(): Promise<Engine> {
    return this.#current?.engine ?? this.#begin({ preference: 'auto' }, null);
  }

  /** The engine in use; null where none was started. */
  inUse(): Promise<Engine> | null {
    return this.#current?.engine ?? null;
  }

  /** Another choice, or a failed one anew: what runs ends with `reason`. */
  select(asked: BackendChoice, reason: Error): Promise<Engine> {
    const compromised = this.#avoid.length > 0 || this.#memoryMode !== 'usual';
    const { asked: before, engine } = this.#current ?? {};
    if (engine !== undefined && before?.preference === asked.preference && before.simd === asked.simd && !compromised) return engine;
    this.#forgive();
    return this.#begin(asked, reason);
  }

  /**
   * To be called when a job failed that began on engine `generation`. True once another engine is in use (or on its way); false
   * where nothing is left to try: then the first choice is back in use, for other jobs.
   */
  async recover(generation: number, message: string): Promise<boolean> {
    const engine = await this.#current?.engine.catch(() => null);
    if (engine == null) return false;
    if (engine.watch !== null && generation === this.#generation) await new Promise((resolve) => setTimeout(resolve, LOSS_DELAY));
    if (generation !== this.#generation) return true;
    return this.#stepDown(engine, message);
  }

  #stepDown(engine: Engine, message: string): boolean {
    const label = LABELS[engine.info.name];
    if (this.#memoryMode === 'usual') {
      this.#memoryMode = 'pieces';
      this.#replace(() => `${label} failed (${message}). Ridgeline goes on in smaller pieces, which takes longer.`);
    } else if (this.#memoryMode === 'pieces' && engine.evaluator !== engine.scorer) {
      this.#memoryMode = 'plain';
      this.#replace(() => `${label} failed again (${message}). Ridgeline goes on without its own kernels, which takes longer.`);
    } else if (engine.info.name === 'cpu') {
      this.#forgive();
      this.#replace((info) => `No backend could do it (${message}). Ridgeline computes with ${LABELS[info.name]} again.`);
      return false;
    } else {
      this.#pass(engine.info.name);
      this.#replace((info) => `${label} failed (${message}). Ridgeline computes with ${LABELS[info.name]} now.`);
    }
    return true;
  }

  #hear(engine: Engine, { kind, message }: DeviceEvent): void {
    if (kind === 'refused') {
      if (this.#setup.underWay().length > 0) this.#stepDown(engine, message);
      return;
    }
    const again = this.#setup.now() - this.#lastLoss < MINUTE || this.#losses + 1 >= MOST_LOSSES;
    this.#lastLoss = this.#setup.now();
    this.#losses++;
    // WebGL would be the same GPU.
    if (again) this.#pass(engine.info.name, 'webgl');
    const training = this.#setup.underWay().includes('train') ? ' Training began again from its first epoch.' : '';
    this.#replace((info) => {
      const outcome = info.name === engine.info.name ? 'It was started again' : `Ridgeline computes with ${LABELS[info.name]} now`;
      return `The GPU was lost${again ? ' again' : ''}${message === '' ? '' : ` (${message})`}. ${outcome}; what ran began again by itself, and no network is lost.${training}`;
    });
  }

  /** Leaves backends out from now on. */
  #pass(...names: readonly BackendName[]): void {
    this.#avoid = [...this.#avoid, ...names];
    this.#memoryMode = 'usual';
  }

  /** As if nothing had failed. */
  #forgive(): void {
    this.#avoid = [];
    this.#memoryMode = 'usual';
    this.#losses = 0;
  }

  /** Starts another engine unasked and tells of it; what ran is made again. */
  #replace(tell: (info: BackendInfo) => string): void {
    void this.#begin(this.#current?.asked ?? { preference: 'auto' }, new EngineReplaced()).then(
      ({ info }) => this.#setup.onBackend({ ...info, reason: [tell(info), info.reason].filter(Boolean).join(' ') }),
      // Whoever needs the engine meets the failure.
      () => undefined,
    );
  }

  #begin(asked: BackendChoice, reason: Error | null): Promise<Engine> {
    const previous = this.#current?.engine;
    if (previous !== undefined && reason !== null) {
      this.#generation++;
      this.#setup.leave(reason);
    }
    const choice: EngineChoice = { ...asked, avoid: this.#avoid, memoryMode: this.#memoryMode };
    const engine = (async () => {
      await release(previous);
      return this.#setup.start(choice);
    })();
    this.#current = { asked, engine };
    engine.then(
      (started) =>
        started.watch?.((event) => {
          if (this.#current?.engine === engine) this.#hear(started, event);
        }),
      () => {
        if (this.#current?.engine === engine) this.#current = null;
      },
    );
    return engine;
  }
}

/** A lost device may refuse even to be freed. */
async function release(engine: Promise<Engine> | undefined): Promise<void> {
  try {
    (await engine)?.release();
  } catch {
    // Gone with its device.
  }
}
