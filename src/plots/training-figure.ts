/** Loss (log) or accuracy against epochs while networks train: test in full weight, train thin, one colour a network. */
import { baseAxis, baseLayout } from './base-layout.ts';
import type { Metric } from './curve-figure.ts';
import { escapeText, finite, type Figure, type Trace } from './figure.ts';
import { roleColour, type FigureTheme } from './palette.ts';

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
  readonly metric: Metric;
  readonly theme: FigureTheme;
}

const ROLE_ORDER = ['A', 'B', 'C'] as const;

function lines(name: string, points: readonly TrainingReport[], index: number, metric: Metric): Trace[] {
  const colour = roleColour(ROLE_ORDER[index] ?? name);
  const epochs = points.map((point) => point.epoch);
  const series = [
    { split: 'train', width: 1, opacity: 0.6, y: points.map((point) => (metric === 'loss' ? point.trainLoss : point.trainAccuracy)) },
    { split: 'test', width: 2, opacity: 1, y: points.map((point) => (metric === 'loss' ? point.testLoss : point.testAccuracy)) },
  ];
  return series.map(({ split, width, opacity, y }) => ({
    type: 'scatter',
    mode: 'lines',
    name: `${escapeText(name)}, ${split}`,
    x: epochs,
    y: finite(y),
    opacity,
    line: { color: colour, width },
    hovertemplate: `${escapeText(name)}, ${split} %{y:.3g}<extra></extra>`,
  }));
}

/** Live training curves; the epochs to come are left blank, so that the way to go is seen. */
export function trainingFigure(input: TrainingInput): Figure {
  const { theme, metric } = input;
  return {
    surface: false,
    data: input.names.flatMap((name, index) => lines(name, input.points[index] ?? [], index, metric)),
    layout: {
      ...baseLayout(theme, { l: 3.6 * theme.fontSize, r: 8, t: 6, b: 2.8 * theme.fontSize }),
      hovermode: 'x unified',
      hoverlabel: { bgcolor: theme.paper, bordercolor: theme.rule, font: { color: theme.ink, size: theme.fontSize } },
      dragmode: false,
      xaxis: { ...baseAxis(theme, 'epoch'), range: [0, input.epochs], nticks: 5 },
      yaxis: { ...baseAxis(theme, ''), type: metric === 'loss' ? 'log' : 'linear', nticks: 5, ...(metric === 'loss' ? { tickformat: '.1~g', dtick: 'D2' } : { tickformat: '.0%' }) },
    },
  };
}
