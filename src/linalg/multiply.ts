/**
 * Dense products in float64, in plain loops: 4 x 4 tiles held in local variables over packed panels, two to three times as
 * fast as row-by-row updates in V8. Correct first, fast second: the GPU and wasm products live in compute/.
 */
import type { Vector } from './vector.ts';

/** A·B with A [rows, inner], B [inner, columns], row-major; a new array [rows, columns]. */
export function multiply(a: Vector, b: Vector, rows: number, inner: number, columns: number): Float64Array {
  const result = new Float64Array(rows * columns);
  const panels = packColumns(b, inner, columns);
  const strip = new Float64Array(4 * inner);
  const active = new Int32Array(inner);
  // A zero times a number that is not finite is NaN, so zeros are skipped only where B is finite.
  const skipZeros = allFinite(b);
  for (let i = 0; i < rows; i += 4) {
    const depth = packRows(a, i, Math.min(4, rows - i), inner, strip, active, skipZeros);
    for (let j = 0; j < columns; j += 4) tile(strip, active, depth, panels, j * inner, result, i, j, rows, columns);
  }
  return result;
}

/** Aᵀ·B with A [inner, rows], B [inner, columns]; a new array [rows, columns]. */
export function transposeMultiply(a: Vector, b: Vector, inner: number, rows: number, columns: number): Float64Array {
  return multiply(transpose(a, inner, rows), b, rows, inner, columns);
}

/** Aᵀ for A [rows, columns]; a new array of the same kind. */
export function transpose<V extends Vector>(a: V, rows: number, columns: number): V {
  const result = a.slice() as V;
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) result[j * rows + i] = a[i * columns + j];
  return result;
}

/** In one pass without a branch: a NaN or an infinity times zero is NaN. */
function allFinite(values: Vector): boolean {
  let zero = 0;
  for (let i = 0; i < values.length; i++) zero += values[i] * 0;
  return zero === 0;
}

/** Columns in groups of four, each group [inner, 4]; padded with zeros. */
function packColumns(b: Vector, inner: number, columns: number): Float64Array {
  const panels = new Float64Array(Math.ceil(columns / 4) * 4 * inner);
  for (let j = 0; j < columns; j += 4) {
    const width = Math.min(4, columns - j);
    for (let k = 0; k < inner; k++) for (let s = 0; s < width; s++) panels[j * inner + 4 * k + s] = b[k * columns + j + s];
  }
  return panels;
}

/** Up to four rows as [depth, 4], leaving out the k where all are zero; `active` holds 4k of the others. Gives depth. */
function packRows(a: Vector, first: number, count: number, inner: number, strip: Float64Array, active: Int32Array, skipZeros: boolean): number {
  let depth = 0;
  for (let k = 0; k < inner; k++) {
    let some = !skipZeros;
    for (let r = 0; r < 4; r++) {
      const value = r < count ? a[(first + r) * inner + k] : 0;
      strip[4 * depth + r] = value;
      some ||= value !== 0;
    }
    if (some) active[depth++] = 4 * k;
  }
  return depth;
}

function tile(
  strip: Float64Array,
  active: Int32Array,
  depth: number,
  panels: Float64Array,
  panel: number,
  result: Float64Array,
  i: number,
  j: number,
  rows: number,
  columns: number,
): void {
  let c00 = 0,
    c01 = 0,
    c02 = 0,
    c03 = 0,
    c10 = 0,
    c11 = 0,
    c12 = 0,
    c13 = 0;
  let c20 = 0,
    c21 = 0,
    c22 = 0,
    c23 = 0,
    c30 = 0,
    c31 = 0,
    c32 = 0,
    c33 = 0;
  for (let t = 0, s = 0; t < depth; t++, s += 4) {
    const o = panel + active[t];
    const a0 = strip[s],
      a1 = strip[s + 1],
      a2 = strip[s + 2],
      a3 = strip[s + 3];
    const b0 = panels[o],
      b1 = panels[o + 1],
      b2 = panels[o + 2],
      b3 = panels[o + 3];
    c00 += a0 * b0;
    c01 += a0 * b1;
    c02 += a0 * b2;
    c03 += a0 * b3;
    c10 += a1 * b0;
    c11 += a1 * b1;
    c12 += a1 * b2;
    c13 += a1 * b3;
    c20 += a2 * b0;
    c21 += a2 * b1;
    c22 += a2 * b2;
    c23 += a2 * b3;
    c30 += a3 * b0;
    c31 += a3 * b1;
    c32 += a3 * b2;
    c33 += a3 * b3;
  }
  const width = Math.min(4, columns - j);
  putRow(result, i * columns + j, width, c00, c01, c02, c03);
  if (i + 1 < rows) putRow(result, (i + 1) * columns + j, width, c10, c11, c12, c13);
  if (i + 2 < rows) putRow(result, (i + 2) * columns + j, width, c20, c21, c22, c23);
  if (i + 3 < rows) putRow(result, (i + 3) * columns + j, width, c30, c31, c32, c33);
}

function putRow(result: Float64Array, at: number, width: number, c0: number, c1: number, c2: number, c3: number): void {
  result[at] = c0;
  if (width > 1) result[at + 1] = c1;
  if (width > 2) result[at + 2] = c2;
  if (width > 3) result[at + 3] = c3;
}
