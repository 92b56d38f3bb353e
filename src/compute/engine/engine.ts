import type { Evaluator, MatrixProduct } from '../../landscape/evaluator.ts';
import type { Learning } from '../training/learning.ts';
import type { TrainingPool } from '../training/pool.ts';
import type { BackendInfo } from '../backend-names.ts';

/**
 * How carefully an engine goes about: 'usual'; 'pieces': few points and examples at once, for little memory; 'plain': the same, on tfjs's
 * operations alone.
 */
export type MemoryMode = 'usual' | 'pieces' | 'plain';

/** What befalls an engine's device on its own: it is gone, or it refused something (memory, a shader) that no call has thrown. */
export interface DeviceEvent {
  readonly kind: 'lost' | 'refused';
  /** What the browser says. */
  readonly message: string;
}

/** What an engine holds between jobs: tensors of tfjs, and bytes of those or of the kernels' memories. */
export interface HeldMemory {
  readonly tensors: number;
  readonly bytes: number;
}

/** What jobs compute with: the backend in use and what runs on it. */
export interface Engine {
  readonly info: BackendInfo;
  /** For figures: the fastest there is. */
  readonly evaluator: Evaluator;
  /** For single networks: in the computing worker itself, never waiting behind a figure. */
  readonly scorer: Evaluator;
  readonly product: MatrixProduct;
  /** How networks learn in this thread. */
  readonly learning: Learning;
  /** Workers for training side by side; null where networks do not train so. */
  readonly pool: TrainingPool | null;
  /** Tells of every event of the device from now on; null where the device cannot fail by itself. */
  readonly watch: ((tell: (event: DeviceEvent) => void) => void) | null;
  readonly held: () => Promise<HeldMemory>;
  /** Frees what the engine keeps on the device between jobs. */
  release(): void;
}
