/** The view of every figure, by its name in the table. */
import type { ReactNode } from 'react';
import type { FigureName } from '../state/figures/table.ts';
import type { LargeName } from '../state/view.ts';
import { CurveView } from './curve/CurveView.tsx';
import { AveragingView } from './lab/AveragingView.tsx';
import { BarriersView } from './lab/BarriersView.tsx';
import { CellView } from './lab/CellView.tsx';
import { CumulativeView } from './lab/CumulativeView.tsx';
import { RobustnessView } from './lab/RobustnessView.tsx';
import { SensitivityView } from './lab/SensitivityView.tsx';
import { SubspacesView } from './lab/SubspacesView.tsx';
import { ToyView } from './lab/ToyView.tsx';
import { LayersView } from './layers/LayersView.tsx';
import { PlaneView } from './plane/PlaneView.tsx';
import { ProbeView } from './probe/ProbeView.tsx';

type FigureView = () => ReactNode;

export const FIGURE_VIEWS: Readonly<Record<FigureName, FigureView>> = {
  curve: CurveView,
  plane: PlaneView,
  layers: LayersView,
  barriers: BarriersView,
  decomposition: CellView,
  cumulative: CumulativeView,
  robustness: RobustnessView,
  subspaces: SubspacesView,
  toy: ToyView,
  averaging: AveragingView,
  sensitivity: SensitivityView,
};

/** What can fill the middle of Explore. */
export const LARGE_VIEWS: Readonly<Record<LargeName, FigureView>> = { ...FIGURE_VIEWS, probe: ProbeView };
