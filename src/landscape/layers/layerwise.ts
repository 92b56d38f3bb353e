/**
 * Layer-wise barriers (methods.md §4; Adilova et al., Layer-wise linear mode connectivity, ICLR 2024): interpolate only the
 * layers of a set S, take the others from A or from B, and compare with the chord between the full endpoints. A layer is a linear map,
 * its bias and the normalisation that follows it.
 */
import type { StreamOptions } from '../../base/job.ts';
import type { Network } from '../../nn/network.ts';
import type { EvaluationExamples, Evaluator } from '../evaluator.ts';
import { gridBarriers, gridErrors } from './grid-barriers.ts';
import type { LayerGrid } from './results.ts';
import { computeLayerGrid } from './layer-grid.ts';
import type { LayerProfile, LayerSchedule } from '../results.ts';

export interface LayersRequest {
  readonly a: Network;
  readonly b: Network;
  readonly examples: EvaluationExamples;
  readonly schedule: LayerSchedule;
  /** The columns: ½ alone, or values along the path. Always counted from A, into either side. */
  readonly alpha: readonly number[];
}

/**
 * Barriers of every entry of a schedule, both ways, at every α: L(θ^{·,S}(α)) − ((1−α)·L(θA) + α·L(θB)), negative where it is. Row 0 is the
 * full path, the same both ways. Partial results hold NaN in rows to come. The grid of one pair (layer-grid.ts), read.
 */
export async function computeLayers(
  evaluator: Evaluator,
  { a, b, examples, schedule, alpha }: LayersRequest,
  options: StreamOptions<LayerProfile> = {},
): Promise<LayerProfile> {
  const { onPartial, ...rest } = options;
  const settings = { sequence: schedule, seed: 0, window: 1, alpha, errors: true };
  const grid = await computeLayerGrid(
    evaluator,
    { networks: [a, b], examples: [examples], settings },
    { ...rest, ...(onPartial && { onPartial: (partial) => onPartial(toProfile(partial, schedule)) }) },
  );
  return toProfile(grid, schedule);
}

function toProfile(grid: LayerGrid, schedule: LayerSchedule): LayerProfile {
  return {
    schedule,
    layers: grid.names.slice(1),
    alpha: grid.alpha,
    lossIntoA: gridBarriers(grid, 'A', 'loss', 'chord'),
    lossIntoB: gridBarriers(grid, 'B', 'loss', 'chord'),
    errorIntoA: gridBarriers(grid, 'A', 'error', 'chord'),
    errorIntoB: gridBarriers(grid, 'B', 'error', 'chord'),
    errors: {
      lossIntoA: gridErrors(grid, 'A', 'loss', 'chord'),
      lossIntoB: gridErrors(grid, 'B', 'loss', 'chord'),
      errorIntoA: gridErrors(grid, 'A', 'error', 'chord'),
      errorIntoB: gridErrors(grid, 'B', 'error', 'chord'),
      overA: gridErrors(grid, 'A', 'loss', 'base'),
      overB: gridErrors(grid, 'B', 'loss', 'base'),
    },
    distance: grid.distance,
    cosine: grid.cosine,
    endpoints: { lossA: grid.endA.loss[0], lossB: grid.endB.loss[0], accuracyA: grid.endA.accuracy[0], accuracyB: grid.endB.accuracy[0] },
  };
}
