/** RFC 4180 rows: quoted fields, doubled quotes, CRLF or LF. Knows nothing of numbers. */
import { badFile } from '../base/bad-file.ts';
import type { RidgelineError } from '../base/errors.ts';
import { formatCount } from '../base/format.ts';

export const DELIMITERS = [',', ';', '\t'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** `row` counts from 1 as a spreadsheet does, empty lines included. */
export interface CsvRow {
  readonly row: number;
  readonly cells: readonly string[];
}

/** Longer cells are no numbers and no labels. */
const CELL_LIMIT = 10_000;
/** Of the text, to tell the delimiter by. */
const SNIFFED_CHARACTERS = 100_000;
const SNIFFED_LINES = 10;

/**
 * The delimiter of the first lines. Semicolon or tab where they make as many fields of every line and commas only stand inside
 * numbers (1,5); else what splits the first line into most fields; a comma where nothing does.
 */
export function sniffDelimiter(text: string): Delimiter {
  const lines = text
    .slice(0, SNIFFED_CHARACTERS)
    .split(/\r\n|\n|\r/, SNIFFED_LINES)
    .filter((line) => line.trim() !== '')
    .map((line) => line.replace(/"[^"]*"/g, ''));
  const [first = ''] = lines;
  const fields = (line: string, delimiter: Delimiter): number => line.split(delimiter).length;
  // The last line may have been cut.
  const whole = lines.length > 2 ? lines.slice(0, -1) : lines;
  const commasInNumbers = whole.every((line) => !/(^|[^\d]),|,([^\d]|$)/.test(line));
  for (const delimiter of ['\t', ';'] as const)
    if (commasInNumbers && fields(first, delimiter) > 1 && whole.every((line) => fields(line, delimiter) === fields(first, delimiter)))
      return delimiter;
  return DELIMITERS.reduce((best, delimiter) => (fields(first, delimiter) > fields(first, best) ? delimiter : best));
}

/**
 * Rows of text cells, one at a time; empty lines are left out.
 *
 * @param maxColumns More cells in a row than this is an error.
 * @throws RidgelineError 'bad-file' for a quote that never closes, text after a closing quote, too many columns, or too long a cell.
 */
export function* csvRows(text: string, delimiter: Delimiter, file: string, maxColumns: number): Generator<CsvRow> {
  let at = 0;
  for (let row = 1; at < text.length; row++) {
    const cells: string[] = [];
    let ended = false;
    while (!ended) {
      const place = (): string => `row ${row}, column ${cells.length + 1}`;
      const cell = text[at] === '"' ? quotedCell(text, at, file, place) : plainCell(text, at, delimiter, file, place);
      cells.push(cell.value);
      if (cells.length > maxColumns) throw badFile(file, `row ${row}`, `has more than ${maxColumns} columns, the most that are read.`);
      const after = text[cell.end];
      if (cell.end < text.length && after !== delimiter && after !== '\n' && after !== '\r') {
        throw badFile(
          file,
          `row ${row}, column ${cells.length}`,
          `text follows the closing quote; put the whole field in quotes and double the quotes inside it.`,
        );
      }
      ended = after !== delimiter || cell.end >= text.length;
      at = cell.end + (ended && after === '\r' && text[cell.end + 1] === '\n' ? 2 : 1);
    }
    if (cells.length > 1 || cells[0].trim() !== '') yield { row, cells };
  }
}

interface Cell {
  readonly value: string;
  readonly end: number;
}

function plainCell(text: string, start: number, delimiter: Delimiter, file: string, place: () => string): Cell {
  let end = start;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') {
    if (end - start >= CELL_LIMIT) throw tooLong(file, place());
    end++;
  }
  return { value: text.slice(start, end), end };
}

function quotedCell(text: string, start: number, file: string, place: () => string): Cell {
  let value = '';
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) throw badFile(file, place(), 'a quoted field never ends: its closing quote is missing.');
    if (quote - start > CELL_LIMIT) throw tooLong(file, place());
    value += text.slice(from, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1 };
    value += '"';
    from = quote + 2;
  }
}

function tooLong(file: string, place: string): RidgelineError {
  return badFile(
    file,
    place,
    `has more than ${formatCount(CELL_LIMIT)} characters, the most that a field may have. Is a quote or a line end missing?`,
  );
}
