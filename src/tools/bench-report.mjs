// What a benchmark leaves: one table, the yardsticks in words, and JSON, whose path is the last line.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { resolve } from 'node:path';

const COLUMNS = [
  ['ms', (row) => digits(row.ms)],
  ['yardstick ms', (row) => digits(row.naiveMs)],
  ['ratio', (row) => digits(row.ratio)],
  ['steps/s', (row) => digits(row.perSecond)],
  ['GFLOP/s', (row) => digits(row.gflops)],
  ['of peak', (row) => (row.peakFraction === undefined ? '' : `${(100 * row.peakFraction).toFixed(0)} %`)],
  ['runs', (row) => String(row.runs)],
];

function digits(value) {
  if (value === null || value === undefined) return '';
  return value >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
}

/** `--only 1,5` as numbers; null where it is not given. */
export function chosenRows(args) {
  const at = args.indexOf('--only');
  if (at < 0) return null;
  const numbers = (args[at + 1] ?? '').split(',').map(Number);
  if (numbers.some((number) => !Number.isInteger(number) || number < 1 || number > 13))
    throw new Error('--only takes numbers of rows, such as --only 1,5');
  return numbers;
}

/** Prints and writes the rows. @param name of the file: test-results/bench-<name>.json */
export function report(name, rows) {
  const sorted = [...rows].sort((p, q) => Number.parseInt(p.id, 10) - Number.parseInt(q.id, 10));
  const idWidth = Math.max(...sorted.map((row) => row.id.length));
  const cells = sorted.map((row) => COLUMNS.map(([, cell]) => cell(row)));
  const widths = COLUMNS.map(([title], c) => Math.max(title.length, ...cells.map((line) => line[c].length)));
  const line = (id, values, note) => `${id.padEnd(idWidth)}  ${values.map((value, c) => value.padStart(widths[c])).join('  ')}  ${note}`.trimEnd();
  console.log(`On ${[...new Set(sorted.map((row) => row.backend))].join('; ')}. Medians of the runs; ratio = yardstick over ms, both of this run.`);
  for (const naive of new Set(sorted.map((row) => row.naive).filter(Boolean))) {
    console.log(
      `Yardstick of ${[...new Set(sorted.filter((row) => row.naive === naive).map((row) => Number.parseInt(row.id, 10)))].join(', ')}: ${naive}.`,
    );
  }
  console.log(
    line(
      '',
      COLUMNS.map(([title]) => title),
      '',
    ),
  );
  sorted.forEach((row, n) => console.log(line(row.id, cells[n], row.note)));
  mkdirSync('test-results', { recursive: true });
  const path = resolve('test-results', `bench-${name}.json`);
  const machine = {
    cores: cpus().length,
    processor: cpus()[0]?.model ?? '',
    load: loadavg().map((value) => Number(value.toFixed(2))),
    at: new Date().toISOString(),
  };
  writeFileSync(path, JSON.stringify({ machine, rows: sorted }, null, 2));
  console.log(path);
}
