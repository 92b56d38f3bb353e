import { formatCoordinate } from '../../base/format.ts';
import type { View } from '../../state/view.ts';

type ProbePlace = View['probe'];

/** How near (in units of the segment) a point on a plane must be to count as on the segment. */
const ON_SEGMENT = 0.02;

/** α of the probe where it stands on the path; null where it is off the line. */
export function probeAlpha(probe: ProbePlace): number | null {
  if (probe.kind === 'path') return probe.alpha;
  if (probe.kind === 'plane') return Math.abs(probe.y) <= ON_SEGMENT && probe.plane !== 'custom' ? probe.x : null;
  if (probe.endpoint === 'A') return 0;
  return probe.endpoint === 'B' || probe.endpoint === "B'" ? 1 : null;
}

/** Where the probe stands, in words. */
export function placeText(probe: ProbePlace): string {
  if (probe.kind === 'network') return `network ${probe.endpoint}`;
  if (probe.kind === 'path') return `α = ${formatCoordinate(probe.alpha)}, ${probe.path}`;
  return `(${formatCoordinate(probe.x)}, ${formatCoordinate(probe.y)})`;
}

/** Where the probe's ring stands on a plane, and whether this is the plane it is on; null where it is not on it. */
export function ringOn(plane: 'naive' | 'aligned' | 'custom', probe: ProbePlace): { x: number; y: number; active: boolean } | null {
  if (probe.kind === 'plane') return probe.plane === plane ? { x: probe.x, y: probe.y, active: true } : null;
  if (plane === 'custom') return null;
  const alpha = probeAlpha(probe);
  if (alpha === null) return null;
  const active = probe.kind === 'path' ? probe.path === plane : plane === 'aligned' ? probe.endpoint === "B'" : probe.endpoint !== "B'";
  return { x: alpha, y: 0, active };
}

/** A point of a plane as a place for the probe: on the path where it lies on the segment. */
export function placeOn(plane: 'naive' | 'aligned' | 'custom', x: number, y: number): ProbePlace {
  const round = (value: number): number => Math.round(value * 1000) / 1000;
  if (plane !== 'custom' && Math.abs(y) <= ON_SEGMENT && x >= 0 && x <= 1) return { kind: 'path', path: plane, alpha: round(x) };
  return { kind: 'plane', plane, x: round(x), y: round(y) };
}
