/** Each figure in words, from the same data: what a person who does not see it needs to know. */
import type { BarrierDefinition } from '../../landscape/results.ts';
import { barrierOf, curveValues, type Metric, type CurvePair } from '../figures/curve.ts';
import { extentOf } from './figure.ts';
import { formatCoordinate, formatNumber, formatPercent } from '../../base/format.ts';
import { layerPanels, layerRows, type LayersInput } from '../figures/layers.ts';
import type { PlaneInput } from '../figures/plane.ts';
import type { TrainingInput } from '../figures/training.ts';

function valueText(value: number, metric: Metric): string {
  return metric === 'loss' ? formatNumber(value) : formatPercent(value);
}

/** Ends, barrier and where it lies, for the naive and the aligned path, on test examples. */
export function curveText(naive: CurvePair, aligned: CurvePair | null, metric: Metric, definition: BarrierDefinition): string {
  const describe = (kind: string, pair: CurvePair): string => {
    const values = curveValues(pair.test, metric);
    const report = barrierOf(pair.test, metric);
    const last = values.length - 1;
    return `${kind}: from ${valueText(values[0], metric)} to ${valueText(values[last], metric)}, barrier ${valueText(report.barrier[definition], metric)} at alpha ${formatCoordinate(report.at[definition])}.`;
  };
  return [
    `Test ${metric} along the straight path from A to B.`,
    describe('Naive', naive),
    ...(aligned === null ? [] : [describe('Aligned', aligned)]),
  ].join(' ');
}

/** Where the networks lie and the range of the map. */
export function planeText({ plane, labels, metric, others }: Pick<PlaneInput, 'plane' | 'labels' | 'metric' | 'others'>): string {
  const extent = extentOf(metric === 'loss' ? plane.loss : plane.accuracy);
  const places = [plane.points.a, plane.points.b, plane.points.c].map(
    (point, i) => `${labels[i]} at (${formatCoordinate(point.x)}, ${formatCoordinate(point.y)})`,
  );
  const projected = others.map(
    (mark) =>
      `${mark.label} projected at (${formatCoordinate(mark.point.x)}, ${formatCoordinate(mark.point.y)}), ${formatNumber(mark.point.outOfPlane)} out of the plane`,
  );
  const range =
    extent === null
      ? 'Nothing is computed yet.'
      : `${metric === 'loss' ? 'Loss' : 'Accuracy'} from ${valueText(extent.low, metric)} to ${valueText(extent.high, metric)}.`;
  return `Map of the ${metric} on the plane through ${labels.join(', ')}. ${[...places, ...projected].join('; ')}. ${range}`;
}

/** The full barrier and the layer that carries most, for each panel. */
export function layersText(input: Pick<LayersInput, 'naive' | 'aligned' | 'metric' | 'into'>): string {
  if (input.naive.alpha.length > 1) return layersRangeText(input);
  const rows = layerRows(input.naive);
  const sentences = layerPanels(input).map((panel) => {
    const columns = panel.profile.alpha.length;
    const middle = Math.floor(columns / 2);
    const values = rows.map((_, row) => panel.values[row * columns + middle]);
    let most = 1;
    for (let row = 2; row < values.length; row++) if (values[row] > values[most]) most = row;
    return `${panel.kind} into ${panel.into}: full ${formatNumber(values[0])}, largest layer ${rows[most] ?? 'none'} with ${formatNumber(values[most] ?? NaN)}.`;
  });
  return `Barrier of ${input.metric === 'loss' ? 'the loss' : 'the error'} by layer at alpha ${formatCoordinate(input.naive.alpha[Math.floor(input.naive.alpha.length / 2)])}. ${sentences.join(' ')}`;
}

/** Over all α: where on the path the full barrier and the greatest of the layers lie. */
function layersRangeText(input: Pick<LayersInput, 'naive' | 'aligned' | 'metric' | 'into'>): string {
  const { alpha } = input.naive;
  const rows = layerRows(input.naive);
  const sentences = layerPanels(input).map(({ kind, into, values }) => {
    const greatest = (first: number, last: number): { row: number; column: number } | null => {
      let best: number | null = null;
      for (let i = first * alpha.length; i < last * alpha.length; i++)
        if (Number.isFinite(values[i]) && (best === null || values[i] > values[best])) best = i;
      return best === null ? null : { row: Math.floor(best / alpha.length), column: best % alpha.length };
    };
    const place = (cell: { row: number; column: number } | null): string =>
      cell === null
        ? 'not finite'
        : `${formatNumber(values[cell.row * alpha.length + cell.column])} at alpha ${formatCoordinate(alpha[cell.column])}`;
    const layer = greatest(1, rows.length);
    return `${kind} into ${into}: full up to ${place(greatest(0, 1))}, largest layer ${layer === null ? 'none' : rows[layer.row]} with ${place(layer)}.`;
  });
  return `Barrier of ${input.metric === 'loss' ? 'the loss' : 'the error'} by layer for alpha from ${formatCoordinate(alpha[0])} to ${formatCoordinate(alpha[alpha.length - 1])}. ${sentences.join(' ')}`;
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
