/**
 * The diagonal linear network (methods.md §4; Adilova et al. 2024, Fig. 4): its loss over (w₁, w₂) with the hyperbola of minima and the
 * ways from A to B; the same ways as curves; and the barriers by closed form beside the computed ones. A and B are dragged on the map:
 * they are marks over it, so that a move draws no contour again.
 */
import { formatChange, formatCoordinate, formatNumber, formatTick } from '../../base/format.ts';
import {
  diagonalContours,
  type DiagonalEnds,
  type DiagonalPath,
  type DiagonalToy,
  type DiagonalWindow,
  minimaOf,
} from '../../landscape/layers/diagonal-toy.ts';
import { baseAxis, baseLayout, keyedLayout, legendAbove } from '../draw/base-layout.ts';
import { classColour, type FigureTheme, roleColour, roleInk } from '../draw/colours.ts';
import { sequentialScale } from '../draw/sequential-scale.ts';
import { escapeText, extentOf, type Figure, finite, gridRows, type Trace } from '../draw/figure.ts';
import { keyHeight } from '../draw/room.ts';
import type { NumberTable } from '../draw/table.ts';
import type { Marker } from '../marker.ts';
import { OVER_MAP, whiteOverMap } from '../../ui/palette.ts';

export interface ToyInput {
  readonly toy: DiagonalToy;
  readonly theme: FigureTheme;
  /** Pixels that the figure will have. */
  readonly width: number;
}

export interface ToyMapInput extends ToyInput {
  readonly window: DiagonalWindow;
}

const RESOLUTION = 121;
/** Losses are drawn as log10 between these: a valley without a floor would swallow the scale. */
const LOWEST = -3;
const DASHES = ['solid', 'dash', 'dot', 'dashdot', 'longdash'] as const;

/** A window about both ends, square in its numbers, with room to drag. */
export function toyWindow({ a, b }: DiagonalEnds): DiagonalWindow {
  const places = [0, 0.5, a[0], a[1], b[0], b[1]];
  const low = Math.min(...places);
  const high = Math.max(...places);
  const pad = 0.12 * (high - low);
  return [low - pad, high + pad, low - pad, high + pad];
}

/** The end nearer to a point of the map. */
export function nearestEnd({ ends }: DiagonalToy, x: number, y: number): 'a' | 'b' {
  const distance = ([w1, w2]: readonly number[]): number => Math.hypot(w1 - x, w2 - y);
  return distance(ends.a) <= distance(ends.b) ? 'a' : 'b';
}

/** A and B over the map. */
export function toyMarkers({ ends }: DiagonalToy): Marker[] {
  return [
    { end: ends.a, label: 'A' },
    { end: ends.b, label: 'B' },
  ].map(({ end, label }) => ({ kind: 'disc', x: end[0], y: end[1], label, colour: roleColour(label), ink: roleInk(label) }));
}

/** As a person reads it: the full way, and each factor alone into A. */
export function toyPathName({ name }: DiagonalPath): string {
  return name === 'full' ? 'full' : `${name} into A`;
}

function pathColour(i: number, theme: FigureTheme): string {
  return i === 0 ? theme.ink : classColour(i - 1, theme.name);
}

function field(window: DiagonalWindow, theme: FigureTheme): Trace[] {
  const { x, y, loss } = diagonalContours(window, RESOLUTION);
  const z = gridRows(loss, RESOLUTION, RESOLUTION, (value) => Math.log10(Math.max(value, 10 ** LOWEST)));
  const high = Math.max(0, extentOf(z.flat().filter((value) => value !== null))?.high ?? 1);
  const shared = { x: Array.from(x), y: Array.from(y), z, hoverinfo: 'skip' };
  const decades = Array.from({ length: Math.floor(high) - LOWEST + 1 }, (_, i) => LOWEST + i);
  const colorbar = {
    title: { text: 'loss', side: 'top' },
    tickvals: decades,
    ticktext: decades.map((decade, i) => `${i === 0 ? '≤ ' : ''}${Number(`1e${decade}`)}`),
    thickness: 10,
    outlinewidth: 0,
    len: 1,
    x: 1.01,
    xpad: 8,
    ypad: 0,
  };
  return [
    { type: 'heatmap', ...shared, zmin: LOWEST, zmax: high, zsmooth: 'fast', colorscale: sequentialScale(false), colorbar },
    {
      type: 'contour',
      ...shared,
      autocontour: false,
      contours: { coloring: 'none', start: LOWEST, end: high, size: (high - LOWEST) / 12 },
      line: { width: 0.7 * theme.stroke, color: whiteOverMap(0.45), smoothing: 0.6 },
      showscale: false,
    },
  ];
}

/** The map of two factors, without A and B themselves (toyMarkers). Give it a window that stays while they are dragged. */
export function toyMapFigure({ toy, window, theme, width }: ToyMapInput): Figure {
  const minima = minimaOf(window, 200);
  const ways = toy.paths.slice(0, 3).flatMap((path, i): Trace[] => {
    const x = Array.from(toy.alpha, (_, p) => path.weights[2 * p]);
    const y = Array.from(toy.alpha, (_, p) => path.weights[2 * p + 1]);
    const shared = { type: 'scatter', mode: 'lines', x, y, hoverinfo: 'skip' };
    return [
      { ...shared, showlegend: false, line: { color: OVER_MAP.casing, width: 5 * theme.stroke } },
      { ...shared, showlegend: false, line: { color: OVER_MAP.line, width: 2.5 * theme.stroke, dash: DASHES[i] } },
      {
        ...shared,
        mode: 'text',
        showlegend: false,
        // Half-way, the upright one at its end, clear of A. The full way descends, the others are level and upright: none runs through its name.
        x: [x[Math.floor(x.length / 2)]],
        y: [y[i === 2 ? y.length - 1 : Math.floor(y.length / 2)]],
        text: [`\u00a0<b>${escapeText(path.name)}</b>\u00a0`],
        textposition: ['bottom left', 'top center', 'bottom right'][i],
        textfont: { color: OVER_MAP.line, size: theme.fontSize, shadow: `0 0 3px ${OVER_MAP.glow}, 0 0 3px ${OVER_MAP.glow}` },
      },
    ];
  });
  const margin = { l: 4 * theme.fontSize, r: 6.6 * theme.fontSize, t: 1.6 * theme.fontSize, b: 3.6 * theme.fontSize };
  const layout = baseLayout(theme, margin);
  const axis = { showgrid: false, nticks: 7 };
  return {
    surface: false,
    // The map is square, and its colour bar as high.
    height: Math.min(440, width - margin.l - margin.r + margin.t + margin.b),
    data: [
      ...field(window, theme).map((trace) =>
        trace.type === 'heatmap'
          ? { ...trace, colorbar: { ...(trace['colorbar'] as object), tickfont: { size: theme.fontSize, color: theme.muted } } }
          : trace,
      ),
      {
        type: 'scatter',
        mode: 'lines',
        x: finite(minima.x),
        y: finite(minima.y),
        connectgaps: false,
        line: { color: OVER_MAP.valley, width: 2.5 * theme.stroke },
        hoverinfo: 'skip',
        showlegend: false,
      },
      ...ways,
    ],
    layout: {
      ...layout,
      margin: { ...(layout['margin'] as object), autoexpand: false },
      hovermode: 'closest',
      dragmode: false,
      xaxis: { ...baseAxis(theme, 'w₁, the first layer'), ...axis, range: [window[0], window[1]], constrain: 'domain' },
      yaxis: {
        ...baseAxis(theme, 'w₂, the second layer'),
        ...axis,
        range: [window[2], window[3]],
        constrain: 'domain',
        scaleanchor: 'x',
        scaleratio: 1,
      },
    },
  };
}

/** The loss half-way over the mean of the way's own two ends: against them one layer alone never makes a barrier. */
export function ownSegment({ loss }: Pick<DiagonalPath, 'loss'>): number {
  return loss[Math.floor(loss.length / 2)] - 0.5 * (loss[0] + loss[loss.length - 1]);
}

/** Loss against α on every way; rings stand where the closed form says, at quarters of the way. */
export function toyCurvesFigure({ toy, theme, width }: ToyInput): Figure {
  const alpha = Array.from(toy.alpha);
  const marked = [0, 0.25, 0.5, 0.75, 1].map((share) => Math.round(share * (alpha.length - 1)));
  const half = Math.floor(alpha.length / 2);
  const lines = toy.paths.map((path, i): Trace => {
    const name = toyPathName(path);
    const hover = alpha.map(
      (at, p) =>
        `${name}, α = ${formatCoordinate(at)}<br>loss <b>${formatNumber(path.loss[p])}</b>${path.closed === null ? '' : `, closed form ${formatNumber(path.closed[p])}`}`,
    );
    return {
      type: 'scatter',
      mode: 'lines',
      name: `${path.name}: ${formatNumber(path.loss[half])} (own segment ${formatChange(ownSegment(path))})`,
      x: alpha,
      y: finite(path.loss),
      line: { color: pathColour(i, theme), width: i === 0 ? 3 : 2, dash: DASHES[i % DASHES.length] },
      text: hover,
      hoverinfo: 'text',
    };
  });
  const closed = toy.paths.flatMap((path, i): Trace[] => {
    const values = path.closed;
    if (values === null) return [];
    const marker = {
      symbol: 'circle-open',
      size: marked.map((p) => (p === half ? 12 : 7)),
      color: pathColour(i, theme),
      line: { width: 1.5 * theme.stroke },
    };
    return [
      {
        type: 'scatter',
        mode: 'markers',
        name: 'closed form',
        showlegend: i === 0,
        x: marked.map((p) => alpha[p]),
        y: finite(marked.map((p) => values[p])),
        marker,
        hoverinfo: 'skip',
      },
    ];
  });
  const side = { l: 4.6 * theme.fontSize, r: 12 };
  const key = keyHeight(
    [...lines, ...closed.slice(0, 1)].map((trace) => String(trace['name'])),
    width - side.l - side.r,
    theme,
  );
  const margin = { ...side, t: key + 2.4 * theme.fontSize, b: 3.6 * theme.fontSize };
  return {
    surface: false,
    height: margin.t + 250 + margin.b,
    data: [...lines, ...closed],
    layout: {
      ...keyedLayout(theme, margin),
      legend: {
        ...legendAbove(theme),
        xref: 'container',
        title: { text: 'loss at α = ½ ', side: 'top', font: { size: theme.fontSize, color: theme.muted } },
      },
      xaxis: { ...baseAxis(theme, 'α, from A (0) to B (1)'), range: [-0.03, 1.03] },
      yaxis: {
        ...baseAxis(theme, lossName(toy.ends.a.length)),
        nticks: 6,
        rangemode: 'tozero',
      },
    },
  };
}

function subscript(count: number): string {
  return Array.from(String(count), (digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]).join('');
}

function lossName(factors: number): string {
  return factors === 2 ? 'loss (w₁w₂ − 1)²' : `loss (w₁ ⋯ w${subscript(factors)} − 1)²`;
}

/** What is drawn, of no data: the quiet line. */
export function toyNote({
  factors,
  a,
  r,
  points,
}: {
  readonly factors: number;
  readonly a: number;
  readonly r: number;
  readonly points: number;
}): string {
  const more = factors === 2 ? '' : ', …';
  return `no data, no training: the ${lossName(factors)} itself; A = (a, 1/a${more}) and B = (ra, 1/(ra)${more}) with a = ${formatTick(a, 3)}, r = ${formatTick(r, 3)}; ${points} places of α; both ends have loss 0, so that the loss at α = ½ is the midpoint barrier`;
}

/** The ends and the loss half-way, with its closed form. */
export function toyText({ ends, alpha, paths }: DiagonalToy): string {
  const half = Math.floor(alpha.length / 2);
  const place = (weights: readonly number[]): string => `(${weights.map(formatCoordinate).join(', ')})`;
  const ways = paths.map(
    (path) =>
      `${toyPathName(path)} ${formatNumber(path.loss[half])}${path.closed === null ? '' : ` (closed form ${formatNumber(path.closed[half])})`}, ${formatChange(ownSegment(path))} against its own segment`,
  );
  return `Diagonal network with ${ends.a.length} factors, A at ${place(ends.a)}, B at ${place(ends.b)}. Loss at alpha ${formatCoordinate(alpha[half])}: ${ways.join('; ')}.`;
}

/** One row a value of α; loss and closed form of every way. */
export function toyTable({ alpha, paths }: Pick<DiagonalToy, 'alpha' | 'paths'>): NumberTable {
  return {
    title: 'diagonal network',
    columns: ['alpha (0 = A, 1 = B)', ...paths.flatMap((path) => [toyPathName(path), `${toyPathName(path)}, closed form`])],
    rows: [
      ...Array.from(alpha, (at, i) => [at, ...paths.flatMap(({ loss, closed }) => [loss[i], closed?.[i] ?? ''])]),
      ['half-way against the segment’s own ends', ...paths.flatMap((path) => [ownSegment(path), ''])],
    ],
  };
}
