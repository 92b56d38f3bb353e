import type { LabFigureName } from '../../state/figures/lab-view.ts';
import { useApp } from '../use-app.ts';
import { AveragingView } from './AveragingView.tsx';
import { BarriersView } from './BarriersView.tsx';
import { CumulativeView } from './CumulativeView.tsx';
import { RobustnessView } from './RobustnessView.tsx';
import { SensitivityView } from './SensitivityView.tsx';
import { SubspacesView } from './SubspacesView.tsx';
import { ToyView } from './ToyView.tsx';

const VIEWS: Readonly<Record<LabFigureName, () => React.ReactNode>> = {
  barriers: BarriersView,
  cumulative: CumulativeView,
  robustness: RobustnessView,
  subspaces: SubspacesView,
  toy: ToyView,
  averaging: AveragingView,
  sensitivity: SensitivityView,
};

/** The figure that the tabs chose. */
export function LabFigure() {
  const View = VIEWS[useApp((state) => state.view.lab.figure)];
  return <View />;
}
