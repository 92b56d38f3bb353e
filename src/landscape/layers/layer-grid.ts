/**
 * The layer laboratory's grid (methods.md §4; Adilova et al., Layer-wise linear mode connectivity, ICLR 2024): the loss where only the
 * layers of a set S are interpolated and the others are A's or B's, for many pairs of networks (one pair at many epochs), all sets
 * of a sequence, at several α. A layer is a linear map, its bias and the normalisation that follows it.
 */
import { numberIn } from '../../base/check.ts';
import { RidgelineError } from '../../base/errors.ts';
import { formatCount } from '../../base/format.ts';
import { throwIfAborted, type StreamOptions } from '../../base/job.ts';
import { comparison } from '../../linalg/vector.ts';
import { parameterLayout } from '../../nn/layout.ts';
import type { Network } from '../../nn/network.ts';
import { checkSameShape } from '../../nn/validate-architecture.ts';
import type { Evaluator, ExampleScores, Field, ScoredField, SliceRequest } from '../evaluator.ts';
import { enterErrors, unknownErrors, type PairScores } from './grid-errors.ts';
import type { LayerGrid, LayerGridSettings } from './results.ts';
import { layerSets, layersName } from './layer-schedule.ts';
import type { RecipeInput } from '../recipes/recipe.ts';
import { segment } from '../segment.ts';

const MAX_PAIRS = 201;
const MAX_ALPHA = 1001;
/** Of α times pairs: some 20 MB of results for a network of 13 layers. */
const MAX_COLUMNS = 25_000;

/**
 * The grid of all pairs. Networks: A and B of each pair, of one architecture. Rows: all layers, then the sequence's sets. Every
 * network of the grid is evaluated once: the ends, and sets of all layers, are the same from both sides.
 *
 * Partial results, pair by pair (of a single pair: set by set, after the full path), hold NaN in what is to come; the last pair comes first, then the
 * first, then those in between, so that a series of epochs is soon seen as a whole.
 * Throws `invalid-argument`, `too-large` or `shape-mismatch` for settings or networks out of bounds.
 */
export async function computeLayerGrid(
  evaluator: Evaluator,
  { networks, examples, settings }: RecipeInput<LayerGridSettings>,
  options: StreamOptions<LayerGrid> = {},
): Promise<LayerGrid> {
  const { signal } = options;
  throwIfAborted(signal);
  const pairs = pairsOf(networks);
  const alpha = checkAlpha(settings.alpha, pairs.length);
  const k = parameterLayout(networks[0].architecture).layers.length;
  const grid = emptyGrid(settings, layerSets(settings, k), alpha, { pairs: pairs.length, layers: k, examples: examples[0].count });
  const parts = planParts(grid.rows, alpha, grid.errors !== undefined);
  const total = pairs.length * parts.reduce((sum, { coordinates }) => sum + coordinates.length, 0);
  let done = 0;
  for (const p of coarseFirst(pairs.length)) {
    const [a, b] = pairs[p];
    compareLayers(grid, p, a, b);
    const left = new Set(parts);
    const ends = parts.filter(({ layers }) => layers === null);
    const fields = await evaluator.evaluateAll(requestsOf(parts, a, b), examples[0], {
      ...(signal ? { signal } : {}),
      onField: (index, field) => {
        store(grid, p, parts[index], field);
        left.delete(parts[index]);
        done += field.loss.length;
        options.onProgress?.({ phase: 'layers', done, total });
        const worthShowing = pairs.length === 1 ? ends.every((part) => !left.has(part)) : left.size === 0;
        if (done < total && worthShowing) options.onPartial?.(copyGrid(grid));
      },
    });
    throwIfAborted(signal);
    if (grid.errors !== undefined) enterErrors(grid, p, pairScores(parts, fields, grid), examples[0].count);
  }
  return grid;
}

/** A long row of α is scored example by example at these alone: a spread changes slowly, and its cost should stay small beside the grid's. */
const MEASURED_ALPHA = [0, 0.5, 1];

/** What single examples say of a pair's networks. */
function pairScores(parts: readonly Part[], fields: readonly ScoredField[], { rows, alpha }: LayerGrid): PairScores {
  const unknown: ExampleScores = { loss: new Float64Array(0), error: new Float64Array(0) };
  const cells = (): ExampleScores[] => new Array<ExampleScores>(rows.length * alpha.length).fill(unknown);
  const found = { endA: [unknown], endB: [unknown], intoA: cells(), intoB: cells() };
  for (const [r, { cells: targets, each }] of parts.entries()) {
    for (const [k, point] of each.entries()) {
      const scores = fields[r].scores?.[k] ?? unknown;
      for (const target of targets[point]) found[target.side]['at' in target ? target.at : 0] = scores;
    }
  }
  return { ...found, endA: found.endA[0], endB: found.endB[0] };
}

/** Points of one slice of a pair, and the cells of the pair that each point fills. */
interface Part {
  readonly from: 'A' | 'B';
  readonly layers: readonly number[] | null;
  readonly coordinates: Float64Array;
  readonly cells: readonly (readonly Cell[])[];
  /** Points that are scored example by example too. */
  readonly each: readonly number[];
}

type Unscored = Omit<Part, 'each'>;

type Cell = { readonly side: 'intoA' | 'intoB'; readonly at: number } | { readonly side: 'endA' | 'endB' };

/** What must be evaluated of every pair: each network once. At α = 0 into A, and α = 1 into B, nothing moves. */
function planParts(rows: LayerGrid['rows'], alpha: Float64Array, scored: boolean): Part[] {
  const columns = [...alpha.keys()];
  const cell = (side: 'intoA' | 'intoB', row: number, column: number): Cell => ({ side, at: row * alpha.length + column });
  const [whole, some] = [true, false].map((full) => [...rows.keys()].filter((row) => (rows[row].length === rows[0].length) === full));
  const both = (row: number, column: number): Cell[] => [cell('intoA', row, column), cell('intoB', row, column)];
  const at = (value: number): number[] => columns.filter((column) => alpha[column] === value);
  const between = columns.filter((column) => alpha[column] !== 0 && alpha[column] !== 1);
  const endA: Cell[] = [
    { side: 'endA' },
    ...at(0).flatMap((column) => [...whole.flatMap((row) => both(row, column)), ...some.map((row) => cell('intoA', row, column))]),
  ];
  const endB: Cell[] = [
    { side: 'endB' },
    ...at(1).flatMap((column) => [...whole.flatMap((row) => both(row, column)), ...some.map((row) => cell('intoB', row, column))]),
  ];
  const ends: Unscored[] = [
    {
      from: 'A',
      layers: null,
      coordinates: Float64Array.of(0, ...between.map((column) => alpha[column])),
      cells: [endA, ...between.map((column) => whole.flatMap((row) => both(row, column)))],
    },
    { from: 'B', layers: null, coordinates: Float64Array.of(0), cells: [endB] },
  ];
  const sides = some.flatMap((row): Unscored[] => {
    const layers = rows[row];
    const [movesA, movesB] = [0, 1].map((end) => columns.filter((column) => alpha[column] !== end));
    return [
      {
        from: 'A',
        layers,
        coordinates: Float64Array.from(movesA, (column) => alpha[column]),
        cells: movesA.map((column) => [cell('intoA', row, column)]),
      },
      {
        from: 'B',
        layers,
        coordinates: Float64Array.from(movesB, (column) => alpha[column] - 1),
        cells: movesB.map((column) => [cell('intoB', row, column)]),
      },
    ];
  });
  const told = (target: Cell): boolean =>
    !('at' in target) || alpha.length <= MEASURED_ALPHA.length || MEASURED_ALPHA.includes(alpha[target.at % alpha.length]);
  return [...ends, ...sides]
    .filter(({ coordinates }) => coordinates.length > 0)
    .map((part) => ({ ...part, each: scored ? [...part.cells.keys()].filter((point) => part.cells[point].some(told)) : [] }));
}

/** θB + (α − 1)·(θB − θA) is θ(α) too: one direction serves both sides. */
function requestsOf(parts: readonly Part[], a: Network, b: Network): SliceRequest[] {
  const fromA = segment(a, b);
  return parts.map(({ from, layers, coordinates, each }) => ({
    slice: { ...fromA, origin: from === 'A' ? a.parameters : b.parameters, layers },
    coordinates,
    each,
  }));
}

function store(grid: LayerGrid, pair: number, { cells }: Part, field: Field): void {
  const size = grid.rows.length * grid.alpha.length;
  for (const [i, targets] of cells.entries()) {
    for (const target of targets) {
      const into = grid[target.side];
      const at = 'at' in target ? pair * size + target.at : pair;
      into.loss[at] = field.loss[i];
      into.accuracy[at] = field.accuracy[i];
    }
  }
}

function compareLayers(grid: LayerGrid, pair: number, a: Network, b: Network): void {
  const { layers } = parameterLayout(a.architecture);
  for (const [l, { range }] of layers.entries()) {
    const { distance, cosine } = comparison(a.parameters, b.parameters, range.start, range.end);
    grid.distance[pair * layers.length + l] = distance;
    grid.cosine[pair * layers.length + l] = cosine;
  }
}

/** Last, first, the middle, the quarters, ... */
function coarseFirst(count: number): number[] {
  const order = new Set([count - 1, 0]);
  for (let step = count - 1; order.size < count; step /= 2) {
    for (let at = 0; at < count - 1; at += step) order.add(Math.round(at));
  }
  return [...order];
}

function pairsOf(networks: readonly Network[]): [Network, Network][] {
  if (networks.length < 2 || networks.length % 2 !== 0 || networks.length > 2 * MAX_PAIRS) {
    throw new RidgelineError(
      'invalid-argument',
      `A grid takes pairs of networks, A and B after one another, at most ${MAX_PAIRS} pairs; received ${networks.length} networks.`,
      { argument: 'networks', received: networks.length },
    );
  }
  checkSameShape(
    networks.map(({ architecture }) => architecture),
    'networks',
  );
  return Array.from({ length: networks.length / 2 }, (_, p) => [networks[2 * p], networks[2 * p + 1]]);
}

function checkAlpha(alpha: readonly number[], pairs: number): Float64Array {
  if (!Array.isArray(alpha) || alpha.length < 1 || alpha.length > MAX_ALPHA) {
    throw new RidgelineError('invalid-argument', `alpha must be a list of 1 to ${MAX_ALPHA} numbers.`, {
      argument: 'alpha',
      received: Array.isArray(alpha) ? alpha.length : alpha,
    });
  }
  if (alpha.length * pairs > MAX_COLUMNS) {
    throw new RidgelineError(
      'too-large',
      `${pairs} pairs at ${alpha.length} values of α are more than ${formatCount(MAX_COLUMNS)} columns. Choose fewer of either.`,
      { argument: 'alpha', received: alpha.length },
    );
  }
  return Float64Array.from(alpha, (value: unknown, i) => numberIn(-10, 10)(value, `alpha[${i}]`));
}

function emptyGrid(
  { sequence, errors = false }: LayerGridSettings,
  sets: readonly (readonly number[])[],
  alpha: Float64Array,
  { pairs, layers: k, examples }: { pairs: number; layers: number; examples: number },
): LayerGrid {
  const all = Array.from({ length: k }, (_, l) => l);
  const unknown = (length: number): Float64Array => new Float64Array(length).fill(NaN);
  const field = (length: number): Field => ({ loss: unknown(length), accuracy: unknown(length) });
  const cells = pairs * (1 + sets.length) * alpha.length;
  return {
    sequence,
    rows: [all, ...sets.map((layers) => [...layers].sort((x, y) => x - y))],
    names: ['full', ...sets.map(layersName)],
    alpha,
    pairs,
    intoA: field(cells),
    intoB: field(cells),
    endA: field(pairs),
    endB: field(pairs),
    distance: unknown(pairs * k),
    cosine: unknown(pairs * k),
    // One example has no spread.
    ...(errors && examples > 1 ? { errors: { intoA: unknownErrors(cells), intoB: unknownErrors(cells) } } : {}),
  };
}

function copyGrid(grid: LayerGrid): LayerGrid {
  const copy = ({ loss, accuracy }: Field): Field => ({ loss: loss.slice(), accuracy: accuracy.slice() });
  return {
    ...grid,
    intoA: copy(grid.intoA),
    intoB: copy(grid.intoB),
    endA: copy(grid.endA),
    endB: copy(grid.endB),
    distance: grid.distance.slice(),
    cosine: grid.cosine.slice(),
  };
}
