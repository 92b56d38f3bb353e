/**
 * The diagonal linear network of one dimension, L(w) = (w₁·w₂·…·w_k − 1)², where layer-wise barriers have closed forms (methods.md §4;
 * Adilova et al., Layer-wise linear mode connectivity, ICLR 2024, Fig. 4). Slices as everywhere: an origin, the direction B − A, a mask
 * of the factors that move; a factor is a layer. All float64, on the page: a few thousand products.
 */
import { numberIn } from '../../base/check.ts';
import { RidgelineError } from '../../base/errors.ts';
import { layerNames, LAYER_SCHEDULES, scheduledLayers } from './layer-schedule.ts';
import type { LayerSchedule } from '../results.ts';
import { evenGrid } from '../segment.ts';

/** Two points of weight space, [factors] each. */
export interface DiagonalEnds {
  readonly a: readonly number[];
  readonly b: readonly number[];
}

export interface DiagonalSettings {
  /** k, 2 to 12. */
  readonly factors: number;
  /**
   * A = (a, 1/a, a, 1/a, …) and B = (ra, 1/(ra), ra, 1/(ra), …); of an odd number of factors the last is 1 in both. So both have product
   * 1, and with two factors they are the paper's. Either sign, not 0.
   */
  readonly a: number;
  readonly r: number;
  /** Placed by hand instead, anywhere; null: from a and r. */
  readonly ends: DiagonalEnds | null;
  /** Values of α on [0, 1], 3 to 1001. */
  readonly points: number;
}

/** One way from A, some factors moving. */
export interface DiagonalPath {
  /** 'full' or 'layer 2'. */
  readonly name: string;
  /** The factors that move, from 0. */
  readonly layers: readonly number[];
  /** Weights on the way, [alpha, factors] row-major. */
  readonly weights: Float64Array;
  readonly loss: Float64Array;
  /** The loss by the closed form; null where the ends have none. */
  readonly closed: Float64Array | null;
}

/** Barriers at α = ½ against the mean of the full ends, rows full and then the schedule's entries. */
export interface DiagonalBarriers {
  readonly names: readonly string[];
  readonly intoA: Float64Array;
  readonly intoB: Float64Array;
  readonly closedIntoA: Float64Array | null;
  readonly closedIntoB: Float64Array | null;
}

export interface DiagonalToy {
  readonly ends: DiagonalEnds;
  readonly lossA: number;
  readonly lossB: number;
  /** The ratio of the closed forms; null where A and B are not of that kind. */
  readonly r: number | null;
  readonly alpha: Float64Array;
  /** Full, then each factor alone into A. */
  readonly paths: readonly DiagonalPath[];
  readonly barriers: Readonly<Record<LayerSchedule, DiagonalBarriers>>;
}

/** x0, x1, y0, y1 of (w₁, w₂). */
export type DiagonalWindow = readonly [number, number, number, number];

/** Relative: ends this near to the form of the closed forms count as of it. */
const SAME = 1e-9;

/** The toy's paths, curves and barriers, computed and by closed form. Throws `invalid-argument`. */
export function computeDiagonalToy(settings: DiagonalSettings): DiagonalToy {
  const factors = numberIn(2, 12, 'integer')(settings.factors, 'factors');
  const ends = settings.ends === null ? endsOf(factors, settings.a, settings.r) : checkEnds(settings.ends, factors);
  const alpha = evenGrid(numberIn(3, 1001, 'integer')(settings.points, 'points'), 0, 1);
  const r = ratioOf(ends);
  const all = scheduledLayers('fromOutput', 0, factors);
  const path = (name: string, layers: readonly number[]): DiagonalPath => ({
    name,
    layers,
    weights: Float64Array.from({ length: alpha.length * factors }, (_, i) =>
      weightAt(ends, 'A', layers, alpha[Math.floor(i / factors)], i % factors),
    ),
    loss: alpha.map((t) => lossAt(ends, 'A', layers, t)),
    closed: r === null ? null : alpha.map((t) => closedLoss(r, factors, 'A', layers, t)),
  });
  const barriersOf = (schedule: LayerSchedule): DiagonalBarriers => {
    const rows = [all, ...all.map((l) => scheduledLayers(schedule, l, factors))];
    const mean = 0.5 * (lossAt(ends, 'A', all, 0) + lossAt(ends, 'A', all, 1));
    const measured = (into: 'A' | 'B'): Float64Array => Float64Array.from(rows, (layers) => lossAt(ends, into, layers, 0.5) - mean);
    const closed = (into: 'A' | 'B'): Float64Array | null =>
      r === null ? null : Float64Array.from(rows, (layers) => closedLoss(r, factors, into, layers, 0.5));
    return {
      names: ['full', ...layerNames(schedule, factors)],
      intoA: measured('A'),
      intoB: measured('B'),
      closedIntoA: closed('A'),
      closedIntoB: closed('B'),
    };
  };
  return {
    ends,
    lossA: diagonalLoss(ends.a),
    lossB: diagonalLoss(ends.b),
    r,
    alpha,
    paths: [path('full', all), ...layerNames('single', factors).map((name, l) => path(name, [l]))],
    barriers: Object.fromEntries(LAYER_SCHEDULES.map((schedule) => [schedule, barriersOf(schedule)])) as Record<LayerSchedule, DiagonalBarriers>,
  };
}

/** (Πw − 1)². */
export function diagonalLoss(weights: readonly number[]): number {
  return (weights.reduce((product, w) => product * w, 1) - 1) ** 2;
}

/** The loss of two factors over a window, [resolution, resolution] row-major: row i at y[i], column j at x[j]. */
export function diagonalContours(window: DiagonalWindow, resolution: number): { x: Float64Array; y: Float64Array; loss: Float64Array } {
  const [x0, x1, y0, y1] = checkWindow(window);
  numberIn(2, 401, 'integer')(resolution, 'resolution');
  const x = evenGrid(resolution, x0, x1);
  const y = evenGrid(resolution, y0, y1);
  return { x, y, loss: Float64Array.from({ length: resolution ** 2 }, (_, n) => diagonalLoss([x[n % resolution], y[Math.floor(n / resolution)]])) };
}

/** The minima w₁w₂ = 1 inside a window: `points` on each branch that enters it, a NaN between the two branches. */
export function minimaOf(window: DiagonalWindow, points: number): { x: Float64Array; y: Float64Array } {
  const [x0, x1, y0, y1] = checkWindow(window);
  numberIn(2, 2001, 'integer')(points, 'points');
  const left = branch(-x1, -x0, -y1, -y0, points).map((x) => -x);
  const right = branch(x0, x1, y0, y1, points);
  const x = Float64Array.from(left.length > 0 && right.length > 0 ? [...left, NaN, ...right] : [...left, ...right]);
  return { x, y: x.map((value) => 1 / value) };
}

/** The positive branch in a window: x evenly spaced in the logarithm, which treats x and 1/x alike. */
function branch(x0: number, x1: number, y0: number, y1: number, points: number): number[] {
  if (x1 <= 0 || y1 <= 0) return [];
  const first = Math.max(x0, 1 / y1);
  const last = Math.min(x1, y0 > 0 ? 1 / y0 : Infinity);
  if (first >= last) return [];
  return Array.from(evenGrid(points, Math.log(first), Math.log(last)), Math.exp);
}

function endsOf(factors: number, a: number, r: number): DiagonalEnds {
  for (const [name, value] of Object.entries({ a, r })) {
    numberIn(-1000, 1000)(value, name);
    if (Math.abs(value) < 1e-3)
      throw new RidgelineError('invalid-argument', `${name} must be at least 0.001 away from 0; received ${value}.`, {
        argument: name,
        received: value,
      });
  }
  const place = (w: number): number[] => Array.from({ length: factors }, (_, i) => (stays(i, factors) ? 1 : i % 2 === 0 ? w : 1 / w));
  return { a: place(a), b: place(r * a) };
}

function checkEnds(ends: DiagonalEnds, factors: number): DiagonalEnds {
  for (const [name, weights] of Object.entries(ends) as [string, readonly number[]][]) {
    if (weights.length !== factors) {
      throw new RidgelineError('shape-mismatch', `ends.${name} must hold ${factors} weights, one a factor; received ${weights.length}.`, {
        argument: `ends.${name}`,
        received: weights.length,
      });
    }
    weights.forEach((w, i) => numberIn(-1e6, 1e6)(w, `ends.${name}[${i}]`));
  }
  return { a: [...ends.a], b: [...ends.b] };
}

function checkWindow(window: DiagonalWindow): DiagonalWindow {
  window.forEach((edge, i) => numberIn(-1e6, 1e6)(edge, `window[${i}]`));
  const [x0, x1, y0, y1] = window;
  if (x0 < x1 && y0 < y1) return window;
  throw new RidgelineError('invalid-argument', `window must be [x0, x1, y0, y1] with x0 < x1 and y0 < y1; received [${window.join(', ')}].`, {
    argument: 'window',
    received: window,
  });
}

/** The last of an odd number of factors is 1 in both ends: the others come in pairs. */
function stays(factor: number, factors: number): boolean {
  return factors % 2 === 1 && factor === factors - 1;
}

/** r where A's product is 1 and B's factors are A's times r, 1/r, r, …, the last of an odd number unchanged; null elsewhere. */
function ratioOf({ a, b }: DiagonalEnds): number | null {
  const r = b[0] / a[0];
  if (!Number.isFinite(r) || r === 0 || Math.abs(a.reduce((product, w) => product * w, 1) - 1) > SAME) return null;
  const follows = a.every((w, i) => {
    const expected = stays(i, a.length) ? w : i % 2 === 0 ? r * w : w / r;
    return Math.abs(b[i] - expected) <= SAME * Math.abs(expected);
  });
  return follows ? r : null;
}

/** Factor i of θ^{A,S}(α) or θ^{B,S}(α): origin + coordinate · direction where it moves. */
function weightAt({ a, b }: DiagonalEnds, into: 'A' | 'B', layers: readonly number[], alpha: number, i: number): number {
  const [origin, coordinate] = into === 'A' ? [a[i], alpha] : [b[i], alpha - 1];
  return layers.includes(i) ? origin + coordinate * (b[i] - a[i]) : origin;
}

function lossAt(ends: DiagonalEnds, into: 'A' | 'B', layers: readonly number[], alpha: number): number {
  return diagonalLoss(ends.a.map((_, i) => weightAt(ends, into, layers, alpha, i)));
}

/**
 * A factor that grows brings 1 + α(r − 1) to the product, one that shrinks 1 + α(1/r − 1), a pair of both
 * 1 + α(1 − α)(r − 1)²/r. Seen from B, r is 1/r and α is 1 − α.
 */
function closedLoss(r: number, factors: number, into: 'A' | 'B', layers: readonly number[], alpha: number): number {
  if (into === 'B') return closedLoss(1 / r, factors, 'A', layers, 1 - alpha);
  const moving = layers.filter((l) => !stays(l, factors));
  const growing = moving.filter((l) => l % 2 === 0).length;
  const shrinking = moving.length - growing;
  const pairs = Math.min(growing, shrinking);
  const product =
    (1 + (alpha * (1 - alpha) * (r - 1) ** 2) / r) ** pairs *
    (1 + alpha * (r - 1)) ** (growing - pairs) *
    (1 + alpha * (1 / r - 1)) ** (shrinking - pairs);
  return (product - 1) ** 2;
}
