/** What makes layers sensitive: the barriers of single layers at α = ½ for one setting after another, as small multiples on one scale. */
import { formatNumber, formatPercent } from '../../base/format.ts';
import { measureOf } from '../../landscape/layers/grid-barriers.ts';
import type { LayerGrid } from '../../landscape/layers/results.ts';
import {
  barrierBar,
  barrierColours,
  barrierNote,
  barrierScale,
  cellTexts,
  colouredCells,
  scaleFloor,
  shownBarrier,
  shownWithError,
} from '../draw/barrier-cells.ts';
import { baseAxis, baseLayout, NARROW } from '../draw/base-layout.ts';
import type { FigureTheme } from '../draw/colours.ts';
import { escapeText, type Figure, gridRows, type Trace } from '../draw/figure.ts';
import { type GridPanel, gridPanels, type LabMetric } from '../draw/layer-panels.ts';
import { axisId, axisKey, panelHeading, type PanelPlace, panelPlaces } from '../draw/panel-places.ts';
import { DISTANCE_COLUMNS, panelColumns, panelText } from '../draw/panel-words.ts';
import { linesOf } from '../draw/room.ts';
import { type NumberTable, UNITS } from '../draw/table.ts';
import { TRANSPARENT } from '../../ui/palette.ts';

export interface SensitivityEntry {
  readonly name: string;
  readonly status: 'waiting' | 'training' | 'measuring' | 'stopped' | 'done' | 'failed';
  readonly grid: LayerGrid | null;
}

export interface SensitivityInput {
  readonly entries: readonly SensitivityEntry[];
  readonly metric: LabMetric;
  readonly split: 'train' | 'test';
  /** From 0; null: the mean over all pairs. */
  readonly pair: number | null;
  /** Pixels that the figure will have. */
  readonly width: number;
  readonly theme: FigureTheme;
}

/** Of a setting: rows full and then the layers, one value into A and one into B; null where it is to come. */
export interface SensitivityPanel {
  readonly name: string;
  readonly status: SensitivityEntry['status'];
  readonly sides: { readonly a: GridPanel; readonly b: GridPanel } | null;
  /** Of the ends, mean over the pairs that are shown; null where it is to come. */
  readonly ends: { readonly a: number; readonly b: number } | null;
  /** How many pairs are shown. */
  readonly pairs: number;
}

/** A line under a panel, in sizes of the font. */
const FOOT_LINE = 1.3;
/** A panel is at least as high, in pixels. */
const LEAST_HEIGHT = 150;

/** One panel a setting, in the order of the sweep. */
export function sensitivityPanels({
  entries,
  metric,
  split,
  pair: chosen,
}: Pick<SensitivityInput, 'entries' | 'metric' | 'split' | 'pair'>): SensitivityPanel[] {
  return entries.map(({ name, status, grid }) => {
    // One too large is the last, as in the sentence.
    const pair = chosen === null ? null : Math.min(chosen, Math.max(0, (grid?.pairs ?? 1) - 1));
    const pairs = Array.from({ length: grid?.pairs ?? 0 }, (_, p) => `pair ${p + 1}`);
    const [a, b] = gridPanels(
      { split, pairs, epochs: [0], naive: [grid], aligned: null },
      { metric, reference: 'full', columns: 'epochs', replaced: false, pair },
    );
    const shown = pair === null ? pairs.length : Math.min(1, pairs.length);
    return { name, status, sides: grid === null ? null : { a, b }, ends: grid === null ? null : endsOf(grid, metric, pair), pairs: shown };
  });
}

function endsOf(grid: LayerGrid, metric: LabMetric, pair: number | null): { a: number; b: number } {
  const [a, b] = [grid.endA, grid.endB].map((field) => {
    const values = measureOf(field, metric);
    return pair === null ? values.reduce((sum, value) => sum + value, 0) / grid.pairs : values[Math.min(pair, grid.pairs - 1)];
  });
  return { a, b };
}

/** Under each panel, in lines that its width takes. @param room of a panel, in pixels */
function feetOf(panels: readonly SensitivityPanel[], metric: LabMetric, room: number, fontSize: number): string[][] {
  return panels.map((panel) => footOf(panel, metric).flatMap((line) => linesOf(line, room, fontSize)));
}

/** Under a panel: how good its networks are, how far apart, and over the pairs from where to where the full barrier goes. */
function footOf({ sides, ends, pairs }: SensitivityPanel, metric: LabMetric): string[] {
  if (sides === null || ends === null) return [];
  const short = (value: number): string => (metric === 'loss' ? formatNumber(value, 2) : formatPercent(value, 2));
  const range = pairs > 1 ? [`full ${short(sides.a.low[0])} to ${short(sides.a.high[0])}`] : [];
  return [`ends ${short(ends.a)}, ${short(ends.b)}`, `‖δ‖ ${formatNumber(sides.a.distance[0])}`, ...range];
}

function footNote(lines: readonly string[], place: PanelPlace, theme: FigureTheme): Record<string, unknown>[] {
  if (lines.length === 0) return [];
  return [
    {
      text: lines.join('<br>'),
      x: (place.x[0] + place.x[1]) / 2,
      y: place.y[0],
      xref: 'paper',
      yref: 'paper',
      xanchor: 'center',
      yanchor: 'top',
      yshift: -1.8 * theme.fontSize,
      showarrow: false,
      font: { color: theme.muted, size: theme.fontSize },
    },
  ];
}

/** [rows, 2] row-major: into A, into B. */
function cellsOf({ a, b }: { a: GridPanel; b: GridPanel }, of: 'values' | 'margin'): Float64Array {
  return Float64Array.from({ length: 2 * a.names.length }, (_, i) => (i % 2 === 0 ? a : b)[of][Math.floor(i / 2)]);
}

function hoverText(name: string, { a, b }: { a: GridPanel; b: GridPanel }, metric: LabMetric): string[][] {
  return a.names.map((row, r) =>
    [a, b].map(
      (side) =>
        `${escapeText(name)}, ${escapeText(row)}, into ${side.into}<br><b>${shownWithError(side.values[r], side.error[r], metric)}</b><br>pairs from ${shownBarrier(side.low[r], metric)} to ${shownBarrier(side.high[r], metric)}`,
    ),
  );
}

function emptyText({ status }: SensitivityPanel, place: PanelPlace, theme: FigureTheme): Record<string, unknown> {
  return {
    text: status === 'failed' || status === 'stopped' ? status : status === 'done' ? 'nothing measured' : `${status} …`,
    x: (place.x[0] + place.x[1]) / 2,
    y: (place.y[0] + place.y[1]) / 2,
    xref: 'paper',
    yref: 'paper',
    xanchor: 'center',
    yanchor: 'middle',
    showarrow: false,
    font: { color: theme.muted, size: theme.fontSize },
  };
}

/** The small multiples: a panel stands empty, with its state in words, until its setting is measured. */
export function sensitivityFigure(input: SensitivityInput): Figure {
  const { theme, metric, split, width } = input;
  const { fontSize } = theme;
  const panels = sensitivityPanels(input);
  const columns = Math.max(1, Math.min(panels.length, width < NARROW ? 2 : 4));
  const rows = Math.max(1, Math.ceil(panels.length / columns));
  const values = panels.map(({ sides }) => (sides === null ? null : cellsOf(sides, 'values')));
  const most = Math.max(3, ...panels.map(({ sides }) => sides?.a.names.length ?? 0));
  const side = { l: 12 + 0.56 * fontSize * 8, r: 8 };
  const inner = width - side.l - side.r;
  const cell = (inner - 16 * (columns - 1)) / columns / 2;
  const feet = feetOf(panels, metric, 2 * cell, fontSize);
  const foot = FOOT_LINE * Math.max(2, ...feet.map((lines) => lines.length));
  const margin = { ...side, t: 1.8 * fontSize, b: ((width < NARROW ? 9.4 : 8) + foot) * fontSize };
  const between = (4.6 + foot) * fontSize;
  const tall = rows * Math.max(LEAST_HEIGHT, most * Math.round(1.7 * fontSize)) + (rows - 1) * between;
  const places = panelPlaces({ rows, columns, across: 16 / inner, down: between / tall });
  const numbers = cellTexts(
    values.map((entry) => entry ?? new Float64Array()),
    metric,
    cell,
    theme,
  );
  const coloured = panels.map(({ sides }, i) => {
    const entry = values[i];
    if (sides === null || entry === null) return null;
    return colouredCells({ values: entry, margin: cellsOf(sides, 'margin'), columns: 2, ...(numbers === null ? {} : { texts: numbers.texts[i] }) });
  });
  const scale = barrierScale(
    panels.flatMap(({ sides }, i) => {
      const [entry, all] = [coloured[i], values[i]];
      return sides === null || entry === null || all === null
        ? []
        : [{ values: entry, all, columns: 2, floor: scaleFloor(Math.max(sides.a.level, sides.b.level)) }];
    }),
  );
  const first = values.findIndex((entry) => entry !== null);
  const title = `barrier of the ${split} ${metric} at α = ½,${width < NARROW ? '<br>' : ' '}against the mean of the full ends`;
  const traces = panels.flatMap(({ name, sides }, i): Trace[] => {
    const z = coloured[i];
    if (sides === null || z === null) return [];
    const text = numbers === null ? {} : { text: gridTexts(numbers.texts[i]), texttemplate: '%{text}', textfont: { size: numbers.size } };
    const axes = { xaxis: axisId('x', i), yaxis: axisId('y', i) };
    const bar = i === first ? { colorbar: barrierBar(scale, metric, theme) } : {};
    return [
      {
        type: 'heatmap',
        ...axes,
        x: [0, 1],
        y: sides.a.names.map((_, r) => r),
        z: gridRows(z, sides.a.names.length, 2),
        ...barrierColours(scale, theme),
        showscale: i === first,
        ...bar,
        ...text,
        hovertext: hoverText(name, sides, metric),
        hoverinfo: 'text',
      },
    ];
  });
  const axes = panels.flatMap(({ sides }, i): [string, Record<string, unknown>][] => {
    const labels = sides?.a.labels ?? [];
    // Settings of one depth share their labels; another task may have other layers.
    const same = i % columns !== 0 && labels.length === (panels[i - (i % columns)].sides?.a.labels.length ?? 0);
    const quiet = { showgrid: false, linecolor: TRANSPARENT };
    return [
      [
        axisKey('x', i),
        {
          ...baseAxis(theme, ''),
          ...quiet,
          domain: places[i].x,
          anchor: axisId('y', i),
          range: [-0.5, 1.5],
          tickvals: [0, 1],
          ticktext: sides === null ? ['', ''] : ['into A', 'into B'],
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
          range: [most - 0.5, -0.5],
          showticklabels: !same && i % columns === 0,
          tickvals: labels.map((_, r) => r),
          ticktext: labels.map((label, r) => (r === 0 ? `<b>${escapeText(label)}</b>` : escapeText(label))),
        },
      ],
    ];
  });
  return {
    surface: false,
    height: Math.ceil(tall + margin.t + margin.b),
    data: traces,
    layout: {
      ...baseLayout(theme, margin),
      hovermode: 'closest',
      dragmode: false,
      ...Object.fromEntries(axes),
      annotations: [
        ...panels.flatMap((panel, i) => [
          panelHeading(escapeText(panel.name), places[i], theme),
          ...(panel.sides === null ? [emptyText(panel, places[i], theme)] : footNote(feet[i], places[i], theme)),
        ]),
        ...(first < 0 ? [] : [barrierNote(scale, metric, title, (2 + foot) * fontSize, theme)]),
      ],
    },
  };
}

/** [rows, 2] as rows. */
function gridTexts(texts: readonly string[]): string[][] {
  return Array.from({ length: texts.length / 2 }, (_, r) => texts.slice(2 * r, 2 * r + 2));
}

/** One sentence a setting. */
export function sensitivityText(input: Pick<SensitivityInput, 'entries' | 'metric' | 'split' | 'pair'>): string {
  const sentences = sensitivityPanels(input).map((panel) => {
    const { name, status, sides } = panel;
    return sides === null
      ? `${name}: ${status}.`
      : `${name}: ${footOf(panel, input.metric).join('; ')}; ${[sides.a, sides.b].map((side) => `into ${side.into} ${panelText(side, 0, input.metric)}`).join('; ')}.`;
  });
  return `Barrier of the ${input.split} ${input.metric} by layer at alpha 0.50. ${sentences.join(' ')}`;
}

/** One row a setting, layer and side. */
export function sensitivityTable(input: Pick<SensitivityInput, 'entries' | 'metric' | 'split' | 'pair'>): NumberTable {
  const rows = sensitivityPanels(input).flatMap(({ name, sides, ends }) =>
    sides === null || ends === null
      ? []
      : [sides.a, sides.b].flatMap((side) =>
          side.names.map((row, r) => [
            name,
            `into ${side.into}`,
            row,
            side.values[r],
            side.low[r],
            side.high[r],
            side.distance[r],
            side.cosine[r],
            ends.a,
            ends.b,
          ]),
        ),
  );
  return {
    title: 'sensitivity',
    columns: [
      'setting',
      'side',
      'layers',
      ...panelColumns(input.metric),
      ...DISTANCE_COLUMNS,
      ...['end A', 'end B'].map((end) => `${end}${UNITS[input.metric]}`),
    ],
    rows,
  };
}
