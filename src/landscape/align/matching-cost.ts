/**
 * What weight matching maximises, one hidden layer at a time: C[i, j] = the inner product between all parameters of A's unit i
 * and B's unit j, with B's neighbouring layers permuted as they stand (methods.md §2).
 *
 * The products with the neighbours' weights dominate. Each is kept and only the rows whose neighbour unit changed are multiplied
 * again; those of the first and of the last layer never change. The products may be float32 (see MatrixProduct): they propose,
 * while `value` gives single entries in float64, by which every proposal is judged.
 */
import { axpy, dot } from '../../linalg/vector.ts';
import { transpose } from '../../linalg/multiply.ts';
import { parameterLayout, type TensorRange } from '../../nn/layout.ts';
import type { Network } from '../../nn/network.ts';
import type { MatrixProduct } from '../evaluator.ts';

/** Where each unit of the hidden layers stands now; changed in place by the matching. */
export interface Placement {
  readonly permutations: Int32Array[];
  readonly signs: Int8Array[];
}

/** An entry of C in two parts: what a sign flip of the unit leaves alone, and what it turns. */
export interface SplitEntry {
  readonly fixed: number;
  readonly turning: number;
}

/** The product of A's and B's weights on one side of a hidden layer, through that side's other axis. */
interface Side {
  /** [n, width]: the neighbour's axis first. */
  readonly left: Float32Array;
  readonly right: Float32Array;
  /** The same with units first, [width, n]. */
  readonly leftUnits: Float32Array;
  readonly rightUnits: Float32Array;
  readonly n: number;
  readonly width: number;
  /** Hidden layer whose placement reorders the rows; null at the network's inputs and outputs. */
  readonly neighbour: number | null;
  /** Whether that layer's signs reach this weight. */
  readonly signed: boolean;
  kept: Kept | null;
  /** As it stood when first computed: restarts come back to it. */
  first: Kept | null;
}

interface Kept {
  readonly product: Float32Array;
  readonly rows: Int32Array;
  readonly signs: Int8Array;
  /** Partial updates since the last whole product; each adds rounding. */
  updates: number;
}

const MAX_UPDATES = 24;

export class MatchingCost {
  private readonly product: MatrixProduct;
  private readonly incoming: Side[] = [];
  private readonly outgoing: Side[] = [];
  /** Per layer, A's and B's parameters with one entry a unit: bias, then gain and shift. */
  private readonly vectors: { readonly a: Float32Array; readonly b: Float32Array; readonly turning: boolean }[][] = [];
  private readonly normalised: boolean;

  constructor(a: Network, b: Network, product: MatrixProduct) {
    this.product = product;
    const { layers } = parameterLayout(a.architecture);
    this.normalised = a.architecture.norm !== 'none';
    const hidden = a.architecture.hidden.length;
    const pick = (range: TensorRange): { a: Float32Array; b: Float32Array } => ({
      a: a.parameters.subarray(range.start, range.end),
      b: b.parameters.subarray(range.start, range.end),
    });
    for (let l = 0; l < hidden; l++) {
      const into = pick(layers[l].weight);
      const out = pick(layers[l + 1].weight);
      const { inputs, outputs: width } = layers[l];
      const next = layers[l + 1].outputs;
      this.incoming.push({
        left: into.a,
        right: into.b,
        leftUnits: transpose(into.a, inputs, width),
        rightUnits: transpose(into.b, inputs, width),
        n: inputs,
        width,
        neighbour: l === 0 ? null : l - 1,
        signed: true,
        kept: null,
        first: null,
      });
      this.outgoing.push({
        left: transpose(out.a, width, next),
        right: transpose(out.b, width, next),
        leftUnits: out.a,
        rightUnits: out.b,
        n: next,
        width,
        neighbour: l + 1 === hidden ? null : l + 1,
        signed: !this.normalised,
        kept: null,
        first: null,
      });
      const { bias, gain, shift } = layers[l];
      this.vectors.push([
        { ...pick(bias), turning: !this.normalised },
        ...(gain ? [{ ...pick(gain), turning: true }] : []),
        ...(shift ? [{ ...pick(shift), turning: true }] : []),
      ]);
    }
  }

  /** C of a hidden layer, [width, width] row-major, into `result`; |turning part| instead of it where signs are matched. */
  async matrix(l: number, placement: Placement, matchSigns: boolean, result: Float64Array): Promise<void> {
    const into = await this.sideProduct(this.incoming[l], placement);
    const out = await this.sideProduct(this.outgoing[l], placement);
    const { width } = this.incoming[l];
    const fixed = new Float64Array(width);
    const turning = new Float64Array(width);
    for (let i = 0; i < width; i++) {
      fixed.fill(0);
      turning.set(out.subarray(i * width, (i + 1) * width));
      axpy(1, into.subarray(i * width, (i + 1) * width), this.normalised ? fixed : turning);
      for (const vector of this.vectors[l]) axpy(vector.a[i], vector.b, vector.turning ? turning : fixed);
      for (let j = 0, k = i * width; j < width; j++, k++) result[k] = fixed[j] + (matchSigns ? Math.abs(turning[j]) : turning[j]);
    }
  }

  /** One entry of C in float64. */
  value(l: number, i: number, j: number, placement: Placement): SplitEntry {
    const into = sideValue(this.incoming[l], i, j, placement);
    let turning = sideValue(this.outgoing[l], i, j, placement);
    let fixed = 0;
    if (this.normalised) fixed += into;
    else turning += into;
    for (const vector of this.vectors[l]) {
      const term = vector.a[i] * vector.b[j];
      if (vector.turning) turning += term;
      else fixed += term;
    }
    return { fixed, turning };
  }

  /** Largest norm of a unit's parameters in the layer, of A times of B: the scale of C's rounding. */
  scale(l: number): number {
    const largest = (side: 'leftUnits' | 'rightUnits', vector: 'a' | 'b'): number => {
      const { width, n } = this.incoming[l];
      const next = this.outgoing[l].n;
      let most = 0;
      for (let i = 0; i < width; i++) {
        const into = this.incoming[l][side].subarray(i * n, (i + 1) * n);
        const out = this.outgoing[l][side].subarray(i * next, (i + 1) * next);
        let sum = dot(into, into) + dot(out, out);
        for (const entry of this.vectors[l]) sum += entry[vector][i] ** 2;
        most = Math.max(most, sum);
      }
      return Math.sqrt(most);
    };
    return largest('leftUnits', 'a') * largest('rightUnits', 'b');
  }

  private async sideProduct(side: Side, placement: Placement): Promise<Float32Array> {
    const { rows, signs } = placed(side, placement);
    const changed = side.kept ? changedRows(side.kept, rows, signs) : null;
    const changedFromFirst = side.first ? changedRows(side.first, rows, signs) : null;
    if (side.kept && changed && changedFromFirst && side.first && changedFromFirst.length < changed.length) {
      side.kept = { ...side.first, product: side.first.product.slice(), updates: 0 };
      return this.update(side, side.kept, rows, signs, changedFromFirst);
    }
    if (side.kept && changed) return this.update(side, side.kept, rows, signs, changed);
    return this.whole(side, rows, signs);
  }

  private async whole(side: Side, rows: Int32Array, signs: Int8Array): Promise<Float32Array> {
    const { n, width, left } = side;
    const right = new Float32Array(n * width);
    for (let k = 0; k < n; k++) addRow(side.right, rows[k], signs[k], right, k, width);
    const product = await this.product.transposeTimes(left, right, n, width, width);
    side.kept = { product, rows, signs, updates: 0 };
    if (side.first === null && side.neighbour !== null) side.first = { ...side.kept, product: product.slice() };
    return product;
  }

  private async update(side: Side, kept: Kept, rows: Int32Array, signs: Int8Array, changed: number[]): Promise<Float32Array> {
    const { width, left } = side;
    if (changed.length === 0) return kept.product;
    if (changed.length > 0.7 * side.n || kept.updates >= MAX_UPDATES) return this.whole(side, rows, signs);
    const change = new Float32Array(changed.length * width);
    const rowsOfA = new Float32Array(changed.length * width);
    for (const [c, k] of changed.entries()) {
      rowsOfA.set(left.subarray(k * width, (k + 1) * width), c * width);
      addRow(side.right, rows[k], signs[k], change, c, width);
      addRow(side.right, kept.rows[k], -kept.signs[k], change, c, width);
    }
    const added = await this.product.transposeTimes(rowsOfA, change, changed.length, width, width);
    for (let k = 0; k < added.length; k++) kept.product[k] += added[k];
    side.kept = { product: kept.product, rows, signs, updates: kept.updates + 1 };
    return kept.product;
  }
}

/** Which row of B, with which sign, stands in each row of the side now. Fresh arrays. */
function placed(side: Side, { permutations, signs }: Placement): { rows: Int32Array; signs: Int8Array } {
  const rows = side.neighbour === null ? Int32Array.from({ length: side.n }, (_, k) => k) : permutations[side.neighbour].slice();
  return { rows, signs: side.neighbour === null || !side.signed ? new Int8Array(side.n).fill(1) : signs[side.neighbour].slice() };
}

function changedRows(kept: Kept, rows: Int32Array, signs: Int8Array): number[] {
  const changed: number[] = [];
  for (let k = 0; k < rows.length; k++) if (rows[k] !== kept.rows[k] || signs[k] !== kept.signs[k]) changed.push(k);
  return changed;
}

function addRow(source: Float32Array, row: number, sign: number, target: Float32Array, at: number, width: number): void {
  for (let j = 0; j < width; j++) target[at * width + j] += sign * source[row * width + j];
}

function sideValue(side: Side, i: number, j: number, { permutations, signs }: Placement): number {
  const { n, leftUnits, rightUnits, neighbour, signed } = side;
  if (neighbour === null) return dot(leftUnits.subarray(i * n, (i + 1) * n), rightUnits.subarray(j * n, (j + 1) * n));
  const p = permutations[neighbour];
  const s = signs[neighbour];
  let sum = 0;
  for (let k = 0; k < n; k++) sum += leftUnits[i * n + k] * rightUnits[j * n + p[k]] * (signed ? s[k] : 1);
  return sum;
}
