/** Barriers of more and more layers, or of neighbouring ones, at α = ½. */
import type { FigureDefinition } from './definition.ts';
import type { View } from '../experiment.ts';
import { computeGrids, gridsKey, type GridPlan } from './grids.ts';
import type { LabGrids } from './lab-results.ts';
import { labShown } from './lab-shown.ts';

export const CUMULATIVE: FigureDefinition<LabGrids> = {
  urgency: 1,
  shown: labShown('cumulative'),
  key: (inputs) => gridsKey(inputs, planOf(inputs.state.view)),
  compute: (context, show) => computeGrids(context, planOf(context.state.view), show),
};

function planOf({ lab: { cumulative, barriers } }: View): GridPlan {
  const { sequence, seed, window, drawing } = cumulative;
  // Only what a sequence uses stands in the request, so that the same sets are the same request.
  const settings = { sequence, seed: sequence === 'random' ? seed : 0, window: sequence === 'window' ? window : 1, alpha: [0.5] };
  return { settings, epochs: drawing === 'heatmap' ? barriers.most : 'last' };
}
