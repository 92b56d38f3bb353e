/** Dragging A and B of the diagonal toy: along the valley w₁·w₂ = 1, where both are solutions. */
import { roundedTo } from '../../base/format.ts';
import type { NumberSetting } from '../../base/setting.ts';
import { TOY_SETTINGS } from '../../state/figures/toy.ts';
import type { LabView } from '../../state/view.ts';

function bounded(value: number, { gap, max }: NumberSetting): number {
  return roundedTo(Math.min(max, Math.max(gap, value)), 3);
}

/** The first weight of the place in the valley (its positive branch) beside a point of the map. */
export function valleyPlace(x: number, y: number): number {
  return x >= y ? Math.max(1, x) : 1 / Math.max(1, y);
}

/** The settings after one end was dragged to a point; the other stays where it is, as far as the bounds allow. */
export function movedEnds({ a, r }: LabView['toy'], end: 'a' | 'b', x: number, y: number): { a: number; r: number } {
  const place = bounded(valleyPlace(x, y), TOY_SETTINGS.a);
  const ratio = end === 'a' ? Math.abs(r * a) / place : place / Math.abs(a);
  return { a: end === 'a' ? place : a, r: bounded(ratio, TOY_SETTINGS.r) };
}
