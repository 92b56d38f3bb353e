import type { Evaluator, MatrixProduct } from '../landscape/evaluator.ts';
import type { DeviceExamples } from './device-examples.ts';
import type { BackendInfo } from './protocol.ts';
import type { TrainingCrew } from './training-crew.ts';

/** What jobs compute with: the backend in use and what runs on it. */
export interface Engine {
  readonly info: BackendInfo;
  /** For figures: the fastest there is. */
  readonly evaluator: Evaluator;
  /** For scores while training: on tfjs, never waiting behind a figure. */
  readonly scorer: Evaluator;
  readonly product: MatrixProduct;
  /** Training examples on the device. */
  readonly inputs: DeviceExamples;
  /** Workers for training side by side; null where networks do not train so. */
  readonly crew: TrainingCrew | null;
  /** Frees what the engine keeps on the device between jobs. */
  release(): void;
}
