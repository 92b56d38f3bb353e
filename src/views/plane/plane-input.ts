/** From the store's planes to what the figure builders take. */
import { sharedColours, type ColourRange, type PlaneInput } from '../../plots/plane-figure.ts';
import type { FigureTheme } from '../../plots/palette.ts';
import type { PlaneFigure, PlanesFigure } from '../../state/app-state.ts';
import type { View } from '../../state/experiment.ts';

export type PlaneKind = 'naive' | 'aligned' | 'custom';

/** Which planes are on the screen. */
export function shownPlanes(show: View['plane']['show']): readonly PlaneKind[] {
  return show === 'both' ? ['naive', 'aligned'] : [show];
}

/** One colour range for naive and aligned, whichever is shown, so that switching between them compares; a custom plane has its own. */
export function planeColours(planes: PlanesFigure, kind: PlaneKind, metric: View['plane']['metric']): ColourRange {
  const shared = kind === 'custom' ? [planes.custom] : [planes.naive, planes.aligned];
  return sharedColours(
    shared.flatMap((figure) => (figure === null ? [] : [figure.plane])),
    metric,
  );
}

export function planeInput(figure: PlaneFigure, view: View['plane'], colours: ColourRange, colourBar: boolean, theme: FigureTheme): PlaneInput {
  return {
    plane: figure.plane,
    labels: figure.labels,
    others: figure.others.map(({ label, point, score }) => ({ label, point, loss: score?.loss ?? null })),
    paths: view.trajectories ? figure.paths : [],
    metric: view.metric,
    colours,
    window: view.window,
    colourBar,
    theme,
  };
}
