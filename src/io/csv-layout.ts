/** What the first rows of a CSV tell: whether there is a header, how decimals are written, which column numbers the rows. */
import { escaped } from '../base/bad-file.ts';

const LABEL_NAMES = ['label', 'class', 'target', 'y'];
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const COMMA_NUMBER = /^[+-]?\d*,\d+(?:e[+-]?\d+)?$/i;
const POINT_NUMBER = /^[+-]?\d*\.\d+(?:e[+-]?\d+)?$/i;
const MISSING = ['', 'na', 'n/a', 'nan', 'null', 'none', '?', 'inf', '-inf', '+inf', 'infinity', '-infinity'];
/** Fewer columns may well be a first example. */
const FEWEST_NUMBERED_COLUMNS = 3;

/** How a file is to be read where it does not say it; 'auto' and null: as it looks. */
export interface CsvChoice {
  /** Name or 1-based number as text; null: a column named label, class, target or y, else the last. */
  readonly labelColumn: string | null;
  /** Whether row 1 is a header. */
  readonly header: 'auto' | 'yes' | 'no';
  readonly decimal: 'auto' | 'point' | 'comma';
  /** Whether the first column is read or left out. 'auto': left out where it only numbers the rows, as pandas writes its index. */
  readonly firstColumn: 'auto' | 'in' | 'out';
}

export const AS_IT_LOOKS: CsvChoice = { labelColumn: null, header: 'auto', decimal: 'auto', firstColumn: 'auto' };

export interface CsvLayout {
  readonly hasHeader: boolean;
  /** All columns in the file's order; 'column 1', ... where there is no header. */
  readonly columns: readonly string[];
  /** 1,5 is 1.5. */
  readonly decimalComma: boolean;
  /** The column that may number the rows, as pandas writes its index: to be checked row by row; null: none. */
  readonly index: number | null;
  /** The first column is not read, as chosen. */
  readonly leftOut: boolean;
  /** Whether row 1 could be meant otherwise. */
  readonly headerGuessed: boolean;
  /** What was concluded where the file could be meant otherwise, in sentences. */
  readonly guesses: readonly string[];
}

/** @param rows the first rows' cells, at least one row */
export function readLayout(rows: readonly (readonly string[])[], choice: CsvChoice): CsvLayout {
  const trimmed = rows.map((cells) => cells.map((cell) => cell.trim()));
  const [first, ...below] = trimmed;
  const decimalComma = choice.decimal === 'auto' ? usesCommas(trimmed) : choice.decimal === 'comma';
  const header = choice.header === 'auto' ? headerOf(first, below, decimalComma) : sure(choice.header === 'yes');
  const unnamed = header.is && (first[0] === '' || /^unnamed: 0$/i.test(first[0]));
  return {
    hasHeader: header.is,
    columns: first.map((cell, i) => (header.is && cell !== '' ? escaped(cell) : `column ${i + 1}`)),
    decimalComma,
    index: choice.firstColumn === 'auto' && unnamed ? 0 : null,
    leftOut: choice.firstColumn === 'out',
    headerGuessed: header.guess !== null,
    guesses: [
      ...(header.guess === null ? [] : [header.guess]),
      ...(choice.header === 'auto' ? [] : [`Row 1 (${shown(first)}) was read as ${header.is ? 'the header' : 'an example'}, as chosen.`]),
      ...(decimalComma ? ['Commas in numbers were read as decimal points: 1,5 is 1.5.'] : []),
      ...(choice.firstColumn === 'out' ? ['The first column was left out, as chosen.'] : []),
    ],
  };
}

function usesCommas(rows: readonly (readonly string[])[]): boolean {
  const some = (pattern: RegExp): boolean => rows.some((cells) => cells.some((cell) => pattern.test(cell)));
  return some(COMMA_NUMBER) && !some(POINT_NUMBER);
}

/** The number in a trimmed cell; NaN where it is none, or is written in the other way. */
export function numberIn(cell: string, decimalComma: boolean): number {
  if (decimalComma && COMMA_NUMBER.test(cell)) return Number(cell.replace(',', '.'));
  return NUMBER.test(cell) && !(decimalComma && POINT_NUMBER.test(cell)) ? Number(cell) : NaN;
}

/** True for what stands for a missing or infinite number. */
export function isMissing(cell: string): boolean {
  return MISSING.includes(cell.toLowerCase());
}

/** The label's column by the header's names, by rank and not by the columns' order: of x, y, label the last is meant; -1 for none. */
export function namedLabelColumn(columns: readonly string[]): number {
  const names = columns.map((name) => name.toLowerCase());
  return LABEL_NAMES.map((name) => names.indexOf(name)).find((column) => column >= 0) ?? -1;
}

interface HeaderReading {
  readonly is: boolean;
  /** Where it may be meant otherwise. */
  readonly guess: string | null;
}

const sure = (is: boolean): HeaderReading => ({ is, guess: null });

function headerOf(first: readonly string[], below: readonly (readonly string[])[], decimalComma: boolean): HeaderReading {
  const isNumber = (cell: string | undefined): boolean => cell !== undefined && !Number.isNaN(numberIn(cell, decimalComma));
  const isWord = (cell: string): boolean => !isNumber(cell) && !isMissing(cell);
  const numbered = countsUp(first);
  const names = first.flatMap((cell, column) => (isWord(cell) ? [{ cell, column }] : []));
  if (names.length === 0) {
    if (first[0] === '' && first.length > 1 && countsUp(first.slice(1))) return sure(true);
    if (!numbered || first.length < FEWEST_NUMBERED_COLUMNS || below.length === 0) return sure(false);
    return { is: true, guess: `Row 1 (${shown(first)}) was read as the columns' numbers. If it is an example, give the file a header.` };
  }
  if (!first.some(isNumber)) return sure(true);
  if (names.some(({ column }) => isNumber(below.at(0)?.[column]))) return sure(true);
  const named = names.find(({ cell }) => LABEL_NAMES.includes(cell.toLowerCase()));
  if (named === undefined) return sure(false);
  const recurs = below.some((cells) => cells[named.column] === named.cell);
  const beside = first.filter((_, column) => column !== named.column);
  // One letter may be an answer, yes or no, as well as a name.
  const is = !recurs && (named.cell.length > 1 || beside.every((cell, i) => cell === String(i)));
  return {
    is,
    guess: `Row 1 (${shown(first)}) was read as ${is ? 'the header' : 'an example'}. If it is ${is ? 'an example' : 'the header'}, ${is ? 'give the file a header' : 'name the columns in words'}.`,
  };
}

/** 0, 1, 2, ... or 1, 2, 3, ..., as columns without names are numbered. */
function countsUp(cells: readonly string[]): boolean {
  return cells.length > 0 && (cells.every((cell, i) => cell === String(i)) || cells.every((cell, i) => cell === String(i + 1)));
}

function shown(cells: readonly string[]): string {
  const text = cells
    .slice(0, 6)
    .map((cell) => (cell.length > 20 ? `${cell.slice(0, 19)}…` : cell))
    .join(', ');
  return escaped(cells.length > 6 ? `${text}, …` : text);
}
