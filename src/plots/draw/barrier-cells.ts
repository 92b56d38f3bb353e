/** Barriers as coloured cells: one symmetric scale for all panels of a figure, numbers as large as the cells allow, and the colour bar. */
import { extentOf } from './figure.ts';
import { formatFixed, formatNumber, formatPoints, formatTick, formatUncertain } from '../../base/format.ts';
import type { LabMetric } from './layer-panels.ts';
import { divergingScale, type FigureTheme } from './colours.ts';

export interface BarrierScale {
  /** Colours run from −cap to cap. */
  readonly cap: number;
  /** Some value lies beyond. */
  readonly capped: boolean;
}

/** Barriers of one panel that have a colour, [rows, columns] row-major; row 0 is full. */
export interface BarrierGrid {
  /** 0 where a cell has none (`colouredCells`). */
  readonly values: Float64Array;
  readonly columns: number;
  /** What stands in the cells: where no cell of any panel has a colour, the scale is theirs. Left out: the same. */
  readonly all?: Float64Array;
  /** The smallest cap that says something (`scaleFloor`); left out: none but rounding. */
  readonly floor?: number;
}

/** Of the smallest cap of a scale: a part of what the barriers are differences of, and rounding. */
const FLOOR = { share: 1e-3, rounding: 1e-6 };

/** The smallest cap of a scale, below which a trifle would look like a finding. @param level loss or error of the ends */
export function scaleFloor(level: number): number {
  return Math.max(FLOOR.share * level, FLOOR.rounding);
}

/** What colours say of the cells of one panel, [rows, columns] row-major. */
export interface CellCertainty {
  readonly values: Float64Array;
  /** Within it a cell is none; NaN where not known: a spread changes slowly, and the largest of the row stands for it. */
  readonly margin: Float64Array;
  readonly columns: number;
  /** The cells' numbers where they are written. */
  readonly texts?: readonly string[];
}

/** The values that have a colour; 0, which has none, where a cell is within its error or its number reads 0. Not finite stays so. */
export function colouredCells({ values, margin, columns, texts }: CellCertainty): Float64Array {
  return values.map((value, i) => {
    const row = i - (i % columns);
    const within = Number.isFinite(margin[i]) ? margin[i] : largest(margin.subarray(row, row + columns));
    return Math.abs(value) <= within || texts?.[i] === '0' ? 0 : value;
  });
}

function largest(values: Iterable<number>): number {
  const extent = extentOf(values);
  return extent === null ? 0 : Math.max(Math.abs(extent.low), Math.abs(extent.high));
}

/**
 * One scale for several panels. The full row may lie far above every layer: colours end at twice the largest layer, or at a tenth of
 * the largest of all where layers are smaller still; the numbers in the cells go on. Where no layer has a colour, all that has one is within.
 */
export function barrierScale(grids: readonly BarrierGrid[]): BarrierScale {
  const blank = largest(grids.flatMap(({ values }) => Array.from(values))) === 0;
  const panels = blank ? grids.map((grid) => ({ ...grid, values: grid.all ?? grid.values })) : grids;
  const all = largest(panels.flatMap(({ values }) => Array.from(values)));
  const layers = largest(panels.flatMap(({ values, columns }) => Array.from(values.subarray(columns))));
  const floor = Math.max(FLOOR.rounding, ...panels.map((panel) => panel.floor ?? 0));
  const cap = Math.max(floor, layers === 0 ? all : Math.min(all, Math.max(2 * layers, 0.1 * all)));
  return { cap, capped: all > cap * (1 + 1e-9) };
}

/** The barrier with half the width of its interval, or its standard error. */
export function shownWithError(value: number, error: number, metric: LabMetric): string {
  return metric === 'loss' ? formatUncertain(value, error) : formatPoints(value, error);
}

/** The barrier in the unit shown: of the loss itself, of the errors in percentage points. */
export function shownBarrier(value: number, metric: LabMetric): string {
  return metric === 'loss' ? formatNumber(value) : formatPoints(value, NaN);
}

interface NumberForm {
  readonly decimals: number;
  /** Decimals of what is 1 and more. */
  readonly aboveOne: number;
  readonly zero: boolean;
}

/** A number with so many decimals, fewer before them where it is large, and its leading zero only where there is room. */
function shortNumber(value: number, { decimals, aboveOne, zero }: NumberForm): string {
  if (!Number.isFinite(value)) return '';
  const size = Math.abs(value);
  const text = formatFixed(value, size >= 100 ? 0 : size >= 10 ? Math.min(1, decimals) : size >= 1 ? aboveOne : decimals);
  if (!/[1-9]/.test(text)) return '0';
  return zero ? text : text.replace(/^(−?)0(?=\.)/, '$1');
}

/** Width in units of the font's size: tabular digits are wider than the point. */
function emsOf(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + (character === '.' ? 0.3 : 0.64), 0);
}

export interface CellText {
  /** [rows, columns] row-major; '' where not finite. */
  readonly text: readonly string[];
  /** Pixels. */
  readonly size: number;
}

/** Pixels: smaller ones cannot be read. And two decimals at least: with one, a barrier of 0.03 would be written as 0. */
const SMALLEST_NUMBER = 12;
const FORMS: readonly NumberForm[] = [
  { decimals: 3, aboveOne: 2, zero: true },
  { decimals: 3, aboveOne: 2, zero: false },
  { decimals: 2, aboveOne: 2, zero: true },
  { decimals: 2, aboveOne: 2, zero: false },
  { decimals: 2, aboveOne: 1, zero: false },
];

/** The cells' numbers, as many digits as fit into cells of this width, up to three; null where even one does not. */
export function cellTexts(
  values: readonly Float64Array[],
  metric: LabMetric,
  width: number,
  theme: FigureTheme,
): { texts: readonly (readonly string[])[]; size: number } | null {
  const percent = metric === 'error';
  for (const form of FORMS) {
    if (percent && form.decimals === 3) continue;
    const texts = values.map((panel) => Array.from(panel, (value) => shortNumber(percent ? 100 * value : value, form)));
    const widest = Math.max(0.64, ...texts.flat().map(emsOf));
    const size = Math.min(theme.fontSize, (width - 3) / widest);
    if (size >= SMALLEST_NUMBER) return { texts, size };
  }
  return null;
}

function scaleNumber(value: number, metric: LabMetric): string {
  return metric === 'loss' ? formatTick(value, 2) : `${formatTick(100 * value, 2)} %`;
}

/** What the colours mean and where they end, over the bar: `below` is its distance from the panels in pixels. */
export function barrierNote(
  { cap, capped }: BarrierScale,
  metric: LabMetric,
  title: string,
  below: number,
  theme: FigureTheme,
): Record<string, unknown> {
  const text = capped ? `${title}<br>colours end at ±${scaleNumber(cap, metric)}; the numbers go on` : title;
  return {
    text,
    x: 0.5,
    y: 0,
    xref: 'paper',
    yref: 'paper',
    xanchor: 'center',
    yanchor: 'top',
    yshift: -below,
    showarrow: false,
    font: { size: theme.fontSize, color: theme.muted },
  };
}

/** A horizontal bar at the foot of the figure. */
export function barrierBar({ cap, capped }: BarrierScale, metric: LabMetric, theme: FigureTheme): Record<string, unknown> {
  return {
    orientation: 'h',
    tickvals: [-cap, 0, cap],
    ticktext: [`${capped ? '≤ ' : ''}${scaleNumber(-cap, metric)}`, '0', `${capped ? '≥ ' : ''}${scaleNumber(cap, metric)}`],
    tickfont: { size: theme.fontSize, color: theme.muted },
    thickness: 8,
    outlinewidth: 0,
    x: 0.5,
    xanchor: 'center',
    len: 0.9,
    yref: 'container',
    y: 0,
    yanchor: 'bottom',
    xpad: 0,
    ypad: 4,
  };
}

/** What every heatmap of barriers shares: the scale, the colours, the gaps between cells. */
export function barrierColours(scale: BarrierScale, theme: FigureTheme): Record<string, unknown> {
  return { zmin: -scale.cap, zmax: scale.cap, colorscale: divergingScale(theme.name), xgap: 1, ygap: 1 };
}
