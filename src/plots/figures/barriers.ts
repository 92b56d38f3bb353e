/**
 * Where the barrier lives (methods.md §4; Adilova et al., Layer-wise linear mode connectivity, ICLR 2024, Fig. 2): rows full and then
 * the sets of layers, columns recorded epochs or α; into A beside into B, naive over aligned, on one diverging scale centred on zero.
 * Beside the rows ‖δ‖ and the cosine of what they move. A value that is not finite is a cross, one to come an empty cell.
 */
import { barrierBar, barrierColours, barrierNote, barrierScale, cellTexts, shownBarrier, type BarrierScale } from '../draw/barrier-cells.ts';
import { baseAxis, baseLayout } from '../draw/base-layout.ts';
import { escapeText, gridRows, type Figure, type Shape, type Trace } from '../draw/figure.ts';
import { formatNumber, formatPlace } from '../../base/format.ts';
import { gridPanels, type GridChoice, type GridPanel, type GridSeries, type LabPath, type LabSide } from '../draw/layer-panels.ts';
import { axisId, axisKey, panelHeading, panelPlaces, type PanelPlace } from '../draw/panel-places.ts';
import type { FigureTheme } from '../draw/colours.ts';
import { TRANSPARENT } from '../../ui/palette.ts';

export interface LayerGridInput extends GridChoice {
  readonly series: GridSeries;
  /** All has come: what is missing now is not finite. */
  readonly settled: boolean;
  /** The cell that is looked at. */
  readonly cell: { readonly path: LabPath; readonly into: LabSide; readonly row: number; readonly column: number } | null;
  /** Pixels that the figure will have. Below 520 its panels stand under one another. */
  readonly width: number;
  readonly theme: FigureTheme;
}

export const NARROW = 520;

interface Geometry {
  readonly places: readonly PanelPlace[];
  readonly side: readonly [number, number] | null;
  readonly across: number;
  readonly margin: { l: number; r: number; t: number; b: number };
  readonly height: number;
  /** Width of a cell in pixels. */
  readonly cell: number;
}

function geometryOf(panels: readonly GridPanel[], width: number, theme: FigureTheme): Geometry {
  const { fontSize } = theme;
  const narrow = width < NARROW;
  const across = narrow ? 1 : 2;
  const rows = panels.length / across;
  const longest = Math.min(14, Math.max(...panels[0].labels.map((label) => label.length)));
  const margin = { l: 12 + 0.56 * fontSize * longest, r: 8, t: 1.8 * fontSize, b: (narrow ? 11 : 9.6) * fontSize };
  const inner = width - margin.l - margin.r;
  const side = narrow ? 0 : 10 * fontSize;
  const share = 1 - side / inner;
  const cells = panels[0].names.length * Math.round(2.2 * fontSize);
  const between = 4 * fontSize;
  const tall = rows * cells + (rows - 1) * between;
  const places = panelPlaces({ rows, columns: across, across: 12 / (inner - side), down: between / tall }).map(({ x, y }) => ({
    x: [x[0] * share, x[1] * share] as const,
    y,
  }));
  return {
    places,
    side: narrow ? null : [share, 1],
    across,
    margin,
    height: Math.ceil(tall + margin.t + margin.b),
    cell: ((places[0].x[1] - places[0].x[0]) * inner) / Math.max(1, panels[0].columns.length),
  };
}

/** 'epoch 40' or 'α = 0.5'. */
export function columnName(value: number, columns: GridChoice['columns']): string {
  return columns === 'epochs' ? `epoch ${value}` : `α = ${formatPlace(value, 3)}`;
}

function hoverText(panel: GridPanel, input: LayerGridInput): string[][] {
  const { series, metric, pair } = input;
  const columns = panel.columns.length;
  return panel.names.map((name, r) =>
    panel.columns.map((column, c) => {
      const at = r * columns + c;
      const moves = `‖δ‖ ${formatNumber(panel.distance[r])}${Number.isFinite(panel.cosine[r]) ? `, cosine ${formatNumber(panel.cosine[r])}` : ''}`;
      const who = pair === null && series.pairs.length > 1 ? `mean of ${series.pairs.length} pairs` : escapeText(series.pairs[pair ?? 0] ?? '');
      const range = series.pairs.length > 1 ? `<br>pairs from ${shownBarrier(panel.low[at], metric)} to ${shownBarrier(panel.high[at], metric)}` : '';
      const value = panel.arrived[c] ? `<b>${shownBarrier(panel.values[at], metric)}</b>, ${who}${range}` : 'still to come';
      return `${escapeText(name)}, ${columnName(column, input.columns)}, ${panel.path}, into ${panel.into}<br>${value}<br>${moves}`;
    }),
  );
}

function cellsTrace(
  panel: GridPanel,
  i: number,
  input: LayerGridInput,
  scale: BarrierScale,
  numbers: { text: readonly string[]; size: number } | null,
): Trace {
  const columns = panel.columns.length;
  return {
    type: 'heatmap',
    xaxis: axisId('x', i),
    yaxis: axisId('y', i),
    x: panel.columns.map((_, c) => c),
    y: panel.names.map((_, r) => r),
    z: gridRows(panel.values, panel.names.length, columns),
    ...barrierColours(scale, input.theme),
    showscale: i === 0,
    ...(i === 0 ? { colorbar: barrierBar(scale, input.metric, input.theme) } : {}),
    ...(numbers === null
      ? {}
      : {
          text: panel.names.map((_, r) => numbers.text.slice(r * columns, (r + 1) * columns)),
          texttemplate: '%{text}',
          textfont: { size: numbers.size },
        }),
    hovertext: hoverText(panel, input),
    hoverinfo: 'text',
  };
}

/** What the colours mean, in one line. */
function barTitle({ metric, series, reference, replaced, columns, width }: LayerGridInput): string {
  const what = `${series.split} ${metric}${replaced && columns === 'epochs' ? ' with the layers replaced' : columns === 'epochs' ? ' at α = ½' : ''}`;
  const against = reference === 'full' ? 'the mean of the full ends' : 'the mean of the segment’s own ends';
  return `barrier of the ${what},${width < NARROW ? '<br>' : ' '}against ${against}`;
}

/** Crosses where all has come and nothing can be drawn. */
function brokenTrace(panel: GridPanel, i: number, { theme, settled }: LayerGridInput): Trace[] {
  const columns = panel.columns.length;
  const broken = Array.from(panel.values.keys()).filter((at) => settled && panel.arrived[at % columns] && !Number.isFinite(panel.values[at]));
  if (broken.length === 0) return [];
  const place = { x: broken.map((at) => at % columns), y: broken.map((at) => Math.floor(at / columns)) };
  return [
    {
      type: 'scatter',
      mode: 'markers',
      xaxis: axisId('x', i),
      yaxis: axisId('y', i),
      ...place,
      marker: { symbol: 'x-thin', size: 7, line: { color: theme.muted, width: 1.25 } },
      hoverinfo: 'skip',
      showlegend: false,
    },
  ];
}

/** ‖δ‖ and the cosine of each row of panels, beside their last panel. */
function sideTraces(panels: readonly GridPanel[], input: LayerGridInput, { across }: Geometry): Trace[] {
  return panels.flatMap((panel, i) => {
    if (i % across !== across - 1) return [];
    const entries = [panel.distance, panel.cosine].flatMap((values, x) =>
      Array.from(values, (value, y) => ({ x, y, text: Number.isFinite(value) ? formatNumber(value) : '' })),
    );
    return [
      {
        type: 'scatter',
        mode: 'text',
        xaxis: axisId('x', panels.length),
        yaxis: axisId('y', i),
        x: entries.map(({ x }) => x),
        y: entries.map(({ y }) => y),
        text: entries.map(({ text }) => text),
        textposition: 'middle left',
        textfont: { size: input.theme.fontSize, color: input.theme.muted },
        hoverinfo: 'skip',
        showlegend: false,
        cliponaxis: false,
      },
    ];
  });
}

/** Every n-th label, so that they stand apart. */
function columnTicks(panel: GridPanel, cell: number, theme: FigureTheme): { tickvals: number[]; ticktext: string[] } {
  const labels = panel.columns.map((column) => formatPlace(column, 2));
  const widest = Math.max(1, ...labels.map((label) => label.length));
  const step = Math.max(1, Math.ceil((0.64 * theme.fontSize * widest + 6) / cell));
  const shown = Array.from(labels.keys()).filter((i) => i % step === 0);
  return { tickvals: shown, ticktext: shown.map((i) => labels[i]) };
}

function axesOf(panels: readonly GridPanel[], input: LayerGridInput, { places, across, side, cell }: Geometry): Record<string, unknown> {
  const { theme } = input;
  const axes = panels.flatMap((panel, i): [string, Record<string, unknown>][] => {
    const foot = i >= panels.length - across;
    const labels = i % across === 0;
    const quiet = { showgrid: false, ticks: '', linecolor: TRANSPARENT };
    return [
      [
        axisKey('x', i),
        {
          ...baseAxis(theme, foot ? (input.columns === 'epochs' ? 'epoch' : 'α, from A (0) to B (1)') : ''),
          ...quiet,
          domain: places[i].x,
          anchor: axisId('y', i),
          range: [-0.5, panel.columns.length - 0.5],
          ...columnTicks(panel, cell, theme),
          tickangle: 0,
        },
      ],
      [
        axisKey('y', i),
        {
          ...baseAxis(theme, ''),
          ...quiet,
          domain: places[i].y,
          anchor: axisId('x', i),
          range: [panel.names.length - 0.5, -0.5],
          showticklabels: labels,
          tickvals: panel.labels.map((_, r) => r),
          ticktext: panel.labels.map((label, r) =>
            r === 0 ? `<b>${escapeText(label)}</b>` : escapeText(label.length > 14 ? `${label.slice(0, 13)}…` : label),
          ),
        },
      ],
    ];
  });
  const beside: [string, Record<string, unknown>][] =
    side === null
      ? []
      : [
          [
            axisKey('x', panels.length),
            {
              domain: side,
              range: [-0.95, 1.05],
              anchor: axisId('y', across - 1),
              showgrid: false,
              zeroline: false,
              showticklabels: false,
              fixedrange: true,
            },
          ],
        ];
  return Object.fromEntries([...axes, ...beside]);
}

function headingsOf(panels: readonly GridPanel[], { places, side, across }: Geometry, theme: FigureTheme): Record<string, unknown>[] {
  const names = panels.map((panel, i) => panelHeading(`${panel.path}, <b>into ${panel.into}</b>`, places[i], theme));
  if (side === null) return names;
  const width = side[1] - side[0];
  const columns = panels.flatMap((_, i) =>
    i % across === across - 1
      ? ['‖δ‖', 'cosine'].map((text, c) => ({
          ...panelHeading(text, places[i], theme),
          x: side[0] + ((c + 0.95) / 2) * width,
          xanchor: 'right',
          font: { color: theme.muted, size: theme.fontSize },
        }))
      : [],
  );
  return [...names, ...columns];
}

/** A rule under the full row of each panel, and a frame about the cell that is looked at. */
function marksOf(panels: readonly GridPanel[], { cell, theme }: LayerGridInput): Shape[] {
  return panels.flatMap((panel, i): Shape[] => {
    const axes = { xref: axisId('x', i), yref: axisId('y', i) };
    const rule: Shape = { type: 'line', ...axes, x0: -0.5, x1: panel.columns.length - 0.5, y0: 0.5, y1: 0.5, line: { color: theme.muted, width: 1 } };
    const looked = cell !== null && cell.path === panel.path && cell.into === panel.into;
    return looked
      ? [
          rule,
          {
            type: 'rect',
            ...axes,
            x0: cell.column - 0.5,
            x1: cell.column + 0.5,
            y0: cell.row - 0.5,
            y1: cell.row + 0.5,
            line: { color: theme.accent, width: 2.5 },
          },
        ]
      : [rule];
  });
}

/** The heatmap; its first traces are the panels in the order of `gridPanels`. null while no grid has come. */
export function layerGridFigure(input: LayerGridInput): Figure | null {
  const { theme } = input;
  const panels = gridPanels(input.series, input);
  if (panels.length === 0) return null;
  const geometry = geometryOf(panels, input.width, theme);
  const scale = barrierScale(panels.map(({ values, columns }) => ({ values, columns: columns.length })));
  const numbers = cellTexts(
    panels.map(({ values }) => values),
    input.metric,
    geometry.cell,
    theme,
  );
  return {
    surface: false,
    height: geometry.height,
    data: [
      ...panels.map((panel, i) => cellsTrace(panel, i, input, scale, numbers === null ? null : { text: numbers.texts[i], size: numbers.size })),
      ...panels.flatMap((panel, i) => brokenTrace(panel, i, input)),
      ...(geometry.side === null ? [] : sideTraces(panels, input, geometry)),
    ],
    layout: {
      ...baseLayout(theme, geometry.margin),
      hovermode: 'closest',
      dragmode: false,
      ...axesOf(panels, input, geometry),
      shapes: marksOf(panels, input),
      annotations: [...headingsOf(panels, geometry, theme), barrierNote(scale, input.metric, barTitle(input), 3.4 * theme.fontSize, theme)],
    },
  };
}
