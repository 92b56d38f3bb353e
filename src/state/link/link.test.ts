import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultDatasetSpec } from '../../datasets/dataset-defaults.ts';
import { DATASET_DEFAULTS, DEFAULT_ALIGNMENT, DEFAULT_DATA, defaultExperiment } from '../defaults.ts';
import { DEFAULT_VIEW } from '../view.ts';
import { ENDPOINTS, type TrainedRecipe } from '../experiment.ts';
import { LAB_NAMES } from '../figures/table.ts';
import { LONGEST_LINK } from './fields.ts';
import type { LinkRole, LinkState } from './state.ts';
import { formatLink, NO_LINK_TALK, parseLink } from './link.ts';

const start: LinkState = {
  experiment: defaultExperiment(),
  roles: { A: null, B: null, C: null },
  aligned: { B: null, C: null },
  view: DEFAULT_VIEW,
  backend: null,
  simd: null,
};

const integer = (min: number, max: number) => fc.integer({ min, max });
const real = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map((value) => value + 0);
const sha = fc.stringMatching(/^[0-9a-f]{64}$/);
const name = fc
  .string({ minLength: 1, maxLength: 40, unit: 'grapheme' })
  .filter((text) => text.length <= 100 && !/[\p{Cc}\p{Surrogate}]/u.test(text));
const seeds = fc.oneof(
  fc.record({ init: fc.maxSafeInteger(), order: fc.maxSafeInteger() }),
  fc.record({ init: fc.maxSafeInteger(), order: integer(0, 9), first: fc.record({ order: integer(10, 19), epochs: integer(1, 10_000) }) }),
);
const architecture = fc.record({
  hidden: fc.array(integer(1, 2048), { maxLength: 12 }),
  activation: fc.constantFrom('relu', 'tanh', 'gelu', 'linear'),
  norm: fc.constantFrom('none', 'before', 'after'),
  output: fc.constantFrom('softmax', 'logistic'),
  init: fc.constantFrom('pytorch', 'he-normal', 'he-uniform', 'xavier-normal', 'xavier-uniform'),
});
const training = fc.record({
  epochs: integer(10, 10_000),
  batchSize: integer(1, 65_536),
  optimizer: fc.constantFrom('sgd', 'adam', 'adamw', 'rmsprop'),
  learningRate: real(1e-8, 100),
  momentum: real(0, 0.999),
  weightDecay: real(0, 10),
  schedule: fc.constantFrom('constant', 'cosine', 'onecycle'),
  cycleMomentum: fc.boolean(),
  warmup: integer(0, 10),
  clipNorm: real(0, 1e6),
  checkpoints: integer(2, 1000),
});
const data = fc.oneof(
  fc.record({
    id: fc.constantFrom('moons', 'circles', 'spirals'),
    trainSize: integer(2, 60_000),
    testSize: integer(2, 60_000),
    noise: real(0, 10),
    seed: fc.maxSafeNat(),
    arms: integer(2, 10),
  }),
  fc.record({
    id: fc.constant('glyphs'),
    trainSize: integer(2, 60_000),
    testSize: integer(2, 60_000),
    noise: real(0, 10),
    seed: fc.maxSafeNat(),
    arms: integer(2, 10),
    scaling: fc.oneof(fc.constant('unit'), fc.record({ mean: real(-9, 9), deviation: real(0.1, 9) })),
  }),
  fc.record({
    id: fc.constant('mnist'),
    source: fc.constantFrom('origin', 'mirror'),
    trainSize: integer(2, 60_000),
    testSize: integer(2, 60_000),
    scaling: fc.oneof(fc.constant('unit'), fc.record({ mean: real(-9, 9), deviation: real(0.1, 9) })),
    channels: fc.constant('last'),
    files: fc.constant([]),
  }),
  fc.record({
    id: fc.constant('cifar10'),
    source: fc.constant('files'),
    trainSize: integer(2, 60_000),
    testSize: integer(2, 60_000),
    scaling: fc.constant('unit'),
    channels: fc.constantFrom('last', 'first'),
    files: fc.array(fc.record({ name, sha256: sha }), { minLength: 1, maxLength: 4 }),
  }),
  fc.record({
    id: fc.constant('file'),
    file: fc.record({ name, sha256: sha }),
    labelColumn: fc.option(name),
    header: fc.constantFrom('auto', 'yes', 'no'),
    decimal: fc.constantFrom('auto', 'point', 'comma'),
    firstColumn: fc.constantFrom('auto', 'in', 'out'),
    scaling: fc.oneof(fc.constant('raw'), fc.record({ mean: real(-9, 9), deviation: real(0.1, 9) })),
  }),
);
const alignment = fc.record({
  method: fc.constantFrom('weight', 'activation', 'identity', 'random'),
  seed: fc.maxSafeInteger(),
  restarts: integer(1, 50),
  signs: fc.boolean(),
  flips: fc.boolean(),
  activations: fc.boolean(),
});
const part = integer(0, 1);
const share = fc.option(
  fc.oneof(
    fc.record({ by: fc.constant('random'), part, seed: fc.maxSafeInteger() }),
    fc.record({ by: fc.constant('class'), part, seed: fc.constant(0) }),
  ),
);
const trained = fc.record({ recipe: fc.record({ kind: fc.constant('trained'), architecture, training, seeds, share }), data: fc.option(data) });
const imported = fc.record({
  recipe: fc.record({
    kind: fc.constant('imported'),
    name,
    sha256: sha,
    activation: fc.constantFrom('relu', 'tanh'),
    norm: fc.option(fc.constantFrom('none', 'before', 'after')),
  }),
  data: fc.constant(null),
});
const copy = fc.record({
  recipe: fc.record({ kind: fc.constant('aligned'), source: fc.constant('B'), reference: fc.constant('A'), choice: alignment }),
  data: fc.constant(null),
});
const labSeed = integer(0, 1e9);
const lab = fc.record({
  pairs: fc.option(fc.record({ kind: fc.constantFrom('order', 'init', 'halves', 'classes'), count: integer(1, 8), seed: labSeed })),
  pair: fc.option(integer(0, 7)),
  figure: fc.constantFrom(...LAB_NAMES),
  metric: fc.constantFrom('loss', 'error'),
  paths: fc.constantFrom('naive', 'aligned', 'both'),
  barriers: fc.record({
    columns: fc.constantFrom('epochs', 'alpha'),
    most: integer(2, 51),
    reference: fc.constantFrom('full', 'own'),
    replaced: fc.boolean(),
    cell: fc.option(
      fc.record({ path: fc.constantFrom('naive', 'aligned'), into: fc.constantFrom('A', 'B'), row: integer(0, 13), column: integer(0, 50) }),
    ),
  }),
  cumulative: fc.record({
    sequence: fc.constantFrom('fromInput', 'fromOutput', 'random', 'window'),
    seed: labSeed,
    window: integer(1, 13),
    drawing: fc.constantFrom('curves', 'heatmap'),
  }),
  robustness: fc.record({ draws: integer(1, 50), seed: labSeed, epoch: fc.option(integer(0, 10_000)) }),
  subspaces: fc.record({ layer: fc.option(integer(0, 12)), draws: integer(1, 100), seed: labSeed, basis: fc.constantFrom('checkpoints', 'ends') }),
  toy: fc.record({ a: real(0.05, 20), r: real(-20, -0.05), factors: integer(2, 12) }),
  averaging: fc.record({ layers: fc.option(fc.uniqueArray(integer(0, 12), { maxLength: 13 })) }),
  sensitivity: fc.record({
    over: fc.constantFrom('learningRate', 'task'),
    rates: fc.uniqueArray(real(1e-6, 10), { minLength: 1, maxLength: 8 }),
    tasks: fc.shuffledSubarray(['moons', 'glyphs', 'mnist', 'cifar10'], { minLength: 1 }),
  }),
});
const view = fc.record({
  place: fc.constantFrom('explore', 'layers'),
  alignment,
  curve: fc.record({
    metric: fc.constantFrom('loss', 'accuracy'),
    log: fc.boolean(),
    points: integer(1, 100).map((n) => 2 * n + 1),
    extended: fc.boolean(),
    definition: fc.constantFrom('lerp', 'mean', 'max'),
  }),
  plane: fc.record({
    show: fc.constantFrom('naive', 'aligned', 'both', 'custom'),
    through: fc.shuffledSubarray([...ENDPOINTS], { minLength: 3, maxLength: 3 }),
    metric: fc.constantFrom('loss', 'accuracy'),
    surface: fc.boolean(),
    resolution: integer(5, 201),
    trajectories: fc.boolean(),
    window: fc.option(fc.tuple(real(-10, 0), real(1, 10), real(-10, 0), real(1, 10))),
  }),
  layers: fc.record({
    schedule: fc.constantFrom('single', 'fromInput', 'fromOutput'),
    along: fc.constantFrom('midpoint', 'alpha'),
    metric: fc.constantFrom('loss', 'accuracy'),
    into: fc.constantFrom('A', 'B', 'both'),
  }),
  lab,
  split: fc.constantFrom('train', 'test'),
  probe: fc.oneof(
    fc.record({ kind: fc.constant('path'), path: fc.constantFrom('naive', 'aligned'), alpha: real(-0.5, 1.5) }),
    fc.record({ kind: fc.constant('plane'), plane: fc.constantFrom('naive', 'aligned', 'custom'), x: real(-9, 9), y: real(-9, 9) }),
    fc.record({ kind: fc.constant('network'), endpoint: fc.constantFrom(...ENDPOINTS) }),
  ),
  large: fc.option(fc.constantFrom('curve', 'plane', 'layers', 'probe')),
  theme: fc.constant('system'),
});
const role = fc.option(fc.oneof(trained, imported));
const link = fc.record({
  experiment: fc.record({ data, architecture, training, seeds: fc.array(seeds, { minLength: 1, maxLength: 6 }) }),
  roles: fc.record({ A: role, B: role, C: fc.option(fc.oneof(trained, imported, copy)) }),
  aligned: fc.record({ B: fc.option(alignment), C: fc.option(alignment) }),
  view,
  backend: fc.option(fc.constantFrom('webgpu', 'webgl', 'wasm', 'cpu')),
  simd: fc.option(fc.constantFrom('fma', 'plain')),
}) as unknown as fc.Arbitrary<LinkState>;

describe('the link', () => {
  it('brings back any state', () => {
    fc.assert(
      fc.property(link, (state) => {
        const parsed = parseLink(formatLink(state));
        expect(parsed.problems).toEqual([]);
        expect(parsed.state).toEqual(state);
      }),
      { numRuns: 200 },
    );
  });

  it('never throws and always gives a whole state, whatever the text', () => {
    const piece = fc.constantFrom(
      'v=1',
      'v=9',
      'data=moons',
      'data=mnist',
      'data=__proto__',
      'A=1',
      'A=1/x',
      'A=1',
      'A.share=random:3:1',
      'A.share=class:1:1',
      'A.share=random:1',
      'A.share=random:1e9:1e999',
      'A.share=',
      'B.share=all',
      'share=random:1:1',
      'B=file:a',
      'C=aligned:A:B:x',
      '__proto__=1',
      'constructor=2',
      'hidden=1e9',
      'hidden=64,-1',
      'seeds=,',
      'plane.window=1',
      'place=lab',
      'pairs=order:x:1',
      'pairs=order:9:1',
      'pair=0',
      'barriers.cell=naive',
      'toy.r=0',
      'averaging.layers=1,1',
      'sweep.rates=,',
      'sweep.tasks=stars',
      'probe=at,x',
      'len=5',
      '%',
      'rate=NaN',
      'epochs=1e999',
      'warmup=9999',
      '=',
      '&&',
      '#',
    );
    const text = fc.oneof(
      fc.string({ maxLength: 300 }),
      fc.string({ unit: 'binary', maxLength: 100 }),
      fc.array(fc.oneof(piece, fc.string({ maxLength: 20 })), { maxLength: 20 }).map((parts) => `#${parts.join('&')}`),
    );
    fc.assert(
      fc.property(text, (hash) => {
        const { state, problems } = parseLink(hash);
        expect(parseLink(formatLink(state))).toMatchObject({ state, problems: [] });
        expect(problems.length).toBeLessThanOrEqual(13);
        for (const problem of problems) expect(problem.length).toBeLessThan(600);
      }),
      { numRuns: 200 },
    );
  });

  it('tells every truncation', () => {
    const hash = formatLink({ ...start, view: { ...DEFAULT_VIEW, split: 'train', large: 'plane' } });
    for (let length = 2; length < hash.length; length++) expect(parseLink(hash.slice(0, length)).problems, hash.slice(0, length)).not.toEqual([]);
  });

  it('survives a chat program that escapes more than it must', () => {
    const held: LinkRole = {
      recipe: {
        kind: 'trained',
        ...DATASET_DEFAULTS.moons,
        architecture: { ...DATASET_DEFAULTS.moons.architecture, hidden: [64, 32] },
        seeds: { init: 4, order: 4 },
        share: null,
      },
      data: null,
    };
    const hash = formatLink({ ...start, roles: { ...start.roles, A: held } });
    expect(parseLink(hash.replaceAll(',', '%2C'))).toEqual(parseLink(hash));
  });

  it('reads a link of version 1 as it was written', () => {
    const frozen =
      '#v=1&data=moons&noise=0.2&hidden=64&optimizer=adam&rate=0.01&A=1&B=2/7&B.optimizer=sgd&C=file:c.safetensors:' +
      `${'0'.repeat(64)}:tanh:after&edit.epochs=20&B.aligned=weight,3,5,nosigns&plane.show=aligned&probe=aligned,0.25&backend=wasm&len=278`;
    const { state, problems } = parseLink(frozen);
    expect(problems).toEqual([]);
    const recipe = {
      architecture: { hidden: [64], activation: 'relu', norm: 'none', output: 'softmax', init: 'pytorch' },
      training: {
        epochs: 100,
        batchSize: 256,
        optimizer: 'adam',
        learningRate: 0.01,
        momentum: 0.9,
        weightDecay: 0.01,
        schedule: 'cosine',
        warmup: 0,
        clipNorm: 0,
        cycleMomentum: false,
        checkpoints: 20,
      },
    };
    expect(state).toEqual({
      experiment: {
        data: { id: 'moons', trainSize: 512, testSize: 512, noise: 0.2, seed: 0, arms: 3 },
        ...recipe,
        training: { ...recipe.training, epochs: 20 },
        seeds: [1, 2, 3].map((n) => ({ init: n, order: n })),
      },
      roles: {
        A: { recipe: { kind: 'trained', ...recipe, seeds: { init: 1, order: 1 }, share: null }, data: null },
        B: {
          recipe: {
            kind: 'trained',
            architecture: recipe.architecture,
            training: { ...recipe.training, optimizer: 'sgd' },
            seeds: { init: 2, order: 7 },
            share: null,
          },
          data: null,
        },
        C: { recipe: { kind: 'imported', name: 'c.safetensors', sha256: '0'.repeat(64), activation: 'tanh', norm: 'after' }, data: null },
      },
      aligned: { B: { method: 'weight', seed: 3, restarts: 5, signs: false, flips: false, activations: true }, C: null },
      view: { ...DEFAULT_VIEW, plane: { ...DEFAULT_VIEW.plane, show: 'aligned' }, probe: { kind: 'path', path: 'aligned', alpha: 0.25 } },
      backend: 'wasm',
      simd: null,
    });
    expect(formatLink(state)).toBe(frozen);
  });

  it('says what was wrong and what was used instead', () => {
    const problemsOf = (hash: string): string => parseLink(hash).problems.join(' ');
    expect(problemsOf('#v=7&data=moons&len=14')).toContain('made by a newer Ridgeline (link version 7');
    expect(problemsOf('#v=0&data=moons&len=14')).toContain("'0' is no link version");
    expect(problemsOf('#v=1&data=moons&rate=fast&len=24')).toMatch(/Learning rate: rate must be a number.*'0.1' was used/);
    expect(problemsOf('#v=1&data=moons&A=1&A.hidden=8,wide&len=38')).toContain(
      'Widths: A.hidden=8,wide is not understood: a part of it must be a whole number',
    );
    expect(problemsOf('#v=1&data=moons&noise=-1&len=24')).toMatch(/^data.noise must be a number/);
    expect(problemsOf('#v=1&data=moons&train=many&len=26')).toMatch(/^Train: data.trainSize must be a whole number/);
    expect(problemsOf('#v=1&data=moons&colour=red&len=25')).toContain('Unknown in the link and ignored: colour');
    expect(problemsOf('#v=1&data=moons')).toContain('no end mark');
    expect(problemsOf('#v=1&data=stars&len=14')).toContain('the defaults of these data were used');
    expect(problemsOf(`#${'x'.repeat(LONGEST_LINK + 1)}`)).toContain('longer');
    expect(parseLink('#v=1&data=stars&len=14').state.experiment.data).toEqual(DEFAULT_DATA);
    expect(parseLink('')).toMatchObject({ empty: true, problems: [] });
  });

  it('reads the laboratory as a person would write it', () => {
    const text =
      '#v=1&data=moons&place=layers&lab=cumulative&pairs=order:3:1&pair=2&barriers.cell=naive:A:3:5&cumulative.sequence=window&averaging.layers=1,2&sweep.rates=0.01,0.1&len=161';
    const { state, problems } = parseLink(text);
    expect(problems).toEqual([]);
    expect(state.view).toEqual({
      ...DEFAULT_VIEW,
      place: 'layers',
      lab: {
        ...DEFAULT_VIEW.lab,
        figure: 'cumulative',
        pairs: { kind: 'order', count: 3, seed: 1 },
        pair: 1,
        barriers: { ...DEFAULT_VIEW.lab.barriers, cell: { path: 'naive', into: 'A', row: 3, column: 5 } },
        cumulative: { ...DEFAULT_VIEW.lab.cumulative, sequence: 'window' },
        averaging: { layers: [0, 1] },
        sensitivity: { ...DEFAULT_VIEW.lab.sensitivity, rates: [0.01, 0.1] },
      },
    });
    expect(formatLink(state)).toBe(text);
    expect(parseLink('#v=1&data=moons&pairs=order:99:1&len=34').problems.join()).toMatch(
      /Pairs: pairs=order:99:1 is not understood: a part of it must be a whole number from 1 to 8.*'roles' was used/,
    );
  });

  it('names what part of the data a network was trained on, where that is not all', () => {
    const recipe = { kind: 'trained' as const, ...DATASET_DEFAULTS.moons, seeds: { init: 1, order: 1 } };
    const held = (share: TrainedRecipe['share']): LinkRole => ({ recipe: { ...recipe, share }, data: null });
    const state: LinkState = {
      ...start,
      roles: { A: held({ by: 'random', part: 0, seed: 7 }), B: held({ by: 'class', part: 1, seed: 0 }), C: held(null) },
    };
    expect(formatLink(state)).toBe('#v=1&data=moons&A=1&A.share=random:1:7&B=1&B.share=class:2&C=1&len=62');
    expect(parseLink(formatLink(state))).toEqual({ state, talk: NO_LINK_TALK, problems: [], empty: false });
    const shareIn = (text: string): unknown => parseLink(`#v=1&data=moons&A=1&A.share=${text}`).state.roles.A?.recipe;
    for (const text of [
      'random:3:1',
      'random:0:1',
      'random:1',
      'random:1:x',
      'class:1:1',
      'class',
      'colour:1',
      'random:1:1:1',
      '',
      '__proto__:1:1',
      'random:1.5:1',
      'random:1:1e30',
    ]) {
      expect(shareIn(text), text).toEqual({ ...recipe, share: null });
      expect(parseLink(`#v=1&data=moons&A=1&A.share=${text}`).problems.join(' '), text).toMatch(/A.share.*'all' was used/);
    }
  });

  it('leaves out defaults and recipes equal to that of A', () => {
    const recipe = { kind: 'trained' as const, ...DATASET_DEFAULTS.mnist, share: null };
    const held = (n: number): LinkRole => ({ recipe: { ...recipe, seeds: { init: n, order: n } }, data: null });
    const state: LinkState = {
      ...start,
      experiment: defaultExperiment(defaultDatasetSpec('mnist')),
      roles: { A: held(1), B: held(2), C: held(3) },
      aligned: { B: DEFAULT_ALIGNMENT, C: null },
    };
    expect(formatLink(state)).toBe('#v=1&data=mnist&A=1&B=2&C=3&B.aligned=weight,1,4,signs&len=54');
  });
});
