/**
 * Linear assignment by shortest augmenting paths (Jonker and Volgenant, Computing 38, 1987; the augmentation as in Crouse,
 * IEEE TAES 52, 2016), dense and exact in float64, O(n³) at worst. A generator inside, so that its driver can yield and cancel.
 */
import { RidgelineError } from '../base/errors.ts';
import { runInTurns } from '../base/job.ts';

export interface AssignmentOptions {
  /**
   * Column duals of an earlier solve of a similar matrix, [n]; replaced by this solve's. Any start gives an optimum; a near one
   * leaves fewer rows to augment.
   */
  readonly columnDuals?: Float64Array;
}

/**
 * The permutation p that maximises Σᵢ gain[i, p(i)].
 * @param gain [n, n] row-major, finite; not changed
 * @returns p, [n]
 */
export function solveAssignment(gain: Float32Array | Float64Array, n: number, options: AssignmentOptions = {}): Int32Array {
  const steps = assignmentSteps(gain, n, options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** As `solveAssignment`, giving the event loop turns; rejects with `signal.reason`. */
export function solveAssignmentAsync(
  gain: Float32Array | Float64Array,
  n: number,
  options: AssignmentOptions & { readonly signal?: AbortSignal } = {},
): Promise<Int32Array> {
  return runInTurns(assignmentSteps(gain, n, options), options.signal);
}

/** Yields after every augmented row with the number of matrix entries read since. */
export function* assignmentSteps(gain: Float32Array | Float64Array, n: number, options: AssignmentOptions = {}): Generator<number, Int32Array> {
  checkGain(gain, n);
  const state = startMatching(gain, n, options.columnDuals);
  yield 2 * n * n;
  for (let row = 0; row < n; row++) {
    if (state.columnOf[row] < 0) yield augment(state, row) * n;
  }
  options.columnDuals?.set(state.v);
  checkPermutation(state.columnOf);
  return state.columnOf;
}

interface Matching {
  readonly n: number;
  /** Cost = −gain. */
  readonly gain: Float32Array | Float64Array;
  /** Row and column duals: u[i] + v[j] ≤ cost[i, j], equal on matched pairs. */
  readonly u: Float64Array;
  readonly v: Float64Array;
  readonly columnOf: Int32Array;
  readonly rowOf: Int32Array;
  readonly shortest: Float64Array;
  readonly previousRow: Int32Array;
  readonly remaining: Int32Array;
  readonly scannedRows: Int32Array;
  readonly scannedColumns: Int32Array;
}

/** Feasible duals (column minima or those given, then row minima) and a greedy matching on tight pairs. */
function startMatching(gain: Float32Array | Float64Array, n: number, duals: Float64Array | undefined): Matching {
  const v = new Float64Array(n);
  if (duals?.length === n) v.set(duals);
  else columnMinima(gain, n, v);
  const u = new Float64Array(n);
  const columnOf = new Int32Array(n).fill(-1);
  const rowOf = new Int32Array(n).fill(-1);
  for (let i = 0; i < n; i++) {
    let lowest = Infinity;
    let at = -1;
    for (let j = 0, k = i * n; j < n; j++, k++) {
      const reduced = -gain[k] - v[j];
      if (reduced < lowest || (reduced === lowest && rowOf[at] >= 0 && rowOf[j] < 0)) {
        lowest = reduced;
        at = j;
      }
    }
    u[i] = lowest;
    if (rowOf[at] < 0) {
      rowOf[at] = i;
      columnOf[i] = at;
    }
  }
  return {
    n,
    gain,
    u,
    v,
    columnOf,
    rowOf,
    shortest: new Float64Array(n),
    previousRow: new Int32Array(n),
    remaining: new Int32Array(n),
    scannedRows: new Int32Array(n),
    scannedColumns: new Int32Array(n),
  };
}

function columnMinima(gain: Float32Array | Float64Array, n: number, v: Float64Array): void {
  v.fill(Infinity);
  for (let i = 0; i < n; i++) {
    for (let j = 0, k = i * n; j < n; j++, k++) {
      if (-gain[k] < v[j]) v[j] = -gain[k];
    }
  }
}

/** One shortest augmenting path from a free row; gives the number of rows scanned. */
function augment(state: Matching, start: number): number {
  const { n, gain, u, v, columnOf, rowOf, shortest, previousRow, remaining, scannedRows, scannedColumns } = state;
  shortest.fill(Infinity);
  for (let j = 0; j < n; j++) remaining[j] = n - 1 - j;
  let left = n;
  let scanned = 0;
  let row = start;
  let reach = 0;
  let sink = -1;
  while (sink < 0) {
    scannedRows[scanned] = row;
    const base = row * n;
    const offset = reach - u[row];
    let nearest = -1;
    let lowest = Infinity;
    for (let k = 0; k < left; k++) {
      const j = remaining[k];
      const through = offset - gain[base + j] - v[j];
      if (through < shortest[j]) {
        shortest[j] = through;
        previousRow[j] = row;
      }
      const path = shortest[j];
      if (path < lowest || (path === lowest && rowOf[j] < 0)) {
        lowest = path;
        nearest = k;
      }
    }
    reach = lowest;
    const column = remaining[nearest];
    scannedColumns[scanned++] = column;
    remaining[nearest] = remaining[--left];
    if (rowOf[column] < 0) sink = column;
    else row = rowOf[column];
  }
  u[start] += reach;
  for (let k = 1; k < scanned; k++) u[scannedRows[k]] += reach - shortest[columnOf[scannedRows[k]]];
  for (let k = 0; k < scanned; k++) v[scannedColumns[k]] -= reach - shortest[scannedColumns[k]];
  for (let column = sink; ;) {
    const owner = previousRow[column];
    rowOf[column] = owner;
    const next = columnOf[owner];
    columnOf[owner] = column;
    if (owner === start) break;
    column = next;
  }
  return scanned;
}

function checkGain(gain: Float32Array | Float64Array, n: number): void {
  if (gain.length !== n * n) {
    throw new RidgelineError('shape-mismatch', `The assignment's matrix holds ${gain.length} entries; ${n} x ${n} needs ${n * n}.`, {
      argument: 'gain',
      received: gain.length,
    });
  }
  for (let k = 0; k < gain.length; k++) {
    if (!Number.isFinite(gain[k])) {
      throw new RidgelineError(
        'invalid-argument',
        `The assignment's matrix holds ${gain[k]} at row ${Math.floor(k / n)}, column ${k % n}; every entry must be finite. Are the networks' parameters finite?`,
        { argument: 'gain', received: String(gain[k]) },
      );
    }
  }
}

/** Throws unless `p` holds each of 0..p.length-1 once. */
export function checkPermutation(p: Int32Array, argument = 'permutation'): void {
  const seen = new Uint8Array(p.length);
  for (const index of p) {
    if (!(index >= 0 && index < p.length) || seen[index] === 1) {
      throw new RidgelineError(
        'invalid-argument',
        `${argument} is not a permutation of 0 to ${p.length - 1}: it holds ${index}${seen[index] === 1 ? ' twice' : ''}.`,
        { argument, received: index },
      );
    }
    seen[index] = 1;
  }
}
