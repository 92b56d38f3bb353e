/**
 * Which layers carry the barrier: rows full, then layer by layer; into A (the other layers from A) and into B; naive and
 * aligned side by side on one diverging scale centred on zero, with the numbers in the cells. Barriers are against the chord between
 * the full ends (half-way their mean), so a cell may be negative.
 */
import { formatCoordinate, formatFixed, formatNumber, formatPlace } from '../../base/format.ts';
import type { LayerProfile } from '../../landscape/results.ts';
import { roundingError, SURE } from '../../landscape/standard-error.ts';
import { barrierBar, colouredCells, scaleFloor, shownWithError } from '../draw/barrier-cells.ts';
import { baseAxis, baseLayout } from '../draw/base-layout.ts';
import { divergingScale, type FigureTheme } from '../draw/colours.ts';
import { escapeText, extentOf, type Figure, gridRows, type Trace } from '../draw/figure.ts';
import { DISTANCE_COLUMNS, toldError } from '../draw/panel-words.ts';
import { type NumberTable, UNITS } from '../draw/table.ts';
import type { Metric } from './curve.ts';

export interface LayersInput {
  readonly naive: LayerProfile;
  readonly aligned: LayerProfile | null;
  readonly metric: Metric;
  readonly into: 'A' | 'B' | 'both';
  /** Write the numbers in the cells: where they have the room. */
  readonly numbers: boolean;
  readonly theme: FigureTheme;
}

export interface LayerPanel {
  readonly kind: 'naive' | 'aligned';
  readonly into: 'A' | 'B';
  readonly profile: LayerProfile;
  /** [1 + layers, alpha.length] row-major. */
  readonly values: Float64Array;
  /** Their standard errors; NaN where not known. */
  readonly errors: Float64Array;
}

/** The panels in order: naive into A, naive into B, aligned into A, aligned into B. */
export function layerPanels(input: Pick<LayersInput, 'naive' | 'aligned' | 'metric' | 'into'>): LayerPanel[] {
  const profiles = [
    { kind: 'naive' as const, profile: input.naive },
    ...(input.aligned === null ? [] : [{ kind: 'aligned' as const, profile: input.aligned }]),
  ];
  const sides = input.into === 'both' ? (['A', 'B'] as const) : [input.into];
  return profiles.flatMap(({ kind, profile }) =>
    sides.map((into) => {
      const values = input.metric === 'loss' ? { A: profile.lossIntoA, B: profile.lossIntoB } : { A: profile.errorIntoA, B: profile.errorIntoB };
      const { lossIntoA, lossIntoB, errorIntoA, errorIntoB } = profile.errors;
      const errors = input.metric === 'loss' ? { A: lossIntoA, B: lossIntoB } : { A: errorIntoA, B: errorIntoB };
      const least = roundingError(levelOf({ profile }, input.metric));
      // Rounding alone is nothing, and has no error.
      const nothing = (i: number): boolean => Math.abs(values[into][i]) <= least;
      return {
        kind,
        into,
        profile,
        values: values[into].map((value, i) => (nothing(i) ? 0 : value)),
        errors: errors[into].map((error, i) => (nothing(i) ? 0 : error)),
      };
    }),
  );
}

/** Whether any barrier can be drawn. */
export function layersAreFinite(input: Pick<LayersInput, 'naive' | 'aligned' | 'metric' | 'into'>): boolean {
  return extentOf(layerPanels(input).flatMap((panel) => Array.from(panel.values))) !== null;
}

/** Half-width of the one scale: the largest magnitude that has a colour, and never so small that a trifle would look like a finding. */
export function layerScale(panels: readonly LayerPanel[], metric: Metric, numbers = false): number {
  const coloured = panels.flatMap((panel) => Array.from(colouredValues(panel, metric, numbers)));
  // Where no cell has a colour the scale is that of what stands in them.
  const extent = extentOf(coloured.some((value) => Math.abs(value) > 0) ? coloured : panels.flatMap(({ values }) => Array.from(values)));
  const floors = panels.map((panel) => scaleFloor(levelOf(panel, metric)));
  return extent === null ? 1 : Math.max(Math.abs(extent.low), Math.abs(extent.high), ...floors);
}

/** Loss, or share of errors, of the worse end. */
function levelOf({ profile: { endpoints: ends } }: Pick<LayerPanel, 'profile'>, metric: Metric): number {
  const level = metric === 'loss' ? Math.max(ends.lossA, ends.lossB) : 1 - Math.min(ends.accuracyA, ends.accuracyB);
  return Number.isFinite(level) ? level : 0;
}

/** @param numbers they stand in the cells */
function colouredValues({ values, errors, profile }: LayerPanel, metric: Metric, numbers: boolean): Float64Array {
  const texts = numbers ? { texts: Array.from(values, (value) => cellText(value, metric, false)) } : {};
  return colouredCells({ values, margin: errors.map((error) => SURE * error), columns: profile.alpha.length, ...texts });
}

/** Row names, full first. */
export function layerRows(profile: LayerProfile): string[] {
  return ['full', ...profile.layers];
}

/** Numbers in narrow cells: two digits where three would not fit. */
function cellText(value: number, metric: Metric, narrow: boolean): string {
  if (!Number.isFinite(value)) return '';
  if (metric === 'accuracy') return formatNumber(100 * value);
  const size = Math.abs(value);
  if (size < 5e-4) return '0';
  return narrow || size < 0.1 ? formatFixed(value, 3) : formatNumber(value);
}

/** '0.0830 ± 0.0040', along α with its row and place. */
function cellWords({ errors, profile }: LayerPanel, row: number, column: number, value: number, metric: Metric): string {
  const error = errors[row * profile.alpha.length + column];
  const number = shownWithError(value, error, metric === 'loss' ? 'loss' : 'error');
  if (profile.alpha.length === 1) return number;
  return `${number}<br>${escapeText(layerRows(profile)[row])}, α = ${formatPlace(profile.alpha[column], 2)}`;
}

function panelTrace(panel: LayerPanel, index: number, input: LayersInput, scale: number, narrow: boolean): Trace {
  const { theme, metric } = input;
  const rows = 1 + panel.profile.layers.length;
  const columns = panel.profile.alpha.length;
  const suffix = index === 0 ? '' : String(index + 1);
  const values = gridRows(panel.values, rows, columns);
  return {
    type: 'heatmap',
    xaxis: `x${suffix}`,
    yaxis: 'y',
    x: Array.from({ length: columns }, (_, i) => i),
    y: Array.from({ length: rows }, (_, i) => i),
    z: gridRows(colouredValues(panel, metric, input.numbers), rows, columns),
    zmin: -scale,
    zmax: scale,
    xgap: 2,
    ygap: 2,
    colorscale: divergingScale(theme.name),
    // Where no numbers stand in the cells a bar says what the colours are.
    showscale: columns > 1 && index === 0,
    ...(columns > 1 && index === 0 ? { colorbar: barrierBar({ cap: scale, capped: false }, metric === 'loss' ? 'loss' : 'error', theme) } : {}),
    text: values.map((row) => row.map((value) => (value === null ? '' : cellText(value, metric, narrow)))),
    ...(input.numbers ? { texttemplate: '%{text}', textfont: { size: theme.fontSize } } : {}),
    customdata: values.map((row, r) => row.map((value, c) => (value === null ? '' : cellWords(panel, r, c, value, metric)))),
    hovertemplate: `${panel.kind}, into ${panel.into}: %{customdata}<extra></extra>`,
  };
}

function panelAxis(panel: LayerPanel, index: number, count: number, theme: FigureTheme): Record<string, unknown> {
  const single = panel.profile.alpha.length === 1;
  // Neighbouring panels' end labels, 1 and 0, stand apart.
  const gap = single ? 0.015 : 0.05;
  const groupGap = panel.kind === 'aligned' ? 0.02 : 0;
  const width = (1 - gap * (count - 1) - 0.02) / count;
  const start = index * (width + gap) + groupGap;
  return {
    ...baseAxis(theme, ''),
    side: 'bottom',
    showgrid: false,
    domain: [start, Math.min(1, start + width)],
    tickvals: single ? [0] : Array.from(panel.profile.alpha.keys()).filter((i) => i % Math.max(1, Math.floor(panel.profile.alpha.length / 2)) === 0),
    ticktext: single
      ? [`into ${panel.into}`]
      : Array.from(panel.profile.alpha, (alpha) => formatPlace(alpha, 2)).filter(
          (_, i) => i % Math.max(1, Math.floor(panel.profile.alpha.length / 2)) === 0,
        ),
    ...(single ? {} : { title: { text: `α, into ${panel.into}`, standoff: 4, font: { size: theme.fontSize, color: theme.muted } } }),
  };
}

function headings(panels: readonly LayerPanel[], axes: readonly Record<string, unknown>[], theme: FigureTheme): Record<string, unknown>[] {
  return (['naive', 'aligned'] as const).flatMap((kind) => {
    const domains = panels.flatMap((panel, index) => (panel.kind === kind ? [axes[index]['domain'] as [number, number]] : []));
    if (domains.length === 0) return [];
    const x = (domains[0][0] + domains[domains.length - 1][1]) / 2;
    return [
      {
        text: kind,
        x,
        y: 1,
        xref: 'paper',
        yref: 'paper',
        xanchor: 'center',
        yanchor: 'bottom',
        showarrow: false,
        yshift: 2,
        font: { color: theme.ink, size: theme.fontSize },
      },
    ];
  });
}

/** The layer heatmap. */
export function layersFigure(input: LayersInput): Figure {
  const { theme } = input;
  const panels = layerPanels(input);
  const scale = layerScale(panels, input.metric, input.numbers);
  const narrow = panels.length * input.naive.alpha.length > 4;
  const axes = panels.map((panel, index) => panelAxis(panel, index, panels.length, theme));
  const rows = layerRows(input.naive).map((row) => escapeText(row));
  const longest = Math.min(14, Math.max(...rows.map((row) => row.length)));
  const base = baseLayout(theme, {
    l: 12 + 0.58 * theme.fontSize * longest,
    r: 4,
    t: 1.9 * theme.fontSize,
    b: (input.naive.alpha.length === 1 ? 2.2 : 6.8) * theme.fontSize,
  });
  return {
    surface: false,
    data: panels.map((panel, index) => panelTrace(panel, index, input, scale, narrow)),
    layout: {
      ...base,
      hovermode: 'closest',
      dragmode: false,
      ...Object.fromEntries(axes.map((axis, index) => [index === 0 ? 'xaxis' : `xaxis${index + 1}`, axis])),
      yaxis: {
        ...baseAxis(theme, ''),
        showgrid: false,
        autorange: 'reversed',
        tickvals: rows.map((_, index) => index),
        ticktext: rows.map((row, index) => (index === 0 ? `<b>${row}</b>` : row)),
      },
      annotations: headings(panels, axes, theme),
    },
  };
}

/** The full barrier and the layer that carries most, for each panel. */
export function layersText(input: Pick<LayersInput, 'naive' | 'aligned' | 'metric' | 'into'>): string {
  if (input.naive.alpha.length > 1) return layersRangeText(input);
  const rows = layerRows(input.naive);
  const sentences = layerPanels(input).map((panel) => {
    const columns = panel.profile.alpha.length;
    const middle = Math.floor(columns / 2);
    const values = rows.map((_, row) => panel.values[row * columns + middle]);
    const number = (row: number): string =>
      shownWithError(values[row] ?? NaN, panel.errors[row * columns + middle], input.metric === 'loss' ? 'loss' : 'error');
    const error = (row: number): number => panel.errors[row * columns + middle];
    const beyond = [...values.keys()].slice(1).filter((row) => values[row] > (Number.isFinite(error(row)) ? SURE * error(row) : 0));
    const most = beyond.reduce<number | null>((top, row) => (top === null || values[row] > values[top] ? row : top), null);
    const largest = most === null ? 'no layer with a barrier beyond its error' : `largest layer ${rows[most]} with ${number(most)}`;
    return `${panel.kind} into ${panel.into}: full ${number(0)}, ${largest}.`;
  });
  return `Barrier of ${input.metric === 'loss' ? 'the loss' : 'the error'} by layer at alpha ${formatCoordinate(input.naive.alpha[Math.floor(input.naive.alpha.length / 2)])}. ${sentences.join(' ')}`;
}

/** Over all α: where on the path the full barrier and the greatest of the layers lie. */
function layersRangeText(input: Pick<LayersInput, 'naive' | 'aligned' | 'metric' | 'into'>): string {
  const { alpha } = input.naive;
  const rows = layerRows(input.naive);
  const sentences = layerPanels(input).map(({ kind, into, values }) => {
    const greatest = (first: number, last: number): { row: number; column: number } | null => {
      let best: number | null = null;
      for (let i = first * alpha.length; i < last * alpha.length; i++)
        if (Number.isFinite(values[i]) && (best === null || values[i] > values[best])) best = i;
      return best === null ? null : { row: Math.floor(best / alpha.length), column: best % alpha.length };
    };
    const place = (cell: { row: number; column: number } | null): string =>
      cell === null
        ? 'not finite'
        : `${formatNumber(values[cell.row * alpha.length + cell.column])} at alpha ${formatCoordinate(alpha[cell.column])}`;
    const layer = greatest(1, rows.length);
    return `${kind} into ${into}: full up to ${place(greatest(0, 1))}, largest layer ${layer === null ? 'none' : rows[layer.row]} with ${place(layer)}.`;
  });
  return `Barrier of ${input.metric === 'loss' ? 'the loss' : 'the error'} by layer for alpha from ${formatCoordinate(alpha[0])} to ${formatCoordinate(alpha[alpha.length - 1])}. ${sentences.join(' ')}`;
}

/** One row a layer (and full), one column a panel and α, then distance and cosine of the layer. */
/** Whether a layer alone, half-way, costs more than all of them together, of the naive networks. */
export function oneCostsMore({ naive, metric, into }: Pick<LayersInput, 'naive' | 'metric' | 'into'>): boolean {
  if (naive.schedule !== 'single') return false;
  const columns = naive.alpha.length;
  const middle = naive.alpha.findIndex((alpha) => Math.abs(alpha - 0.5) < 1e-9);
  if (middle < 0) return false;
  return layerPanels({ naive, aligned: null, metric, into }).some(({ values }) => {
    const [full, ...layers] = Array.from({ length: values.length / columns }, (_, row) => values[row * columns + middle]);
    return layers.some((layer) => layer > full);
  });
}

export function layersTable(input: Pick<LayersInput, 'naive' | 'aligned' | 'metric' | 'into'>): NumberTable {
  const panels = layerPanels(input);
  const rows = layerRows(input.naive);
  const columns = panels.flatMap((panel) => Array.from(panel.profile.alpha, (alpha, i) => ({ panel, alpha, i })));
  return {
    title: 'layers',
    columns: [
      'layer',
      ...columns.flatMap(({ panel, alpha }) => {
        const name = `${panel.kind}, into ${panel.into}, alpha ${alpha}`;
        return [name, `standard error of ${name}`].map((column) => `${column}${UNITS[input.metric === 'loss' ? 'loss' : 'error']}`);
      }),
      ...DISTANCE_COLUMNS.map((column) => `naive ${column}`),
    ],
    rows: rows.map((row, r) => [
      row,
      ...columns.flatMap(({ panel, i }) => {
        const at = r * panel.profile.alpha.length + i;
        return [panel.values[at], toldError(panel.values[at], panel.errors[at])];
      }),
      r === 0 ? '' : input.naive.distance[r - 1],
      r === 0 ? '' : input.naive.cosine[r - 1],
    ]),
  };
}
