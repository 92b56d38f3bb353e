/**
 * Weight matching (Ainsworth et al., Git Re-Basin, 2023, algorithm 1): hidden units of B permuted so that ‖θA − π(θB)‖ is small.
 * One hidden layer: the optimum, by one assignment. Deeper: layers in seeded random order, each an assignment with the others
 * fixed, until a sweep gains nothing; a local optimum, so restarts in other orders, one from a given start, then kicks from the
 * best (methods.md §2). Deviations from the paper: sign flips where they are a symmetry, judged by exact gains in float64, so that the
 * distance falls monotonically whatever the precision of the products. Weak where units are nearly interchangeable: which one
 * is taken then says little.
 */
import { throwIfAborted, yieldToEventLoop, type JobOptions } from '../../base/job.ts';
import { solveAssignmentAsync } from '../../linalg/assignment.ts';
import { seededRandom, type Random } from '../../linalg/random.ts';
import { distance } from '../../linalg/vector.ts';
import type { Network } from '../../nn/network.ts';
import { checkSameShape } from '../../nn/validate-architecture.ts';
import type { MatrixProduct } from '../evaluator.ts';
import type { MatchingRun } from '../results.ts';
import { MatchingCost, type Placement, type SplitEntry } from './matching-cost.ts';
import { hasSignSymmetry } from './permutation-spec.ts';
import { identityPermutations, permuteNetwork, positiveSigns } from './permute.ts';

export interface WeightMatchingRequest {
  readonly reference: Network;
  readonly network: Network;
  readonly seed: number;
  /** n ≥ 1 orders from the identity, then 2n kicks from the best; unused with one hidden layer, whose optimum is found at once. */
  readonly restarts: number;
  /** Match sign flips too, where they are a symmetry. */
  readonly signs: boolean;
  /** One more start, such as activation matching's result. */
  readonly start?: { readonly permutations: readonly Int32Array[]; readonly signs: readonly Int8Array[] | null } | null;
}

export interface Matching {
  readonly permutations: Int32Array[];
  readonly signs: Int8Array[] | null;
  readonly distance: number;
  /** Of the run that was kept. */
  readonly sweeps: number;
  /** Distance reached by every run, in order: restarts, the given start, kicks. */
  readonly runs: number[];
  /** The first of those that came nearest. */
  readonly won: MatchingRun;
}

/** A gain of the inner product at or below this is rounding. */
const MIN_GAIN = 1e-12;
const KICKED_FRACTION = 0.3;
/** Relative to the largest units: entries this near to optimal are settled in float64. */
const TIE = 1e-5;

/** The nearest placement found. Rejects with `signal.reason`. Same request, same product: same result. */
export async function matchWeights(request: WeightMatchingRequest, product: MatrixProduct, options: JobOptions = {}): Promise<Matching> {
  const { reference, network, seed, restarts } = request;
  checkSameShape([reference.architecture, network.architecture], 'network');
  throwIfAborted(options.signal);
  const { hidden } = reference.architecture;
  const signs = request.signs && hasSignSymmetry(reference.architecture);
  const identity = (): Placement => ({ permutations: identityPermutations(reference.architecture), signs: positiveSigns(reference.architecture) });
  const search = new Search(request, new MatchingCost(reference, network, product), signs, options);

  const several = hidden.length > 1;
  const plain = several ? Math.max(1, restarts) : 1;
  const kicks = several ? 2 * plain : 0;
  const total = plain + (several && request.start ? 1 : 0) + kicks;
  let best: Run | null = null;
  let won: MatchingRun = { start: 'identity', run: 0 };
  const runs: number[] = [];
  const record = (run: Run, start: MatchingRun['start']): void => {
    if (best === null || run.distance < best.distance) {
      best = run;
      won = { start, run: runs.length };
    }
    runs.push(run.distance);
    options.onProgress?.({ phase: 'weight matching', done: runs.length, total });
  };
  const keep = (): Run => best ?? { placement: identity(), distance: Infinity, sweeps: 0 };
  for (let n = 0; n < plain; n++) record(await search.run(identity(), seededRandom(seed, 'matching', n)), 'identity');
  if (several && request.start)
    record(await search.run(startPlacement(request.start, identity()), seededRandom(seed, 'matching', 'start')), 'activation');
  for (let n = 0; n < kicks; n++) {
    const random = seededRandom(seed, 'kick', n);
    record(await search.run(kicked(keep().placement, random), random), 'kick');
  }
  const polished = await search.polish(keep());
  return {
    permutations: polished.placement.permutations,
    signs: signs ? polished.placement.signs : null,
    distance: polished.distance,
    sweeps: polished.sweeps,
    runs,
    won,
  };
}

interface Run {
  readonly placement: Placement;
  readonly distance: number;
  readonly sweeps: number;
}

/** Sweeps over the layers of one pair of networks. */
class Search {
  private readonly request: WeightMatchingRequest;
  private readonly cost: MatchingCost;
  private readonly signs: boolean;
  private readonly options: JobOptions;
  private readonly duals: Float64Array[];
  private readonly matrices = new Map<number, Float64Array>();

  constructor(request: WeightMatchingRequest, cost: MatchingCost, signs: boolean, options: JobOptions) {
    this.request = request;
    this.cost = cost;
    this.signs = signs;
    this.options = options;
    this.duals = request.reference.architecture.hidden.map((width) => new Float64Array(width));
  }

  /** Sweeps from a placement, which it changes, until one gains nothing. */
  async run(placement: Placement, random: Random, exact = false): Promise<Run> {
    const layers = placement.permutations.length;
    /** Layers whose neighbours have not changed since they were solved. */
    const settled = new Set<number>();
    let sweeps = 0;
    for (let gained = true; gained;) {
      gained = false;
      sweeps++;
      for (const l of random.permutation(layers)) {
        if (settled.has(l)) continue;
        settled.add(l);
        if (!(await this.solveLayer(l, placement, exact))) continue;
        gained = true;
        settled.delete(l - 1);
        settled.delete(l + 1);
      }
    }
    const { reference, network } = this.request;
    const moved = permuteNetwork(network, placement.permutations, this.signs ? placement.signs : null);
    return { placement, distance: distance(reference.parameters, moved.parameters), sweeps };
  }

  /** The last sweeps with near-ties settled in float64: float32 products can't tell units apart that differ by less than 1e-4. */
  async polish(best: Run): Promise<Run> {
    const copy = { permutations: best.placement.permutations.map((p) => p.slice()), signs: best.placement.signs.map((s) => s.slice()) };
    const polished = await this.run(copy, seededRandom(this.request.seed, 'polish'), true);
    return polished.distance < best.distance ? { ...polished, sweeps: best.sweeps } : best;
  }

  /** Assigns one layer, the others fixed; true where that gained. */
  private async solveLayer(l: number, placement: Placement, exact: boolean): Promise<boolean> {
    await yieldToEventLoop(this.options.signal);
    const width = placement.permutations[l].length;
    const matrix = this.matrices.get(width) ?? new Float64Array(width * width);
    this.matrices.set(width, matrix);
    await this.cost.matrix(l, placement, this.signs, matrix);
    const solve = { columnDuals: this.duals[l], ...(this.options.signal ? { signal: this.options.signal } : {}) };
    let proposal = await solveAssignmentAsync(matrix, width, solve);
    if (exact) {
      this.settleTies(l, placement, matrix);
      proposal = await solveAssignmentAsync(matrix, width, solve);
    }
    return this.accept(l, placement, proposal);
  }

  /** Takes a proposal where its exact gain is above rounding. */
  private accept(l: number, placement: Placement, proposal: Int32Array): boolean {
    const p = placement.permutations[l];
    const s = placement.signs[l];
    const turned = Int8Array.from(s);
    let gain = 0;
    for (let i = 0; i < p.length; i++) {
      if (proposal[i] === p[i] && !this.signs) continue;
      const after = this.cost.value(l, i, proposal[i], placement);
      const before = proposal[i] === p[i] ? after : this.cost.value(l, i, p[i], placement);
      if (this.signs) turned[i] = after.turning < 0 ? -1 : 1;
      gain += entryValue(after, turned[i]) - entryValue(before, s[i]);
    }
    if (!(gain > MIN_GAIN)) return false;
    p.set(proposal);
    s.set(turned);
    return true;
  }

  /** Replaces entries that are optimal within rounding, by the duals of the last solve, with float64 ones. */
  private settleTies(l: number, placement: Placement, matrix: Float64Array): void {
    const v = this.duals[l];
    const tolerance = TIE * this.cost.scale(l);
    for (let i = 0; i < v.length; i++) {
      let lowest = Infinity;
      for (let j = 0, k = i * v.length; j < v.length; j++, k++) lowest = Math.min(lowest, -matrix[k] - v[j]);
      for (let j = 0, k = i * v.length; j < v.length; j++, k++) {
        if (-matrix[k] - v[j] > lowest + tolerance) continue;
        const { fixed, turning } = this.cost.value(l, i, j, placement);
        matrix[k] = fixed + (this.signs ? Math.abs(turning) : turning);
      }
    }
  }
}

function entryValue({ fixed, turning }: SplitEntry, sign: number): number {
  return fixed + sign * turning;
}

function startPlacement(
  start: { readonly permutations: readonly Int32Array[]; readonly signs: readonly Int8Array[] | null },
  identity: Placement,
): Placement {
  return { permutations: start.permutations.map((p) => p.slice()), signs: start.signs?.map((s) => s.slice()) ?? identity.signs };
}

/** A copy with 30 % of each layer's units (at least two) reassigned among themselves, each with its sign. */
function kicked({ permutations, signs }: Placement, random: Random): Placement {
  const copy = { permutations: permutations.map((p) => p.slice()), signs: signs.map((s) => s.slice()) };
  for (const [l, p] of copy.permutations.entries()) {
    const chosen = random.permutation(p.length).subarray(0, Math.max(2, Math.round(KICKED_FRACTION * p.length)));
    const order = random.permutation(chosen.length);
    for (let n = 0; n < chosen.length; n++) {
      p[chosen[n]] = permutations[l][chosen[order[n]]];
      copy.signs[l][chosen[n]] = signs[l][chosen[order[n]]];
    }
  }
  return copy;
}
