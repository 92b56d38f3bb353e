/** Networks on a plane: lettered discs, each at its place; one that would lie on another stands beside it, with a line to its place. */
import { formatNumber, primed } from '../../base/format.ts';
import type { PlanePoint } from '../../landscape/results.ts';
import { OVER_MAP, whiteOverMap } from '../../ui/palette.ts';
import { type FigureTheme, roleColour, roleInk } from '../draw/colours.ts';
import { escapeText, type Trace } from '../draw/figure.ts';
import { type Box, type Extents, placeLabels, type Point } from '../draw/label-places.ts';

/** One network on the plane. */
export interface PlaneMark {
  readonly label: string;
  readonly point: PlanePoint;
  readonly loss: number | null;
  readonly accuracy?: number | null;
}

/** The map in pixels. */
export interface MapFrame {
  readonly room: Extents;
  /** Data coordinates of its left upper corner. */
  readonly left: number;
  readonly top: number;
  /** Pixels a unit. */
  readonly unit: number;
}

const DIRECTIONS = 16;
const TURN = 2 * Math.PI;
/** Distances from its place that a disc tries, in its own widths. */
const STEPS = [1.15, 1.6, 2.1, 2.7];

function isPlaced(point: PlanePoint): boolean {
  return Number.isFinite(point.x) && Number.isFinite(point.y);
}

/** Its own place, then around it, nearest first; above it before it is beside it, where the path lies. */
function spotsAbout(place: Point, size: number): Point[] {
  const around = STEPS.flatMap((step) =>
    Array.from({ length: DIRECTIONS }, (_, i) => {
      const angle = (TURN / DIRECTIONS) * (i % 2 === 0 ? -i / 2 : (i + 1) / 2);
      return { x: place.x + step * size * Math.sin(angle), y: place.y - step * size * Math.cos(angle) };
    }),
  );
  return [place, ...around];
}

/** Where the discs of the others stand, in data coordinates: beside their places where another disc lies there already. */
function placesOf(others: readonly PlaneMark[], spanning: readonly PlaneMark[], { room, left, top, unit }: MapFrame, theme: FigureTheme): Point[] {
  const size = theme.fontSize + 9;
  // A disc may stand across the map's edge, with its middle inside.
  const pixels = ({ x, y }: Point): Point => ({ x: (x - left) * unit + size / 2, y: (top - y) * unit + size / 2 });
  const wide = { width: room.width + size, height: room.height + size };
  const inside = ({ x, y }: Point): boolean => x >= size / 2 && y >= size / 2 && x <= wide.width - size / 2 && y <= wide.height - size / 2;
  const marks = spanning.map(({ point }): Box => ({ ...pixels(point), width: size + 2, height: size + 2 }));
  const labels = others.map(({ point }) => {
    const place = pixels(point);
    return { width: size, height: size, spots: inside(place) ? spotsAbout(place, size) : [] };
  });
  return placeLabels(labels, { room: wide, marks, lines: [] }).map((box, i) => {
    const { point } = others[i];
    const { x, y } = pixels(point);
    return box === null || (box.x === x && box.y === y) ? point : { x: left + (box.x - size / 2) / unit, y: top - (box.y - size / 2) / unit };
  });
}

function disc(mark: PlaneMark, place: Point, theme: FigureTheme, spanning: boolean): Trace {
  const label = escapeText(primed(mark.label));
  const distance = spanning ? 'in the plane' : `${formatNumber(mark.point.outOfPlane)} out of the plane`;
  const loss = mark.loss === null ? '' : `<br>loss ${formatNumber(mark.loss)}`;
  return {
    type: 'scatter',
    mode: 'markers+text',
    x: [place.x],
    y: [place.y],
    text: [`<b>${label}</b>`],
    textposition: 'middle center',
    textfont: { color: spanning ? roleInk(mark.label) : OVER_MAP.ink, size: theme.fontSize },
    // Filled: in the plane. Hollow: only its projection, so the map's colour there is not its loss.
    marker: spanning
      ? { size: theme.fontSize + 9, color: roleColour(mark.label), line: { color: OVER_MAP.line, width: 2 * theme.stroke } }
      : { size: theme.fontSize + 6, color: whiteOverMap(0.88), line: { color: roleColour(mark.label), width: 2 * theme.stroke } },
    hovertemplate: `${label}, ${distance}${loss}<extra></extra>`,
    cliponaxis: false,
  };
}

/** From a disc that stands beside its place to a dot there. */
function leader({ label, point }: PlaneMark, place: Point, theme: FigureTheme): Trace {
  return {
    type: 'scatter',
    mode: 'lines+markers',
    x: [place.x, point.x],
    y: [place.y, point.y],
    line: { color: roleColour(label), width: 1.5 * theme.stroke },
    marker: { size: [0, 7], color: whiteOverMap(0.88), line: { color: roleColour(label), width: 1.5 * theme.stroke } },
    hoverinfo: 'skip',
    cliponaxis: false,
  };
}

/** Traces of all networks, those that span the plane on top. Without a frame every disc stands at its place. */
export function markTraces(others: readonly PlaneMark[], spanning: readonly PlaneMark[], frame: MapFrame | null, theme: FigureTheme): Trace[] {
  const shown = others.filter(({ point }) => isPlaced(point));
  const places = frame === null ? shown.map(({ point }) => point) : placesOf(shown, spanning, frame, theme);
  return [
    ...shown.flatMap((mark, i) => (places[i].x === mark.point.x && places[i].y === mark.point.y ? [] : [leader(mark, places[i], theme)])),
    ...shown.map((mark, i) => disc(mark, places[i], theme, false)),
    ...spanning.map((mark) => disc(mark, mark.point, theme, true)),
  ];
}
