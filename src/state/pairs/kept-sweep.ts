/** A sweep as this browser keeps it: its finished entries, read back as if a stranger had written them. */
import { invalid, listOf, numberIn, oneOf, plainObject, record, text, type Check } from '../../base/check.ts';
import type { Field } from '../../landscape/evaluator.ts';
import { LAYER_SEQUENCES, type CellErrors, type LayerGrid } from '../../landscape/layers/results.ts';
import { MAX_LAYERS, MAX_PAIRS } from '../figures/lab-view.ts';
import type { SensitivityFigure, SweepEntry } from './sweep.ts';

interface KeptEntry {
  readonly name: string;
  readonly key: string;
  readonly grid: LayerGrid;
}

interface KeptSweep {
  readonly over: SensitivityFigure['over'];
  readonly entries: readonly KeptEntry[];
}

const MOST_ENTRIES = 8;
const LONGEST_KEY = 20_000;

export function keptSweep({ over, entries }: SensitivityFigure): KeptSweep {
  return { over, entries: entries.flatMap(({ name, key, grid, status }) => (grid === null || status !== 'done' ? [] : [{ name, key, grid }])) };
}

/** null where it is none, or nothing of it was finished. */
export function restoredSweep(kept: unknown): SensitivityFigure | null {
  try {
    const { over, entries } = checkSweep(kept, 'sweep');
    return { over, entries: entries.map((entry): SweepEntry => ({ ...entry, status: 'done', error: null })), secondsLeft: null };
  } catch {
    return null;
  }
}

const floats: Check<Float64Array> = (value, argument) => {
  if (value instanceof Float64Array) return value;
  throw invalid(argument, value, 'a Float64Array');
};

const field: Check<Field> = record<Field>({ loss: floats, accuracy: floats });

const checkShape = record<Omit<LayerGrid, 'errors'>>({
  sequence: oneOf(LAYER_SEQUENCES),
  rows: listOf(listOf(numberIn(0, MAX_LAYERS - 1, 'integer'), 1, MAX_LAYERS), 1, MAX_LAYERS + 1),
  names: listOf(text(200), 1, MAX_LAYERS + 1),
  alpha: floats,
  pairs: numberIn(1, MAX_PAIRS, 'integer'),
  intoA: field,
  intoB: field,
  endA: field,
  endB: field,
  distance: floats,
  cosine: floats,
});

const quantities = record<CellErrors['full']>({ loss: floats, error: floats });
const cellErrors = record<CellErrors>({ full: quantities, chord: quantities, own: quantities, ownMean: quantities, base: quantities });
const checkErrors = record<NonNullable<LayerGrid['errors']>>({ intoA: cellErrors, intoB: cellErrors });

/** Every array has the length that rows, pairs and α give it. Errors lack in what was kept before they were measured. */
const checkGrid: Check<LayerGrid> = (value, argument) => {
  const { errors: given, ...rest } = plainObject(value, argument);
  const grid = checkShape(rest, argument);
  const errors = given === undefined ? null : checkErrors(given, `${argument}.errors`);
  const { rows, names, alpha, pairs, intoA, intoB, endA, endB, distance, cosine } = grid;
  const long = (array: ArrayLike<unknown>, length: number): boolean => array.length === length;
  const cells = pairs * rows.length * alpha.length;
  const whole =
    long(names, rows.length) &&
    [intoA, intoB].every(({ loss, accuracy }) => long(loss, cells) && long(accuracy, cells)) &&
    [endA, endB].every(({ loss, accuracy }) => long(loss, pairs) && long(accuracy, pairs)) &&
    [distance, cosine].every((array) => long(array, pairs * rows[0].length)) &&
    Object.values(errors ?? {}).every((side) => Object.values(side).every(({ loss, error }) => long(loss, cells) && long(error, cells)));
  if (!whole) throw invalid(argument, value, 'a grid whose arrays fit its rows, pairs and α');
  return { ...grid, ...(errors === null ? {} : { errors }) };
};

const checkSweep: Check<KeptSweep> = record<KeptSweep>({
  over: oneOf(['learningRate', 'task']),
  entries: listOf(record<KeptEntry>({ name: text(200), key: text(LONGEST_KEY), grid: checkGrid }), 1, MOST_ENTRIES),
});
