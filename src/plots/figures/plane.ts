/**
 * The loss on the plane through three networks, as a map: log colours (uniform in lightness, capped so that a far corner does
 * not swallow the valley), thin contours, true aspect, networks as lettered discs with a halo, others at their projection
 * with their distance out of the plane, and training runs as paths.
 */
import { formatCoordinate, formatNumber, formatPercent, formatTick, primed } from '../../base/format.ts';
import type { Plane, PlanePoint } from '../../landscape/results.ts';
import { baseAxis, baseLayout } from '../draw/base-layout.ts';
import { type FigureTheme, roleColour } from '../draw/colours.ts';
import { sequentialScale } from '../draw/sequential-scale.ts';
import { escapeText, extentOf, type Figure, gridRows, type Shape, type Trace } from '../draw/figure.ts';
import type { Extents } from '../draw/label-places.ts';
import { trueAspect } from '../draw/true-aspect.ts';
import type { NumberTable } from '../draw/table.ts';
import { type Metric, valueText } from './curve.ts';
import { type PlaneMark, markTraces } from './plane-marks.ts';
import { OVER_MAP, whiteOverMap } from '../../ui/palette.ts';

export interface PlanePath {
  readonly label: string;
  readonly points: readonly PlanePoint[];
}

/** Limits of the colours, in the colours' own unit: log10 of the loss, or accuracy. */
export interface ColourRange {
  readonly low: number;
  readonly high: number;
}

export interface PlaneInput {
  readonly plane: Plane;
  /** Of the three that span it. */
  readonly labels: readonly [string, string, string];
  /** Of the three, as networks rather than cells of the map; null where one is not measured. */
  readonly scores?: readonly ({ readonly loss: number; readonly accuracy: number } | null)[];
  /** Of the two networks whose distance is the unit. */
  readonly unit: readonly [string, string];
  readonly others: readonly PlaneMark[];
  readonly paths: readonly PlanePath[];
  readonly metric: Metric;
  readonly colours: ColourRange;
  /** x0, x1, y0, y1 on the screen; null = the plane's own extent. */
  readonly window: readonly [number, number, number, number] | null;
  readonly colourBar: boolean;
  /** Of the whole figure, in pixels; null where it is not known: discs may then lie on one another. */
  readonly room: Extents | null;
  readonly theme: FigureTheme;
}

const LOWEST_LOSS = 1e-6;

/** The cell's colour coordinate: log10 of the loss, or the accuracy. NaN stays NaN. */
export function colourValue(value: number, metric: Metric): number {
  return metric === 'loss' ? Math.log10(Math.max(value, LOWEST_LOSS)) : value;
}

/**
 * One colour range for several planes, so that they can be compared: from the lowest cell to the 96th percentile of the log
 * losses, at least a factor of two; accuracies from the lowest to 1.
 */
export function sharedColours(planes: readonly Plane[], metric: Metric): ColourRange {
  const values = Float64Array.from(planes.flatMap((plane) => Array.from(metric === 'loss' ? plane.loss : plane.accuracy)))
    .filter((value) => Number.isFinite(value))
    .map((value) => colourValue(value, metric))
    .sort();
  if (values.length === 0) return metric === 'loss' ? { low: -2, high: 1 } : { low: 0, high: 1 };
  const low = values[0];
  if (metric === 'accuracy') return { low: Math.min(low, 0.99), high: 1 };
  return { low, high: Math.max(low + 0.3, values[Math.floor(0.96 * (values.length - 1))]) };
}

/** Of the bar's length, that two ticks' numbers need between them: their type on the shortest bar. */
const TICK_ROOM = 0.12;

/** Ticks of the colour bar: 1, 2, 5 times powers of ten within the range where they have room, the last marked as capped. */
export function colourTicks(range: ColourRange, metric: Metric): { values: number[]; text: string[] } {
  if (metric === 'accuracy') {
    const values = [0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1].filter((value) => value >= range.low && value <= range.high);
    return { values, text: values.map((value) => formatPercent(value)) };
  }
  const decades = Array.from({ length: 16 }, (_, i) => i - 8);
  const fine = range.high - range.low < 2.2;
  const losses = decades.flatMap((decade) => (fine ? [1, 2, 5] : [1]).map((digit) => digit * 10 ** decade));
  const room = TICK_ROOM * (range.high - range.low);
  // Powers of ten first, then what lies far enough from all that are there.
  const exact = (loss: number): number => Number(Number.isInteger(Math.log10(loss)));
  const places = [range.high];
  const shown = losses
    .filter((loss) => Math.log10(loss) >= range.low && Math.log10(loss) < range.high)
    .sort((a, b) => exact(b) - exact(a) || b - a)
    .filter((loss) => places.every((place) => Math.abs(place - Math.log10(loss)) >= room) && places.push(Math.log10(loss)) > 0)
    .sort((a, b) => a - b);
  return {
    values: [...shown.map((loss) => Math.log10(loss)), range.high],
    text: [...shown.map((loss) => formatTick(loss, 1)), `≥ ${formatNumber(10 ** range.high)}`],
  };
}

function field(input: PlaneInput): Trace[] {
  const { plane, metric, colours, theme } = input;
  const capped = (value: number): number => Math.min(colours.high, Math.max(colours.low, colourValue(value, metric)));
  const z = gridRows(metric === 'loss' ? plane.loss : plane.accuracy, plane.y.length, plane.x.length, capped);
  const x = Array.from(plane.x);
  const y = Array.from(plane.y);
  const ticks = colourTicks(colours, metric);
  return [
    {
      type: 'heatmap',
      x,
      y,
      z,
      zmin: colours.low,
      zmax: colours.high,
      zsmooth: 'fast',
      colorscale: sequentialScale(metric === 'accuracy'),
      hoverinfo: 'skip',
      showscale: input.colourBar,
      colorbar: {
        title: { text: metric === 'loss' ? 'loss' : 'accuracy', side: 'top', font: { size: theme.fontSize } },
        tickvals: ticks.values,
        ticktext: ticks.text,
        tickfont: { size: theme.fontSize, color: theme.muted },
        thickness: 10,
        outlinewidth: 0,
        len: 1,
        x: 1.01,
        xpad: 8,
        ypad: 0,
      },
    },
    {
      type: 'contour',
      x,
      y,
      z,
      autocontour: false,
      contours: { coloring: 'none', start: colours.low, end: colours.high, size: (colours.high - colours.low) / 12 },
      line: { width: 0.7 * theme.stroke, color: whiteOverMap(0.5), smoothing: 0.6 },
      hoverinfo: 'skip',
      showscale: false,
    },
  ];
}

function isPlaced(point: PlanePoint): boolean {
  return Number.isFinite(point.x) && Number.isFinite(point.y);
}

/** Whether any cell of the plane can be drawn. */
export function planeIsFinite(plane: Plane, metric: Metric): boolean {
  return isPlaced(plane.points.b) && isPlaced(plane.points.c) && extentOf(metric === 'loss' ? plane.loss : plane.accuracy) !== null;
}

function pathTrace(path: PlanePath, theme: FigureTheme): Trace[] {
  const points = path.points.filter(isPlaced);
  const x = points.map((point) => point.x);
  const y = points.map((point) => point.y);
  const shared = { type: 'scatter', mode: 'lines+markers', x, y, hoverinfo: 'skip' };
  return [
    { ...shared, mode: 'lines', line: { color: whiteOverMap(0.85), width: 3.5 * theme.stroke } },
    {
      ...shared,
      line: { color: roleColour(path.label), width: 1.75 * theme.stroke },
      marker: { size: 4 * theme.stroke, color: roleColour(path.label), line: { color: OVER_MAP.line, width: 0.7 * theme.stroke } },
    },
  ];
}

/** The map of a plane. */
export function planeFigure(input: PlaneInput): Figure {
  const { plane, labels, theme } = input;
  const window = input.window?.every(Number.isFinite) === true ? input.window : null;
  const [x0, x1, y0, y1] = window ?? [plane.x[0], plane.x[plane.x.length - 1], plane.y[0], plane.y[plane.y.length - 1]];
  const spanning: PlaneMark[] = [plane.points.a, plane.points.b, plane.points.c].map((point, index) => ({ label: labels[index], point, loss: null }));
  const margin = { l: 3.4 * theme.fontSize, r: input.colourBar ? 6.2 * theme.fontSize : 8, t: 8, b: 3.6 * theme.fontSize };
  const layout = baseLayout(theme, margin);
  const room = input.room === null ? null : { width: input.room.width - margin.l - margin.r, height: input.room.height - margin.t - margin.b };
  const aspect = room === null || room.width <= 0 || room.height <= 0 ? null : trueAspect(room, [x0, x1], [y0, y1]);
  const map = aspect === null ? null : { width: aspect.unit * (x1 - x0), height: aspect.unit * (y1 - y0) };
  const unit = `‖${escapeText(input.unit[1])} − ${escapeText(input.unit[0])}‖`;
  const segment: Shape = {
    type: 'line',
    x0: 0,
    y0: 0,
    x1: plane.points.b.x,
    y1: 0,
    line: { color: whiteOverMap(0.8), width: 1.25 * theme.stroke, dash: labels[1].endsWith("'") ? 'solid' : 'dash' },
  };
  return {
    surface: false,
    cells: () => planeCells(input),
    data: [
      ...field(input),
      ...input.paths.flatMap((path) => pathTrace(path, theme)),
      ...markTraces(input.others, spanning, aspect === null || map === null ? null : { room: map, left: x0, top: y1, unit: aspect.unit }, theme),
    ],
    layout: {
      ...layout,
      // Two maps side by side are of one size whatever the colour bar's labels (.planes in the style sheet).
      margin: { ...(layout['margin'] as object), autoexpand: false },
      hovermode: 'closest',
      dragmode: 'pan',
      xaxis: {
        ...baseAxis(theme, `in units of ${unit} = ${formatNumber(plane.unit)}`),
        range: [x0, x1],
        ...(aspect === null ? { constrain: 'domain' } : { domain: aspect.x }),
        fixedrange: false,
        showgrid: false,
        nticks: 7,
      },
      yaxis: {
        ...baseAxis(theme, ''),
        range: [y0, y1],
        // The library's own aspect would, after a zoom, widen the window of one map and not of the other.
        ...(aspect === null ? { constrain: 'domain', scaleanchor: 'x', scaleratio: 1 } : { domain: aspect.y }),
        fixedrange: false,
        showgrid: false,
        nticks: 7,
      },
      shapes: [segment],
    },
  };
}

/** Where the networks lie and the range of the map. */
export function planeText({ plane, labels, metric, others }: Pick<PlaneInput, 'plane' | 'labels' | 'metric' | 'others'>): string {
  const extent = extentOf(metric === 'loss' ? plane.loss : plane.accuracy);
  const places = [plane.points.a, plane.points.b, plane.points.c].map(
    (point, i) => `${primed(labels[i])} at (${formatCoordinate(point.x)}, ${formatCoordinate(point.y)})`,
  );
  const projected = others.map(
    (mark) =>
      `${primed(mark.label)} projected at (${formatCoordinate(mark.point.x)}, ${formatCoordinate(mark.point.y)}), ${formatNumber(mark.point.outOfPlane)} out of the plane`,
  );
  const range =
    extent === null
      ? 'Nothing is computed yet.'
      : `${metric === 'loss' ? 'Loss' : 'Accuracy'} from ${valueText(extent.low, metric)} to ${valueText(extent.high, metric)}.`;
  return `Map of the ${metric} on the plane through ${primed(labels.join(', '))}. ${[...places, ...projected].join('; ')}. ${range}`;
}

/** What a pointer is told of each cell that is computed. */
function planeCells({ plane, metric }: PlaneInput): { x: number; y: number; text: string }[] {
  return Array.from(plane.y).flatMap((y, row) =>
    Array.from(plane.x).flatMap((x, column) => {
      const at = row * plane.x.length + column;
      const value = (metric === 'loss' ? plane.loss : plane.accuracy)[at];
      const place = `(${formatCoordinate(x)}, ${formatCoordinate(y)})`;
      return Number.isFinite(value) ? [{ x, y, text: `${metric} ${valueText(value, metric)} at ${place}` }] : [];
    }),
  );
}

/** One row a cell, then one a network. Cells that are not finite hold NaN. */
export function planeTable({ plane, labels, scores, others }: Pick<PlaneInput, 'plane' | 'labels' | 'scores' | 'others'>): NumberTable {
  const cells = Array.from(plane.y, (y, row) =>
    Array.from(plane.x, (x, column) => ['', x, y, plane.loss[row * plane.x.length + column], plane.accuracy[row * plane.x.length + column], 0]),
  );
  const spanning = [plane.points.a, plane.points.b, plane.points.c].map((point, index) => ({
    label: labels[index],
    point,
    loss: scores?.[index]?.loss ?? null,
    accuracy: scores?.[index]?.accuracy ?? null,
  }));
  return {
    title: 'plane',
    columns: [
      'network',
      ...['x', 'y'].map((axis) => `${axis} (1 = a distance of ${plane.unit} in parameters)`),
      'loss (nats)',
      'accuracy (a part of 1)',
      'distance out of the plane (in the same unit)',
    ],
    rows: [
      ...[...spanning, ...others].map((mark) => [
        primed(mark.label),
        mark.point.x,
        mark.point.y,
        mark.loss ?? '',
        mark.accuracy ?? '',
        mark.point.outOfPlane,
      ]),
      ...cells.flat(),
    ],
  };
}

/** Several planes in one table: the first column names the plane. */
export function planesTable(
  planes: readonly { readonly name: string; readonly input: Pick<PlaneInput, 'plane' | 'labels' | 'scores' | 'others'> }[],
): NumberTable {
  const tables = planes.map(({ name, input }) => ({ name, table: planeTable(input) }));
  return {
    title: 'plane',
    columns: ['plane', ...(tables[0]?.table.columns ?? [])],
    rows: tables.flatMap(({ name, table }) => table.rows.map((row) => [name, ...row])),
  };
}
