/** The same plane as a landscape in three dimensions: height and colour are the log loss (or the accuracy), capped as on the map. */
import { primed } from '../../base/format.ts';
import { baseLayout } from '../draw/base-layout.ts';
import { escapeText, gridRows, type Figure, type Trace } from '../draw/figure.ts';
import { roleColour, type FigureTheme } from '../draw/colours.ts';
import { sequentialScale } from '../draw/sequential-scale.ts';
import { OVER_MAP, whiteOverMap } from '../../ui/palette.ts';
import { colourTicks, colourValue, type PlaneInput } from './plane.ts';

const PATH_POINTS = 101;

/** The two grid points about a target and how far between them it lies, from 0 to 1; held at the grid's ends. */
function bracketOf(values: Float64Array, target: number): { low: number; share: number } {
  let low = 0;
  while (low < values.length - 2 && values[low + 1] <= target) low++;
  const span = values[low + 1] - values[low];
  return { low, share: span > 0 ? Math.min(1, Math.max(0, (target - values[low]) / span)) : 0 };
}

/** Height of the drawn surface, bilinear between its grid points. */
export function heightAt({ plane, metric, colours }: PlaneInput, x: number, y: number): number {
  const across = bracketOf(plane.x, x);
  const along = bracketOf(plane.y, y);
  const cell = (row: number, column: number): number => {
    const value = colourValue((metric === 'loss' ? plane.loss : plane.accuracy)[row * plane.x.length + column], metric);
    return Number.isFinite(value) ? Math.min(colours.high, Math.max(colours.low, value)) : colours.high;
  };
  const row = (index: number): number => (1 - across.share) * cell(index, across.low) + across.share * cell(index, across.low + 1);
  return (1 - along.share) * row(along.low) + along.share * row(along.low + 1);
}

/** The networks on the surface, lifted by a hair so that it does not cut them in half. */
function pins(input: PlaneInput, theme: FigureTheme): Trace[] {
  const { plane, labels, colours } = input;
  const lift = 0.04 * (colours.high - colours.low);
  return [plane.points.a, plane.points.b, plane.points.c].map((point, index) => ({
    type: 'scatter3d',
    mode: 'markers+text',
    x: [point.x],
    y: [point.y],
    z: [heightAt(input, point.x, point.y) + lift],
    text: [`<b>${escapeText(primed(labels[index]))}</b>`],
    textposition: 'top center',
    textfont: { color: theme.ink, size: theme.fontSize + 3 },
    marker: { size: 9 * theme.stroke, color: roleColour(labels[index]), line: { color: theme.paper, width: 1 * theme.stroke } },
    hoverinfo: 'skip',
  }));
}

/** The straight path from the first network to the second, on the surface, and the probe. */
function pathAndProbe(input: PlaneInput, probe: SurfaceProbe | null, theme: FigureTheme): Trace[] {
  const { labels, colours } = input;
  const lift = 0.015 * (colours.high - colours.low);
  const along = Array.from({ length: PATH_POINTS }, (_, i) => i / (PATH_POINTS - 1));
  const path = {
    type: 'scatter3d',
    mode: 'lines',
    x: along,
    y: along.map(() => 0),
    z: along.map((x) => heightAt(input, x, 0) + lift),
    line: { color: OVER_MAP.line, width: 5 * theme.stroke, dash: labels[1].endsWith("'") ? 'solid' : 'dash' },
    hoverinfo: 'skip',
  };
  if (probe === null) return [path];
  const ring = {
    type: 'scatter3d',
    mode: 'markers',
    x: [probe.x],
    y: [probe.y],
    z: [heightAt(input, probe.x, probe.y) + 2 * lift],
    marker: { size: 8 * theme.stroke, color: theme.accent, line: { color: OVER_MAP.line, width: 2 * theme.stroke } },
    hoverinfo: 'skip',
  };
  return [path, ring];
}

/** Where the probe stands on a plane. */
export interface SurfaceProbe {
  readonly x: number;
  readonly y: number;
}

/** The surface of a plane with the path on it and the probe, if it stands there; needs the 3-D part of the drawing library. */
export function planeSurface(input: PlaneInput, probe: SurfaceProbe | null): Figure {
  const { plane, metric, colours, theme } = input;
  const capped = (value: number): number => Math.min(colours.high, Math.max(colours.low, colourValue(value, metric)));
  const ticks = colourTicks(colours, metric);
  const axis = { color: theme.muted, gridcolor: theme.rule, zeroline: false, showbackground: false, showspikes: false };
  const width = plane.x[plane.x.length - 1] - plane.x[0];
  const depth = plane.y[plane.y.length - 1] - plane.y[0];
  const longest = Math.max(width, depth);
  return {
    surface: true,
    data: [
      {
        type: 'surface',
        x: Array.from(plane.x),
        y: Array.from(plane.y),
        z: gridRows(metric === 'loss' ? plane.loss : plane.accuracy, plane.y.length, plane.x.length, capped),
        cmin: colours.low,
        cmax: colours.high,
        colorscale: sequentialScale(metric === 'accuracy'),
        showscale: false,
        hoverinfo: 'skip',
        lighting: { ambient: 0.7, diffuse: 0.6, specular: 0.05, roughness: 0.9 },
        contours: {
          z: {
            show: true,
            usecolormap: false,
            color: whiteOverMap(0.45),
            width: 1,
            start: colours.low,
            end: colours.high,
            size: (colours.high - colours.low) / 12,
          },
        },
      },
      ...pathAndProbe(input, probe, theme),
      ...pins(input, theme),
    ],
    layout: {
      ...baseLayout(theme, { l: 0, r: 0, t: 0, b: 0 }),
      // What a hand has turned stays turned when the figure is drawn again.
      uirevision: 'turned',
      scene: {
        xaxis: { ...axis, nticks: 5, title: { text: 'x' } },
        yaxis: { ...axis, nticks: 5, title: { text: 'y' } },
        // One height scale for naive and aligned, as of colours.
        zaxis: {
          ...axis,
          range: [colours.low, colours.high + 0.1 * (colours.high - colours.low)],
          title: { text: metric === 'loss' ? 'loss (log)' : 'accuracy' },
          tickvals: ticks.values,
          ticktext: ticks.text,
        },
        aspectmode: 'manual',
        aspectratio: { x: (1.6 * width) / longest, y: (1.6 * depth) / longest, z: 0.7 },
        camera: { eye: { x: 1.5, y: -2.6, z: 1.6 }, center: { x: -0.14, y: -0.08, z: -0.1 } },
      },
    },
  };
}
