import { describe, expect, it } from 'vitest';
import type { Progress } from '../../base/job.ts';
import { seededRandom } from '../../linalg/random.ts';
import { cosine, distance } from '../../linalg/vector.ts';
import type { Activation, Architecture } from '../../nn/architecture.ts';
import { initialise } from '../../nn/initialise.ts';
import { parameterLayout } from '../../nn/layout.ts';
import type { Network } from '../../nn/network.ts';
import { expectClose } from '../../testing/close.ts';
import { NO_EXAMPLES, chain, networkOf, toyEvaluator } from '../../testing/toy-evaluator.ts';
import { scoreNetwork } from '../../testing/float64-network.ts';
import { computeCurve } from '../path/curve.ts';
import { evenShare, gridBarriers, meanOverPairs } from './grid-barriers.ts';
import { LAYER_SEQUENCES, type LayerGrid, type LayerGridSettings } from './results.ts';
import { computeLayerGrid } from './layer-grid.ts';
import { createReferenceEvaluator } from '../reference-evaluator.ts';

const SINGLE: LayerGridSettings = { sequence: 'single', seed: 1, window: 1, alpha: [0.5] };

/** Parameters of two linear layers: w₁, b₁, w₂, b₂; r = 5. */
const diagonal = (): ReturnType<typeof toyEvaluator> => toyEvaluator(([w1, , w2]) => (w1 * w2 - 1) ** 2);
const toyPair = [networkOf(chain(1), [1, 0, 1, 0]), networkOf(chain(1), [5, 0, 0.2, 0])];

const stream = seededRandom(1, 'examples');
const examples = {
  x: Float32Array.from({ length: 40 * 4 }, () => stream.normal()),
  y: Int32Array.from({ length: 40 }, () => stream.below(3)),
  count: 40,
  inputs: 4,
  classes: 3,
};
const architecture: Architecture = {
  inputs: 4,
  classes: 3,
  hidden: [6, 5, 5],
  activation: 'tanh',
  norm: 'before',
  output: 'softmax',
  init: 'he-normal',
};
const K = 4;
const evaluator = createReferenceEvaluator();
const networksOf = (seeds: readonly number[], changes: Partial<Architecture> = {}): Network[] =>
  seeds.map((seed) => initialise({ ...architecture, ...changes }, seed));
const gridOf = (networks: readonly Network[], settings: Partial<LayerGridSettings> = {}): Promise<LayerGrid> =>
  computeLayerGrid(evaluator, { networks, examples: [examples], settings: { ...SINGLE, ...settings } });
/** Values of one pair and row. */
const row = (grid: LayerGrid, values: Float64Array, pair: number, index: number): Float64Array => {
  const start = (pair * grid.rows.length + index) * grid.alpha.length;
  return values.slice(start, start + grid.alpha.length);
};

describe('the diagonal linear network (methods.md §4), r = 5', () => {
  it('has the closed forms at every α, into both sides', async () => {
    const alpha = [0, 0.25, 0.5, 1, 1.5];
    const grid = await computeLayerGrid(diagonal(), { networks: toyPair, examples: [NO_EXAMPLES], settings: { ...SINGLE, alpha } });
    for (const [i, t] of alpha.entries()) {
      const w1 = 1 + 4 * t;
      const w2 = 1 - 0.8 * t;
      expectClose(
        [0, 1, 2].map((r) => row(grid, grid.intoA.loss, 0, r)[i]),
        [(w1 * w2 - 1) ** 2, (w1 - 1) ** 2, (w2 - 1) ** 2],
        1e-6,
        1e-6,
      );
      expectClose(
        [0, 1, 2].map((r) => row(grid, grid.intoB.loss, 0, r)[i]),
        [(w1 * w2 - 1) ** 2, (0.2 * w1 - 1) ** 2, (5 * w2 - 1) ** 2],
        1e-6,
        1e-6,
      );
    }
    expectClose(
      gridBarriers(grid, 'A', 'loss', 'full').filter((_, i) => i % 5 === 2),
      [0.64, 4, 0.16],
      1e-6,
      1e-6,
    );
    expect(grid.names).toEqual(['full', 'layer 1', 'layer 2']);
    expectClose(grid.distance, [4, 0.8], 1e-6, 0);
    expectClose(grid.cosine, [1, 1], 1e-12, 0);
  });

  it.each([
    // Two ends, the full path at ½, and each layer at two α into either side.
    { sequence: 'single', alpha: [0, 0.5, 1], points: 2 + 1 + 2 * 2 * 2 },
    // Layers 1–2 is the full path.
    { sequence: 'fromInput', alpha: [0.5], points: 2 + 1 + 2 },
    { sequence: 'random', alpha: [0.5], points: 2 + 1 + 2 },
  ] as const)('evaluates every network of $sequence once', async ({ sequence, alpha, points }) => {
    const toy = diagonal();
    await computeLayerGrid(toy, { networks: toyPair, examples: [NO_EXAMPLES], settings: { ...SINGLE, sequence, alpha } });
    expect(toy.count()).toBe(points);
  });
});

describe('grids of networks', () => {
  const pairs = networksOf([1, 2, 3, 4, 5, 6]);
  const pair = pairs.slice(0, 2);

  /** θ^{A,S}(α) or θ^{B,S}(α), mixed entry by entry. */
  const mixed = (a: Network, b: Network, side: 'A' | 'B', layers: readonly number[], alpha: number): Network => {
    const parameters = (side === 'A' ? a : b).parameters.slice();
    for (const l of layers) {
      const { start, end } = parameterLayout(architecture).layers[l].range;
      for (let i = start; i < end; i++) parameters[i] = (1 - alpha) * a.parameters[i] + alpha * b.parameters[i];
    }
    return { architecture, parameters };
  };

  it.each(LAYER_SEQUENCES)('%s: every cell is the network that mixes these layers', async (sequence) => {
    const alpha = [0, 0.3, 0.5, 1];
    const grid = await gridOf(pairs, { sequence, window: 2, alpha });
    for (let p = 0; p < 3; p++) {
      const [a, b] = pairs.slice(2 * p, 2 * p + 2);
      for (const [side, { loss, accuracy }] of [
        ['A', grid.intoA],
        ['B', grid.intoB],
      ] as const) {
        for (const [r, layers] of grid.rows.entries()) {
          const scores = alpha.map((at) => scoreNetwork(architecture, Float64Array.from(mixed(a, b, side, layers, at).parameters), examples));
          expectClose(
            row(grid, loss, p, r),
            scores.map((score) => score.loss),
            1e-5,
            1e-6,
            `pair ${p} into ${side}, ${grid.names[r]}: loss`,
          );
          expectClose(
            row(grid, accuracy, p, r),
            scores.map((score) => score.accuracy),
            0,
            1 / 40 + 1e-12,
            `pair ${p} into ${side}, ${grid.names[r]}: accuracy`,
          );
        }
      }
      const { layers } = parameterLayout(architecture);
      expectClose(
        grid.distance.subarray(p * K, (p + 1) * K),
        layers.map(({ range }) => distance(a.parameters, b.parameters, range.start, range.end)),
        0,
        0,
      );
      expectClose(
        grid.cosine.subarray(p * K, (p + 1) * K),
        layers.map(({ range }) => cosine(a.parameters, b.parameters, range.start, range.end)),
        0,
        0,
      );
    }
  });

  it.each(LAYER_SEQUENCES)('%s: sets of all layers are the full row, which is the midpoint barrier of the curve', async (sequence) => {
    const grid = await gridOf(pair, { sequence, window: K });
    const { loss } = await computeCurve(evaluator, { a: pair[0], b: pair[1], examples, points: 3, range: [0, 1], refine: false });
    expectClose([gridBarriers(grid, 'A', 'loss', 'full')[0]], [loss[1] - 0.5 * (loss[0] + loss[2])], 1e-6, 1e-7);
    const whole = grid.rows.flatMap((layers, r) => (layers.length === K ? [r] : []));
    expect(whole).toHaveLength(sequence === 'single' ? 1 : 2);
    for (const r of whole) expect([grid.intoA.loss[r], grid.intoB.loss[r]]).toEqual([grid.intoA.loss[0], grid.intoA.loss[0]]);
  });

  it('a window of one layer is single; a random order begins as the single layer it begins with', async () => {
    const single = await gridOf(pair);
    const window = await gridOf(pair, { sequence: 'window', window: 1 });
    expect({ ...window, sequence: 'single' }).toEqual(single);
    const random = await gridOf(pair, { sequence: 'random', seed: 4 });
    expect(random.intoB.loss[1]).toBe(single.intoB.loss[1 + random.rows[1][0]]);
    expect(await gridOf(pair, { sequence: 'random', seed: 4 })).toEqual(random);
  });

  it('where nothing moves it is the base: its loss minus the mean', async () => {
    const grid = await gridOf(pair, { sequence: 'fromInput', alpha: [0, 1] });
    const half = (grid.endA.loss[0] - grid.endB.loss[0]) / 2;
    const [intoA, intoB] = (['A', 'B'] as const).map((side) => gridBarriers(grid, side, 'loss', 'full'));
    for (let r = 0; r <= K; r++) expectClose([row(grid, intoA, 0, r)[0], row(grid, intoB, 0, r)[1]], [half, -half], 1e-12, 1e-12);
    expectClose(row(grid, intoA, 0, 0), [half, -half], 1e-12, 1e-12);
  });

  it('a sole linear layer is its full path', async () => {
    const grid = await gridOf(networksOf([1, 2], { hidden: [] }), { alpha: [0, 0.5, 1] });
    expect(grid.names).toEqual(['full', 'layer 1']);
    expect(row(grid, grid.intoB.loss, 0, 1)).toEqual(row(grid, grid.intoA.loss, 0, 0));
    expect(gridBarriers(grid, 'A', 'loss', 'own')).toEqual(gridBarriers(grid, 'A', 'loss', 'chord'));
  });
});

describe("barriers against the segment's own ends", () => {
  it.each<Activation>(['relu', 'tanh', 'gelu', 'linear'])('%s: at most 0 for the last layer, where the loss is convex', async (activation) => {
    const grid = await gridOf(networksOf([1, 2, 3, 4, 5, 6, 7, 8], { activation }), { alpha: [0, 0.3, 0.5, 0.8, 1] });
    for (const side of ['A', 'B'] as const) {
      const own = gridBarriers(grid, side, 'loss', 'own');
      for (let p = 0; p < 4; p++) {
        const last = row(grid, own, p, K);
        for (const value of last) expect(value).toBeLessThanOrEqual(1e-9);
        // The chord meets both ends of the segment.
        expectClose([last[0], last[4]], [0, 0], 0, 1e-12);
      }
    }
  });

  it('at most 0 for any one layer of a deep linear network', async () => {
    const grid = await gridOf(networksOf([1, 2, 3, 4], { activation: 'linear', norm: 'none', hidden: new Array<number>(8).fill(6) }), {
      alpha: [0, 0.5, 1],
    });
    for (const side of ['A', 'B'] as const) {
      const own = gridBarriers(grid, side, 'loss', 'own');
      for (let p = 0; p < 2; p++) for (let r = 1; r < grid.rows.length; r++) expect(row(grid, own, p, r)[1]).toBeLessThanOrEqual(1e-9);
    }
  });

  it('need the replaced networks, and say which', async () => {
    const grid = await gridOf(networksOf([1, 2]), { alpha: [0, 0.5] });
    expect(() => gridBarriers(grid, 'A', 'loss', 'own')).toThrow(/into A need .* α = 1.*Add 1/);
    expect(gridBarriers(grid, 'B', 'error', 'own')).toHaveLength(2 * (1 + K));
  });
});

describe('reading a grid', () => {
  it('means over pairs, and the even share of the full row', async () => {
    const grid = await gridOf(networksOf([1, 2, 3, 4]), { sequence: 'window', window: 3, alpha: [0.25, 0.5] });
    const values = gridBarriers(grid, 'A', 'loss', 'full');
    expect(grid.rows.map(({ length }) => length)).toEqual([4, 3, 3]);
    const mean = meanOverPairs(grid, values);
    expectClose(
      mean,
      Float64Array.from({ length: 6 }, (_, i) => (values[i] + values[6 + i]) / 2),
      1e-12,
      1e-15,
    );
    // From b₀, where no layer moves (half the difference of the ends), to the full row.
    for (const [side, sign] of [
      ['A', 1],
      ['B', -1],
    ] as const) {
      const full = gridBarriers(grid, side, 'loss', 'full');
      const even = evenShare(grid, side, 'loss', 'full');
      for (let i = 0; i < 12; i++) {
        const pair = Math.floor(i / 6);
        const nothing = (sign * (grid.endA.loss[pair] - grid.endB.loss[pair])) / 2;
        const part = grid.rows[Math.floor(i / 2) % 3].length / 4;
        expectClose([even[i]], [(1 - part) * nothing + part * full[6 * pair + (i % 2)]], 1e-12, 1e-15);
      }
    }
  });

  it('what is not finite spoils its own cells alone', async () => {
    const broken = toyEvaluator(([w1]) => (w1 > 4.5 ? NaN : w1));
    const networks = [...toyPair, toyPair[0], networkOf(chain(1), [3, 0, 1, 0])];
    const grid = await computeLayerGrid(broken, { networks, examples: [NO_EXAMPLES], settings: SINGLE });
    const values = gridBarriers(grid, 'A', 'loss', 'full');
    expect([...values].map(Number.isNaN)).toEqual([true, true, true, false, false, false]);
    expect([...grid.intoA.loss].some(Number.isNaN)).toBe(false);
    expect([...meanOverPairs(grid, values)]).toEqual([NaN, NaN, NaN]);
  });
});

describe('streaming', () => {
  const networks = networksOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);

  it('the last pair comes first, then the first, then those between; a pair is whole when it comes', async () => {
    const partials: LayerGrid[] = [];
    const progress: Progress[] = [];
    const final = await computeLayerGrid(
      evaluator,
      { networks, examples: [examples], settings: SINGLE },
      { onPartial: (partial) => partials.push(partial), onProgress: (at) => progress.push(at) },
    );
    const known = partials.map(({ endA }) => [...endA.loss.keys()].filter((p) => !Number.isNaN(endA.loss[p])).join());
    expect(known).toEqual(['4', '0,4', '0,2,4', '0,1,2,4']);
    for (const side of ['intoA', 'intoB'] as const) {
      expect(partials[1][side].loss.map((value) => (Number.isNaN(value) ? 1 : 0)).reduce((sum, n) => sum + n)).toBe(3 * (1 + K));
      expect(row(final, partials[0][side].loss, 4, 2)).toEqual(row(final, final[side].loss, 4, 2));
    }
    expect(progress.at(-1)).toEqual({ phase: 'layers', done: 5 * (2 + 1 + 2 * K), total: 5 * (2 + 1 + 2 * K) });
    progress.forEach(({ done }, i) => expect(done).toBeGreaterThan(i === 0 ? 0 : progress[i - 1].done));
  });

  it('every pair comes once, however many', async () => {
    for (const pairs of [1, 2, 3, 4, 7, 12]) {
      const toy = diagonal();
      const grid = await computeLayerGrid(toy, {
        networks: Array.from({ length: pairs }, () => toyPair).flat(),
        examples: [NO_EXAMPLES],
        settings: SINGLE,
      });
      expect([...grid.intoB.loss, ...grid.cosine].some(Number.isNaN)).toBe(false);
      expect(toy.count()).toBe(pairs * 7);
    }
  });

  it('of a single pair, sets come one by one', async () => {
    const known: number[] = [];
    await computeLayerGrid(
      evaluator,
      { networks: networks.slice(0, 2), examples: [examples], settings: SINGLE },
      { onPartial: ({ intoB }) => known.push(intoB.loss.filter((value) => !Number.isNaN(value)).length) },
    );
    expect(known.length).toBeGreaterThan(K);
    known.forEach((count, i) => expect(count).toBeGreaterThanOrEqual(i === 0 ? 1 : known[i - 1]));
  });

  it('stops when it is cancelled', async () => {
    const controller = new AbortController();
    const reason = new DOMException('stop', 'AbortError');
    const toy = diagonal();
    const job = computeLayerGrid(
      toy,
      { networks: [...toyPair, ...toyPair], examples: [NO_EXAMPLES], settings: SINGLE },
      { signal: controller.signal, onPartial: () => controller.abort(reason) },
    );
    await expect(job).rejects.toBe(reason);
    expect(toy.count()).toBe(7);
  });
});

describe('what comes from outside', () => {
  const refuse = async (networks: readonly Network[], settings: unknown, error: object): Promise<void> => {
    await expect(computeLayerGrid(evaluator, { networks, examples: [examples], settings: settings as LayerGridSettings })).rejects.toMatchObject({
      name: 'RidgelineError',
      ...error,
    });
  };
  const pair = networksOf([1, 2]);

  it('is refused where it is out of bounds', async () => {
    for (const alpha of [[], undefined, 'half', new Array<number>(1002).fill(0)]) await refuse(pair, { ...SINGLE, alpha }, { argument: 'alpha' });
    for (const alpha of [NaN, 11, '0.5', null]) await refuse(pair, { ...SINGLE, alpha: [0.5, alpha] }, { argument: 'alpha[1]' });
    await refuse(pair, { ...SINGLE, sequence: 'toString' }, { argument: 'sequence' });
    await refuse(pair, { ...SINGLE, sequence: 'window', window: 1 + K }, { argument: 'window' });
    await refuse([], SINGLE, { argument: 'networks' });
    await refuse([...pair, pair[0]], SINGLE, { argument: 'networks' });
    await refuse(new Array<Network>(2 * 202).fill(pair[0]), SINGLE, { argument: 'networks' });
    await refuse(new Array<Network>(2 * 201).fill(pair[0]), { ...SINGLE, alpha: new Array<number>(200).fill(0) }, { code: 'too-large' });
    await refuse([...pair, ...networksOf([1, 2], { hidden: [6, 5] })], SINGLE, { code: 'shape-mismatch' });
  });

  it('twelve hidden layers serve', async () => {
    const grid = await gridOf(networksOf([1, 2], { hidden: new Array<number>(12).fill(4) }), { sequence: 'random' });
    expect(grid.rows).toHaveLength(14);
    expect([...grid.intoA.loss, ...grid.intoB.accuracy].some(Number.isNaN)).toBe(false);
  });
});
