import { formatCoordinate, formatCount, primed } from '../../base/format.ts';
import type { AppState } from '../../state/app-state.ts';
import type { PlanesFigure } from '../../state/figures/planes.ts';
import { playedRole } from '../../state/talk/played.ts';
import { playedEpoch } from '../../state/talk/talk-state.ts';
import type { View } from '../../state/view.ts';

type ProbePlace = View['probe'];

/** How near (in units of the segment) a point on a plane must be to count as on the segment. */
const ON_SEGMENT = 0.02;

/** Where B, or B', stands on its plane: at (1, 0) where their distance to A is the unit, nearer on the aligned plane. */
export function segmentEnd(planes: PlanesFigure | null, plane: 'naive' | 'aligned' | 'custom'): number {
  return planes?.[plane]?.plane.points.b.x ?? 1;
}

/** α of the probe where it stands on the path; null where it is off the line. @param end x of the segment's end on the probe's plane */
function probeAlpha(probe: ProbePlace, end: number): number | null {
  if (probe.kind === 'path') return probe.alpha;
  if (probe.kind === 'plane') return Math.abs(probe.y) <= ON_SEGMENT && probe.plane !== 'custom' ? probe.x / end : null;
  if (probe.endpoint === 'A') return 0;
  return probe.endpoint === 'B' || probe.endpoint === "B'" ? 1 : null;
}

/** The path that the probe stands on, or that its plane holds. */
export function pathOf(probe: ProbePlace): 'naive' | 'aligned' {
  if (probe.kind === 'path') return probe.path;
  return (probe.kind === 'plane' ? probe.plane === 'aligned' : probe.endpoint.endsWith("'")) ? 'aligned' : 'naive';
}

/** Where the probe goes when one plane alone is chosen: it keeps its α and is on that plane's path, which the words beside it tell. */
export function probeAlong(path: 'naive' | 'aligned', probe: ProbePlace): ProbePlace {
  return probe.kind === 'path' ? { ...probe, path } : probe;
}

/** Where the probe stands, in words. */
export function placeText(probe: ProbePlace): string {
  if (probe.kind === 'network') return `network ${primed(probe.endpoint)}`;
  if (probe.kind === 'path') return `α = ${formatCoordinate(probe.alpha)}, ${probe.path}`;
  return `(${formatCoordinate(probe.x)}, ${formatCoordinate(probe.y)})`;
}

/** As `placeText`, of what the probe shows: while trainings play, a network as it was at an epoch. */
export function shownPlace(state: Pick<AppState, 'view' | 'play' | 'roles' | 'networks'>): string {
  const epoch = playedEpoch(state);
  if (epoch === null) return placeText(state.view.probe);
  const role = playedRole(state);
  return state.networks.some(({ id, checkpointCount }) => id === state.roles[role] && checkpointCount > 1)
    ? `network ${role} after epoch ${formatCount(epoch)}`
    : placeText(state.view.probe);
}

/** What is added where a plane is shown whose path is not the probe's: its ring is at the same α there. A link may ask for that. */
export function otherPathWords(plane: 'naive' | 'aligned' | 'custom', probe: ProbePlace): string {
  if (probe.kind === 'plane' && probe.plane !== plane) return ` of the ${probe.plane === 'custom' ? 'other' : probe.plane} plane, which is not shown`;
  if (probe.kind !== 'path' || plane === 'custom' || plane === probe.path) return '';
  return ` (the pale ring is at this α of the ${plane} path)`;
}

/** α of the probe on the path, on whichever plane it stands; null where it is off the line. */
export function shownAlpha({ view: { probe }, figures }: Pick<AppState, 'view' | 'figures'>): number | null {
  return probeAlpha(probe, probe.kind === 'plane' ? segmentEnd(figures.plane.result, probe.plane) : 1);
}

/** Where the probe's ring stands on a plane, and whether this is the plane it is on; null where it is not on it. */
export function ringOn(plane: 'naive' | 'aligned' | 'custom', probe: ProbePlace, end: number): { x: number; y: number; active: boolean } | null {
  if (probe.kind === 'plane') return probe.plane === plane ? { x: probe.x, y: probe.y, active: true } : null;
  if (plane === 'custom') return null;
  const alpha = probeAlpha(probe, end);
  if (alpha === null) return null;
  const active = probe.kind === 'path' ? probe.path === plane : plane === 'aligned' ? probe.endpoint === "B'" : probe.endpoint !== "B'";
  return { x: alpha * end, y: 0, active };
}

/** A point of a plane as a place for the probe: on the path where it lies on the segment. */
export function placeOn(plane: 'naive' | 'aligned' | 'custom', x: number, y: number, end: number): ProbePlace {
  const round = (value: number): number => Math.round(value * 1000) / 1000;
  if (plane !== 'custom' && Math.abs(y) <= ON_SEGMENT && x >= 0 && x <= end) return { kind: 'path', path: plane, alpha: round(x / end) };
  return { kind: 'plane', plane, x: round(x), y: round(y) };
}
