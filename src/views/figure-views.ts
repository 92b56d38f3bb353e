/** The view of every figure, by its name in the table. Explore's are on the first screen and come with the page, the laboratory's when they are first shown. */
import type { FunctionComponent } from 'react';
import type { FigureName } from '../state/figures/table.ts';
import type { LargeName } from '../state/view.ts';
import { CurveView } from './curve/CurveView.tsx';
import { later } from './later.tsx';
import { LayersView } from './layers/LayersView.tsx';
import { PlaneView } from './plane/PlaneView.tsx';
import { ProbeView } from './probe/ProbeView.tsx';

type FigureView = FunctionComponent;

export const FIGURE_VIEWS: Readonly<Record<FigureName, FigureView>> = {
  curve: CurveView,
  plane: PlaneView,
  layers: LayersView,
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
  probe: ProbeView,
};
