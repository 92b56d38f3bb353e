/** The start of a CSV: its first rows, what they tell, and which column is the label's. */
import { badFile, shownName } from '../base/bad-file.ts';
import { RidgelineError } from '../base/errors.ts';
import { namedLabelColumn, readLayout, type CsvChoice, type CsvLayout } from './csv-layout.ts';
import { csvRows, sniffDelimiter, type CsvRow } from './csv-rows.ts';

const COLUMN_LIMIT = 4096;
const BYTE_LIMIT = 256 * 1024 * 1024;
/** Rows that tell how the file is written. */
const SAMPLE_ROWS = 50;

export interface OpenCsv {
  readonly head: readonly CsvRow[];
  /** Those after `head`, as they are asked for. */
  readonly rows: Generator<CsvRow>;
  readonly layout: CsvLayout;
}

/** @throws RidgelineError 'bad-file' or 'too-large' of the first rows */
export function openCsv(bytes: Uint8Array, file: string, choice: CsvChoice): OpenCsv {
  const text = decode(bytes, file);
  const rows = csvRows(text, sniffDelimiter(text), file, COLUMN_LIMIT);
  const head = [...take(rows, SAMPLE_ROWS)];
  if (head.length === 0) throw badFile(file, '', 'is empty; a header or rows of numbers with a label were expected.');
  return {
    head,
    rows,
    layout: readLayout(
      head.map(({ cells }) => cells),
      choice,
    ),
  };
}

/** The label's column, from 0. Throws 'invalid-argument' for one that is not there or left out. */
export function findLabel(layout: CsvLayout, labelColumn: string | null, file: string): number {
  const label = labelOf(layout, labelColumn, file);
  if (!layout.leftOut || label > 0) return label;
  throw new RidgelineError(
    'invalid-argument',
    `${shownName(file)}: the first column holds the labels and was to be left out. Choose one of the two.`,
    {
      argument: 'firstColumn',
      received: 'out',
    },
  );
}

function labelOf({ columns, hasHeader }: CsvLayout, labelColumn: string | null, file: string): number {
  if (labelColumn === null) {
    const named = hasHeader ? namedLabelColumn(columns) : -1;
    return named >= 0 ? named : columns.length - 1;
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

function* take<T>(source: Generator<T>, count: number): Generator<T> {
  for (let i = 0; i < count; i++) {
    const next = source.next();
    if (next.done === true) return;
    yield next.value;
  }
}
