/** Plausible synthetic results for every figure of the layer laboratory, as fake-app.ts has them for the others. */
import type { Averages, Decomposition, LayerGrid, LayerSequence, Subspaces } from '../landscape/layers/results.ts';
import type { Robustness, RobustnessSide } from '../landscape/layers/robustness.ts';
import type { JobRequest, JobResult } from '../compute/protocol.ts';
import type { Field } from '../landscape/evaluator.ts';
import type { Work } from '../state/shared-state.ts';
import { IDLE } from '../state/figures/derived.ts';
import type { FigureResults, FigureWorks } from '../state/figures/table.ts';

const HIDDEN = 8;
const LAYERS = HIDDEN + 1;
const PAIRS = 3;
const EPOCHS = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100];
const CLEAN = 0.12;

const done = <Result>(result: Result): Work<Result> => ({ status: 'done', result, progress: null, error: null });
const fieldOf = (loss: Float64Array): Field => ({ loss, accuracy: loss.map((value) => Math.max(0.1, 1 - 0.3 * value)) });
const all = Array.from({ length: LAYERS }, (_, l) => l);

/** The layers that row r of a sequence moves; row 0 moves all. */
function rowsOf(sequence: LayerSequence): readonly (readonly number[])[] {
  switch (sequence) {
    case 'single':
      return [all, ...all.map((l) => [l])];
    case 'fromInput':
      return [all, ...all.map((l) => all.slice(0, l + 1))];
    case 'fromOutput':
      return [all, ...all.map((l) => all.slice(l))];
    case 'random':
      return [all, ...all.map((l) => [3, 6, 0, 8, 1, 5, 2, 7, 4].slice(0, l + 1).sort((a, b) => a - b))];
    case 'window':
      return [all, ...all.slice(0, LAYERS - 2).map((l) => [l, l + 1, l + 2])];
  }
}

function nameOf(layers: readonly number[]): string {
  if (layers.length === LAYERS) return 'full';
  return layers.length === 1 ? `layer ${layers[0] + 1}` : `layers ${layers.map((l) => l + 1).join(', ')}`;
}

/** Barriers that grow with the number of layers moved, most in the middle of the network; `height` is the full one's. */
export function fakeGrid(sequence: LayerSequence, height: number, alpha: readonly number[] = [0.5], pairs = PAIRS): LayerGrid {
  const rows = rowsOf(sequence);
  const weight = (layers: readonly number[]): number => layers.reduce((sum, l) => sum + Math.exp(-0.5 * ((l - 4) / 2) ** 2), 0);
  const share = (layers: readonly number[]): number => (weight(layers) / weight(all)) ** 1.6;
  const values = (side: number): Float64Array =>
    Float64Array.from(
      Array.from({ length: pairs }, (_, p) =>
        rows.flatMap((layers) =>
          alpha.map((a) => CLEAN + 0.003 * p + height * (0.7 + 0.3 * p) * 4 * a * (1 - a) * share(layers) * (layers.length === LAYERS ? 1 : side)),
        ),
      ).flat(),
    );
  const ends = fieldOf(Float64Array.from({ length: pairs }, (_, p) => CLEAN + 0.003 * p));
  return {
    sequence,
    rows,
    names: rows.map(nameOf),
    alpha: Float64Array.from(alpha),
    pairs,
    intoA: fieldOf(values(1)),
    intoB: fieldOf(values(0.8)),
    endA: ends,
    endB: ends,
    distance: Float64Array.from({ length: pairs * LAYERS }, (_, i) => 1 + 0.2 * (i % LAYERS)),
    cosine: Float64Array.from({ length: pairs * LAYERS }, (_, i) => 0.9 - 0.06 * (i % LAYERS)),
  };
}

/** A grid whose cells all have this standard error over examples, whatever they are measured against. */
export function withErrors(grid: LayerGrid, error: number): Required<LayerGrid> {
  const all = (): Float64Array => new Float64Array(grid.intoA.loss.length).fill(error);
  const both = () => ({ loss: all(), error: all() });
  const side = () => ({ full: both(), chord: both(), own: both(), ownMean: both(), base: both() });
  return { ...grid, errors: { intoA: side(), intoB: side() } };
}

export function fakeRobustness(draws = 5): Robustness {
  const t = Float64Array.of(0.5, 1);
  const names = ['full', ...all.map((l) => `layer ${l + 1}`)];
  const wobble = (i: number): number => 0.02 * Math.sin(7 * i);
  const side = (scale: number): RobustnessSide => ({
    clean: { loss: CLEAN, accuracy: 0.96 },
    random: fieldOf(
      Float64Array.from(
        names
          .flatMap((_, r) =>
            Array.from(t, (at, j) =>
              Array.from({ length: draws }, (__, d) => CLEAN + scale * at * (r === 0 ? 0.5 : 0.03 * r) + wobble(d + 10 * j + r) * at),
            ),
          )
          .flat(),
      ),
    ),
    own: fieldOf(
      Float64Array.from(Array.from(t, (at, j) => Array.from({ length: draws }, (_, d) => CLEAN + scale * at * 0.3 + wobble(d + 10 * j) * at)).flat()),
    ),
    path: fieldOf(Float64Array.from(names.flatMap((_, r) => Array.from(t, (at) => CLEAN + scale * at * (r === 0 ? 0.4 : 0.012 * r))))),
  });
  return { names, t, draws, seed: 1, distance: Float64Array.from(names, (_, r) => (r === 0 ? 5 : 1 + 0.2 * r)), a: side(1), b: side(0.8) };
}

export function fakeSubspaces(draws = 20): Subspaces {
  const norms = Float64Array.from({ length: 9 }, (_, i) => 5 * 10 ** (-1 + i / 4));
  const noisy = (scale: number): Field =>
    fieldOf(
      Float64Array.from(
        Array.from(norms, (norm) => Array.from({ length: draws }, (_, d) => CLEAN + scale * norm ** 2 * (1 + 0.3 * Math.sin(5 * d)))).flat(),
      ),
    );
  const along = (scale: number): Field => fieldOf(norms.map((norm) => CLEAN + scale * norm ** 2));
  return {
    layer: null,
    basis: 'checkpoints',
    tolerance: 1e-6,
    dimension: 20,
    parameters: 79_498,
    distance: 5,
    norms,
    draws,
    seed: 1,
    clean: { a: { loss: CLEAN, accuracy: 0.96 }, b: { loss: CLEAN + 0.01, accuracy: 0.955 } },
    towards: along(0.01),
    away: along(0.02),
    training: noisy(0.015),
    complement: noisy(0.001),
  };
}

export function fakeAverages(): Averages {
  const models = ['a', 'b', 'average', 'someIntoA', 'someIntoB'] as const;
  const loss = Float64Array.of(0.02, 0.3, 0.16, 0.22, 0.31, 0.03, 0.17, 0.23, 0.2, 0.21, 0.205, 0.24, 0.11, 0.19, 0.15, 0.2, 0.18, 0.12, 0.15, 0.21);
  return {
    layers: all.slice(0, -1),
    models,
    scores: fieldOf(loss),
    se: fieldOf(loss.map(() => 0.01)),
    overA: loss.map(() => 0.01),
    overB: loss.map(() => 0.01),
  };
}

export function fakeDecomposition(examples = 256): Decomposition {
  const at = (scale: number, phase: number): Float64Array => Float64Array.from({ length: examples }, (_, i) => scale * Math.sin(0.37 * i + phase));
  const d = at(0.4, 0);
  const j = at(0.1, 1).map(Math.abs);
  const ey = at(0.3, 2);
  const contribution = d.map((value, i) => value - j[i] - ey[i]);
  const label = Int32Array.from({ length: examples }, (_, i) => i % 2);
  return {
    alpha: 0.5,
    into: 'A',
    weight: 0.5,
    contribution,
    d,
    j,
    ey,
    label,
    predicted: label.map((value, i) => (i % 9 === 0 ? 1 - value : value)),
    mean: contribution.reduce((sum, value) => sum + value, 0) / examples,
    se: 0.02,
  };
}

/** Any recipe's result for a request; networks must be known to the worker. Grids grow with the distance of the first pair's first parameters. */
export function fakeRecipe(
  { recipe, networks, settings }: JobRequest<'recipe'>,
  known: (id: string) => { readonly parameters: Float32Array },
): JobResult<'recipe'> {
  const [a, b] = networks.map(({ id }) => known(id).parameters[0]);
  switch (recipe) {
    case 'layerGrid':
      return fakeGrid(settings.sequence, Math.abs(a - b), settings.alpha, networks.length / 2);
    case 'robustness':
      return fakeRobustness(settings.draws);
    case 'subspaces':
      return { ...fakeSubspaces(settings.draws), layer: settings.layer, basis: settings.basis };
    case 'averages':
      return { ...fakeAverages(), layers: settings.layers };
    case 'decomposition':
      return fakeDecomposition(100);
  }
}

export function fakeLab(): Omit<FigureWorks, 'curve' | 'plane' | 'layers'> {
  const pairs = ['seed 1 – seed 1/2', 'seed 3 – seed 3/4', 'seed 5 – seed 5/6'];
  const columns = (sequence: LayerSequence, scale: number, alpha: readonly number[]): LayerGrid[] =>
    EPOCHS.map((epoch) => fakeGrid(sequence, (scale * Math.min(epoch, 40)) / 40, alpha));
  const ofPair = { split: 'test', pair: 0, pairs: 3, pairName: pairs[0] } as const;
  const points = Float32Array.from({ length: 512 }, (_, i) => Math.sin(0.7 * i));
  const results: Omit<FigureResults, 'curve' | 'plane' | 'layers' | 'toy'> = {
    barriers: { split: 'test', pairs, epochs: EPOCHS, naive: columns('single', 0.26, [0, 0.5, 1]), aligned: columns('single', 0.2, [0, 0.5, 1]) },
    cumulative: { split: 'test', pairs, epochs: EPOCHS, naive: columns('fromInput', 0.26, [0.5]), aligned: columns('fromInput', 0.2, [0.5]) },
    robustness: { ...ofPair, epochs: EPOCHS, epoch: 100, naive: fakeRobustness(), aligned: null },
    subspaces: { ...ofPair, naive: fakeSubspaces(), aligned: null },
    averaging: { ...ofPair, sets: ['half of A', 'half of B', 'both halves', 'test'], halves: 'own', naive: fakeAverages(), aligned: null },
    decomposition: {
      pair: 0,
      pairs: 1,
      cell: { path: 'naive', into: 'A', row: 3, column: 10 },
      split: 'test',
      against: 'the mean of the full ends',
      title: 'layer 3, into A, epoch 100, naive, seed 1 – seed 1/2',
      decomposition: fakeDecomposition(),
      examples: { index: Int32Array.from({ length: 256 }, (_, i) => i), x: points },
    },
    sensitivity: {
      over: 'learningRate',
      entries: [
        { name: 'learning rate 0.005', key: '0.005', status: 'done', grid: fakeGrid('single', 0.03), error: null },
        { name: 'learning rate 0.02', key: '0.02', status: 'done', grid: fakeGrid('single', 0.1), error: null },
        { name: 'learning rate 0.05', key: '0.05', status: 'training', grid: null, error: null },
        { name: 'learning rate 0.1', key: '0.1', status: 'waiting', grid: null, error: null },
      ],
      secondsLeft: 75,
    },
  };
  return {
    barriers: done(results.barriers),
    cumulative: done(results.cumulative),
    robustness: done(results.robustness),
    subspaces: done(results.subspaces),
    averaging: done(results.averaging),
    decomposition: done(results.decomposition),
    toy: IDLE,
    sensitivity: { ...done(results.sensitivity), status: 'running' },
  };
}
