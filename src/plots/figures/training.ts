/**
 * Live training curves as plain SVG paths: loss (log) and accuracy against epochs, test in full weight, train thin, one colour a network.
 * Not a plotly figure: it is drawn again with every report, and one of plotly's redraws is a task of 50 ms.
 */
import { formatNumber, formatPercent } from '../../base/format.ts';
import { roleColour } from '../draw/colours.ts';
import type { NumberTable } from '../draw/table.ts';
import type { Metric } from './curve.ts';

/** One report of training, as networks keep it. */
export interface TrainingReport {
  readonly epoch: number;
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  readonly testLoss: number;
  readonly testAccuracy: number;
}

export interface TrainingInput {
  readonly names: readonly string[];
  readonly points: readonly (readonly TrainingReport[])[];
  readonly epochs: number;
}

export interface TrainingLine {
  readonly name: string;
  readonly split: 'train' | 'test';
  readonly colour: string;
  /** In a box of 1000 by 1000, y downwards; '' before the first report. */
  readonly path: string;
}

export interface TrainingPanel {
  readonly metric: Metric;
  /** Tick labels and their height in the box, from the top. */
  readonly ticks: readonly { readonly y: number; readonly text: string }[];
  readonly lines: readonly TrainingLine[];
}

const BOX = 1000;
const ROLE_ORDER = ['A', 'B', 'C'] as const;

/** One panel of the live curves; the epochs to come are left blank, so that the way to go is seen. */
export function trainingPanel({ names, points, epochs }: TrainingInput, metric: Metric): TrainingPanel {
  const scale = metric === 'loss' ? (value: number): number => Math.log10(Math.max(value, 1e-12)) : (value: number): number => value;
  const series = names.flatMap((name, m) => {
    const reports = points[m] ?? [];
    const shared = { name, colour: roleColour(ROLE_ORDER[m] ?? name) };
    const values = (split: 'train' | 'test'): [number, number][] =>
      reports.map((report) => [
        report.epoch,
        scale(
          split === 'train'
            ? metric === 'loss'
              ? report.trainLoss
              : report.trainAccuracy
            : metric === 'loss'
              ? report.testLoss
              : report.testAccuracy,
        ),
      ]);
    return [
      { ...shared, split: 'train' as const, values: values('train') },
      { ...shared, split: 'test' as const, values: values('test') },
    ];
  });
  const finite = series.flatMap(({ values }) => values.map(([, value]) => value)).filter(Number.isFinite);
  const low = finite.reduce((least, value) => Math.min(least, value), Infinity);
  const high = finite.reduce((most, value) => Math.max(most, value), -Infinity);
  const span = high > low ? high - low : 1;
  const y = (value: number): number => Math.round(BOX * (1 - (value - low) / span));
  const path = (values: readonly [number, number][]): string =>
    values
      .filter(([, value]) => Number.isFinite(value))
      .map(([epoch, value], i) => `${i === 0 ? 'M' : 'L'}${Math.round((BOX * epoch) / Math.max(epochs, 1))} ${y(value)}`)
      .join('');
  const text = (value: number): string => (metric === 'loss' ? formatNumber(10 ** value) : formatPercent(value));
  return {
    metric,
    ticks: finite.length === 0 ? [] : [...new Set([high, low])].map((value) => ({ y: y(value), text: text(value) })),
    lines: series.map(({ name, colour, split, values }) => ({ name, colour, split, path: path(values) })),
  };
}

/** The last report of each network. */
export function trainingText({ names, points, epochs }: TrainingInput): string {
  const lines = names.map((name, index) => {
    const last = points[index]?.at(-1);
    return last === undefined
      ? `${name}: not started`
      : `${name}: epoch ${formatNumber(last.epoch)} of ${epochs}, test loss ${formatNumber(last.testLoss)}, test accuracy ${formatPercent(last.testAccuracy)}`;
  });
  return `Training curves. ${lines.join('. ')}.`;
}

/** One row a report and network. */
export function trainingTable({ names, points }: Pick<TrainingInput, 'names' | 'points'>): NumberTable {
  return {
    title: 'training',
    columns: ['network', 'epoch', ...(['train', 'test'] as const).flatMap((split) => [`${split} loss (nats)`, `${split} accuracy (a part of 1)`])],
    rows: names.flatMap((name, index) =>
      (points[index] ?? []).map((point) => [name, point.epoch, point.trainLoss, point.trainAccuracy, point.testLoss, point.testAccuracy]),
    ),
  };
}
