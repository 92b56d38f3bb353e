/**
 * The layer laboratory's grids as panels of a heatmap: naive and aligned, into A and into B; rows full and then the sets of layers,
 * columns recorded epochs or α; one pair, or the mean over all pairs with their range.
 */
import type { LastOfEach } from '../../base/epoch-name.ts';
import { gridErrors, knownBarriers, measureOf, overPairs, rowDistances } from '../../landscape/layers/grid-barriers.ts';
import type { BarrierReference, LayerGrid } from '../../landscape/layers/results.ts';
import { meanInterval, roundingError, SURE } from '../../landscape/standard-error.ts';

export type LabMetric = 'loss' | 'error';
export type LabPath = 'naive' | 'aligned';
export type LabSide = 'A' | 'B';

/** Grids of all pairs, one an epoch; null where one is to come, or where the path is left out. */
export interface GridSeries {
  readonly split: 'train' | 'test';
  readonly pairs: readonly string[];
  readonly epochs: readonly number[];
  readonly naive: readonly (LayerGrid | null)[] | null;
  readonly aligned: readonly (LayerGrid | null)[] | null;
}

/** What of the grids is shown. */
export interface GridChoice {
  readonly metric: LabMetric;
  readonly reference: BarrierReference;
  readonly columns: 'epochs' | 'alpha';
  /** Of the epochs: the layers replaced fully instead of averaged. */
  readonly replaced: boolean;
  /** From 0; null: the mean over all pairs. */
  readonly pair: number | null;
  readonly lastOfEach?: LastOfEach;
}

/** Arrays are [names.length, columns.length] row-major. */
export interface GridPanel {
  readonly path: LabPath;
  readonly into: LabSide;
  /** As the grid names its rows: 'full', 'layer 1', 'layers 1–2'. */
  readonly names: readonly string[];
  /** As the rows are labelled where room is short: '+ layer 4' joins in a random order. */
  readonly labels: readonly string[];
  /** Epochs or values of α. */
  readonly columns: readonly number[];
  /** Whether the column's grid has come. */
  readonly arrived: readonly boolean[];
  /** Barriers: the pair's, or the mean over all; NaN where any that it needs is not finite. */
  readonly values: Float64Array;
  /** Over all pairs that are finite; NaN where none is. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Standard error over examples of one pair's cell; of the mean of several half its 95 % interval over them; NaN where not known. */
  readonly error: Float64Array;
  /** Within it a value is none: the half interval, or twice the standard error; NaN where not known. */
  readonly margin: Float64Array;
  /** The largest loss (or share of errors) of an end: what the barriers are differences of. */
  readonly level: number;
  /** ‖δ_S‖ of each row, and the cosine of the rows that move one layer (else NaN); of the last column that has come. */
  readonly distance: Float64Array;
  readonly cosine: Float64Array;
}

function rowLabels(grid: LayerGrid): string[] {
  return grid.rows.map((layers, r) => {
    if (grid.sequence !== 'random' || r < 2) return grid.names[r];
    const joined = layers.find((layer) => !grid.rows[r - 1].includes(layer));
    return joined === undefined ? grid.names[r] : `+ layer ${joined + 1}`;
  });
}

/** Along α nothing is replaced. */
function replacedOf({ columns, replaced }: GridChoice): { replaced: boolean } {
  return { replaced: replaced && columns === 'epochs' };
}

interface Column {
  readonly label: number;
  readonly grid: LayerGrid | null;
  /** Index into the grid's α; −1 where it was not measured. */
  readonly at: number;
}

function columnsOf(grids: readonly (LayerGrid | null)[], series: GridSeries, choice: GridChoice, into: LabSide): Column[] {
  if (choice.columns === 'epochs') {
    const alpha = choice.replaced ? (into === 'A' ? 1 : 0) : 0.5;
    return series.epochs.map((label, e) => ({ label, grid: grids[e] ?? null, at: grids[e]?.alpha.indexOf(alpha) ?? -1 }));
  }
  const grid = lastOf(grids);
  return grid === null ? [] : Array.from(grid.alpha, (label, at) => ({ label, grid, at }));
}

/** The grid of the last epoch that has come. */
export function lastOf(grids: readonly (LayerGrid | null)[]): LayerGrid | null {
  return grids.findLast((grid) => grid !== null) ?? null;
}

function panelOf(path: LabPath, into: LabSide, grids: readonly (LayerGrid | null)[], series: GridSeries, choice: GridChoice): GridPanel | null {
  const last = lastOf(grids);
  if (last === null) return null;
  const columns = columnsOf(grids, series, choice, into);
  const barriers = columns.map(({ grid }) => (grid === null ? null : knownBarriers(grid, into, choice.metric, choice.reference, replacedOf(choice))));
  const level = Math.max(0, ...[last.endA, last.endB].flatMap((end) => [...measureOf(end, choice.metric)].filter(Number.isFinite)));
  const cells = last.rows.flatMap((_, r) =>
    columns.map(({ grid, at }, c) => {
      const values = barriers[c];
      if (grid === null || values === null || at < 0) return { value: NaN, low: NaN, high: NaN, error: NaN, margin: NaN };
      const [stride, index] = [grid.rows.length * grid.alpha.length, r * grid.alpha.length + at];
      const found = overPairs(values, grid.pairs, stride, index, choice.pair);
      const errors = gridErrors(grid, into, choice.metric, choice.reference, replacedOf(choice));
      const mean = choice.pair === null && grid.pairs > 1;
      const error = mean ? meanInterval(found.each) : overPairs(errors, grid.pairs, stride, index, choice.pair).value;
      // Rounding alone is nothing, and has no error.
      if (Math.abs(found.value) <= roundingError(level)) return { ...found, value: 0, error: 0, margin: 0 };
      return { ...found, error, margin: mean ? error : SURE * error };
    }),
  );
  const k = last.distance.length / last.pairs;
  const distances = rowDistances(last);
  return {
    path,
    into,
    names: last.names,
    labels: rowLabels(last),
    columns: columns.map(({ label }) => label),
    arrived: columns.map(({ grid }) => grid !== null),
    values: Float64Array.from(cells, ({ value }) => value),
    low: Float64Array.from(cells, ({ low }) => low),
    high: Float64Array.from(cells, ({ high }) => high),
    error: Float64Array.from(cells, ({ error }) => error),
    margin: Float64Array.from(cells, ({ margin }) => margin),
    level,
    distance: Float64Array.from(last.rows, (_, r) => overPairs(distances, last.pairs, last.rows.length, r, choice.pair).value),
    cosine: Float64Array.from(last.rows, (layers) =>
      layers.length === 1 ? overPairs(last.cosine, last.pairs, k, layers[0], choice.pair).value : NaN,
    ),
  };
}

/** The panels in order: naive into A, naive into B, aligned into A, aligned into B; those of which nothing has come are left out. */
export function gridPanels(series: GridSeries, choice: GridChoice): GridPanel[] {
  return (['naive', 'aligned'] as const).flatMap((path) => {
    const grids = series[path];
    return grids === null ? [] : (['A', 'B'] as const).flatMap((into) => panelOf(path, into, grids, series, choice) ?? []);
  });
}
