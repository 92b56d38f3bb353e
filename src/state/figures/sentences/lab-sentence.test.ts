import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gridBarriers, gridErrors, meanOverPairs } from '../../../landscape/layers/grid-barriers.ts';
import { meanMidpoints } from '../../../landscape/layers/midpoints.ts';
import { carriersSentence } from '../layers.ts';
import type { LayerGrid } from '../../../landscape/layers/results.ts';
import { fakeAverages, fakeRobustness, fakeSubspaces, withErrors } from '../../../testing/fake-lab.ts';
import type { DeepPartial } from '../../actions/action.ts';
import type { AppState } from '../../app-state.ts';
import type { Work } from '../../shared-state.ts';
import type { View } from '../../view.ts';
import { withPatch } from '../../patch.ts';
import { initialState } from '../../store.ts';
import type { LabGrids } from '../grids.ts';
import type { FigureResults } from '../table.ts';
import { describeLab } from './sentence.ts';

/** A pair whose ends have the losses `a` and `b`; `rows` are losses at the midpoint, full first, alike both ways. */
function gridOf(
  pairs: readonly { a: number; b: number; rows: readonly number[] }[],
  names: readonly string[],
  sequence: LayerGrid['sequence'] = 'single',
): LayerGrid {
  const field = (loss: readonly number[]): LayerGrid['endA'] => ({
    loss: Float64Array.from(loss),
    accuracy: Float64Array.from(loss, (value) => 1 - value / 10),
  });
  const rows = field(pairs.flatMap((pair) => pair.rows));
  const k = names.length - 1;
  return {
    sequence,
    names,
    rows: names.map((_, row) => (row === 0 ? names.slice(1).map((__, l) => l) : [row - 1])),
    alpha: Float64Array.of(0.5),
    pairs: pairs.length,
    intoA: rows,
    intoB: rows,
    endA: field(pairs.map(({ a }) => a)),
    endB: field(pairs.map(({ b }) => b)),
    distance: new Float64Array(pairs.length * k),
    cosine: new Float64Array(pairs.length * k),
  };
}

const LAYERS = ['full', 'layer 1', 'layer 2', 'layer 3'];
const CUMULATIVE = ['full', 'layer 1', 'layers 1–2', 'layers 1–3'];

function grids(naive: LayerGrid | null, aligned: LayerGrid | null = null): LabGrids {
  const pairs = Array.from({ length: (naive ?? aligned)?.pairs ?? 0 }, (_, p) => `seed ${p + 1} – seed ${p + 1}/2`);
  return { split: 'test', pairs, epochs: [0, 100], naive: naive === null ? null : [null, naive], aligned: aligned === null ? null : [null, aligned] };
}

function shown(results: Partial<FigureResults>, lab: DeepPartial<View['lab']> = {}): AppState {
  const base = initialState('auto');
  const done = <R>(result: R): Work<R> => ({ status: 'done', result, progress: null, error: null });
  const works = Object.fromEntries(Object.entries(results).map(([name, result]) => [name, done(result)]));
  return { ...base, view: withPatch(base.view, { place: 'layers', lab }) as View, figures: { ...base.figures, ...works } };
}

const text = (results: Partial<FigureResults>, lab: DeepPartial<View['lab']> = {}): string => describeLab(shown(results, lab)).text;

const CELLS = fc.array(fc.double({ min: 0.01, max: 2, noNaN: true }), { minLength: 4, maxLength: 4 });
const PAIR = fc.record({
  a: fc.double({ min: 0.01, max: 1, noNaN: true }),
  b: fc.double({ min: 0.01, max: 1, noNaN: true }),
  intoA: CELLS,
  intoB: CELLS,
});

it('of any grid, what is said of single layers is the cell of the heatmap, on both pages', () => {
  fc.assert(
    fc.property(fc.array(PAIR, { minLength: 1, maxLength: 3 }), fc.double({ min: 0.0001, max: 0.2, noNaN: true }), (drawn, error) => {
      const made = gridOf(
        drawn.map(({ a, b, intoA }) => ({ a, b, rows: intoA })),
        LAYERS,
      );
      // The full path is the same both ways.
      const loss = Float64Array.from(drawn.flatMap(({ intoA, intoB }) => [intoA[0], ...intoB.slice(1)]));
      const grid = withErrors({ ...made, intoB: { ...made.intoB, loss } }, error);
      const cells = {
        A: meanOverPairs(grid, gridBarriers(grid, 'A', 'loss', 'full')),
        B: meanOverPairs(grid, gridBarriers(grid, 'B', 'loss', 'full')),
      };
      const said = [text({ barriers: grids(grid) })];
      if (drawn.length === 1) said.push(exploreWords(grid) ?? '');
      if (said.length > 1 && said[1] !== '') expect(said[0]).toContain(said[1]);
      const top = [1, 2, 3].map((row) => Math.max(cells.A[row], cells.B[row]));
      for (const words of said) {
        const found =
          /(?:largest|Largest single layers?)[^:]*?, (layer \d)[^=]*?(?:: up to |, )(−?[\d.]+)(?: ± \S+)? into ([AB]) = ([\d.,]+) % of full/.exec(
            words,
          );
        if (found === null) continue;
        const row = Number(found[1].slice(-1));
        const [shown, percent] = [found[2], found[4]].map((number) => Number(number.replaceAll(',', '')));
        expect(top[row - 1], words).toBe(Math.max(...top));
        // To two digits, and to no more decimals than its error.
        const decimals = (found[2].split('.')[1] ?? '').length;
        expect(Math.abs(shown - cells[found[3] === 'A' ? 'A' : 'B'][row]), words).toBeLessThanOrEqual(0.51 * 10 ** -decimals);
        expect(Math.abs(percent - (100 * top[row - 1]) / cells.A[0]), words).toBeLessThanOrEqual(0.051 * percent);
      }
    }),
    { numRuns: 500 },
  );
});

it('of any grid, a wide interval over pairs is no evidence of none, and what lies within its error is neither named nor ranked', () => {
  fc.assert(
    fc.property(
      fc.array(PAIR, { minLength: 1, maxLength: 4 }),
      fc.array(CELLS, { minLength: 4, maxLength: 4 }),
      fc.double({ min: 0.0001, max: 0.3, noNaN: true }),
      (drawn, matched, error) => {
        const made = (rows: (pair: (typeof drawn)[number], p: number) => number[]): LayerGrid =>
          withErrors(
            gridOf(
              drawn.map((pair, p) => ({ a: pair.a, b: pair.b, rows: rows(pair, p) })),
              LAYERS,
            ),
            error,
          );
        const [naive, aligned] = [made(({ intoA }) => intoA), made((_, p) => matched[p])];
        const words = text({ barriers: grids(naive, aligned) });
        const [before, after] = [naive, aligned].map((grid) => meanMidpoints(grid, 'loss', null) ?? { full: NaN, margin: NaN, worst: [] });
        // What rounding makes is told otherwise.
        fc.pre([before, after].every(({ full }) => Math.abs(full) > 1e-5));
        const within = Math.abs(before.full) <= before.margin;
        expect(words.includes('do not settle'), words).toBe(within && drawn.length > 1);
        expect(words.includes('there is no barrier half-way beyond its error'), words).toBe(within && drawn.length === 1);
        expect(/there is no barrier half-way(?! beyond)/.test(words), words).toBe(!within && before.full < 0);
        const [, whole, layers] = /the whole path makes ([^;]*?)(?:; ([^;]*))?\.(?: |$)/.exec(words) ?? ['', '', ''];
        expect(whole.startsWith('no more than its error'), words).toBe(Math.abs(after.full) <= after.margin);
        expect(whole, words).toMatch(/±/);
        const coloured = after.worst.slice(1).filter(({ value, margin }) => value > margin);
        const named = (layers as string | undefined)?.match(/layer \d/g) ?? [];
        for (const name of named)
          expect(
            coloured.map((layer) => layer.name),
            words,
          ).toContain(name);
        expect(words.includes('makes') && (layers as string | undefined) === 'no single layer has a barrier beyond its error', words).toBe(
          coloured.length === 0,
        );
        const decides = /, ([^,]*?(?: \(.*?\))?) against the mean of the two and (.*?) against the worse one/.exec(words);
        if (decides === null) return;
        const over = drawn.reduce((sum, { a, b, intoA }) => sum + intoA[0] - Math.max(a, b), 0) / drawn.length;
        const [said] = /[+−]?\d+(?:,\d{3})*(?:\.\d+)?(?:e−?\d+)?/.exec(decides[2]) ?? [''];
        const decimals = (said.split('.')[1] ?? '').length;
        if (!said.includes('e'))
          expect(Math.abs(Number(said.replace('−', '-').replace(',', '')) - over), words).toBeLessThanOrEqual(0.51 * 10 ** -decimals);
      },
    ),
    { numRuns: 400 },
  );
});

it('of any sweep, the layer that is named is beyond its error, the largest of those, with its error', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(PAIR, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
      fc.constantFrom(1, 2, 3),
      fc.double({ min: 0.001, max: 0.5, noNaN: true }),
      (drawn, pairs, error) => {
        const found = drawn.map((setting) =>
          withErrors(
            gridOf(
              setting.slice(0, pairs).map(({ a, b, intoA }) => ({ a, b, rows: intoA })),
              LAYERS,
            ),
            error,
          ),
        );
        const entries = found.map((grid, i) => ({ name: `rate ${i + 1}`, key: 'k', status: 'done' as const, grid, error: null }));
        const words = text({ sensitivity: { over: 'learningRate', entries, secondsLeft: null } }, { figure: 'sensitivity' });
        const beyond = found
          .flatMap((grid, i) => (meanMidpoints(grid, 'loss', null)?.worst.slice(1) ?? []).map((cell) => ({ ...cell, rate: i + 1 })))
          .filter(({ value, margin }) => value > margin);
        expect(words.includes('no single layer has a barrier beyond its error'), words).toBe(beyond.length === 0);
        if (beyond.length === 0) return;
        const top = beyond.reduce((most, cell) => (cell.value > most.value ? cell : most));
        expect(words).toContain(`of single layers ${top.name}${drawn.length === 1 ? '' : ` with rate ${top.rate}`} the most, +`);
        expect(words).toMatch(pairs === 1 ? /the most, \S+ ± \S+ into/ : new RegExp(`the most, \\S+ \\(± \\S+, 95 % over ${pairs} pairs\\) into`));
      },
    ),
    { numRuns: 200 },
  );
});

/** What Explore says of a grid of one pair. */
function exploreWords(grid: LayerGrid): string | null {
  const of = (side: 'A' | 'B', metric: 'loss' | 'error'): Float64Array => gridBarriers(grid, side, metric, 'chord');
  const errors = (side: 'A' | 'B', metric: 'loss' | 'error', reference: 'chord' | 'base' = 'chord'): Float64Array =>
    gridErrors(grid, side, metric, reference);
  return carriersSentence({
    schedule: 'single',
    layers: grid.names.slice(1),
    alpha: grid.alpha,
    lossIntoA: of('A', 'loss'),
    lossIntoB: of('B', 'loss'),
    errorIntoA: of('A', 'error'),
    errorIntoB: of('B', 'error'),
    errors: {
      lossIntoA: errors('A', 'loss'),
      lossIntoB: errors('B', 'loss'),
      errorIntoA: errors('A', 'error'),
      errorIntoB: errors('B', 'error'),
      overA: errors('A', 'loss', 'base'),
      overB: errors('B', 'loss', 'base'),
    },
    distance: grid.distance,
    cosine: grid.cosine,
    endpoints: { lossA: grid.endA.loss[0], lossB: grid.endB.loss[0], accuracyA: 1, accuracyB: 1 },
  });
}

describe('the sentence of the laboratory', () => {
  it('tells a full barrier that no single layer makes', () => {
    const grid = gridOf([{ a: 0.1, b: 0.1, rows: [0.36, 0.11, 0.16, 0.1] }], LAYERS);
    expect(text({ barriers: grids(grid) })).toBe(
      'Half-way the whole path raises the test loss by 0.26. Largest single layer, layer 2, 0.060 into A = 23 % of full.',
    );
  });

  it('names the layer that makes it alone', () => {
    const grid = gridOf([{ a: 0.1, b: 0.1, rows: [0.36, 0.3, 0.16, 0.1] }], LAYERS);
    expect(text({ barriers: grids(grid) })).toContain('by 0.26. Largest single layer, layer 1, 0.20 into A = 77 % of full.');
  });

  it('says so where there is none, or less than none, and where nothing is finite', () => {
    expect(text({ barriers: grids(gridOf([{ a: 0.1, b: 0.1, rows: [0.1, 0.1, 0.1, 0.1] }], LAYERS)) })).toBe(
      'Averaging all layers of A and B leaves the test loss where it is: there is no barrier half-way.',
    );
    expect(text({ barriers: grids(gridOf([{ a: 0.2, b: 0.2, rows: [0.15, 0.2, 0.2, 0.2] }], LAYERS)) })).toContain('lowers the test loss by 0.050');
    expect(text({ barriers: grids(gridOf([{ a: 0.1, b: 0.1, rows: [NaN, 0.1, 0.1, 0.1] }], LAYERS)) })).toContain('not finite');
  });

  it('speaks of the mean over pairs and their range, or of the pair that is shown', () => {
    const grid = gridOf(
      [
        { a: 0.1, b: 0.1, rows: [0.39, 0.1, 0.1, 0.1] },
        { a: 0.1, b: 0.1, rows: [0.41, 0.1, 0.1, 0.12] },
      ],
      LAYERS,
    );
    expect(text({ barriers: grids(grid) })).toBe(
      'On average over 2 pairs (full barriers from 0.29 to 0.31), half-way the whole path raises the test loss by 0.30 (± 0.13, 95 % over 2 pairs). No single layer on its own has a barrier beyond its error.',
    );
    expect(text({ barriers: grids(grid) }, { pair: 1 })).toBe(
      'For seed 2 – seed 2/2, half-way the whole path raises the test loss by 0.31. No single layer carries it: the largest, layer 3, 0.020 into A = 6.5 % of full.',
    );
  });

  it('prints both ends and compares the references where the ends differ by over half the barrier', () => {
    const grid = gridOf([{ a: 0.1, b: 0.3, rows: [0.4, 0.2, 0.2, 0.2] }], LAYERS);
    expect(text({ barriers: grids(grid) })).toContain(
      'The ends have a test loss of 0.100 (A) and 0.300 (B), so that the reference decides: half-way it is 0.400, +0.20 against the mean of the two and +0.10 against the worse one.',
    );
    expect(text({ barriers: grids(gridOf([{ a: 0.1, b: 0.13, rows: [0.4, 0.2, 0.2, 0.2] }], LAYERS)) })).not.toContain('reference decides');
  });

  it('says that A and B are the same network, of the roles alone', () => {
    const state = shown({ barriers: grids(gridOf([{ a: 0.1, b: 0.1, rows: [0.1, 0.1, 0.1, 0.1] }], LAYERS)) });
    const same = { ...state, roles: { A: 'a', B: 'a', C: null } };
    expect(describeLab(same).text).toBe('A and B are the same network: nothing lies between them.');
    expect(describeLab({ ...same, view: { ...same.view, lab: { ...same.view.lab, pairs: { kind: 'order', count: 1, seed: 1 } } } }).text).toContain(
      'there is no barrier half-way',
    );
  });

  it('takes the reference in use, and says where the picture shows layers replaced', () => {
    const half = gridOf([{ a: 0.1, b: 0.1, rows: [0.4, 0.3, 0.2, 0.1] }], LAYERS);
    const own = (values: Float64Array): Float64Array => Float64Array.from([...values].flatMap((value) => [0.2, value, 0.2]));
    const field = { loss: own(half.intoA.loss), accuracy: own(half.intoA.accuracy) };
    const grid: LayerGrid = { ...half, alpha: Float64Array.of(0, 0.5, 1), intoA: field, intoB: field };
    // Into A layer 1 is 0.3 between 0.1 and 0.2: 0.15 above the mean of its own ends, 0.2 above that of the full ones.
    expect(text({ barriers: grids(grid) }, { barriers: { reference: 'own' } })).toContain('layer 1, 0.15 into A = 50 % of full.');
    expect(text({ barriers: grids(grid) })).toContain('layer 1, 0.20 into A = 67 % of full.');
    expect(text({ barriers: grids(grid) }, { barriers: { replaced: true } })).toMatch(/^With layers averaged, not replaced, half-way the whole path/);
  });

  it('speaks of errors where errors are drawn', () => {
    const grid = gridOf([{ a: 0.1, b: 0.1, rows: [1.1, 0.1, 0.1, 0.1] }], LAYERS);
    expect(text({ barriers: grids(grid) }, { metric: 'error' })).toBe(
      'Half-way the whole path raises the test error by 0.10. No single layer on its own has a barrier beyond its error.',
    );
  });

  it('adds what matching does, and stands alone where only that is shown', () => {
    const naive = gridOf([{ a: 0.1, b: 0.1, rows: [0.36, 0.1, 0.1, 0.1] }], LAYERS);
    const aligned = gridOf([{ a: 0.1, b: 0.1, rows: [0.05, 0.12, 0.1, 0.1] }], LAYERS);
    expect(text({ barriers: grids(naive, aligned) })).toContain(
      'Matched neuron by neuron, the whole path makes −0.050; the largest single layer, layer 1, +0.020 into A.',
    );
    expect(text({ barriers: grids(naive, gridOf([{ a: 0.1, b: 0.1, rows: [0.36, 0.1, 0.1, 0.1] }], LAYERS)) })).toContain(
      'Matching neuron by neuron changes nothing here.',
    );
    expect(text({ barriers: grids(null, naive) })).toMatch(/^Matched neuron by neuron, half-way the whole path raises/);
  });

  it('tells where the barrier comes in as layers join', () => {
    const grid = gridOf([{ a: 0, b: 0, rows: [0.3, 0.001, 0.05, 0.3] }], CUMULATIVE, 'fromInput');
    expect(text({ cumulative: grids(grid) }, { figure: 'cumulative' })).toBe(
      'The whole path raises the test loss by 0.30: a tenth of it is there with layers 1–2, nine tenths with layers 1–3.',
    );
    const output = gridOf([{ a: 0, b: 0, rows: [0.3, 0.3, 0.29, 0.28] }], ['full', 'layers 1–3', 'layers 2–3', 'layer 3'], 'fromOutput');
    expect(text({ cumulative: grids(output) }, { figure: 'cumulative', cumulative: { sequence: 'fromOutput' } })).toContain(
      'it appears at once, with layer 3',
    );
    const window = gridOf([{ a: 0, b: 0, rows: [0.3, 0.02, 0.12] }], ['full', 'layers 1–2', 'layers 2–3'], 'window');
    expect(text({ cumulative: grids(window) }, { figure: 'cumulative', cumulative: { sequence: 'window', window: 2 } })).toContain(
      'of 2 neighbouring layers together, layers 2–3 the most, by 0.12',
    );
  });

  it('says where it comes in no more sharply than the error of one pair, or the spread over several, allows', () => {
    const joined = (grid: LayerGrid): LayerGrid => ({ ...grid, rows: [[0, 1, 2], [0], [0, 1], [0, 1, 2]] });
    const said = (grid: LayerGrid): string => text({ cumulative: grids(joined(grid)) }, { figure: 'cumulative' });
    const one = gridOf([{ a: 0, b: 0, rows: [0.3, 0.02, 0.05, 0.3] }], CUMULATIVE, 'fromInput');
    expect(said(withErrors(one, 0.001))).toBe(
      'The whole path raises the test loss by 0.300 ± 0.0010: a tenth of it is there with layers 1–2, nine tenths with layers 1–3.',
    );
    expect(said(withErrors(one, 0.01))).toBe(
      'The whole path raises the test loss by 0.300 ± 0.010: a tenth of it is there with layers 1–2 (within the error, perhaps already with layer 1, surely only with layers 1–3), nine tenths with layers 1–3.',
    );
    const near = gridOf([{ a: 0, b: 0, rows: [0.3, 0.001, 0.26, 0.3] }], CUMULATIVE, 'fromInput');
    expect(said(withErrors(near, 0.01))).toContain('nine tenths with layers 1–3 (within the error, perhaps already with layers 1–2).');
    // Pairs differ in the height of the barrier, not in where it comes in: what counts is the spread of the difference.
    const alike = [0.2, 0.3, 0.4].map((height) => ({ a: 0, b: 0, rows: [1, 0.05, 0.2, 1].map((part) => part * height) }));
    expect(said(gridOf(alike, CUMULATIVE, 'fromInput'))).toContain('a tenth of it is there with layers 1–2, nine tenths with layers 1–3.');
    const apart = [0.01, 0.06, 0.11].map((second) => ({ a: 0, b: 0, rows: [0.3, 0.001, second, 0.3] }));
    expect(said(gridOf(apart, CUMULATIVE, 'fromInput'))).toContain(
      'a tenth of it is there with layers 1–2 (within the error, surely only with layers 1–3)',
    );
  });

  it('names the window that makes most only as surely as the errors allow', () => {
    const said = (rows: number[], error: number): string => {
      const names = ['full', 'layers 1–2', 'layers 2–3', 'layers 3–4'];
      const grid = withErrors(gridOf([{ a: 0, b: 0, rows }], names, 'window'), error);
      return text({ cumulative: grids(grid) }, { figure: 'cumulative', cumulative: { sequence: 'window', window: 2 } });
    };
    expect(said([0.3, 0.02, 0.12, 0.1], 0.001)).toMatch(/layers 2–3 the most, by 0\.12\.$/);
    expect(said([0.3, 0.02, 0.12, 0.1], 0.01)).toContain('layers 2–3 the most, by 0.12, though within the errors it may be layers 3–4.');
    expect(said([0.3, 0.02, 0.12, 0.1], 0.03)).toContain('by 0.12, though within the errors it may be any of 2 others.');
  });

  it('divides nothing where averaging costs nothing, or where the ends differ by as much', () => {
    const cumulative = (a: number, b: number, rows: number[]): string =>
      text({ cumulative: grids(gridOf([{ a, b, rows }], CUMULATIVE, 'fromInput')) }, { figure: 'cumulative' });
    expect(cumulative(0.3, 0.3, [0.1, 0.2, 0.15, 0.1])).toBe(
      'Averaging all layers lowers the test loss by 0.20: there is no barrier to divide among them.',
    );
    expect(cumulative(0.3, 0.3, [0.3, 0.2, 0.15, 0.3])).toBe(
      'Averaging all layers leaves the test loss where it is: there is no barrier to divide among them.',
    );
    expect(cumulative(0.1, 0.3, [0.22, 0.3, 0.25, 0.22])).toMatch(/^The whole path raises the test loss by 0\.020\. The ends have a test loss of/);
    const all = gridOf([{ a: 0, b: 0, rows: [0.3, 0.3] }], ['full', 'layers 1–3'], 'window');
    expect(text({ cumulative: grids(all) }, { figure: 'cumulative', cumulative: { sequence: 'window', window: 13 } })).toBe(
      'The whole path raises the test loss by 0.30; the window takes in every layer.',
    );
  });

  it('takes what is still to come for no result', () => {
    const result = grids(gridOf([{ a: 0.1, b: 0.1, rows: [NaN, NaN, NaN, 0.2] }], CUMULATIVE, 'fromInput'));
    const state = shown({ cumulative: result }, { figure: 'cumulative' });
    const at = (status: 'running' | 'stopped'): string =>
      describeLab({ ...state, figures: { ...state.figures, cumulative: { ...state.figures.cumulative, status } } }).text;
    expect(at('running')).toBe('Measuring.');
    expect(at('stopped')).toBe('The figure was stopped before it was whole.');
  });

  it('gives a change of nothing no sign', () => {
    const found = fakeSubspaces(3);
    const still = { ...found.complement, loss: found.complement.loss.map(() => found.clean.a.loss) };
    const figure = { split: 'test', pair: 0, pairs: 3, pairName: 'p', naive: { ...found, complement: still }, aligned: null } as const;
    expect(text({ subspaces: figure }, { figure: 'subspaces' })).toContain('by 0 orthogonal to it');
  });

  it('compares clients and their average, and says whose halves they are', () => {
    const scores = {
      loss: Float64Array.from([0, 0, 0, 0.4, 0, 0, 0, 0.3, 0, 0, 0, 0.2, 0, 0, 0, 0.25, 0, 0, 0, 0.28]),
      accuracy: new Float64Array(20),
    };
    const se = scores.loss.map(() => 0.02);
    const averages = {
      layers: [0, 1],
      models: ['a', 'b', 'average', 'someIntoA', 'someIntoB'] as const,
      scores,
      se: { loss: se, accuracy: se },
      overA: se,
      overB: se,
    };
    const figure = {
      split: 'test',
      pair: 0,
      pairs: 3,
      pairName: 'p',
      sets: ['one half', 'the other half', 'all training', 'test'],
      halves: 'random',
      naive: averages,
      aligned: null,
    } as const;
    expect(text({ averaging: figure }, { figure: 'averaging' })).toBe(
      'On the test examples client A has a loss of 0.400 ± 0.020, client B of 0.300 ± 0.020; their average is better than either, 0.200 ± 0.020 (−0.200 ± 0.020 against A, −0.100 ± 0.020 against B); with layers 1–2 averaged alone, at best 0.250 ± 0.020. (The halves are drawn for this figure: neither client is known to have learnt from one alone.)',
    );
  });

  it('takes clients and averages apart only beyond the error of their difference', () => {
    const said = (average: number, apart: number): string => {
      const fake = fakeAverages();
      const loss = Float64Array.from([0.4, 0.3, average, 0.5, 0.5], (value) => value);
      const over = loss.map(() => apart);
      const naive = { ...fake, scores: { loss, accuracy: loss }, se: { loss: over, accuracy: over }, overA: over, overB: over };
      const figure = { split: 'test', pair: 0, pairs: 1, pairName: 'p', sets: ['test'], halves: 'own', naive, aligned: null } as const;
      return text({ averaging: figure }, { figure: 'averaging' });
    };
    expect(said(0.28, 0.02)).toContain(
      'their average is better than client A and, within the error, like client B, 0.280 ± 0.020 (−0.120 ± 0.020 against A, −0.020 ± 0.020 against B)',
    );
    expect(said(0.35, 0.01)).toContain(
      'their average is better than client A and worse than client B, 0.350 ± 0.010 (−0.050 ± 0.010 against A, +0.050 ± 0.010 against B)',
    );
    expect(said(0.35, 0.1)).toContain('their average is like either within the error, 0.35 ± 0.10');
    expect(said(0.9, 0.1)).toContain('their average is worse than either, 0.90 ± 0.10');
  });

  it('sets the way to the other network beside random ones of its length', () => {
    const found = fakeRobustness(4);
    const draws = { ...found.a.random, loss: found.a.random.loss.map(() => 0.14) };
    const own = { ...found.a.own, loss: found.a.own.loss.map((_, i) => (i === 0 ? 0.48 : 0.2)) };
    const path = { ...found.a.path, loss: found.a.path.loss.map((_, i) => (i === 0 ? 0.42 : i === 6 ? 0.2 : 0.12)) };
    const figure = {
      split: 'test',
      pair: 0,
      pairs: 3,
      pairName: 'p',
      naive: { ...found, a: { ...found.a, random: draws, own, path } },
      aligned: null,
      epochs: [0, 50, 100],
      epoch: 100,
    } as const;
    expect(text({ robustness: figure }, { figure: 'robustness' })).toBe(
      'Half-way to B the test loss of A changes by +0.30; as far at random by +0.020 in all parameters alike, and by +0.15 with every layer moved as far as its own part of the way (means of 4 draws). The way to B costs more than 4 of 4 of the former and 3 of 4 of the latter. Of single layers the way costs most beside a random one in layer 3: +0.080 towards B, +0.020 at random, more than 4 of 4.',
    );
    expect(text({ robustness: { ...figure, epoch: 50 } }, { figure: 'robustness' })).toMatch(/^After epoch 50: Half-way to B/);
  });

  it('sets noise inside the training subspace beside noise outside it', () => {
    const found = fakeSubspaces(3);
    const level = (loss: readonly number[]): typeof found.training => ({
      ...found.training,
      loss: Float64Array.from(Array.from({ length: 9 }, () => loss).flat()),
    });
    const figure = {
      split: 'test',
      pair: 0,
      pairs: 3,
      pairName: 'p',
      naive: { ...found, training: level([0.22, 0.12, 0.92]), complement: level([0.13, 0.13, 0.13]) },
      aligned: null,
    } as const;
    expect(text({ subspaces: figure }, { figure: 'subspaces', pairs: { kind: 'order', count: 3, seed: 1 } })).toMatch(/^p: Noise of length/);
    expect(text({ subspaces: figure }, { figure: 'subspaces' })).toBe(
      'Noise of length 5.0 (B is 5.0 away) changes the test loss of A by +0.10 inside the training subspace (20 of 79,498 dimensions), by +0.010 orthogonal to it (medians of 3), by +0.25 straight towards B.',
    );
  });

  it('sums up a sweep as far as it went', () => {
    const grid = gridOf([{ a: 0.1, b: 0.1, rows: [0.36, 0.16, 0.1, 0.1] }], LAYERS);
    const entry = { name: 'learning rate 0.05', key: 'k', status: 'done', grid, error: null } as const;
    const figure = {
      over: 'learningRate',
      entries: [entry, { ...entry, name: 'learning rate 0.1', status: 'waiting', grid: null }],
      secondsLeft: 90,
    } as const;
    expect(text({ sensitivity: figure }, { figure: 'sensitivity' })).toBe(
      'With learning rate 0.05 the whole path changes the loss by +0.26; of single layers layer 1 the most, +0.060 into A. 1 of 2 to come, 1 min 30 s.',
    );
    const calm = gridOf([{ a: 0.1, b: 0.1, rows: [0.11, 0.1, 0.105, 0.1] }], LAYERS);
    const both = { ...figure, secondsLeft: null, entries: [{ ...entry, name: 'learning rate 0.005', grid: calm }, entry] };
    expect(text({ sensitivity: both }, { figure: 'sensitivity' })).toBe(
      'The whole path costs +0.010 with learning rate 0.005 and +0.26 with learning rate 0.05: one pair of each tells no order; of single layers layer 1 with learning rate 0.05 the most, +0.060 into A.',
    );
    const pairs = (...fulls: number[]): LayerGrid =>
      gridOf(
        fulls.map((full) => ({ a: 0.1, b: 0.1, rows: [0.1 + full, 0.16, 0.1, 0.1] })),
        LAYERS,
      );
    const swept = (first: LayerGrid, second: LayerGrid): string =>
      text(
        {
          sensitivity: {
            ...both,
            entries: [
              { ...entry, name: 'rate 1', grid: first },
              { ...entry, name: 'rate 2', grid: second },
            ],
          },
        },
        { figure: 'sensitivity' },
      );
    expect(swept(pairs(0.1, 0.2), pairs(0.3, 0.5))).toContain(
      'The whole path costs less with rate 1, +0.15 (2 pairs from +0.10 to +0.20), than with rate 2, +0.40 (2 pairs from +0.30 to +0.50);',
    );
    expect(swept(pairs(0.1, 0.35), pairs(0.3, 0.5))).toMatch(/: the ranges overlap, so that these pairs tell no order;/);
    expect(swept(pairs(0.1, 0.35), pairs(0.3, 0.5))).not.toMatch(/less|least|most with/);
    const one = {
      sensitivity: {
        ...both,
        entries: [
          { ...entry, grid: pairs(0.1, 0.35) },
          { ...entry, name: 'other', grid: pairs(0.3, 0.5) },
        ],
      },
    };
    expect(text(one, { figure: 'sensitivity', pair: 1 })).toContain('the one pair of each that is shown tells no order');
    expect(text({}, { figure: 'sensitivity' })).toContain('Sweep the learning rate or the task');
  });

  it('says what is missing, and what runs', () => {
    expect(describeLab(shown({}))).toMatchObject({ kind: 'empty', text: expect.stringContaining('Choose two networks as A and B') as string });
    expect(describeLab(shown({}, { pairs: { kind: 'order', count: 3, seed: 1 } }))).toMatchObject({
      kind: 'empty',
      text: expect.stringContaining('Train the pairs') as string,
    });
    const training = {
      status: 'running',
      progress: null,
      error: null,
      result: { names: ['seed 1', 'seed 1/2'], points: [], epoch: 40.2, epochs: 100, secondsLeft: 12, paused: false },
    } as const;
    expect(describeLab({ ...shown({}), training })).toMatchObject({ kind: 'busy', text: 'Training 2 networks: epoch 40 of 100, 12 s to go.' });
  });
});
