import type { LayerProfile, LayerSchedule } from '../landscape/results.ts';

/** Barriers at one α against the mean of the full endpoints' losses. Not symmetric: the other layers from A, or from B. */
export interface LayerBarriers {
  readonly schedule: LayerSchedule;
  readonly alpha: number;
  readonly layers: readonly string[];
  readonly restA: Float64Array;
  readonly restB: Float64Array;
  readonly full: number;
}

/** One column of a profile: barriers of the loss. */
export function toLayerBarriers(profile: LayerProfile, column = 0): LayerBarriers {
  const columns = profile.alpha.length;
  const pick = (values: Float64Array): Float64Array => Float64Array.from(profile.layers, (_, l) => values[(l + 1) * columns + column]);
  return {
    schedule: profile.schedule,
    alpha: profile.alpha[column],
    layers: profile.layers,
    restA: pick(profile.lossIntoA),
    restB: pick(profile.lossIntoB),
    full: profile.lossIntoA[column],
  };
}
