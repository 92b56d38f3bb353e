/**
 * A person's CSV as numbers and classes: every column but the label's must be numeric. A header row is optional and recognised; the
 * delimiter is a comma, a semicolon or a tab.
 */
import { badFile, shownName } from '../base/bad-file.ts';
import { RidgelineError } from '../base/errors.ts';
import { csvRows, sniffDelimiter } from './csv-rows.ts';

export const CSV_ROW_LIMIT = 200_000;
export const CSV_COLUMN_LIMIT = 4096;
const BYTE_LIMIT = 256 * 1024 * 1024;
const CELL_LIMIT = 64_000_000;
const CLASS_LIMIT = 1000;
const LABEL_NAMES = ['label', 'class', 'target', 'y'];
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const MISSING = ['', 'na', 'n/a', 'nan', 'null', 'none', '?', 'inf', '-inf', '+inf', 'infinity', '-infinity'];
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
}

/**
 * Reads a whole CSV.
 *
 * @param labelColumn Name or 1-based number as text; null: a column named label, class, target or y, else the last.
 * @throws RidgelineError 'bad-file' naming file, row (a header is row 1), column and rule; 'invalid-argument' for a label column that is
 *   not there; 'too-large' beyond 200,000 rows or 4,096 columns.
 */
export function readCsv(bytes: Uint8Array, file: string, labelColumn: string | null): CsvTable {
  const text = decode(bytes, file);
  const rows = csvRows(text, sniffDelimiter(text), file, CSV_COLUMN_LIMIT);
  const head = [...take(rows, 2)];
  if (head.length === 0) throw badFile(file, '', 'is empty; a header or rows of numbers with a label were expected.');
  const hasHeader = isHeader(head[0].cells, head.at(1)?.cells);
  const columns = head[0].cells.map((cell, i) => (hasHeader && cell.trim() !== '' ? cell.trim() : `column ${i + 1}`));
  const data = hasHeader ? head.slice(1) : head;
  if (data.length === 0) throw badFile(file, 'row 1', 'is a header, and no row follows it.');
  const label = findLabel(columns, hasHeader, labelColumn, file);
  checkNumericColumns(data[0].cells, label, file);
  const collected = new Collected(columns, label, file);
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
  private readonly columns: readonly string[];
  private readonly label: number;
  private readonly file: string;
  private readonly inputs: number;
  private x: Float32Array<ArrayBuffer>;
  private rows = 0;
  private readonly labels: string[] = [];

  constructor(columns: readonly string[], label: number, file: string) {
    this.columns = columns;
    this.label = label;
    this.file = file;
    this.inputs = columns.length - 1;
    this.x = new Float32Array(1024 * this.inputs);
  }

  add(row: number, cells: readonly string[]): void {
    if (cells.length !== this.columns.length) {
      throw badFile(
        this.file,
        `row ${row}`,
        `has ${cells.length} columns, but the first row has ${this.columns.length}: all rows must have as many.`,
      );
    }
    if (this.rows >= CSV_ROW_LIMIT || (this.rows + 1) * this.inputs > CELL_LIMIT) {
      const limit = `at most ${CSV_ROW_LIMIT} rows and ${CELL_LIMIT} numbers are read`;
      throw new RidgelineError('too-large', `${shownName(this.file)}, row ${row}: the table is too large; ${limit}.`, {
        argument: 'file',
        received: row,
      });
    }
    let at = this.rows * this.inputs;
    if (at + this.inputs > this.x.length) {
      const grown = new Float32Array(Math.min(CELL_LIMIT, 2 * this.x.length));
      grown.set(this.x);
      this.x = grown;
    }
    cells.forEach((cell, column) => {
      if (column !== this.label) this.x[at++] = this.number(cell, row, column);
    });
    this.labels.push(this.labelText(cells[this.label], row));
    this.rows++;
  }

  finish(): { x: Float32Array; y: Int32Array; inputs: number; classNames: string[] } {
    const classNames = inNaturalOrder([...new Set(this.labels)]);
    const place = `column ${this.label + 1} ("${shownName(this.columns[this.label])}")`;
    if (classNames.length < 2) {
      throw badFile(
        this.file,
        place,
        `all ${this.rows} rows are of one class ("${shownName(classNames[0] ?? '')}"); at least two classes are needed. Is this the label column?`,
      );
    }
    if (classNames.length > CLASS_LIMIT) {
      throw badFile(
        this.file,
        place,
        `holds ${classNames.length} different labels; at most ${CLASS_LIMIT} classes are read. Is this the label column?`,
      );
    }
    const index = new Map(classNames.map((name, i) => [name, i]));
    const y = Int32Array.from(this.labels, (name) => index.get(name) ?? 0);
    return { x: this.x.slice(0, this.rows * this.inputs), y, inputs: this.inputs, classNames };
  }

  private number(cell: string, row: number, column: number): number {
    const text = cell.trim();
    const value = NUMBER.test(text) ? Math.fround(Number(text)) : NaN;
    if (Number.isFinite(value)) return value;
    throw badFile(
      this.file,
      this.place(row, column),
      `${describeCell(text)}; every column but the label's must hold finite numbers.`,
      text.slice(0, 60),
    );
  }

  private labelText(cell: string, row: number): string {
    const text = cell.trim();
    if (MISSING_LABELS.includes(text.toLowerCase())) {
      throw badFile(this.file, this.place(row, this.label), `the label is missing (${text === '' ? 'empty' : `"${text}"`}); every row needs one.`);
    }
    if (!NUMBER.test(text)) return text.slice(0, 200);
    const value = Number(text);
    if (Number.isSafeInteger(value)) return String(value);
    throw badFile(
      this.file,
      this.place(row, this.label),
      `the label ${shownName(text)} is not a whole number; labels are text or whole numbers. Is this the label column?`,
    );
  }

  private place(row: number, column: number): string {
    return `row ${row}, column ${column + 1} ("${shownName(this.columns[column])}")`;
  }
}

function decode(bytes: Uint8Array, file: string): string {
  if (bytes.length > BYTE_LIMIT) {
    throw new RidgelineError('too-large', `${shownName(file)}: has ${bytes.length} bytes; a CSV may have ${BYTE_LIMIT}.`, {
      argument: 'file',
      received: bytes.length,
    });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw badFile(file, '', 'is not UTF-8 text. Save it as CSV (UTF-8).');
  }
}

/** A header has no number in it, or names a label column, or has a word above a number. */
function isHeader(first: readonly string[], second: readonly string[] | undefined): boolean {
  const word = (cell: string): boolean => !NUMBER.test(cell.trim()) && !MISSING.includes(cell.trim().toLowerCase());
  if (!first.some(word)) return false;
  if (!first.some((cell) => NUMBER.test(cell.trim()))) return true;
  if (first.some((cell) => LABEL_NAMES.includes(cell.trim().toLowerCase()))) return true;
  return first.some((cell, i) => word(cell) && NUMBER.test(second?.[i]?.trim() ?? ''));
}

function findLabel(columns: readonly string[], hasHeader: boolean, labelColumn: string | null, file: string): number {
  if (labelColumn === null) {
    // By the names' rank, not the columns' order: of x, y, label the last is meant.
    const names = hasHeader ? columns.map((name) => name.toLowerCase()) : [];
    const named = LABEL_NAMES.map((name) => names.indexOf(name)).find((column) => column >= 0);
    return named ?? columns.length - 1;
  }
  const wanted = labelColumn.trim();
  const matches = columns.flatMap((name, i) => (name === wanted ? [i] : []));
  if (matches.length === 1) return matches[0];
  const listed = columns.slice(0, 20).map(shownName).join(', ');
  const refuse = (why: string): RidgelineError =>
    new RidgelineError(
      'invalid-argument',
      `${shownName(file)}: ${why} Columns 1 to ${columns.length} are ${listed}${columns.length > 20 ? ', …' : ''}.`,
      {
        argument: 'labelColumn',
        received: labelColumn,
      },
    );
  if (matches.length > 1) throw refuse(`${matches.length} columns are named "${shownName(wanted)}"; choose the label column by its number.`);
  const number = /^\d{1,6}$/.test(wanted) ? Number(wanted) : 0;
  if (number >= 1 && number <= columns.length) return number - 1;
  throw refuse(`there is no column "${shownName(wanted)}" for the labels.`);
}

function checkNumericColumns(cells: readonly string[], label: number, file: string): void {
  const numeric = cells.some((cell, i) => i !== label && (NUMBER.test(cell.trim()) || MISSING.includes(cell.trim().toLowerCase())));
  if (numeric) return;
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
  if (names.every((name) => NUMBER.test(name))) return names.sort((a, b) => Number(a) - Number(b));
  const { compare } = new Intl.Collator('en', { numeric: true });
  return names.sort((a, b) => compare(a, b) || (a < b ? -1 : 1));
}

function* take<T>(source: Generator<T>, count: number): Generator<T> {
  for (let i = 0; i < count; i++) {
    const next = source.next();
    if (next.done === true) return;
    yield next.value;
  }
}
