/**
 * A person's CSV as numbers and classes: every column but the label's must be numeric. A header row is optional and recognised; the
 * delimiter is a comma, a semicolon or a tab. Where the file could be meant otherwise, what was concluded is told.
 */
import { badFile, escaped, shownName } from '../base/bad-file.ts';
import { RidgelineError } from '../base/errors.ts';
import { formatNumber } from '../base/format.ts';
import { isMissing, numberIn, type CsvChoice, type CsvLayout } from './csv-layout.ts';
import { findLabel, openCsv } from './csv-open.ts';

export const CSV_ROW_LIMIT = 200_000;
const CELL_LIMIT = 64_000_000;
const CLASS_LIMIT = 1000;
const LABEL_LENGTH = 200;
const SHOWN_ROWS = 3;
const MISSING_LABELS = ['', 'na', 'n/a', 'nan', 'null'];

export interface CsvTable {
  /** All columns in the file's order; 'column 1', ... where there is no header. */
  readonly columns: readonly string[];
  /** The label's column, one of `columns`. */
  readonly labelColumn: string;
  /** [rows, inputs] row-major, label column left out. Owned by the caller. */
  readonly x: Float32Array;
  /** Class index of each row. */
  readonly y: Int32Array;
  readonly inputs: number;
  /** In natural order: numbers by value, else text with the numbers in it by value. */
  readonly classNames: readonly string[];
  /** How the file was read, in sentences for a person to check; with its first rows where it could be meant otherwise. */
  readonly understood: readonly string[];
}

/**
 * Reads a whole CSV.
 *
 * @param choice what the file does not say itself
 * @throws RidgelineError 'bad-file' naming file, row (a header is row 1), column and rule; 'invalid-argument' for a label column that is
 *   not there; 'too-large' beyond 200,000 rows or 4,096 columns.
 */
export function readCsv(bytes: Uint8Array, file: string, choice: CsvChoice): CsvTable {
  const { head, rows, layout } = openCsv(bytes, file, choice);
  const { columns, hasHeader } = layout;
  const data = hasHeader ? head.slice(1) : head;
  if (data.length === 0) throw badFile(file, 'row 1', 'is a header, and no row follows it.');
  const label = findLabel(layout, choice.labelColumn, file);
  checkNumericColumns(data[0].cells, label, layout, file);
  const collected = new Collected(layout, label, file);
  for (const { row, cells } of data) collected.add(row, cells);
  for (const { row, cells } of rows) collected.add(row, cells);
  return { columns, labelColumn: columns[label], ...collected.finish() };
}

/** True where the bytes are text that could be CSV: valid UTF-8 at the start, without control characters. For sniffing only. */
export function looksLikeText(bytes: Uint8Array): boolean {
  const start = bytes.subarray(0, 4096);
  if (start.length === 0 || start.some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** Rows of numbers and label texts as they come, checked cell by cell. */
class Collected {
  private readonly layout: CsvLayout;
  private readonly label: number;
  private readonly file: string;
  /** Of the column that is not read; -1: none. */
  private readonly leftOut: number;
  private readonly inputs: number;
  private x: Float32Array<ArrayBuffer>;
  private y = new Int32Array(1024);
  private rows = 0;
  /** Each label's place, in the order in which they came. */
  private readonly labels = new Map<string, number>();

  constructor(layout: CsvLayout, label: number, file: string) {
    this.layout = layout;
    this.label = label;
    this.file = file;
    this.leftOut = layout.leftOut ? 0 : -1;
    this.inputs = layout.columns.length - (layout.leftOut ? 2 : 1);
    this.x = new Float32Array(1024 * this.inputs);
  }

  add(row: number, cells: readonly string[]): void {
    const { columns } = this.layout;
    if (cells.length !== columns.length) {
      throw badFile(this.file, `row ${row}`, `has ${cells.length} columns, but the first row has ${columns.length}: all rows must have as many.`);
    }
    if (this.rows >= CSV_ROW_LIMIT || (this.rows + 1) * this.inputs > CELL_LIMIT) {
      const limit = `at most ${CSV_ROW_LIMIT} rows and ${CELL_LIMIT} numbers are read`;
      throw new RidgelineError('too-large', `${shownName(this.file)}, row ${row}: the table is too large; ${limit}.`, {
        argument: 'file',
        received: row,
      });
    }
    let at = this.rows * this.inputs;
    if (at + this.inputs > this.x.length) this.x = grown(this.x, Math.min(CELL_LIMIT, 2 * this.x.length));
    if (this.rows === this.y.length) this.y = grown(this.y, 2 * this.y.length);
    cells.forEach((cell, column) => {
      if (column !== this.label && column !== this.leftOut) this.x[at++] = this.number(cell, row, column);
    });
    this.y[this.rows++] = this.classOf(this.labelText(cells[this.label], row), row);
  }

  finish(): Pick<CsvTable, 'x' | 'y' | 'inputs' | 'classNames' | 'understood'> {
    const found = [...this.labels.keys()];
    const classNames = inNaturalOrder([...found]);
    if (classNames.length < 2) {
      throw badFile(
        this.file,
        `column ${this.label + 1} ("${shownName(this.layout.columns[this.label])}")`,
        `all ${this.rows} rows are of one class ("${shownName(classNames[0] ?? '')}"); at least two classes are needed. Is this the label column?`,
      );
    }
    const index = new Map(classNames.map((name, i) => [name, i]));
    const order = found.map((name) => index.get(name) ?? 0);
    const y = Int32Array.from(this.y.subarray(0, this.rows), (place) => order[place]);
    const numbersRows = this.numbersRows();
    const inputs = this.inputs - (numbersRows ? 1 : 0);
    const x = numbersRows ? this.withoutFirst() : this.x.slice(0, this.rows * this.inputs);
    return { x, y, inputs, classNames: classNames.map(escaped), understood: this.understood(numbersRows, x, inputs, y, classNames) };
  }

  private understood(numbersRows: boolean, x: Float32Array, inputs: number, y: Int32Array, classNames: readonly string[]): string[] {
    const { columns, guesses } = this.layout;
    const told = [
      `Labels: column "${shownName(columns[this.label])}".`,
      ...guesses,
      ...(numbersRows ? ['The first column only numbers the rows and was left out.'] : []),
    ];
    if (told.length === 1) return told;
    const rows = Array.from({ length: Math.min(SHOWN_ROWS, this.rows) }, (_, row) => {
      const values = Array.from(x.subarray(row * inputs, row * inputs + Math.min(inputs, 4)), (value) => formatNumber(value));
      return `${values.join(', ')}${inputs > 4 ? ', …' : ''} is "${shownName(classNames[y[row]])}"`;
    });
    return [...told, `The first examples: ${rows.join('; ')}.`];
  }

  /** Whether the column that may be pandas' index counts the rows from 0 or from 1. */
  private numbersRows(): boolean {
    if (this.layout.index === null || this.label === this.layout.index || this.inputs < 2) return false;
    const start = this.x[0];
    if (start !== 0 && start !== 1) return false;
    for (let row = 0; row < this.rows; row++) if (this.x[row * this.inputs] !== start + row) return false;
    return true;
  }

  private withoutFirst(): Float32Array {
    const inputs = this.inputs - 1;
    const x = new Float32Array(this.rows * inputs);
    for (let row = 0; row < this.rows; row++) x.set(this.x.subarray(row * this.inputs + 1, (row + 1) * this.inputs), row * inputs);
    return x;
  }

  private number(cell: string, row: number, column: number): number {
    const text = cell.trim();
    const value = Math.fround(numberIn(text, this.layout.decimalComma));
    if (Number.isFinite(value)) return value;
    throw badFile(
      this.file,
      this.place(row, column),
      `${describeCell(text)}; every column but the label's must hold finite numbers.`,
      text.slice(0, 60),
    );
  }

  private classOf(label: string, row: number): number {
    const known = this.labels.get(label);
    if (known !== undefined) return known;
    if (this.labels.size === CLASS_LIMIT) {
      throw badFile(
        this.file,
        this.place(row, this.label),
        `up to here there are ${CLASS_LIMIT + 1} different labels; at most ${CLASS_LIMIT} classes are read. Is this the label column?`,
      );
    }
    this.labels.set(label, this.labels.size);
    return this.labels.size - 1;
  }

  private labelText(cell: string, row: number): string {
    const text = cell.trim();
    if (MISSING_LABELS.includes(text.toLowerCase())) {
      throw badFile(this.file, this.place(row, this.label), `the label is missing (${text === '' ? 'empty' : `"${text}"`}); every row needs one.`);
    }
    if (text.length > LABEL_LENGTH) {
      throw badFile(
        this.file,
        this.place(row, this.label),
        `the label has ${text.length} characters; at most ${LABEL_LENGTH} are read. Is this the label column?`,
      );
    }
    const value = numberIn(text, this.layout.decimalComma);
    if (Number.isNaN(value)) return text;
    if (Number.isSafeInteger(value)) return String(value);
    throw badFile(
      this.file,
      this.place(row, this.label),
      `the label ${shownName(text)} is not a whole number; labels are text or whole numbers. Is this the label column?`,
    );
  }

  private place(row: number, column: number): string {
    return `row ${row}, column ${column + 1} ("${shownName(this.layout.columns[column])}")`;
  }
}

function grown<T extends Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>>(values: T, length: number): T {
  const longer = values instanceof Float32Array ? new Float32Array(length) : new Int32Array(length);
  longer.set(values);
  return longer as T;
}

function checkNumericColumns(cells: readonly string[], label: number, { decimalComma, leftOut }: CsvLayout, file: string): void {
  const numeric = (cell: string): boolean => !Number.isNaN(numberIn(cell, decimalComma)) || isMissing(cell);
  if (cells.some((cell, i) => i !== label && !(leftOut && i === 0) && numeric(cell.trim()))) return;
  throw badFile(
    file,
    `column ${label + 1} is the label's`,
    'no other column is numeric; at least one column of numbers beside the labels is needed.',
  );
}

function describeCell(text: string): string {
  if (text === '') return 'the value is missing';
  return `"${shownName(text.slice(0, 60))}" is not a finite number`;
}

function inNaturalOrder(names: string[]): string[] {
  if (names.every((name) => !Number.isNaN(numberIn(name, false)))) return names.sort((a, b) => Number(a) - Number(b));
  const { compare } = new Intl.Collator('en', { numeric: true });
  return names.sort((a, b) => compare(a, b) || (a < b ? -1 : 1));
}
