/**
 * Federated reading of a pair (methods.md §4): the two clients, the average of all layers and averages of chosen layers, each on both
 * halves of the data, the whole and the test examples. One panel a set of examples, on one scale; bars are standard errors over examples, and
 * the numbers stand beside them.
 */
import { formatUncertain } from '../../base/format.ts';
import { measureOf } from '../../landscape/layers/grid-barriers.ts';
import type { Averages } from '../../landscape/layers/results.ts';
import { baseAxis, baseLayout, NARROW } from '../draw/base-layout.ts';
import { type FigureTheme, roleColour } from '../draw/colours.ts';
import { escapeText, extentOf, finite, type Figure, type Trace } from '../draw/figure.ts';
import type { LabMetric, LabPath } from '../draw/layer-panels.ts';
import { axisId, axisKey, panelHeading, panelPlaces } from '../draw/panel-places.ts';
import type { NumberTable } from '../draw/table.ts';

export interface AveragingInput {
  readonly naive: Averages | null;
  readonly aligned: Averages | null;
  /** Names of the sets of examples, in the order of the scores. */
  readonly sets: readonly string[];
  readonly metric: LabMetric;
  /** Pixels that the figure will have. */
  readonly width: number;
  readonly theme: FigureTheme;
}

/** One network's scores on all sets. */
export interface AveragingRow {
  readonly name: string;
  readonly model: Averages['models'][number];
  readonly path: LabPath;
  /** In the order of the sets. */
  readonly values: readonly number[];
  /** Their standard errors over examples; NaN where not known. */
  readonly errors: readonly number[];
}

/** 'layers 1–8', 'layers 1, 3'. */
export function chosenLayers(layers: readonly number[]): string {
  if (layers.length === 0) return 'no layer';
  const counted = [...layers].sort((a, b) => a - b).map((layer) => layer + 1);
  const last = counted[counted.length - 1];
  if (counted.length === 1) return `layer ${last}`;
  return last - counted[0] === counted.length - 1 ? `layers ${counted[0]}–${last}` : `layers ${counted.join(', ')}`;
}

/** The clients once, then the averages, naive before aligned. */
export function averagingRows({ naive, aligned, sets, metric }: Pick<AveragingInput, 'naive' | 'aligned' | 'sets' | 'metric'>): AveragingRow[] {
  const both = naive !== null && aligned !== null;
  return [naive, aligned].flatMap((averages, i) => {
    if (averages === null) return [];
    const path = i === 0 ? ('naive' as const) : ('aligned' as const);
    const values = measureOf(averages.scores, metric);
    const errors = metric === 'loss' ? averages.se.loss : averages.se.accuracy;
    const ofModel = (all: Float64Array, m: number): number[] => sets.map((_, s) => all[m * sets.length + s]);
    const some = chosenLayers(averages.layers);
    const names = { a: 'client A', b: 'client B', average: 'all layers averaged', someIntoA: `${some}, others A`, someIntoB: `${some}, others B` };
    return averages.models.flatMap((model, m) => {
      const client = model === 'a' || model === 'b';
      if (client && both && path === 'aligned') return [];
      const name = client || !both ? names[model] : `${names[model]}, ${path}`;
      return [{ name, model, path, values: ofModel(values, m), errors: ofModel(errors, m) }];
    });
  });
}

/** '0.240 ± 0.010', '12.0 ± 0.90 %'. */
function shownScore(value: number, error: number, metric: LabMetric): string {
  return metric === 'loss' || !Number.isFinite(value) ? formatUncertain(value, error) : `${formatUncertain(100 * value, 100 * error)} %`;
}

/** Where what is known of a score ends. */
function reach(value: number, error: number): number {
  return Number.isFinite(error) ? value + error : value;
}

function colourOf({ model, path }: AveragingRow, theme: FigureTheme): string {
  if (model === 'a') return roleColour('A');
  if (model === 'b') return roleColour('B');
  return path === 'naive' ? theme.naive : theme.ink;
}

/** '0.0440 ± 0.0058' with the space before it, in sizes of the font; the part of a panel that it may take; and how many panels may stand side by side. */
const NUMBER_ROOM = 8.8;
const MOST_ROOM = 0.6;
const COLUMNS = [4, 2];

/** Dots on stems from zero; null while there are no scores. */
export function averagingFigure(input: AveragingInput): Figure | null {
  const { sets, metric, theme, width } = input;
  const { fontSize } = theme;
  const rows = averagingRows(input);
  if (rows.length === 0) return null;
  const narrow = width < NARROW;
  const longest = Math.min(34, Math.max(...rows.map(({ name }) => name.length)));
  const margin = { l: 12 + 0.52 * fontSize * longest, r: 8, t: 1.8 * fontSize, b: 3.6 * fontSize };
  const inner = width - margin.l - margin.r;
  // Beside the longest stem stands its number, in no more than a part of the panel.
  const besideStem = (columns: number): number => (NUMBER_ROOM * fontSize) / (inner / columns - 16);
  const columns = narrow ? 1 : (COLUMNS.find((count) => count <= sets.length && besideStem(count) <= MOST_ROOM) ?? 1);
  const lines = Math.ceil(sets.length / columns);
  const between = 4.2 * fontSize;
  const tall = lines * rows.length * 2 * fontSize + (lines - 1) * between;
  const places = panelPlaces({ rows: lines, columns, across: 16 / inner, down: between / tall }).slice(0, sets.length);
  const unit = metric === 'loss' ? 1 : 100;
  const high = unit * Math.max(extentOf(rows.flatMap(({ values, errors }) => values.map((value, s) => reach(value, errors[s]))))?.high ?? 1, 1e-3);
  const range = [-0.02 * high, high / Math.max(1 - MOST_ROOM, 1 - besideStem(columns))];
  const traces = sets.flatMap((set, s): Trace[] => {
    const axes = { type: 'scatter', xaxis: axisId('x', s), yaxis: axisId('y', s), showlegend: false, cliponaxis: false };
    const shown = rows
      .map((row, y) => ({ row, y, x: row.values[s] * unit, text: shownScore(row.values[s], row.errors[s], metric) }))
      .filter(({ x }) => Number.isFinite(x));
    const broken = rows.map((row, y) => ({ row, y })).filter(({ row }) => !Number.isFinite(row.values[s]));
    return [
      {
        ...axes,
        mode: 'lines',
        x: shown.flatMap(({ x }) => [0, x, null]),
        y: shown.flatMap(({ y }) => [y, y, null]),
        line: { color: theme.rule, width: 3 * theme.stroke },
        connectgaps: false,
        hoverinfo: 'skip',
      },
      {
        ...axes,
        mode: 'markers',
        x: shown.map(({ x }) => x),
        y: shown.map(({ y }) => y),
        error_x: { type: 'data', array: finite(shown.map(({ row }) => unit * row.errors[s])), color: theme.ink, thickness: 1.5, width: 4 },
        marker: {
          size: 9,
          color: shown.map(({ row }) => colourOf(row, theme)),
          symbol: shown.map(({ row }) => (row.model === 'a' || row.model === 'b' ? 'circle' : row.model === 'average' ? 'diamond' : 'square')),
        },
        hovertext: shown.map(({ row, text }) => `${escapeText(row.name)}, ${escapeText(set)}: <b>${text}</b>`),
        hoverinfo: 'text',
      },
      {
        ...axes,
        mode: 'text',
        x: shown.map(({ row, x }) => reach(x, unit * row.errors[s])),
        y: shown.map(({ y }) => y),
        // A space keeps it off the dot.
        text: shown.map(({ text }) => `\u2002${text}`),
        textposition: 'middle right',
        textfont: { size: fontSize, color: theme.ink },
        hoverinfo: 'skip',
      },
      ...(broken.length === 0
        ? []
        : [
            {
              ...axes,
              mode: 'text',
              x: broken.map(() => 0),
              y: broken.map(({ y }) => y),
              text: broken.map(() => 'not finite'),
              textposition: 'middle right',
              textfont: { size: fontSize, color: theme.muted },
              hoverinfo: 'skip',
            },
          ]),
    ];
  });
  const axes = places.flatMap((place, s): [string, Record<string, unknown>][] => [
    [
      axisKey('x', s),
      {
        ...baseAxis(theme, s >= sets.length - columns ? (metric === 'loss' ? 'loss' : 'error, %') : ''),
        domain: place.x,
        anchor: axisId('y', s),
        range,
        nticks: 3,
        tickangle: 0,
      },
    ],
    [
      axisKey('y', s),
      {
        ...baseAxis(theme, ''),
        domain: place.y,
        anchor: axisId('x', s),
        range: [rows.length - 0.4, -0.6],
        showgrid: false,
        showticklabels: s % columns === 0,
        tickvals: rows.map((_, r) => r),
        ticktext: rows.map(({ name }) => escapeText(name.length > 34 ? `${name.slice(0, 33)}…` : name)),
      },
    ],
  ]);
  return {
    surface: false,
    height: Math.ceil(tall + margin.t + margin.b),
    data: traces,
    layout: {
      ...baseLayout(theme, margin),
      hovermode: 'closest',
      dragmode: false,
      ...Object.fromEntries(axes),
      annotations: sets.map((set, s) => panelHeading(`<b>${escapeText(set)}</b>`, places[s], theme)),
    },
  };
}

/** Every network on every set. */
export function averagingText(input: Pick<AveragingInput, 'naive' | 'aligned' | 'sets' | 'metric'>): string {
  const { sets, metric } = input;
  const rows = averagingRows(input).map(
    ({ name, values, errors }) => `${name}: ${sets.map((set, s) => `${set} ${shownScore(values[s], errors[s], metric)}`).join(', ')}.`,
  );
  return rows.length === 0
    ? 'No averages yet.'
    : `${metric === 'loss' ? 'Loss' : 'Error'} of the clients and their averages, ± its standard error over examples. ${rows.join(' ')}`;
}

/** One row a network, one column a set of examples, then one for each standard error. */
export function averagingTable(input: Pick<AveragingInput, 'naive' | 'aligned' | 'sets' | 'metric'>): NumberTable {
  return {
    title: 'averages',
    columns: ['network', ...input.sets.map((set) => `${set}, ${input.metric}`), ...input.sets.map((set) => `${set}, standard error`)],
    rows: averagingRows(input).map(({ name, values, errors }) => [name, ...values, ...errors]),
  };
}
