/** What tables and texts of layer panels share. */
import { shownWithError } from './barrier-cells.ts';
import type { GridPanel, LabMetric } from './layer-panels.ts';
import { UNITS } from './table.ts';

/** Of a barrier: its value and its range. */
export function panelColumns(metric: LabMetric): string[] {
  return ['barrier', 'smallest of the pairs', 'largest of the pairs'].map((name) => `${name}${UNITS[metric]}`);
}

/** Of what lies between the networks: how far in parameters, and in which direction. */
export const DISTANCE_COLUMNS = ['distance (norm of the difference of the parameters)', 'cosine (of the parameters)'];

/** Of a row in a column: its barrier, the error that is told of it, and the margin within which it is none. */
interface RowBarrier {
  readonly name: string;
  readonly value: number;
  readonly error: number;
  readonly margin: number;
}

function rowsOf({ values, error, margin, columns, names }: GridPanel, column: number): RowBarrier[] {
  return names.map((name, r) => {
    const at = r * columns.length + column;
    return { name, value: values[at], error: error[at], margin: margin[at] };
  });
}

/** The row of layers with the greatest barrier in a column, of those beyond their errors. */
function greatestWords(rows: readonly RowBarrier[], metric: LabMetric): string {
  const finite = rows.filter(({ value }) => Number.isFinite(value));
  if (finite.length === 0) return 'no layer finite';
  const beyond = finite.filter(({ value, margin }) => value > (Number.isFinite(margin) ? margin : 0));
  if (beyond.length === 0) return 'no layer has a barrier beyond its error';
  const most = beyond.reduce((top, row) => (row.value > top.value ? row : top));
  return `largest${beyond.length === finite.length ? '' : ' beyond its error'} ${most.name} with ${shownWithError(most.value, most.error, metric)}`;
}

/** The full barrier of a column, and the row that carries most. */
export function panelText(panel: GridPanel, column: number, metric: LabMetric): string {
  const [full, ...layers] = rowsOf(panel, column);
  return `full ${shownWithError(full.value, full.error, metric)}, ${greatestWords(layers, metric)}`;
}

/** A standard error in a table: that of a number that is known may not have been measured. */
export function toldError(value: number, error: number): number | string {
  return Number.isFinite(value) && !Number.isFinite(error) ? 'not measured' : error;
}
