/** The layer laboratory's figures in words, from the same data: what a person who does not see them needs to know. */
import type { DiagonalToy } from '../../landscape/layers/diagonal-toy.ts';
import { averagingRows, type AveragingInput } from '../figures/averaging.ts';
import { shownBarrier } from './barrier-cells.ts';
import { cumulativeCurves, type CumulativeChoice } from '../figures/cumulative.ts';
import { carriedBy, type DecompositionInput } from '../figures/decomposition.ts';
import { formatCoordinate, formatNumber, formatPercent } from '../../base/format.ts';
import { gridPanels, type GridChoice, type GridPanel, type GridSeries, type LabMetric } from './layer-panels.ts';
import { columnName } from '../figures/barriers.ts';
import { fractionName, robustnessPoints, type RobustnessInput } from '../figures/robustness.ts';
import { sensitivityPanels, type SensitivityInput } from '../figures/sensitivity.ts';
import { basisText, subspacePoints, type SubspacesInput } from '../figures/subspaces.ts';
import { toyPathName } from '../figures/toy.ts';

/** The row of layers with the greatest barrier in a column; null where none is finite. */
function greatestRow({ values, columns, names }: GridPanel, column: number): { name: string; value: number } | null {
  const rows = names
    .map((name, r) => ({ name, value: values[r * columns.length + column] }))
    .slice(1)
    .filter(({ value }) => Number.isFinite(value));
  return rows.length === 0 ? null : rows.reduce((most, row) => (row.value > most.value ? row : most));
}

/** The column that a sentence speaks of: the last epoch that has come, or the middle of the way. */
function spokenColumn({ columns, arrived }: GridPanel, choice: Pick<GridChoice, 'columns'>): number {
  return choice.columns === 'epochs' ? arrived.lastIndexOf(true) : Math.floor(columns.length / 2);
}

function panelText(panel: GridPanel, column: number, metric: LabMetric): string {
  const most = greatestRow(panel, column);
  return `full ${shownBarrier(panel.values[column], metric)}, ${most === null ? 'no layer finite' : `largest ${most.name} with ${shownBarrier(most.value, metric)}`}`;
}

/** Full barrier and the layers that carry most, of each panel. */
export function layerGridText(series: GridSeries, choice: GridChoice): string {
  const panels = gridPanels(series, choice);
  if (panels.length === 0) return 'No layer barriers yet.';
  const whose = choice.pair === null && series.pairs.length > 1 ? `mean of ${series.pairs.length} pairs` : (series.pairs[choice.pair ?? 0] ?? '');
  const sentences = panels.map((panel) => {
    const column = spokenColumn(panel, choice);
    return `${panel.path} into ${panel.into} at ${columnName(panel.columns[column], choice.columns)}: ${panelText(panel, column, choice.metric)}.`;
  });
  return `Barrier of the ${series.split} ${choice.metric} by layer${choice.replaced && choice.columns === 'epochs' ? ', layers replaced fully' : ''}, ${whose}. ${sentences.join(' ')}`;
}

/** One sentence a setting. */
export function sensitivityText(input: Pick<SensitivityInput, 'entries' | 'metric' | 'split' | 'pair'>): string {
  const sentences = sensitivityPanels(input).map(({ name, status, sides }) =>
    sides === null
      ? `${name}: ${status}.`
      : `${name}: ${[sides.a, sides.b].map((side) => `into ${side.into} ${panelText(side, 0, input.metric)}`).join('; ')}.`,
  );
  return `Barrier of the ${input.split} ${input.metric} by layer at alpha 0.50. ${sentences.join(' ')}`;
}

/** Where each curve ends and where it climbs most. */
export function cumulativeText(input: CumulativeChoice): string {
  const curves = cumulativeCurves(input);
  if (curves.length === 0) return 'No cumulative barriers yet.';
  const sentences = curves.map(({ path, into, names, shown }) => {
    const steps = shown
      .slice(1)
      .map((value, i) => ({ name: names[i + 1], step: value - shown[i] }))
      .filter(({ step }) => Number.isFinite(step));
    const steepest = steps.length === 0 ? null : steps.reduce((most, entry) => (entry.step > most.step ? entry : most));
    return `${path} into ${into}: from ${shownBarrier(shown[0], input.metric)} to ${shownBarrier(shown[shown.length - 1], input.metric)}${steepest === null || steepest.step <= 0 ? '' : `, the largest rise ${shownBarrier(steepest.step, input.metric)} at ${steepest.name}`}.`;
  });
  return `Barrier of the ${input.series.split} ${input.metric} against the layers averaged. ${sentences.join(' ')}`;
}

/** How many layers cost more on the way to the other network than at random, and the largest difference. */
export function robustnessText(input: Pick<RobustnessInput, 'result' | 'metric' | 'split' | 'path'>): string {
  const points = robustnessPoints(input).filter(({ difference }) => Number.isFinite(difference));
  const sentences = (['A', 'B'] as const).flatMap((around) =>
    Array.from(input.result.t, (t) => {
      const at = points.filter((point) => point.around === around && point.t === t);
      const layers = at.filter(({ row }) => row > 0);
      const full = at.find(({ row }) => row === 0);
      const costlier = layers.filter(({ difference }) => difference > 0).length;
      return `Around ${around} at t = ${fractionName(t)}: the way to the other network costs more than random in ${costlier} of ${layers.length} layers; all layers together ${full === undefined ? 'not finite' : `${shownBarrier(full.path, input.metric)} against ${shownBarrier(full.random.mean, input.metric)}`}.`;
    }),
  );
  return `${input.split === 'test' ? 'Test' : 'Train'} ${input.metric} under random perturbations of the distance between the networks, ${input.path}. ${sentences.join(' ')}`;
}

/** The medians at the largest norm, and the way to B. */
export function subspacesText(input: Pick<SubspacesInput, 'result' | 'metric' | 'split'>): string {
  const points = subspacePoints(input);
  const last = points[points.length - 1];
  const number = (value: number): string => shownBarrier(value, input.metric);
  return `${input.split === 'test' ? 'Test' : 'Train'} ${input.metric} under noise around A. ${basisText(input.result)}. At norm ${formatNumber(last.norm)}: training subspace ${number(last.training.median)}, complement ${number(last.complement.median)} (medians), towards B ${number(last.towards)}, away from B ${number(last.away)}.`;
}

/** The ends and the loss half-way, with its closed form. */
export function toyText({ ends, alpha, paths }: DiagonalToy): string {
  const half = Math.floor(alpha.length / 2);
  const place = (weights: readonly number[]): string => `(${weights.map(formatCoordinate).join(', ')})`;
  const ways = paths.map(
    (path) =>
      `${toyPathName(path)} ${formatNumber(path.loss[half])}${path.closed === null ? '' : ` (closed form ${formatNumber(path.closed[half])})`}`,
  );
  return `Diagonal network with ${ends.a.length} factors, A at ${place(ends.a)}, B at ${place(ends.b)}. Loss at alpha ${formatCoordinate(alpha[half])}: ${ways.join(', ')}.`;
}

/** Every network on every set. */
export function averagingText(input: Pick<AveragingInput, 'naive' | 'aligned' | 'sets' | 'metric'>): string {
  const number = (value: number): string => (input.metric === 'loss' ? formatNumber(value) : formatPercent(value));
  const rows = averagingRows(input).map(({ name, values }) => `${name}: ${input.sets.map((set, s) => `${set} ${number(values[s])}`).join(', ')}.`);
  return rows.length === 0
    ? 'No averages yet.'
    : `${input.metric === 'loss' ? 'Loss' : 'Error'} of the clients and their averages. ${rows.join(' ')}`;
}

/** The barrier and what its worst examples carry. */
export function decompositionText({ decomposition, split }: Pick<DecompositionInput, 'decomposition' | 'split'>): string {
  const shares = [0.01, 0.1].flatMap((share) => {
    const carried = carriedBy(decomposition, share);
    return carried === null ? [] : [`the worst ${formatPercent(share)} of the examples carry ${formatPercent(carried)}`];
  });
  const { contribution, mean } = decomposition;
  const costs = contribution.reduce((count, value) => count + (value > 0 ? 1 : 0), 0);
  return `Barrier against the chord ${formatNumber(mean)} on ${contribution.length} ${split} examples at alpha ${formatCoordinate(decomposition.alpha)}; ${costs} add to it${shares.length === 0 ? '' : `; ${shares.join(', ')}`}.`;
}
