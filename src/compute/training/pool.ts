/** The workers that train networks side by side: started when they are first needed, kept for the next run, replaced when they fail. */
import type { Dataset, Examples } from '../../datasets/dataset.ts';
import type { TrainingPort } from './port.ts';

export interface PoolSetup {
  /** How many train at once, at most. */
  readonly size: number;
  /** Starts a worker. @param share gives the dataset as it is sent to workers */
  readonly make: (share: (dataset: Dataset) => Dataset) => TrainingPort;
  /** Trains in the calling thread where no worker does. */
  readonly inline: TrainingPort;
  /** Whether memory can be shared between workers. */
  readonly sharing: boolean;
}

export class TrainingPool {
  readonly size: number;
  readonly #setup: PoolSetup;
  /** By place; a place whose worker failed is empty. */
  readonly #ports: (TrainingPort | null)[];
  #sent: { readonly dataset: Dataset; readonly shared: Dataset } | null = null;

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
      const port = this.#setup.make((dataset) => this.#share(dataset));
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
    if (this.#sent === null || this.#sent.dataset === dataset) return;
    this.#sent = null;
    for (const port of this.#ports) port?.forget();
  }

  close(): void {
    for (let place = 0; place < this.size; place++) this.discard(place);
    this.#sent = null;
  }

  #share(dataset: Dataset): Dataset {
    if (this.#sent?.dataset !== dataset)
      this.#sent = {
        dataset,
        shared: this.#setup.sharing ? { ...dataset, train: sharedExamples(dataset.train), test: sharedExamples(dataset.test) } : dataset,
      };
    return this.#sent.shared;
  }
}

/** Copies in memory that all workers see. */
function sharedExamples(examples: Examples): Examples {
  const x = new Float32Array(new SharedArrayBuffer(examples.x.byteLength));
  const y = new Int32Array(new SharedArrayBuffer(examples.y.byteLength));
  x.set(examples.x);
  y.set(examples.y);
  return { ...examples, x, y };
}
