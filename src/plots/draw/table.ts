/** The numbers behind a figure, with all their digits: one table for the screen and for the CSV file. */

export interface NumberTable {
  /** What it is, as the file's name and the table's caption. */
  readonly title: string;
  /** Names, with what a number is in brackets behind: 'barrier (loss, nats)'. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  /** What the numbers were measured on: the last line of the file, by itself. */
  readonly note?: string | null;
}

/** What a number is, behind the name of its column: losses are natural logarithms, accuracies and errors parts of 1. */
export const UNITS = {
  loss: ' (loss, nats)',
  error: ' (error, a part of 1)',
} as const;

/** RFC 4180, lines ended by CRLF. A text that a spreadsheet would run as a formula is led by an apostrophe. */
export function toCsv(table: NumberTable): string {
  const cell = (value: string | number): string => {
    if (typeof value === 'number') return String(value);
    const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [table.columns, ...table.rows, ...(table.note == null ? [] : [[table.note]])].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}
