/**
 * An orthonormal basis of a span by singular value decomposition, for few long vectors: Gram-Schmidt with every projection done twice
 * (Kahan and Parlett: "twice is enough"; Daniel, Gragg, Kaufman and Stewart, Math. Comp. 30, 1976), then one-sided Jacobi rotations of the
 * small triangle (Hestenes 1958). Singular values are right to rounding of the largest, which their squares in a Gram matrix are not.
 * Generators of the work done, for runInTurns.
 */
import { axpy, dot, norm } from './vector.ts';

export interface OrthonormalBasis {
  /** Orthonormal, in descending order of their singular values. */
  readonly vectors: readonly Float64Array[];
  /** Of all vectors given, descending; as many as are independent to rounding. */
  readonly singularValues: Float64Array;
}

/** A vector whose part outside the others' span is below this fraction of the longest vector is rounding. */
const ROUNDING = 1e-13;
/** Rows at a smaller cosine are orthogonal. */
const ORTHOGONAL = 1e-14;
const MOST_SWEEPS = 60;
/** Entries rotated at a time, so that a block of every vector stays in the cache. */
const BLOCK = 2048;

/**
 * The span of vectors of equal length.
 * @param vectors finite; overwritten, and used for the result: no more memory of their size is taken
 * @param tolerance directions whose singular value is at most this fraction of the largest are left out; 1e-12 to 1
 */
export function* orthonormalBasis(vectors: readonly Float64Array[], tolerance: number): Generator<number, OrthonormalBasis> {
  const { kept, triangle } = yield* triangularise(vectors);
  const { rotation, singularValues } = diagonalise(triangle);
  const dimension = singularValues.filter((value) => value > tolerance * singularValues[0]).length;
  yield* rotate(kept, rotation.slice(0, dimension));
  return { vectors: kept.slice(0, dimension), singularValues };
}

/** Subtracts from x its part in the span of orthonormal vectors, twice: what rounding leaves of it the first time too. Gives the coefficients. */
export function* projectOut(x: Float64Array, basis: readonly Float64Array[]): Generator<number, Float64Array> {
  const coefficients = new Float64Array(basis.length);
  for (let pass = 0; pass < 2; pass++) {
    for (const [i, vector] of basis.entries()) {
      const along = dot(x, vector);
      axpy(-along, vector, x);
      coefficients[i] += along;
      yield 2 * x.length;
    }
  }
  return coefficients;
}

/** Orthonormal `kept` (the vectors' own arrays) and rows [kept][vectors] with vectorⱼ = Σᵢ triangle[i][j]·keptᵢ. */
function* triangularise(vectors: readonly Float64Array[]): Generator<number, { kept: Float64Array[]; triangle: Float64Array[] }> {
  const longest = Math.max(0, ...vectors.map((vector) => norm(vector)));
  const kept: Float64Array[] = [];
  const triangle: Float64Array[] = [];
  for (const [j, vector] of vectors.entries()) {
    const coefficients = yield* projectOut(vector, kept);
    for (const [i, value] of coefficients.entries()) triangle[i][j] = value;
    const rest = norm(vector);
    if (!(rest > ROUNDING * longest)) continue;
    for (let n = 0; n < vector.length; n++) vector[n] /= rest;
    kept.push(vector);
    const row = new Float64Array(vectors.length);
    row[j] = rest;
    triangle.push(row);
  }
  return { kept, triangle };
}

/** Rotates rows until they are orthogonal: their norms are the singular values, `rotation` (rows, descending) what brought them there. */
function diagonalise(rows: readonly Float64Array[]): { rotation: Float64Array[]; singularValues: Float64Array } {
  const turned = rows.map((_, i) => Float64Array.from(rows, (__, j) => (i === j ? 1 : 0)));
  for (let sweep = 0, turns = 1; turns > 0 && sweep < MOST_SWEEPS; sweep++) {
    turns = 0;
    for (let i = 0; i < rows.length; i++) {
      for (let j = i + 1; j < rows.length; j++) {
        const [aa, bb, ab] = [dot(rows[i], rows[i]), dot(rows[j], rows[j]), dot(rows[i], rows[j])];
        if (Math.abs(ab) <= ORTHOGONAL * Math.sqrt(aa * bb)) continue;
        turns++;
        const slope = (bb - aa) / (2 * ab);
        const tangent = (slope < 0 ? -1 : 1) / (Math.abs(slope) + Math.sqrt(1 + slope * slope));
        turn(rows[i], rows[j], tangent);
        turn(turned[i], turned[j], tangent);
      }
    }
  }
  const order = rows.map((row, i) => ({ length: norm(row), rotation: turned[i] })).sort((a, b) => b.length - a.length);
  return { rotation: order.map(({ rotation }) => rotation), singularValues: Float64Array.from(order, ({ length }) => length) };
}

/** A plane rotation of two vectors, in place. */
function turn(a: Float64Array, b: Float64Array, tangent: number): void {
  const c = 1 / Math.sqrt(1 + tangent * tangent);
  const s = tangent * c;
  for (let n = 0; n < a.length; n++) {
    const held = a[n];
    a[n] = c * held - s * b[n];
    b[n] = s * held + c * b[n];
  }
}

/** vectorᵢ ← Σⱼ rotation[i][j]·vectorⱼ, in place, for the rows given; the vectors after them are lost. */
function* rotate(vectors: readonly Float64Array[], rotation: readonly Float64Array[]): Generator<number, void> {
  const length = vectors.length === 0 ? 0 : vectors[0].length;
  for (let start = 0; start < length; start += BLOCK) {
    const old = vectors.map((vector) => vector.slice(start, start + BLOCK));
    for (const [i, row] of rotation.entries()) {
      const block = vectors[i].subarray(start, start + BLOCK).fill(0);
      for (const [j, weight] of row.entries()) axpy(weight, old[j], block);
    }
    yield BLOCK * vectors.length * rotation.length;
  }
}
