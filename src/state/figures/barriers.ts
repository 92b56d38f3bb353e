/** The heatmap of single layers: columns are epochs at α = ½, or α at the last epoch. */
import type { FigureDefinition } from './definition.ts';
import type { View } from '../experiment.ts';
import { computeGrids, gridsKey, type GridPlan } from './grids.ts';
import type { LabGrids } from './lab-results.ts';
import { labShown } from './lab-shown.ts';

const ALPHAS = Array.from({ length: 11 }, (_, i) => i / 10);

export const BARRIERS: FigureDefinition<LabGrids> = {
  urgency: 1,
  shown: labShown('barriers'),
  key: (inputs) => gridsKey(inputs, planOf(inputs.state.view)),
  compute: (context, show) => computeGrids(context, planOf(context.state.view), show),
};

/** The ends of each segment are evaluated only where they are looked at: they triple the work. */
function planOf({ lab: { barriers } }: View): GridPlan {
  const { columns, most, reference, replaced } = barriers;
  const single = { sequence: 'single', seed: 0, window: 1 } as const;
  if (columns === 'alpha') return { settings: { ...single, alpha: ALPHAS }, epochs: 'last' };
  return { settings: { ...single, alpha: reference === 'own' || replaced ? [0, 0.5, 1] : [0.5] }, epochs: most };
}
