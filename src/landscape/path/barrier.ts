/**
 * The height of what lies between two networks, under the three definitions in use (methods.md §1): against the chord
 * (Entezari et al. 2022), the mean of the ends (Frankle et al. 2020; Ainsworth et al. 2023) and their maximum (the ε-loss).
 */
import type { BarrierDefinition, BarrierReport, Barriers } from '../results.ts';

export const BARRIER_DEFINITIONS: readonly BarrierDefinition[] = ['lerp', 'mean', 'max'];

/** What a definition compares the value at α with. */
export function barrierReference(definition: BarrierDefinition, alpha: number, start: number, end: number): number {
  switch (definition) {
    case 'lerp':
      return (1 - alpha) * start + alpha * end;
    case 'mean':
      return 0.5 * (start + end);
    case 'max':
      return Math.max(start, end);
  }
}

/**
 * Barriers of a quantity along a path. Only α in [0, 1] counts; the values at α = 0 and α = 1 must be among them. Of equal maxima
 * the first is reported. Where any of these values is not finite, no barrier is known: all are NaN, at the first such α.
 * @param alpha ascending or not, as long as `value`
 */
export function barriers(alpha: ArrayLike<number>, value: ArrayLike<number>): BarrierReport {
  const inside = Array.from(alpha, (_, i) => i).filter((i) => alpha[i] >= 0 && alpha[i] <= 1);
  const start = inside.find((i) => alpha[i] === 0);
  const end = inside.find((i) => alpha[i] === 1);
  if (start === undefined || end === undefined) throw new RangeError('A barrier needs the values at both ends, α = 0 and α = 1.');
  const broken = inside.find((i) => !Number.isFinite(value[i]));
  if (broken !== undefined) return { barrier: uniform(NaN), at: uniform(alpha[broken]) };
  const highest = (definition: BarrierDefinition): { height: number; at: number } => {
    let height = -Infinity;
    let at = NaN;
    for (const i of inside) {
      // The chord meets its ends exactly.
      const above =
        definition === 'lerp' && (i === start || i === end) ? 0 : value[i] - barrierReference(definition, alpha[i], value[start], value[end]);
      if (above > height) {
        height = above;
        at = alpha[i];
      }
    }
    return { height, at };
  };
  const found = { lerp: highest('lerp'), mean: highest('mean'), max: highest('max') };
  return {
    barrier: { lerp: found.lerp.height, mean: found.mean.height, max: found.max.height },
    at: { lerp: found.lerp.at, mean: found.mean.at, max: found.max.at },
  };
}

function uniform(value: number): Barriers {
  return { lerp: value, mean: value, max: value };
}
