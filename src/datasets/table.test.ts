import { describe, expect, it } from 'vitest';
import type { FileSpec } from './spec.ts';
import { tableDataset } from './table.ts';

const spec = (scaling: FileSpec['scaling'] = 'raw'): FileSpec => ({
  id: 'file',
  file: { name: 'own.csv', sha256: 'a'.repeat(64) },
  labelColumn: null,
  header: 'auto',
  decimal: 'auto',
  firstColumn: 'auto',
  scaling,
});
const rows = (y: number[], inputs = 3) => ({ x: Float32Array.from({ length: y.length * inputs }, (_, i) => i), y: Int32Array.from(y), inputs });

describe('tableDataset', () => {
  it('lets all examples serve as both splits where there is no test part, and says so', () => {
    const dataset = tableDataset(spec(), ['no', 'yes'], { train: rows([0, 1, 1]), test: null }, ['a note']);
    expect(dataset.test).toBe(dataset.train);
    expect(dataset.notes).toEqual(['a note', 'No test examples: all 3 serve as both train and test.']);
    expect(dataset).toMatchObject({ name: 'own.csv', inputs: 3, classes: 2, shape: { kind: 'table' }, scaling: null });
  });

  it('draws two inputs as points and scales every column', () => {
    const dataset = tableDataset(spec({ mean: 1, deviation: 2 }), ['0', '1'], { train: rows([0, 1], 2), test: rows([1], 2) });
    expect(dataset.shape).toEqual({ kind: 'point' });
    expect([...dataset.train.x]).toEqual([-0.5, 0, 0.5, 1]);
    expect(dataset.test.count).toBe(1);
  });

  it('refuses a single class, naming it', () => {
    expect(() => tableDataset(spec(), ['no', 'yes'], { train: rows([1, 1]), test: null })).toThrow(
      /own\.csv: all 2 training examples are of one class \("yes"\)/,
    );
  });
});
