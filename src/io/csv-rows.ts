/** RFC 4180 rows: quoted fields, doubled quotes, CRLF or LF. Knows nothing of numbers. */
import { badFile } from '../base/bad-file.ts';

export const DELIMITERS = [',', ';', '\t'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** The delimiter that splits the first line into most fields; a comma where none does. */
export function sniffDelimiter(text: string): Delimiter {
  const end = text.search(/[\r\n]/);
  const line = end < 0 ? text.slice(0, 100_000) : text.slice(0, end);
  const count = (delimiter: Delimiter): number => line.split(delimiter).length;
  return DELIMITERS.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}

/**
 * Rows of text cells, one at a time; empty lines are left out. `row` counts from 1 as a spreadsheet does, empty lines included.
 *
 * @param maxColumns More cells in a row than this is an error.
 * @throws RidgelineError 'bad-file' for a quote that never closes, text after a closing quote, or too many columns.
 */
export function* csvRows(text: string, delimiter: Delimiter, file: string, maxColumns: number): Generator<{ row: number; cells: string[] }> {
  let at = 0;
  for (let row = 1; at < text.length; row++) {
    const cells: string[] = [];
    let ended = false;
    while (!ended) {
      const cell = text[at] === '"' ? quotedCell(text, at, file, row, cells.length + 1) : plainCell(text, at, delimiter);
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

function plainCell(text: string, start: number, delimiter: Delimiter): { value: string; end: number } {
  let end = start;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end++;
  return { value: text.slice(start, end), end };
}

function quotedCell(text: string, start: number, file: string, row: number, column: number): { value: string; end: number } {
  let value = '';
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) throw badFile(file, `row ${row}, column ${column}`, 'a quoted field never ends: its closing quote is missing.');
    value += text.slice(from, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1 };
    value += '"';
    from = quote + 2;
  }
}
