/** The same plane as a landscape in three dimensions: height and colour are the log loss (or the accuracy), capped as on the map. */
import { baseLayout } from './base-layout.ts';
import { escapeText, gridRows, type Figure, type Trace } from './figure.ts';
import { roleColour, sequentialScale, type FigureTheme } from './palette.ts';
import { colourTicks, colourValue, type PlaneInput } from './plane-figure.ts';

function heightAt(input: PlaneInput, x: number, y: number): number {
  const { plane, metric, colours } = input;
  const nearest = (values: Float64Array, target: number): number => {
    let best = 0;
    for (let i = 1; i < values.length; i++) if (Math.abs(values[i] - target) < Math.abs(values[best] - target)) best = i;
    return best;
  };
  const cell = nearest(plane.y, y) * plane.x.length + nearest(plane.x, x);
  const value = colourValue(metric === 'loss' ? plane.loss[cell] : plane.accuracy[cell], metric);
  return Number.isFinite(value) ? Math.min(colours.high, Math.max(colours.low, value)) : colours.high;
}

function pins(input: PlaneInput, theme: FigureTheme): Trace[] {
  const { plane, labels, colours } = input;
  const lift = 0.42 * (colours.high - colours.low);
  return [plane.points.a, plane.points.b, plane.points.c].map((point, index) => ({
    type: 'scatter3d',
    mode: 'lines+markers+text',
    x: [point.x, point.x],
    y: [point.y, point.y],
    z: [heightAt(input, point.x, point.y), heightAt(input, point.x, point.y) + lift],
    text: ['', `<b>${escapeText(labels[index])}</b>`],
    line: { color: roleColour(labels[index]), width: 4 },
    textposition: 'top center',
    textfont: { color: theme.ink, size: theme.fontSize + 3 },
    marker: { size: [3, 9], color: roleColour(labels[index]), line: { color: theme.paper, width: 1 } },
    hoverinfo: 'skip',
  }));
}

/** The surface of a plane; needs the 3-D part of the drawing library. */
export function planeSurface(input: PlaneInput): Figure {
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
        contours: { z: { show: true, usecolormap: false, color: 'rgba(255,255,255,0.45)', width: 1, start: colours.low, end: colours.high, size: (colours.high - colours.low) / 12 } },
      },
      ...pins(input, theme),
    ],
    layout: {
      ...baseLayout(theme, { l: 0, r: 0, t: 0, b: 0 }),
      scene: {
        xaxis: { ...axis, title: { text: 'x' } },
        yaxis: { ...axis, title: { text: 'y' } },
        zaxis: { ...axis, title: { text: metric === 'loss' ? 'loss (log)' : 'accuracy' }, tickvals: ticks.values, ticktext: ticks.text },
        aspectmode: 'manual',
        aspectratio: { x: (1.6 * width) / longest, y: (1.6 * depth) / longest, z: 0.7 },
        camera: { eye: { x: 1.05, y: -1.85, z: 1.2 }, center: { x: 0, y: 0, z: -0.12 } },
      },
    },
  };
}
