/**
 * Marks that move with a drag, drawn over the plot in an SVG of their own: a move costs microseconds, where any change of
 * the plot itself makes the library lay everything out again (50 to 100 ms).
 */
import { escapeText, type Shape } from './draw/figure.ts';
import { OVER_MAP } from '../ui/palette.ts';

/** A line across the figure at x, a ring of constant size at (x, y), or a lettered disc to be dragged. */
export type Marker =
  | { readonly kind: 'line'; readonly x: number; readonly colour: string }
  | { readonly kind: 'ring'; readonly x: number; readonly y: number; readonly active: boolean }
  | { readonly kind: 'disc'; readonly x: number; readonly y: number; readonly label: string; readonly colour: string; readonly ink: string };

/** An axis as drawn: its data range and its pixels within the plot. */
export interface DrawnAxis {
  readonly range: readonly [number, number];
  readonly offset: number;
  readonly length: number;
}

const SVG = 'http://www.w3.org/2000/svg';
const RADIUS = 8;
const DISC_RADIUS = 11;

/** Pixel of a value on a linear axis; y axes run upwards. */
export function pixelOf(axis: DrawnAxis, value: number, upwards: boolean): number {
  const share = (value - axis.range[0]) / (axis.range[1] - axis.range[0]);
  return axis.offset + (upwards ? 1 - share : share) * axis.length;
}

function element(name: 'line' | 'circle' | 'text', attributes: Readonly<Record<string, string | number>>): SVGElement {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  return node;
}

function within(pixel: number, axis: DrawnAxis): boolean {
  return pixel >= axis.offset - 1 && pixel <= axis.offset + axis.length + 1;
}

function nodesOf(marker: Marker, x: DrawnAxis, y: DrawnAxis): SVGElement[] {
  const px = pixelOf(x, marker.x, false);
  // No comparison holds for NaN: a mark without a place is not drawn.
  if (!within(px, x)) return [];
  if (marker.kind === 'line')
    return [element('line', { x1: px, x2: px, y1: y.offset, y2: y.offset + y.length, stroke: marker.colour, 'stroke-width': 2 })];
  const py = pixelOf(y, marker.y, true);
  if (!within(py, y)) return [];
  if (marker.kind === 'disc') return discNodes(marker, px, py);
  const place = { cx: px, cy: py, r: RADIUS, fill: 'none' };
  return marker.active
    ? [
        element('circle', { ...place, stroke: OVER_MAP.ink, 'stroke-width': 5 }),
        element('circle', { ...place, stroke: OVER_MAP.line, 'stroke-width': 2.5 }),
      ]
    : [
        element('circle', { ...place, stroke: OVER_MAP.ink, 'stroke-width': 3 }),
        element('circle', { ...place, stroke: OVER_MAP.faint, 'stroke-width': 1.25 }),
      ];
}

function discNodes(
  { label, colour, ink }: { readonly label: string; readonly colour: string; readonly ink: string },
  px: number,
  py: number,
): SVGElement[] {
  const letter = element('text', {
    x: px,
    y: py,
    fill: ink,
    'text-anchor': 'middle',
    'dominant-baseline': 'central',
    'font-size': 12,
    'font-weight': 700,
  });
  letter.textContent = label;
  return [element('circle', { cx: px, cy: py, r: DISC_RADIUS, fill: colour, stroke: OVER_MAP.line, 'stroke-width': 2 }), letter];
}

/** Draws the markers anew on the overlay. */
export function drawMarkers(overlay: SVGElement, markers: readonly Marker[], x: DrawnAxis, y: DrawnAxis): void {
  overlay.replaceChildren(...markers.flatMap((marker) => nodesOf(marker, x, y)));
}

/** The markers as the plot's own shapes, for a file. */
export function markerShapes(markers: readonly Marker[]): Shape[] {
  const placed = markers.filter((marker) => Number.isFinite(marker.x) && (marker.kind === 'line' || Number.isFinite(marker.y)));
  return placed.map((marker) => {
    if (marker.kind === 'line')
      return { type: 'line', xref: 'x', yref: 'paper', x0: marker.x, x1: marker.x, y0: 0, y1: 1, line: { color: marker.colour, width: 2 } };
    const radius = marker.kind === 'disc' ? DISC_RADIUS : RADIUS;
    const place = {
      type: 'circle' as const,
      xsizemode: 'pixel',
      ysizemode: 'pixel',
      xanchor: marker.x,
      yanchor: marker.y,
      x0: -radius,
      x1: radius,
      y0: -radius,
      y1: radius,
    };
    if (marker.kind === 'ring') return { ...place, line: { color: OVER_MAP.line, width: 3 } };
    return {
      ...place,
      fillcolor: marker.colour,
      line: { color: OVER_MAP.line, width: 2 },
      label: { text: `<b>${escapeText(marker.label)}</b>`, font: { color: marker.ink, size: 12 } },
    };
  });
}
