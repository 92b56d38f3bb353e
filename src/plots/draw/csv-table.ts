/** The numbers behind every figure, with all their digits: one table for the screen and for the CSV file. */
import { barrierOf, curveValues, type CurvePair, type Metric } from '../figures/curve.ts';
import { layerPanels, layerRows, type LayersInput } from '../figures/layers.ts';
import type { BarrierDefinition } from '../../landscape/results.ts';
import type { PlaneInput } from '../figures/plane.ts';
import type { TrainingInput } from '../figures/training.ts';

export interface NumberTable {
  /** What it is, as the file's name and the table's caption. */
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** α, then loss and accuracy of every curve; the barriers of all three definitions follow in rows of their own. */
export function curveTable(naive: CurvePair, aligned: CurvePair | null): NumberTable {
  const curves = [
    { name: 'naive test', curve: naive.test },
    { name: 'naive train', curve: naive.train },
    ...(aligned === null
      ? []
      : [
          { name: 'aligned test', curve: aligned.test },
          { name: 'aligned train', curve: aligned.train },
        ]),
  ];
  const metrics: readonly Metric[] = ['loss', 'accuracy'];
  const columns = metrics.flatMap((metric) => curves.map((entry) => ({ ...entry, metric })));
  const definitions: readonly BarrierDefinition[] = ['lerp', 'mean', 'max'];
  return {
    title: 'curve',
    columns: ['alpha', ...columns.map(({ name, metric }) => `${name} ${metric}`)],
    rows: [
      ...Array.from(naive.test.alpha, (alpha, i) => [alpha, ...columns.map(({ curve, metric }) => curveValues(curve, metric)[i])]),
      ...definitions.map((definition) => [
        `barrier (${definition})`,
        ...columns.map(({ curve, metric }) => barrierOf(curve, metric).barrier[definition]),
      ]),
      ...definitions.map((definition) => [
        `barrier at alpha (${definition})`,
        ...columns.map(({ curve, metric }) => barrierOf(curve, metric).at[definition]),
      ]),
    ],
  };
}

/** One row a cell, then one a network. Cells that are not finite hold NaN. */
export function planeTable({ plane, labels, others }: Pick<PlaneInput, 'plane' | 'labels' | 'others'>): NumberTable {
  const cells = Array.from(plane.y, (y, row) =>
    Array.from(plane.x, (x, column) => ['', x, y, plane.loss[row * plane.x.length + column], plane.accuracy[row * plane.x.length + column], 0]),
  );
  const spanning = [plane.points.a, plane.points.b, plane.points.c].map((point, index) => ({ label: labels[index], point, loss: null }));
  return {
    title: 'plane',
    columns: ['network', 'x', 'y', 'loss', 'accuracy', 'distance out of the plane'],
    rows: [
      ...[...spanning, ...others].map((mark) => [mark.label, mark.point.x, mark.point.y, mark.loss ?? '', '', mark.point.outOfPlane]),
      ...cells.flat(),
    ],
  };
}

/** Several planes in one table: the first column names the plane. */
export function planesTable(
  planes: readonly { readonly name: string; readonly input: Pick<PlaneInput, 'plane' | 'labels' | 'others'> }[],
): NumberTable {
  const tables = planes.map(({ name, input }) => ({ name, table: planeTable(input) }));
  return {
    title: 'plane',
    columns: ['plane', ...(tables[0]?.table.columns ?? [])],
    rows: tables.flatMap(({ name, table }) => table.rows.map((row) => [name, ...row])),
  };
}

/** One row a layer (and full), one column a panel and α, then distance and cosine of the layer. */
export function layersTable(input: Pick<LayersInput, 'naive' | 'aligned' | 'metric' | 'into'>): NumberTable {
  const panels = layerPanels(input);
  const rows = layerRows(input.naive);
  const columns = panels.flatMap((panel) => Array.from(panel.profile.alpha, (alpha, i) => ({ panel, alpha, i })));
  return {
    title: 'layers',
    columns: [
      'layer',
      ...columns.map(({ panel, alpha }) => `${panel.kind}, into ${panel.into}, alpha ${alpha}`),
      'distance (naive)',
      'cosine (naive)',
    ],
    rows: rows.map((row, r) => [
      row,
      ...columns.map(({ panel, i }) => panel.values[r * panel.profile.alpha.length + i]),
      r === 0 ? '' : input.naive.distance[r - 1],
      r === 0 ? '' : input.naive.cosine[r - 1],
    ]),
  };
}

/** One row a report and network. */
export function trainingTable({ names, points }: Pick<TrainingInput, 'names' | 'points'>): NumberTable {
  return {
    title: 'training',
    columns: ['network', 'epoch', 'train loss', 'train accuracy', 'test loss', 'test accuracy'],
    rows: names.flatMap((name, index) =>
      (points[index] ?? []).map((point) => [name, point.epoch, point.trainLoss, point.trainAccuracy, point.testLoss, point.testAccuracy]),
    ),
  };
}

/** True class by row, predicted class by column. `counts`: [classes, classes] row-major. */
export function confusionTable(classNames: readonly string[], counts: Int32Array): NumberTable {
  const n = classNames.length;
  return {
    title: 'confusion',
    columns: ['true class', ...classNames.map((name) => `predicted ${name}`)],
    rows: classNames.map((name, row) => [name, ...Array.from(counts.subarray(row * n, (row + 1) * n))]),
  };
}

/** RFC 4180, lines ended by CRLF. A text that a spreadsheet would run as a formula is led by an apostrophe. */
export function toCsv(table: NumberTable): string {
  const cell = (value: string | number): string => {
    if (typeof value === 'number') return String(value);
    const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [table.columns, ...table.rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}
