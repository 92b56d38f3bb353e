/** Curves as the recipe gives them, made of values and a chosen uncertainty. */
import { barriers } from '../landscape/path/barrier.ts';
import type { Barriers, BarrierReport, Curve, Gap, MeasuredBarriers } from '../landscape/results.ts';

/** Examples of such a curve. */
const EXAMPLES = 4;
const PATTERNS = { naive: [1, 1, -1, -1], aligned: [1, -1, 1, -1] };

/** A report whose standard errors are all `se`. What the examples add is uncorrelated between the two paths, so that the errors of a difference add up. */
export function measuredBarriers(report: BarrierReport, se: number, path: keyof typeof PATTERNS = 'naive'): MeasuredBarriers {
  const all = (value: number): Barriers => ({ lerp: value, mean: value, max: value });
  const adds = (height: number): Float64Array => Float64Array.from(PATTERNS[path], (sign) => height + sign * se * Math.sqrt(EXAMPLES - 1));
  const { lerp, mean, max } = report.barrier;
  return { ...report, se: all(se), contribution: { lerp: adds(lerp), mean: adds(mean), max: adds(max) } };
}

export interface CurveValues {
  readonly alpha: ArrayLike<number>;
  readonly loss: ArrayLike<number>;
  readonly accuracy?: ArrayLike<number>;
  /** Of every difference; 0 where left out. */
  readonly se?: number;
  readonly path?: keyof typeof PATTERNS;
}

/** The curve through these values, α in [0, 1] with both ends among them. */
export function curveOfValues({ alpha, loss, accuracy = Array.from(alpha, () => 1), se = 0, path = 'naive' }: CurveValues): Curve {
  const places = Float64Array.from(alpha);
  const at = (place: number): number => loss[places.indexOf(place)];
  const gap = (place: number, over: number): Gap => ({ value: at(place) - at(over), at: place, se });
  const lowest = Array.from(places, (place, i): Gap => ({ value: loss[i] - ((1 - place) * at(0) + place * at(1)), at: place, se }));
  return {
    alpha: places,
    loss: Float64Array.from(loss),
    accuracy: Float64Array.from(accuracy),
    count: EXAMPLES,
    lossBarrier: measuredBarriers(barriers(places, loss), se, path),
    errorBarrier: measuredBarriers(
      barriers(
        places,
        Array.from(accuracy, (share) => 1 - share),
      ),
      se,
      path,
    ),
    half: places.includes(0.5) ? { overA: gap(0.5, 0), overB: gap(0.5, 1) } : null,
    lowest: lowest
      .filter((found) => found.value < 0)
      .reduce((least, found) => (found.value < least.value ? found : least), { value: 0, at: 0, se: 0 }),
    endsApart: gap(1, 0),
    refined: true,
  };
}
