/** What a CSV's first rows tell, for a person to check before it is read. */
import { shownName } from '../base/bad-file.ts';
import { namedLabelColumn, type CsvChoice } from './csv-layout.ts';
import { findLabel, openCsv } from './csv-open.ts';
import type { CsvRow } from './csv-rows.ts';

const PREVIEW_ROWS = 5;
const PREVIEW_COLUMNS = 12;
const PREVIEW_CHARACTERS = 24;

/** A CSV's first rows, and how they would be read. */
export interface CsvPreview {
  readonly header: 'yes' | 'no';
  /** The first rows as they stand in the file, the header's included: the first columns, cut where they are long. */
  readonly rows: readonly CsvRow[];
  /** All of them, as in `CsvTable`. */
  readonly columns: readonly string[];
  /** Index of the label's column. */
  readonly label: number;
  readonly decimal: 'point' | 'comma';
  readonly firstColumn: 'in' | 'out';
  /** What could be meant otherwise. */
  readonly guessed: readonly (keyof CsvChoice)[];
}

/**
 * The first rows, what they tell and what of it is a guess; the rest of the file is not looked at.
 *
 * @throws RidgelineError as `readCsv`, of the first rows alone
 */
export function previewCsv(bytes: Uint8Array, file: string, choice: CsvChoice): CsvPreview {
  const { head, layout } = openCsv(bytes, file, choice);
  const { columns, hasHeader, decimalComma, headerGuessed, index } = layout;
  const label = findLabel(layout, choice.labelColumn, file);
  const first = (hasHeader ? head.slice(1) : head).map(({ cells }) => cells[0].trim());
  const numbers = index !== null && label !== index && columns.length > 2 && countsRows(first.map(Number));
  return {
    rows: head.slice(0, PREVIEW_ROWS).map(({ row, cells }) => ({
      row,
      cells: cells.slice(0, PREVIEW_COLUMNS).map((cell) => shownName(cell.slice(0, PREVIEW_CHARACTERS))),
    })),
    columns,
    label,
    header: hasHeader ? 'yes' : 'no',
    decimal: decimalComma ? 'comma' : 'point',
    firstColumn: layout.leftOut || numbers ? 'out' : 'in',
    guessed: [
      ...(headerGuessed ? (['header'] as const) : []),
      ...(choice.labelColumn === null && (!hasHeader || namedLabelColumn(columns) < 0) ? (['labelColumn'] as const) : []),
      ...(choice.decimal === 'auto' && decimalComma ? (['decimal'] as const) : []),
      ...(numbers ? (['firstColumn'] as const) : []),
    ],
  };
}

/** From 0 or from 1. */
function countsRows(numbers: readonly number[]): boolean {
  return (numbers[0] === 0 || numbers[0] === 1) && numbers.every((value, row) => value === numbers[0] + row);
}
