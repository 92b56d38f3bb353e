/** Datasets from a person's own numbers: a parsed CSV, or the arrays of a safetensors file. */
import { oneSplitNote } from './one-split.ts';
import { badFile } from '../base/bad-file.ts';
import { formatCount } from '../base/format.ts';
import type { Dataset, Examples } from './dataset.ts';
import type { FileSpec } from './spec.ts';

/** Rows of numbers with a class each. */
export interface LabelledRows {
  /** [count, inputs] row-major. */
  readonly x: Float32Array;
  /** Class index of each row. */
  readonly y: Int32Array;
  readonly inputs: number;
}

/**
 * A dataset from rows; without test rows all examples serve as both splits, and a note says so. Scaling applies to every column as
 * (x − mean) / deviation. Two inputs are drawn as points.
 *
 * @param rows `x` is copied only where it is scaled.
 * @throws RidgelineError 'bad-file' where all examples are of one class.
 */
export function tableDataset(
  spec: FileSpec,
  classNames: readonly string[],
  rows: { train: LabelledRows; test: LabelledRows | null },
  notes: readonly string[] = [],
): Dataset {
  const classes = classNames.length;
  const { inputs } = rows.train;
  const { name } = spec.file;
  if (new Set(rows.train.y).size < 2) {
    const only = classNames[rows.train.y[0]] ?? '';
    throw badFile(
      name,
      '',
      `all ${formatCount(rows.train.y.length)} training examples are of one class ("${only.slice(0, 60)}"); at least two classes are needed.`,
    );
  }
  const examples = (split: LabelledRows): Examples => ({ x: scaled(split.x, spec.scaling), y: split.y, count: split.y.length, inputs, classes });
  const train = examples(rows.train);
  return {
    name,
    inputs,
    classes,
    classNames,
    shape: inputs === 2 ? { kind: 'point' } : { kind: 'table' },
    scaling: null,
    train,
    test: rows.test === null ? train : examples(rows.test),
    notes: rows.test === null ? [...notes, oneSplitNote(train.count, 'examples')] : notes,
  };
}

function scaled(x: Float32Array, scaling: FileSpec['scaling']): Float32Array {
  if (scaling === 'raw') return x;
  const { mean, deviation } = scaling;
  return x.map((value) => (value - mean) / deviation);
}
