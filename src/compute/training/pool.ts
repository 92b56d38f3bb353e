/** The workers that train networks side by side: started when they are first needed, kept for the next run, replaced when they fail. */
import type { Dataset } from '../../datasets/dataset.ts';
import type { TrainingPort } from './port.ts';

export interface PoolSetup {
  /** How many train at once, at most. */
  readonly size: number;
  /** Starts a worker. */
  readonly make: () => TrainingPort;
  /** Trains in the calling thread where no worker does. */
  readonly inline: TrainingPort;
}

export class TrainingPool {
  readonly size: number;
  readonly #setup: PoolSetup;
  /** By place; a place whose worker failed is empty. */
  readonly #ports: (TrainingPort | null)[];

  constructor(setup: PoolSetup) {
    this.#setup = setup;
    this.size = setup.size;
    this.#ports = Array.from({ length: setup.size }, () => null);
  }

  /** The trainer at a place, started if there is none; that of the calling thread where none starts. */
  at(place: number): TrainingPort {
    const running = this.#ports[place];
    if (running !== null) return running;
    try {
      const port = this.#setup.make();
      this.#ports[place] = port;
      return port;
    } catch {
      return this.#setup.inline;
    }
  }

  /** Closes what is at a place, after it failed. */
  discard(place: number): void {
    this.#ports[place]?.close();
    this.#ports[place] = null;
  }

  /** What trains in the calling thread. */
  get inline(): TrainingPort {
    return this.#setup.inline;
  }

  /** Frees the examples of every other dataset. */
  keepOnly(dataset: Dataset): void {
    for (const port of this.#ports) port?.keepOnly(dataset);
  }

  /** Bytes of the kernels' memories in the workers; none of a worker that fails meanwhile. */
  async bytes(): Promise<number> {
    const each = await Promise.all(this.#ports.map((port) => (port === null ? Promise.resolve(0) : port.bytes().catch(() => 0))));
    return each.reduce((sum, bytes) => sum + bytes, 0);
  }

  close(): void {
    for (let place = 0; place < this.size; place++) this.discard(place);
  }
}
