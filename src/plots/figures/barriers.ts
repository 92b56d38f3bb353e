/**
 * Where the barrier lives (methods.md §4; Adilova et al., Layer-wise linear mode connectivity, ICLR 2024, Fig. 2): rows full and then
 * the sets of layers, columns recorded epochs or α; into A beside into B, naive over aligned, on one diverging scale centred on zero.
 * Beside the rows ‖δ‖ and the cosine of what they move. A value that is not finite is a cross, one to come an empty cell.
 */
import { epochName } from '../../base/epoch-name.ts';
import { formatNumber, formatPlace } from '../../base/format.ts';
import {
  barrierBar,
  barrierColours,
  barrierNote,
  type BarrierScale,
  barrierScale,
  cellTexts,
  colouredCells,
  scaleFloor,
  shownBarrier,
  shownWithError,
} from '../draw/barrier-cells.ts';
import { baseLayout, NARROW } from '../draw/base-layout.ts';
import type { FigureTheme } from '../draw/colours.ts';
import { escapeText, type Figure, gridRows, type Shape, type Trace } from '../draw/figure.ts';
import { gridAxes, gridGeometry, type GridGeometry, gridHeadings } from '../draw/grid-geometry.ts';
import { type GridChoice, type GridPanel, gridPanels, type GridSeries, type LabPath, type LabSide } from '../draw/layer-panels.ts';
import { axisId } from '../draw/panel-places.ts';
import { DISTANCE_COLUMNS, panelColumns, panelText, toldError } from '../draw/panel-words.ts';
import type { NumberTable } from '../draw/table.ts';

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

/** 'epoch 40' or 'α = 0.5'. */
export function columnName(value: number, { columns, lastOfEach }: Pick<GridChoice, 'columns' | 'lastOfEach'>): string {
  return columns === 'epochs' ? epochName(value, lastOfEach ?? null) : `α = ${formatPlace(value, 3)}`;
}

function hoverText(panel: GridPanel, input: LayerGridInput): string[][] {
  const { series, metric, pair } = input;
  const columns = panel.columns.length;
  const last = input.columns === 'epochs' && columns > 1 ? ` at the last, ${columnName(panel.columns[columns - 1], input)}` : '';
  return panel.names.map((name, r) =>
    panel.columns.map((column, c) => {
      const at = r * columns + c;
      const moves = `‖δ‖ ${formatNumber(panel.distance[r])}${Number.isFinite(panel.cosine[r]) ? `, cosine ${formatNumber(panel.cosine[r])}` : ''}${last}`;
      const who = pair === null && series.pairs.length > 1 ? `mean of ${series.pairs.length} pairs` : escapeText(series.pairs[pair ?? 0] ?? '');
      const range = series.pairs.length > 1 ? `<br>pairs from ${shownBarrier(panel.low[at], metric)} to ${shownBarrier(panel.high[at], metric)}` : '';
      const value = panel.arrived[c] ? `<b>${shownWithError(panel.values[at], panel.error[at], metric)}</b>, ${who}${range}` : 'still to come';
      return `${escapeText(name)}, ${columnName(column, input)}, ${panel.path}, into ${panel.into}<br>${value}<br>${moves}`;
    }),
  );
}

function cellsTrace(
  panel: GridPanel,
  i: number,
  input: LayerGridInput,
  { scale, coloured }: { scale: BarrierScale; coloured: Float64Array },
  numbers: { text: readonly string[]; size: number } | null,
): Trace {
  const columns = panel.columns.length;
  return {
    type: 'heatmap',
    xaxis: axisId('x', i),
    yaxis: axisId('y', i),
    x: panel.columns.map((_, c) => c),
    y: panel.names.map((_, r) => r),
    z: gridRows(coloured, panel.names.length, columns),
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
  const line = reference === 'full' || (replaced && columns === 'epochs') ? 'the mean of' : 'the chord between';
  const against = `${line} ${reference === 'own' ? 'the segment’s own ends' : 'the full ends'}`;
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
      marker: { symbol: 'x-thin', size: 7 * theme.stroke, line: { color: theme.muted, width: 1.25 * theme.stroke } },
      hoverinfo: 'skip',
      showlegend: false,
    },
  ];
}

/** ‖δ‖ and the cosine of each row of panels, beside their last panel. */
function sideTraces(panels: readonly GridPanel[], input: LayerGridInput, { across }: GridGeometry): Trace[] {
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

/** A rule under the full row of each panel, and a frame about the cell that is looked at. */
function marksOf(panels: readonly GridPanel[], { cell, theme }: LayerGridInput): Shape[] {
  return panels.flatMap((panel, i): Shape[] => {
    const axes = { xref: axisId('x', i), yref: axisId('y', i) };
    const rule: Shape = {
      type: 'line',
      ...axes,
      x0: -0.5,
      x1: panel.columns.length - 0.5,
      y0: 0.5,
      y1: 0.5,
      line: { color: theme.muted, width: 1 * theme.stroke },
    };
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
            line: { color: theme.accent, width: 2.5 * theme.stroke },
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
  const geometry = gridGeometry(panels, input.width, theme);
  const numbers = cellTexts(
    panels.map(({ values }) => values),
    input.metric,
    geometry.cell,
    theme,
  );
  const coloured = panels.map(({ values, margin, columns }, i) =>
    colouredCells({ values, margin, columns: columns.length, ...(numbers === null ? {} : { texts: numbers.texts[i] }) }),
  );
  const scale = barrierScale(
    panels.map(({ values, columns, level }, i) => ({ values: coloured[i], all: values, columns: columns.length, floor: scaleFloor(level) })),
  );
  return {
    surface: false,
    height: geometry.height,
    data: [
      ...panels.map((panel, i) =>
        cellsTrace(panel, i, input, { scale, coloured: coloured[i] }, numbers === null ? null : { text: numbers.texts[i], size: numbers.size }),
      ),
      ...panels.flatMap((panel, i) => brokenTrace(panel, i, input)),
      ...(geometry.side === null ? [] : sideTraces(panels, input, geometry)),
    ],
    layout: {
      ...baseLayout(theme, geometry.margin),
      hovermode: 'closest',
      dragmode: false,
      ...gridAxes(panels, input, geometry),
      shapes: marksOf(panels, input),
      annotations: [...gridHeadings(panels, geometry, theme), barrierNote(scale, input.metric, barTitle(input), 3.4 * theme.fontSize, theme)],
    },
  };
}

/** The column that a sentence speaks of: the last epoch that has come, or the middle of the way. */
function spokenColumn({ columns, arrived }: GridPanel, choice: Pick<GridChoice, 'columns'>): number {
  return choice.columns === 'epochs' ? arrived.lastIndexOf(true) : Math.floor(columns.length / 2);
}

/** Full barrier and the layers that carry most, of each panel. */
export function layerGridText(series: GridSeries, choice: GridChoice): string {
  const panels = gridPanels(series, choice);
  if (panels.length === 0) return 'No layer barriers yet.';
  const whose = choice.pair === null && series.pairs.length > 1 ? `mean of ${series.pairs.length} pairs` : (series.pairs[choice.pair ?? 0] ?? '');
  const sentences = panels.map((panel) => {
    const column = spokenColumn(panel, choice);
    return `${panel.path} into ${panel.into} at ${columnName(panel.columns[column], choice)}: ${panelText(panel, column, choice.metric)}.`;
  });
  return `Barrier of the ${series.split} ${choice.metric} by layer${choice.replaced && choice.columns === 'epochs' ? ', layers replaced fully' : ''}, ${whose}. ${sentences.join(' ')}`;
}

/** One row a cell: a panel's rows, column by column. */
function panelRows(panel: GridPanel, moving: 'alpha' | 'epochs'): (string | number)[][] {
  const { length: columns } = panel.columns;
  // Of other epochs they are not known.
  const known = (value: number, column: number): string | number =>
    Number.isFinite(value) && (moving === 'alpha' || column === columns - 1) ? value : '';
  return panel.names.flatMap((name, r) =>
    panel.columns.map((column, c) => [
      panel.path,
      `into ${panel.into}`,
      name,
      column,
      panel.values[r * columns + c],
      panel.low[r * columns + c],
      panel.high[r * columns + c],
      toldError(panel.values[r * columns + c], panel.error[r * columns + c]),
      known(panel.distance[r], c),
      known(panel.cosine[r], c),
    ]),
  );
}

/** One row a cell; distance and cosine are those of the networks at hand (the last epoch), the cosine empty where several layers move. */
export function layerGridTable(series: GridSeries, choice: GridChoice): NumberTable {
  return {
    title: 'layer barriers',
    columns: [
      'path',
      'side',
      'layers',
      choice.columns === 'epochs' ? 'epoch' : 'alpha (0 = A, 1 = B)',
      ...panelColumns(choice.metric),
      choice.pair === null && series.pairs.length > 1 ? 'half of the 95 % interval over pairs' : 'standard error over examples',
      ...DISTANCE_COLUMNS,
    ],
    rows: gridPanels(series, choice).flatMap((panel) => panelRows(panel, choice.columns)),
  };
}
