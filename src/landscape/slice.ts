/**
 * A slice of parameter space: an origin and zero, one or two directions. The coordinates c name the network θ₀ + Σ cₖ·dₖ.
 * With `layers` set, only those layers move: a layer mask.
 */
import type { Architecture } from '../nn/architecture.ts';

export interface Slice {
  readonly architecture: Architecture;
  readonly origin: Float32Array;
  /** 0 to 2 directions, each as long as the origin. */
  readonly directions: readonly Float32Array[];
  /** Ascending indices of the layers that move; null: all of them. Parameters of other layers stay at the origin whatever the directions hold. */
  readonly layers: readonly number[] | null;
}
