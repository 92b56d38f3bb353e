/** A person's own file as a dataset: CSV, or safetensors with x, y and perhaps x_test, y_test. */
import { badFile } from '../../base/bad-file.ts';
import type { Dataset } from '../../datasets/dataset.ts';
import type { NamedBytes } from '../../datasets/named-bytes.ts';
import type { FileSpec } from '../../datasets/spec.ts';
import { tableDataset } from '../../datasets/table.ts';
import type { LabelledRows } from '../../datasets/table.ts';
import { readCsv } from '../../io/csv.ts';
import { readSafetensors } from '../../io/safetensors.ts';
import type { SafetensorsTensor } from '../../io/safetensors.ts';

const CLASS_LIMIT = 1000;

/** `columns` are the CSV's; none for safetensors. */
export function fileDataset(kind: 'csv' | 'safetensors', file: NamedBytes, spec: FileSpec): { dataset: Dataset; columns: readonly string[] } {
  if (kind === 'safetensors') return { dataset: safetensorsDataset(file, spec), columns: [] };
  const { x, y, inputs, classNames, columns, understood } = readCsv(file.bytes, file.name, spec);
  return { dataset: tableDataset(spec, classNames, { train: { x, y, inputs }, test: null }, understood), columns };
}

/**
 * x [n, ...] (further dimensions are flattened), y [n] or [n, 1] whole numbers from 0; x_test, y_test alike.
 *
 * @throws RidgelineError 'bad-file' naming the tensor, the element and the rule.
 */
function safetensorsDataset(file: NamedBytes, spec: FileSpec): Dataset {
  const { tensors } = readSafetensors(file.bytes, file.name);
  const train = labelledRows(tensors, 'x', 'y', file.name);
  const hasTest = tensors.has('x_test') || tensors.has('y_test');
  const test = hasTest ? labelledRows(tensors, 'x_test', 'y_test', file.name) : null;
  if (test !== null && test.inputs !== train.inputs) {
    throw badFile(file.name, 'tensor "x_test"', `has ${test.inputs} inputs a row, but x has ${train.inputs}.`);
  }
  const largest = [train, test].reduce((most, rows) => (rows === null ? most : rows.y.reduce((a, b) => Math.max(a, b), most)), 0);
  const classNames = Array.from({ length: largest + 1 }, (_, label) => String(label));
  const converted = ['x', 'x_test'].filter((name) => tensors.get(name)?.converted === true);
  const notes = converted.map((name) => `${name} was converted from ${tensors.get(name)?.dtype ?? ''} to 32-bit floats.`);
  return tableDataset(spec, classNames, { train, test }, notes);
}

function labelledRows(tensors: ReadonlyMap<string, SafetensorsTensor>, xName: string, yName: string, file: string): LabelledRows {
  const x = tensors.get(xName);
  const y = tensors.get(yName);
  if (x === undefined || y === undefined) {
    const names = [...tensors.keys()].slice(0, 12).join(', ');
    const missing = x === undefined ? xName : yName;
    throw badFile(
      file,
      '',
      `has no tensor "${missing}"; data need ${xName} and ${yName}. It holds: ${names.slice(0, 200) || 'nothing'}. A network is imported under Networks.`,
    );
  }
  const [count = 0] = x.shape;
  const inputs = count > 0 ? x.data.length / count : 0;
  if (x.shape.length < 2 || count === 0 || inputs === 0) {
    throw badFile(file, `tensor "${xName}"`, `has shape [${x.shape.join(', ')}]; [examples, inputs] with at least one of each was expected.`);
  }
  const flat = y.shape.length === 1 || (y.shape.length === 2 && y.shape[1] === 1);
  if (!flat || y.shape[0] !== count) {
    throw badFile(file, `tensor "${yName}"`, `has shape [${y.shape.join(', ')}]; [${count}], one label for each row of ${xName}, was expected.`);
  }
  const bad = x.data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw badFile(
      file,
      `tensor "${xName}", row ${Math.floor(bad / inputs)}, column ${bad % inputs} (from 0)`,
      `${x.data[bad]} is not a finite number.`,
    );
  }
  const wrong = y.data.findIndex((value) => !Number.isInteger(value) || value < 0 || value >= CLASS_LIMIT);
  if (wrong >= 0) {
    throw badFile(file, `tensor "${yName}", row ${wrong} (from 0)`, `the label ${y.data[wrong]} is not a whole number from 0 to ${CLASS_LIMIT - 1}.`);
  }
  return { x: x.data instanceof Float32Array ? x.data : Float32Array.from(x.data), y: Int32Array.from(y.data), inputs };
}
