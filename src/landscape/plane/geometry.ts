/**
 * The plane through three networks (methods.md §3): Gram-Schmidt in float64, coordinates in units of ‖θB − θA‖, so that
 * A = (0, 0), B = (1, 0) and distances on an equal-aspect picture are true. Planes that are compared share a unit, that of one of them:
 * or else the one whose networks are nearer would be magnified, and look flatter than it is.
 */
import { RidgelineError } from '../../base/errors.ts';
import { formatNumber } from '../../base/format.ts';
import { dot, norm, scaledToFloat32, subtract } from '../../linalg/vector.ts';
import type { Network } from '../../nn/network.ts';
import { checkSameShape } from '../../nn/validate-architecture.ts';
import type { PlanePoint } from '../results.ts';
import type { Slice } from '../slice.ts';

/** x0, x1, y0, y1 in the plane's unit. */
export type PlaneWindow = readonly [number, number, number, number];

export interface PlaneGeometry {
  /** Origin θA and two directions of the unit's length at a right angle: coordinates in that unit name networks. */
  readonly slice: Slice;
  /** The unit vectors in float64, as long as the parameters. */
  readonly xAxis: Float64Array;
  readonly yAxis: Float64Array;
  /** ‖θB − θA‖ unless another was given. */
  readonly unit: number;
  readonly points: { readonly a: PlanePoint; readonly b: PlanePoint; readonly c: PlanePoint };
}

/** Relative to ‖θB − θA‖: below this C lies on the line through A and B. */
const COLLINEAR = 1e-6;

/**
 * Throws `shape-mismatch` for unlike architectures and `degenerate` where the three do not span a plane.
 * @param given the unit; left out, or no length: ‖θB − θA‖
 */
export function planeThrough(a: Network, b: Network, c: Network, given?: number): PlaneGeometry {
  checkSameShape([a.architecture, b.architecture, c.architecture], 'networks');
  const xAxis = subtract(b.parameters, a.parameters);
  const base = norm(xAxis);
  if (!(base > 0) || !Number.isFinite(base)) {
    throw new RidgelineError(
      'degenerate',
      base === 0
        ? 'The first two networks are identical, so no plane passes through the three. Choose two that differ.'
        : 'The networks hold parameters that are not finite, so no plane passes through them.',
      { argument: 'b' },
    );
  }
  for (let i = 0; i < xAxis.length; i++) xAxis[i] /= base;
  const toC = subtract(c.parameters, a.parameters);
  const along = dot(toC, xAxis);
  const yAxis = toC;
  orthogonalise(yAxis, xAxis);
  const height = norm(yAxis);
  if (!(height >= COLLINEAR * base)) {
    const reason = Number.isFinite(height)
      ? `lies on the line through the other two (${formatNumber(height / base)} of their distance away from it)`
      : 'holds parameters that are not finite';
    throw new RidgelineError('degenerate', `The third network ${reason}, so the three span no plane. Choose another third network.`, {
      argument: 'c',
      received: height / base,
    });
  }
  for (let i = 0; i < yAxis.length; i++) yAxis[i] /= height;
  const unit = given !== undefined && given > 0 && Number.isFinite(given) ? given : base;
  return {
    slice: {
      architecture: a.architecture,
      origin: a.parameters,
      directions: [scaledToFloat32(xAxis, unit), scaledToFloat32(yAxis, unit)],
      layers: null,
    },
    xAxis,
    yAxis,
    unit,
    points: { a: { x: 0, y: 0, outOfPlane: 0 }, b: { x: base / unit, y: 0, outOfPlane: 0 }, c: { x: along / unit, y: height / unit, outOfPlane: 0 } },
  };
}

/** Removes the part of v along the unit vector; twice, since once leaves rounding where v is nearly along it. */
function orthogonalise(v: Float64Array, unitVector: Float64Array): void {
  for (let pass = 0; pass < 2; pass++) {
    const along = dot(v, unitVector);
    for (let i = 0; i < v.length; i++) v[i] -= along * unitVector[i];
  }
}

/** Where a network stands on the plane, and how far out of it, in the plane's unit. `origin` is network A. */
export function projectOnPlane(plane: PlaneGeometry, parameters: Float32Array): PlanePoint {
  const { origin } = plane.slice;
  if (parameters.length !== origin.length) {
    throw new RidgelineError(
      'shape-mismatch',
      `A network of ${parameters.length} parameters has no place on a plane of networks with ${origin.length}.`,
      { received: parameters.length },
    );
  }
  const offset = subtract(parameters, origin);
  const x = dot(offset, plane.xAxis);
  const y = dot(offset, plane.yAxis);
  for (let i = 0; i < offset.length; i++) offset[i] -= x * plane.xAxis[i] + y * plane.yAxis[i];
  return { x: x / plane.unit, y: y / plane.unit, outOfPlane: norm(offset) / plane.unit };
}

/** The bounding box of the three networks with a margin all round, in the plane's unit. */
export function defaultWindow(plane: PlaneGeometry, margin: number): PlaneWindow {
  const { a, b, c } = plane.points;
  const xs = [a.x, b.x, c.x];
  const ys = [a.y, b.y, c.y];
  return [Math.min(...xs) - margin, Math.max(...xs) + margin, Math.min(...ys) - margin, Math.max(...ys) + margin];
}

/**
 * One window for planes that are compared: the union of their default extents, in the unit that they share. null where a third network
 * has no finite place, or where there are no planes.
 * @param thirds where each plane's third network is projected to; A is at (0, 0) on all @param seconds the x of each plane's B, whose y is 0
 */
export function sharedWindow(thirds: readonly PlanePoint[], margin: number, seconds: readonly number[] = [1]): PlaneWindow | null {
  if (thirds.length === 0 || thirds.some(({ x, y }) => !Number.isFinite(x) || !Number.isFinite(y))) return null;
  const xs = thirds.map(({ x }) => x);
  const ys = thirds.map(({ y }) => y);
  return [Math.min(0, ...xs) - margin, Math.max(...seconds, ...xs) + margin, Math.min(0, ...ys) - margin, Math.max(...ys) + margin];
}
