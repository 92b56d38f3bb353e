/** The numbers behind the layer laboratory's figures, with all their digits, as csv-table.ts has them for the others. */
import type { Decomposition } from '../../landscape/layers/results.ts';
import type { DiagonalToy } from '../../landscape/layers/diagonal-toy.ts';
import { averagingRows, type AveragingInput } from '../figures/averaging.ts';
import type { NumberTable } from './csv-table.ts';
import { cumulativeCurves, type CumulativeChoice } from '../figures/cumulative.ts';
import { byContribution } from '../figures/decomposition.ts';
import { gridPanels, type GridChoice, type GridPanel, type GridSeries } from './layer-panels.ts';
import { robustnessPoints, type RobustnessInput } from '../figures/robustness.ts';
import { sensitivityPanels, type SensitivityInput } from '../figures/sensitivity.ts';
import { subspacePoints, type SubspacesInput } from '../figures/subspaces.ts';
import { toyPathName } from '../figures/toy.ts';

const PANEL_COLUMNS = ['barrier', 'smallest of the pairs', 'largest of the pairs'];

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
      known(panel.distance[r], c),
      known(panel.cosine[r], c),
    ]),
  );
}

/** One row a cell; distance and cosine are those of the networks at hand (the last epoch), the cosine empty where several layers move. */
export function layerGridTable(series: GridSeries, choice: GridChoice): NumberTable {
  return {
    title: 'layer barriers',
    columns: ['path', 'side', 'layers', choice.columns === 'epochs' ? 'epoch' : 'alpha', ...PANEL_COLUMNS, 'distance', 'cosine'],
    rows: gridPanels(series, choice).flatMap((panel) => panelRows(panel, choice.columns)),
  };
}

/** One row a setting, layer and side. */
export function sensitivityTable(input: Pick<SensitivityInput, 'entries' | 'metric' | 'split' | 'pair'>): NumberTable {
  const rows = sensitivityPanels(input).flatMap(({ name, sides }) =>
    sides === null
      ? []
      : [sides.a, sides.b].flatMap((side) =>
          side.names.map((row, r) => [name, `into ${side.into}`, row, side.values[r], side.low[r], side.high[r], side.distance[r], side.cosine[r]]),
        ),
  );
  return { title: 'sensitivity', columns: ['setting', 'side', 'layers', ...PANEL_COLUMNS, 'distance', 'cosine'], rows };
}

/** One row a point of a curve, with every pair's own value. */
export function cumulativeTable(input: CumulativeChoice): NumberTable {
  const curves = cumulativeCurves(input);
  const pairs = curves[0]?.each.length ?? 0;
  return {
    title: 'cumulative barriers',
    columns: [
      'path',
      'side',
      'layers',
      curves[0]?.sequence === 'window' ? 'first layer' : 'layers moved',
      'barrier',
      'even share',
      ...input.series.pairs.slice(0, pairs),
    ],
    rows: curves.flatMap(({ path, into, x, names, each, shown, even }) =>
      x.map((at, i) => [path, `into ${into}`, names[i], at, shown[i], even[i], ...each.map((values) => values[i])]),
    ),
  };
}

/** One row an end, layer and t; every draw in a column of its own. */
export function robustnessTable(input: Pick<RobustnessInput, 'result' | 'metric'>): NumberTable {
  return {
    title: 'robustness',
    columns: [
      'around',
      'layers',
      't',
      'distance',
      'clean',
      'way to the other',
      'random mean',
      'random lower quartile',
      'random median',
      'random upper quartile',
      'difference',
      ...Array.from({ length: input.result.draws }, (_, d) => `draw ${d + 1}`),
    ],
    rows: robustnessPoints(input).map(({ around, name, t, distance, clean, path, random, difference, draws }) => [
      around,
      name,
      t,
      distance,
      clean,
      path,
      random.mean,
      random.lower,
      random.median,
      random.upper,
      difference,
      ...draws,
    ]),
  };
}

/** One row a noise norm. */
export function subspacesTable(input: Pick<SubspacesInput, 'result' | 'metric'>): NumberTable {
  const spread = (name: string): string[] =>
    ['lower quartile', 'median', 'upper quartile', 'draws that are finite'].map((what) => `${name}, ${what}`);
  return {
    title: 'subspaces',
    columns: ['norm', 'towards B', 'away from B', ...spread('training subspace'), ...spread('complement')],
    rows: subspacePoints(input).map(({ norm, towards, away, training, complement }) => [
      norm,
      towards,
      away,
      ...[training, complement].flatMap(({ lower, median, upper, count }) => [lower, median, upper, count]),
    ]),
  };
}

/** One row a value of α; loss and closed form of every way. */
export function toyTable({ alpha, paths }: Pick<DiagonalToy, 'alpha' | 'paths'>): NumberTable {
  return {
    title: 'diagonal network',
    columns: ['alpha', ...paths.flatMap((path) => [toyPathName(path), `${toyPathName(path)}, closed form`])],
    rows: Array.from(alpha, (at, i) => [at, ...paths.flatMap(({ loss, closed }) => [loss[i], closed?.[i] ?? ''])]),
  };
}

/** One row a network, one column a set of examples. */
export function averagingTable(input: Pick<AveragingInput, 'naive' | 'aligned' | 'sets' | 'metric'>): NumberTable {
  return {
    title: 'averages',
    columns: ['network', ...input.sets.map((set) => `${set}, ${input.metric}`)],
    rows: averagingRows(input).map(({ name, values }) => [name, ...values]),
  };
}

/** One row an example, from the one that adds most. */
export function decompositionTable(decomposition: Decomposition): NumberTable {
  const { contribution, d, j, ey, label, predicted } = decomposition;
  return {
    title: 'barrier by example',
    columns: ['example', 'class', 'given by the mixed network', 'contribution', 'D', 'J', 'e_y'],
    rows: byContribution(decomposition).map((i) => [i, label[i], predicted[i], contribution[i], d[i], j[i], ey[i]]),
  };
}
