/**
 * Two-dimensional data made in the page. All trainSize + testSize points are made at once, shuffled, and given N(0, noise²) on both
 * coordinates; every draw comes from (seed, name), so the same spec gives the same bits.
 */
import { seededRandom } from '../linalg/random.ts';

/** Points before they are split: [count, 2] row-major and a class each. Owned by the caller. */
export interface LabelledPoints {
  readonly x: Float32Array;
  readonly y: Int32Array;
}

type Curve = (index: number) => readonly [x: number, y: number, label: number];

/** Radius of the inner circle; the outer has radius 1. */
const INNER_RADIUS = 0.5;
/** Spirals run from this radius to SPIRAL_RADIUS while turning once. */
const SPIRAL_START = 0.15;
const SPIRAL_RADIUS = 2;

/**
 * Two moons as scikit-learn makes them (sklearn.datasets.make_moons): ⌊n/2⌋ points on (cos t, sin t), class 0, and the rest on
 * (1 − cos t, ½ − sin t), class 1, t even on [0, π].
 */
export function makeMoons(count: number, noise: number, seed: number): LabelledPoints {
  const outer = Math.floor(count / 2);
  const even = (index: number, of: number): number => (of > 1 ? (Math.PI * index) / (of - 1) : 0);
  return scatter('moons', count, noise, seed, (i) => {
    if (i < outer) {
      const t = even(i, outer);
      return [Math.cos(t), Math.sin(t), 0];
    }
    const t = even(i - outer, count - outer);
    return [1 - Math.cos(t), 0.5 - Math.sin(t), 1];
  });
}

/** Concentric circles as sklearn.datasets.make_circles makes them with factor ½: radius 1 is class 0, radius ½ class 1, angles even on [0, 2π). */
export function makeCircles(count: number, noise: number, seed: number): LabelledPoints {
  const outer = Math.floor(count / 2);
  return scatter('circles', count, noise, seed, (i) => {
    const inner = i >= outer;
    const t = (2 * Math.PI * (inner ? i - outer : i)) / (inner ? count - outer : outer);
    const radius = inner ? INNER_RADIUS : 1;
    return [radius * Math.cos(t), radius * Math.sin(t), inner ? 1 : 0];
  });
}

/** Archimedean spirals of one turn, one class an arm, arm k turned by k/arms of a circle; points even along the radius, arms in turn. */
export function makeSpirals(count: number, noise: number, seed: number, arms: number): LabelledPoints {
  const perArm = Math.ceil(count / arms);
  return scatter('spirals', count, noise, seed, (i) => {
    const arm = i % arms;
    const along = perArm > 1 ? Math.floor(i / arms) / (perArm - 1) : 0;
    const radius = SPIRAL_START + (SPIRAL_RADIUS - SPIRAL_START) * along;
    const angle = 2 * Math.PI * (along + arm / arms);
    return [radius * Math.cos(angle), radius * Math.sin(angle), arm];
  });
}

function scatter(name: string, count: number, noise: number, seed: number, curve: Curve): LabelledPoints {
  const order = seededRandom(seed, name, 'order').permutation(count);
  const random = seededRandom(seed, name, 'noise');
  const x = new Float32Array(2 * count);
  const y = new Int32Array(count);
  order.forEach((index, row) => {
    const [first, second, label] = curve(index);
    x[2 * row] = first + noise * random.normal();
    x[2 * row + 1] = second + noise * random.normal();
    y[row] = label;
  });
  return { x, y };
}
