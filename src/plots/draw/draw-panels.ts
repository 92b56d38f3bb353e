/** Panels and axes of a figure of random draws beside a path: losses over differences, one place a row of layers. */
import { NARROW } from './base-layout.ts';
import type { FigureTheme } from './colours.ts';
import { extentOf, type Extent, type Trace } from './figure.ts';
import type { LabMetric } from './layer-panels.ts';
import type { PanelPlace } from './panel-places.ts';
import { axisRoom, keyHeight } from './room.ts';

/** What of a point decides on the axes. */
interface DrawnPoint {
  readonly row: number;
  readonly draws: readonly number[];
  readonly path: number;
  readonly difference: number;
  readonly clean: number;
}

/** Losses over differences. */
export interface DrawPanels {
  readonly loss: readonly PanelPlace[];
  readonly difference: readonly PanelPlace[];
  /** Without the key above them, in pixels. */
  readonly height: number;
}

/** Losses over differences; B beside A, or (narrow) below it. */
export function drawPanels(narrow: boolean, fontSize: number, inner: number): DrawPanels {
  if (narrow) {
    const places = [
      [0.8, 1],
      [0.56, 0.72],
      [0.25, 0.45],
      [0, 0.17],
    ].map((y) => ({ x: [0, 1] as const, y: [y[0], y[1]] as const }));
    return { loss: [places[0], places[2]], difference: [places[1], places[3]], height: 740 };
  }
  const gap = (1.5 * fontSize) / inner / 2;
  const columns = [[0, 0.5 - gap] as const, [0.5 + gap, 1] as const];
  return { loss: columns.map((x) => ({ x, y: [0.51, 1] })), difference: columns.map((x) => ({ x, y: [0, 0.36] })), height: 476 };
}

/** As wide as the numbers of the vertical axes, as high as the key. @param width of the figure, in pixels */
export function drawMargin(
  traces: readonly Trace[],
  axes: readonly Readonly<Record<string, unknown>>[],
  width: number,
  theme: FigureTheme,
): Record<'l' | 'r' | 't' | 'b', number> {
  // Numbers on a logarithm are short.
  const ranges = axes.map((axis) => (axis['type'] === 'log' ? null : extentOf(axis['range'] as readonly number[])));
  const l = Math.max(...ranges.map((range) => axisRoom(range ?? { low: 0, high: 1 }, 6, theme)));
  const r = width < NARROW ? 12 : 20;
  const names = traces.flatMap((trace) => (trace['showlegend'] === false ? [] : [String(trace['name'])]));
  return { l, r, t: keyHeight(names, width - l - r, theme) + 2 * theme.fontSize, b: 4.8 * theme.fontSize };
}

/** The range of the layers' differences and zero; the full row's may lie outside and is then drawn at the edge, with its number. */
export function differenceRange(points: readonly Pick<DrawnPoint, 'row' | 'difference'>[]): Extent {
  const layers = extentOf([0, ...points.filter(({ row }) => row > 0).map(({ difference }) => difference)]) ?? { low: 0, high: 0 };
  const all = extentOf([0, ...points.map(({ difference }) => difference)]) ?? { low: 0, high: 0 };
  // None are known yet.
  if (all.low === all.high) return { low: -1, high: 1 };
  const span = Math.max(layers.high - layers.low, 0.1 * (all.high - all.low), 1e-3);
  return { low: Math.max(all.low, layers.low - span) - 0.12 * span, high: Math.min(all.high, layers.high + span) + 0.12 * span };
}

/** A logarithm where losses lie far apart. */
export function lossAxis(points: readonly DrawnPoint[], metric: LabMetric): Record<string, unknown> {
  const values = points.flatMap(({ draws, path, clean }) => [...draws, path, clean]);
  const extent = extentOf(values) ?? { low: 0, high: 1 };
  if (metric === 'loss' && extent.low > 0 && extent.high > 12 * extent.low)
    return {
      type: 'log',
      range: [Math.log10(extent.low) - 0.08, Math.log10(extent.high) + 0.08],
      dtick: 'D2',
      tickformat: '~g',
      minor: { showgrid: false },
    };
  const pad = 0.08 * Math.max(extent.high - extent.low, 1e-3);
  const unit = metric === 'loss' ? 1 : 100;
  return { range: [(extent.low - pad) * unit, (extent.high + pad) * unit], nticks: 6 };
}

/** 'full', then the layers by their numbers. */
export function rowTicks(names: readonly string[]): Record<string, unknown> {
  return {
    tickvals: names.map((_, r) => r),
    ticktext: names.map((name) => name.replace(/^layer /, '')),
    range: [-0.6, names.length - 0.4],
    tickangle: 0,
  };
}
