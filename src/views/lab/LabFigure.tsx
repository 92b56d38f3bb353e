import { FIGURE_VIEWS } from '../figure-views.ts';
import { useApp } from '../use-app.ts';

/** The figure that the tabs chose. */
export function LabFigure() {
  const View = FIGURE_VIEWS[useApp((state) => state.view.lab.figure)];
  return <View />;
}
