import type { Evaluator, MatrixProduct } from '../landscape/evaluator.ts';
import type { DeviceExamples } from './device-examples.ts';
import type { BackendInfo } from './protocol.ts';

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
  /** Frees what the engine keeps on the device between jobs. */
  release(): void;
}
