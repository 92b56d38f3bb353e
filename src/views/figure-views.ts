/** The view of every figure, by its name in the table. Explore's come beside the page, the laboratory's when they are first shown: the page paints without them. */
import type { FunctionComponent } from 'react';
import type { FigureName } from '../state/figures/table.ts';
import type { LargeName } from '../state/view.ts';
import { later, soon } from './later.tsx';

type FigureView = FunctionComponent;

export const FIGURE_VIEWS: Readonly<Record<FigureName, FigureView>> = {
  curve: soon(async () => (await import('./curve/CurveView.tsx')).CurveView),
  plane: soon(async () => (await import('./plane/PlaneView.tsx')).PlaneView),
  layers: soon(async () => (await import('./layers/LayersView.tsx')).LayersView),
  barriers: later(async () => (await import('./lab/BarriersView.tsx')).BarriersView),
  decomposition: later(async () => (await import('./lab/CellView.tsx')).CellView),
  cumulative: later(async () => (await import('./lab/CumulativeView.tsx')).CumulativeView),
  robustness: later(async () => (await import('./lab/RobustnessView.tsx')).RobustnessView),
  subspaces: later(async () => (await import('./lab/SubspacesView.tsx')).SubspacesView),
  toy: later(async () => (await import('./lab/ToyView.tsx')).ToyView),
  averaging: later(async () => (await import('./lab/AveragingView.tsx')).AveragingView),
  sensitivity: later(async () => (await import('./lab/SensitivityView.tsx')).SensitivityView),
};

/** What can fill the middle of Explore. */
export const LARGE_VIEWS: Readonly<Record<LargeName, FigureView>> = {
  ...FIGURE_VIEWS,
  probe: soon(async () => (await import('./probe/ProbeView.tsx')).ProbeView),
};
