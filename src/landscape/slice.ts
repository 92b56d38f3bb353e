/**
 * A slice of parameter space: an origin and zero, one or two directions. The coordinates c name the network θ₀ + Σ cₖ·dₖ.
 * With `layers` set, only those layers move: a layer mask.
 */
import { RidgelineError } from '../base/errors.ts';
import type { Architecture } from '../nn/architecture.ts';

export interface Slice {
  readonly architecture: Architecture;
  readonly origin: Float32Array;
  /** 0 to 2 directions, each as long as the origin. */
  readonly directions: readonly Float32Array[];
  /** Ascending indices of the layers that move; null: all of them. Parameters of other layers stay at the origin whatever the directions hold. */
  readonly layers: readonly number[] | null;
}

/** Points that coordinates [points, directions] name; a slice without directions is one point, and its coordinates are empty. */
export function pointsOf({ directions: { length: width } }: Slice, coordinates: Float64Array): number {
  const points = width === 0 ? 1 : coordinates.length / width;
  if (Number.isInteger(points) && (width > 0 || coordinates.length === 0)) return points;
  throw new RidgelineError('shape-mismatch', `Coordinates come in rows of ${width} numbers, but there are ${coordinates.length}.`, {
    received: coordinates.length,
  });
}
