/** Places, axes and headings of a heatmap of layer barriers: panels beside or under one another, ‖δ‖ and cosines at their side. */
import { isLastOfEach } from '../../base/epoch-name.ts';
import { formatPlace } from '../../base/format.ts';
import { TRANSPARENT } from '../../ui/palette.ts';
import { baseAxis, NARROW } from './base-layout.ts';
import { escapeText } from './figure.ts';
import type { GridChoice, GridPanel } from './layer-panels.ts';
import type { FigureTheme } from './colours.ts';
import { axisId, axisKey, panelHeading, panelPlaces, type PanelPlace } from './panel-places.ts';

interface GridAxes extends Pick<GridChoice, 'columns' | 'lastOfEach'> {
  readonly theme: FigureTheme;
}

/** Where the panels of a heatmap stand. */
export interface GridGeometry {
  readonly places: readonly PanelPlace[];
  readonly side: readonly [number, number] | null;
  readonly across: number;
  readonly margin: { l: number; r: number; t: number; b: number };
  readonly height: number;
  /** Width of a cell in pixels. */
  readonly cell: number;
}

/** Of the type's size: what a cell's number takes across. */
const NUMBER_ROOM = 2.6;

/** @param width of the figure, in pixels */
export function gridGeometry(panels: readonly GridPanel[], width: number, theme: FigureTheme): GridGeometry {
  const { fontSize } = theme;
  const narrow = width < NARROW;
  const longest = Math.min(14, Math.max(...panels[0].labels.map((label) => label.length)));
  const margin = { l: 12 + 0.56 * fontSize * longest, r: 8, t: 1.8 * fontSize, b: (narrow ? 11 : 9.6) * fontSize };
  const inner = width - margin.l - margin.r;
  const side = narrow ? 0 : 10 * fontSize;
  const share = 1 - side / inner;
  // Two panels stand under one another where beside one another their cells would be too narrow for their numbers.
  const stacked = narrow || (panels.length === 2 && (inner - side) / 2 / panels[0].columns.length < NUMBER_ROOM * fontSize);
  const across = stacked ? 1 : 2;
  const rows = panels.length / across;
  const cells = panels[0].names.length * Math.round((stacked && !narrow ? 1.7 : 2.2) * fontSize);
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

/** Every n-th label, so that they stand apart. */
function columnTicks(panel: GridPanel, cell: number, { columns, lastOfEach, theme }: GridAxes): { tickvals: number[]; ticktext: string[] } {
  const labels = panel.columns.map((column) => (columns === 'epochs' && isLastOfEach(column, lastOfEach ?? null) ? 'last' : formatPlace(column, 2)));
  const widest = Math.max(1, ...labels.map((label) => label.length));
  const step = Math.max(1, Math.ceil((0.64 * theme.fontSize * widest + 6) / cell));
  const shown = Array.from(labels.keys()).filter((i) => i % step === 0);
  return { tickvals: shown, ticktext: shown.map((i) => labels[i]) };
}

/** Of all panels, and of the numbers beside them. */
export function gridAxes(panels: readonly GridPanel[], input: GridAxes, { places, across, side, cell }: GridGeometry): Record<string, unknown> {
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
          ...columnTicks(panel, cell, input),
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

/** Over the panels, and over the numbers beside them. */
export function gridHeadings(panels: readonly GridPanel[], { places, side, across }: GridGeometry, theme: FigureTheme): Record<string, unknown>[] {
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
