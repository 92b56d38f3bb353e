/** What tables and texts of layer panels share. */
import { shownBarrier, shownWithError } from './barrier-cells.ts';
import type { GridPanel, LabMetric } from './layer-panels.ts';
import { UNITS } from './table.ts';

/** Of a barrier: its value and its range. */
export function panelColumns(metric: LabMetric): string[] {
  return ['barrier', 'smallest of the pairs', 'largest of the pairs'].map((name) => `${name}${UNITS[metric]}`);
}

/** Of what lies between the networks: how far in parameters, and in which direction. */
export const DISTANCE_COLUMNS = ['distance (norm of the difference of the parameters)', 'cosine (of the parameters)'];

/** The row of layers with the greatest barrier in a column; null where none is finite. */
function greatestRow({ values, columns, names }: GridPanel, column: number): { name: string; value: number } | null {
  const rows = names
    .map((name, r) => ({ name, value: values[r * columns.length + column] }))
    .slice(1)
    .filter(({ value }) => Number.isFinite(value));
  return rows.length === 0 ? null : rows.reduce((most, row) => (row.value > most.value ? row : most));
}

/** The full barrier of a column, and the row that carries most. */
export function panelText(panel: GridPanel, column: number, metric: LabMetric): string {
  const most = greatestRow(panel, column);
  return `full ${shownWithError(panel.values[column], panel.error[column], metric)}, ${most === null ? 'no layer finite' : `largest ${most.name} with ${shownBarrier(most.value, metric)}`}`;
}

/** A standard error in a table: that of a number that is known may not have been measured. */
export function toldError(value: number, error: number): number | string {
  return Number.isFinite(value) && !Number.isFinite(error) ? 'not measured' : error;
}
