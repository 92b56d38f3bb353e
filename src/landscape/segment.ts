/** The straight line between two networks as a slice: θ(α) = θA + α·(θB − θA), α = 0 always A. */
import { difference32 } from '../linalg/vector.ts';
import type { Network } from '../nn/network.ts';
import { checkSameShape } from '../nn/validate-architecture.ts';
import type { Slice } from './slice.ts';

/** The slice from A towards B; with `layers`, only those move. Throws `shape-mismatch` where the architectures differ. */
export function segment(a: Network, b: Network, layers: readonly number[] | null = null): Slice {
  checkSameShape([a.architecture, b.architecture], 'networks');
  return { architecture: a.architecture, origin: a.parameters, directions: [direction(a.parameters, b.parameters)], layers };
}

/** Directions that were made last: figures of one pair go through the same vector, of which evaluators keep products. */
const recent: { readonly from: WeakRef<Float32Array>; readonly to: WeakRef<Float32Array>; readonly vector: Float32Array }[] = [];
const MOST_RECENT = 4;

function direction(from: Float32Array, to: Float32Array): Float32Array {
  const at = recent.findIndex((entry) => entry.from.deref() === from && entry.to.deref() === to);
  const entry = at < 0 ? { from: new WeakRef(from), to: new WeakRef(to), vector: difference32(to, from) } : recent.splice(at, 1)[0];
  recent.unshift(entry);
  recent.length = Math.min(recent.length, MOST_RECENT);
  return entry.vector;
}

/** A slice that is this one network alone. */
export function point(network: Network): Slice {
  return { architecture: network.architecture, origin: network.parameters, directions: [], layers: null };
}

/**
 * `points` ≥ 2 even values over [first, last], ends included. Values within rounding of 0, ½ and 1 are exactly those, so that
 * the ends of a segment and its middle are on the grid wherever they should be.
 */
export function evenGrid(points: number, first: number, last: number): Float64Array {
  return Float64Array.from({ length: points }, (_, i) => gridValue(i, points - 1, first, last));
}

/**
 * Value i of an even grid whose value 0 is `first` and whose value `intervals` is `last`; it goes on beyond both. Twice the
 * intervals and twice the i give the same bits: a refined grid passes through the points of the coarse one.
 */
export function gridValue(i: number, intervals: number, first: number, last: number): number {
  const value = i === intervals ? last : first + ((last - first) * i) / intervals;
  const special = [0, 0.5, 1].find((exact) => Math.abs(value - exact) < 1e-12);
  return special ?? value;
}
