/** From the store's planes to what the figure builders take. */
import type { FigureTheme } from '../../plots/draw/colours.ts';
import { type ColourRange, type PlaneInput, sharedColours } from '../../plots/figures/plane.ts';
import type { AppState } from '../../state/app-state.ts';
import type { PlaneFigure, PlanesFigure } from '../../state/figures/planes.ts';
import type { View } from '../../state/view.ts';
import { type Play, playedEpoch } from '../../state/talk/talk-state.ts';
import { reached } from '../../state/talk/played.ts';
import { pathOf } from '../probe/probe-place.ts';

export type PlaneKind = 'naive' | 'aligned' | 'custom';

/**
 * Which planes are on the screen. Where there is no C, A, B and B' span a single plane, which has no other side; where there is room for
 * one, it is that of the probe, which is told beside it.
 */
export function shownPlanes({ view, figures, roles }: Pick<AppState, 'view' | 'figures' | 'roles'>, phone: boolean): readonly PlaneKind[] {
  const { show } = view.plane;
  if (show !== 'both') return [show];
  if (roles.C === null) return ['naive'];
  const { naive = null, aligned = null } = figures.plane.result ?? {};
  if (phone) return [aligned !== null && pathOf(view.probe) === 'aligned' ? 'aligned' : 'naive'];
  return naive === null && aligned === null ? ['naive'] : ['naive', 'aligned'];
}

/** What a plane that is not there waits for. */
export function planeLack(kind: PlaneKind, { roles, aligned }: Pick<AppState, 'roles' | 'aligned'>): 'pair' | 'three' | 'alignment' {
  if (kind === 'aligned' && aligned.B !== null && aligned.C !== null) return 'pair';
  if (kind === 'aligned') return roles.C === null && aligned.B !== null ? 'three' : 'alignment';
  return kind === 'naive' && (roles.C !== null || aligned.B !== null) ? 'pair' : 'three';
}

/** One colour range for naive and aligned, whichever is shown, so that switching between them compares; a custom plane has its own. */
export function planeColours(planes: PlanesFigure, kind: PlaneKind, metric: View['plane']['metric']): ColourRange {
  const shared = kind === 'custom' ? [planes.custom] : [planes.naive, planes.aligned];
  return sharedColours(
    shared.flatMap((figure) => (figure === null ? [] : [figure.plane])),
    metric,
  );
}

/** The paths as far as the trainings that play have come; null: none plays, and they are whole. */
function pathsUntil(paths: PlaneFigure['paths'], play: Play | null): PlaneInput['paths'] {
  const epoch = playedEpoch({ play });
  if (play === null || epoch === null) return paths;
  return paths.map(({ label, points }) => {
    const recorded = play.recorded[label.startsWith('B') ? 'B' : label.startsWith('C') ? 'C' : 'A'] ?? [];
    return { label, points: recorded.length === points.length ? points.slice(0, reached(recorded, epoch) + 1) : points };
  });
}

/** Without the room that there is for it. `play`: what plays; null: nothing does. */
export function planeInput(
  figure: PlaneFigure,
  view: View['plane'],
  colours: ColourRange,
  colourBar: boolean,
  theme: FigureTheme,
  play: Play | null = null,
): PlaneInput {
  return {
    plane: figure.plane,
    labels: figure.labels,
    unit: figure.unit,
    scores: figure.scores,
    others: figure.others.map(({ label, point, score }) => ({ label, point, loss: score?.loss ?? null, accuracy: score?.accuracy ?? null })),
    paths: view.trajectories ? pathsUntil(figure.paths, play) : [],
    metric: view.metric,
    colours,
    window: view.window,
    colourBar,
    room: null,
    theme,
  };
}
