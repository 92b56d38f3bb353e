/** The laboratory's calls of window.ridgeline against the reference numbers in float64, and against what they must be to each other. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { permutedDict } from './permuted-dict.ts';
import { close, loadData } from './reference-case.ts';
import { start } from './screen.ts';
import {
  base64,
  call,
  expect,
  expected,
  importBlob,
  needsShared,
  ready,
  sharedFile,
  test,
  type Expected,
  type ReferenceLayerwise,
} from './support.ts';

interface Layers {
  layers: string[];
  restA: number[];
  restB: number[];
  full: number;
}
interface Side {
  clean: { loss: number; accuracy: number };
  random: { loss: number[][][]; accuracy: number[][][] };
  path: { loss: number[][]; accuracy: number[][] };
}
interface Robustness {
  layers: string[];
  t: number[];
  distance: number[];
  a: Side;
  b: Side;
}
interface Subspaces {
  dimension: number;
  parameters: number;
  distance: number;
  norms: number[];
  clean: { a: { loss: number }; b: { loss: number } };
  towards: { loss: number[] };
  away: { loss: number[] };
  training: { loss: number[][] };
  complement: { loss: number[][] };
}

/** A, B and B with the reference's permutations, by id. */
interface Pair {
  a: string;
  b: string;
  aligned: string;
}

async function openPair(page: Page, name: string, want: Expected): Promise<Pair> {
  await loadData(page, name, want.dataset);
  const b = permutedDict(readFileSync(sharedFile('reference', name, 'b.safetensors')), want.aligned.permutationsB);
  const files = {
    a: base64('reference', name, 'a.safetensors'),
    b: base64('reference', name, 'b.safetensors'),
    aligned: Buffer.from(b).toString('base64'),
  };
  const ids: Record<string, string> = {};
  for (const [role, bytes] of Object.entries(files)) {
    const { id } = await importBlob<{ id: string }>(page, 'importNetwork', bytes, {
      name: `${name} ${role}`,
      activation: want.architecture.activation,
    });
    ids[role] = id;
  }
  return { a: ids['a'], b: ids['b'], aligned: ids['aligned'] };
}

function layers(page: Page, argument: Record<string, unknown>): Promise<Layers> {
  return call<Layers>(page, 'layers', argument);
}

/** The published schedules against the reference; random order and windows against them. */
async function checkSchedules(page: Page, pair: { a: string; b: string }, want: ReferenceLayerwise, what: string): Promise<void> {
  const k = want.single.restA.length;
  for (const [schedule, key] of [
    ['single', 'single'],
    ['fromInput', 'cumulativeFromInput'],
    ['fromOutput', 'cumulativeFromOutput'],
  ] as const) {
    const got = await layers(page, { ...pair, schedule });
    close(got.restA, want[key].restA, `${what} ${schedule} into A`);
    close(got.restB, want[key].restB, `${what} ${schedule} into B`);
    close([got.full], [want.full], `${what} full`);
  }
  for (const seed of [1, 2, 3]) {
    const random = await layers(page, { ...pair, schedule: 'random', seed });
    expect(random.layers).toHaveLength(k);
    const first = Number(/^layer (\d+)$/.exec(random.layers[0])?.[1]) - 1;
    close([random.restA[0], random.restB[0]], [want.single.restA[first], want.single.restB[first]], `${what} random ${seed}: the first layer alone`);
    close([random.restA[k - 1], random.restB[k - 1]], [want.full, want.full], `${what} random ${seed}: all layers`);
  }
  for (let window = 1; window <= k; window++) {
    const slid = await layers(page, { ...pair, schedule: 'window', window });
    expect(slid.layers).toHaveLength(k - window + 1);
    for (const side of ['restA', 'restB'] as const) {
      close(
        [slid[side][0], slid[side][k - window]],
        [want.cumulativeFromInput[side][window - 1], want.cumulativeFromOutput[side][k - window]],
        `${what} window of ${window}, ${side}`,
      );
    }
    if (window === 1) close([...slid.restA, ...slid.restB], [...want.single.restA, ...want.single.restB], `${what} window of one`);
  }
}

/** The ends of the path, and the references of the barrier. */
async function checkReferences(page: Page, pair: { a: string; b: string }, [endA, endB]: Expected['endpoints']): Promise<void> {
  const half = 0.5 * (endA.loss - endB.loss);
  const atA = await layers(page, { ...pair, alpha: 0 });
  close(
    atA.restA,
    atA.restA.map(() => half),
    'nothing moved into A',
  );
  const atB = await layers(page, { ...pair, alpha: 1 });
  close(
    atB.restB,
    atB.restB.map(() => -half),
    'nothing moved into B',
  );
  close([atA.full, atB.full], [half, -half], 'the ends of the full path');
  const own = await layers(page, { ...pair, reference: 'own' });
  const published = await layers(page, pair);
  close([own.full], [published.full], 'the own ends of the full path are the full ends');
  // The loss is convex in the last layer.
  for (const value of [own.restA.at(-1), own.restB.at(-1)]) expect(value).toBeLessThanOrEqual(1e-6);
}

/** Interpolation at t = ½ and 1 is the reference's path; norms are the distances of the layers. */
async function checkRobustness(page: Page, pair: { a: string; b: string }, want: Expected): Promise<void> {
  const [endA, endB] = want.endpoints;
  const argument = { ...pair, draws: 3, seed: 4 };
  const got = await call<Robustness>(page, 'robustness', argument);
  expect(got.layers[0]).toBe('full');
  expect(got.t).toEqual([0.5, 1]);
  close([got.distance[0]], [want.distance.AB], 'distance of all layers');
  close([Math.hypot(...got.distance.slice(1))], [want.distance.AB], 'distances of the layers together');
  close([got.a.clean.loss, got.b.clean.loss], [endA.loss, endB.loss], 'clean losses');
  close([got.a.path.loss[0][0], got.b.path.loss[0][0]], [want.naive.loss[12], want.naive.loss[12]], 'all layers half-way');
  close([got.a.path.loss[0][1], got.b.path.loss[0][1]], [endB.loss, endA.loss], 'all layers replaced');
  const mean = 0.5 * (endA.loss + endB.loss);
  close(
    got.a.path.loss.slice(1).map(([loss]) => loss - mean),
    want.naive.layerwise.single.restA,
    'single layers half-way, from A',
  );
  close(
    got.b.path.loss.slice(1).map(([loss]) => loss - mean),
    want.naive.layerwise.single.restB,
    'single layers half-way, from B',
  );
  expect(got.a.random.loss.map((row) => row.map((draws) => draws.length))).toEqual(got.layers.map(() => [3, 3]));
  expect((await call<Robustness>(page, 'robustness', argument)).a.random).toEqual(got.a.random);
  expect((await call<Robustness>(page, 'robustness', { ...argument, seed: 5 })).a.random).not.toEqual(got.a.random);
  const still = await call<Robustness>(page, 'robustness', { ...argument, t: [1e-6] });
  close(
    still.a.random.loss.flat(2),
    still.a.random.loss.flat(2).map(() => endA.loss),
    'no perturbation, no change',
  );
}

/** Noise in the interpolation direction is the path; the span of two networks has one direction from A. */
async function checkSubspaces(page: Page, pair: { a: string; b: string }, want: Expected): Promise<void> {
  const argument = { ...pair, low: 0.5, high: 1, count: 2, draws: 2, seed: 3 };
  const ends = await call<Subspaces>(page, 'subspaces', { ...argument, basis: 'ends' });
  close([ends.distance], [want.distance.AB], 'distance');
  close(ends.norms, [0.5 * want.distance.AB, want.distance.AB], 'norms');
  close(ends.towards.loss, [want.naive.loss[12], want.endpoints[1].loss], 'towards B');
  close(
    [ends.clean.a.loss, ends.clean.b.loss],
    want.endpoints.slice(0, 2).map(({ loss }) => loss),
    'clean losses',
  );
  expect(ends.dimension).toBe(2);
  // An imported network without checkpoints has only its end: the way to B is all that training is known to span.
  const one = await call<Subspaces>(page, 'subspaces', argument);
  expect(one.dimension).toBe(1);
  one.training.loss.forEach((draws, i) =>
    draws.forEach((loss) =>
      expect(Math.min(Math.abs(loss - one.towards.loss[i]), Math.abs(loss - one.away.loss[i]))).toBeLessThan(1e-5 + 1e-4 * loss),
    ),
  );
  expect(one.complement.loss).toHaveLength(2);
}

for (const name of ['moons-relu-512', 'moons-ln-64-64-64', 'moons-tanh-logit-16-16', 'mnist-relu-ln-48-48-48']) {
  test(`${name}: layers by every schedule, both ways, naive and aligned; robustness; subspaces`, async ({ page }) => {
    needsShared();
    await start(page);
    await ready(page);
    const want = expected(name);
    const { a, b, aligned } = await openPair(page, name, want);
    await checkSchedules(page, { a, b }, want.naive.layerwise, 'naive');
    const { distance } = await call<Robustness>(page, 'robustness', { a, b: aligned, draws: 1 });
    close([distance[0]], [want.aligned.distance.AB], 'distance, aligned');
    await checkSchedules(page, { a, b: aligned }, want.aligned.layerwise, 'aligned');
    await checkReferences(page, { a, b }, want.endpoints);
    await checkRobustness(page, { a, b }, want);
    await checkSubspaces(page, { a, b }, want);
  });
}

test('a training subspace has no more dimensions than checkpoints; a half-way network is told example by example', async ({ page }) => {
  await start(page);
  await ready(page);
  const trained = await call<{ id: string }[]>(page, 'train', {
    architecture: { hidden: [8, 8] },
    training: { epochs: 6, checkpoints: 4 },
    seeds: [
      { init: 1, order: 1 },
      { init: 1, order: 2 },
    ],
  });
  const [a, b] = trained.map(({ id }) => id);
  for (const layer of [null, 1, 2, 3]) {
    const { dimension, parameters } = await call<Subspaces>(page, 'subspaces', { a, b, layer, draws: 1, count: 2 });
    expect(dimension).toBeGreaterThanOrEqual(1);
    expect(dimension).toBeLessThanOrEqual(Math.min(parameters, 2 * 4));
  }
  const { single, full } = await layers(page, { a, b }).then((got) => ({ single: got.restA, full: got.full }));
  for (const [moved, barrier] of [
    [null, full],
    [[2], single[1]],
  ] as const) {
    const found = await call<{ contribution: number[]; d: number[]; j: number[]; ey: number[]; mean: number }>(page, 'decomposition', {
      a,
      b,
      layers: moved,
    });
    expect(found.contribution).toHaveLength(512);
    found.contribution.forEach((value, i) => expect(Math.abs(value - (found.d[i] - found.j[i] - found.ey[i]))).toBeLessThan(1e-5));
    close([found.mean], [barrier], 'mean contribution');
  }
  const averages = await call<{ models: string[]; sets: string[]; loss: number[][] }>(page, 'averages', { a, b });
  expect(averages.models).toEqual(['a', 'b', 'average', 'someIntoA', 'someIntoB']);
  // Both halves together are the training data.
  for (const [first, second, whole] of averages.loss) close([0.5 * (first + second)], [whole], 'mean of both halves');
  const test512 = averages.sets.indexOf('test');
  const [endA, endB, average] = averages.loss.map((row) => row[test512]);
  close([average - 0.5 * (endA + endB)], [full], 'the average of all layers is the middle of the path');
});

test('the diagonal linear network has its closed forms', async ({ page }) => {
  await start(page);
  await ready(page);
  const toy = await call<{ alpha: number[]; paths: { name: string; loss: number[]; closed: number[] }[] }>(page, 'diagonalToy', { r: 5 });
  const half = toy.alpha.indexOf(0.5);
  expect(toy.paths.map(({ name }) => name)).toEqual(['full', 'layer 1', 'layer 2']);
  for (const [i, value] of [0.64, 4, 0.16].entries()) {
    expect(toy.paths[i].loss[half]).toBeCloseTo(value, 12);
    expect(toy.paths[i].closed[half]).toBeCloseTo(value, 12);
  }
  const deep = await call<{ paths: { loss: number[]; closed: number[] }[] }>(page, 'diagonalToy', { r: 3, factors: 6 });
  for (const { loss, closed } of deep.paths)
    loss.forEach((value, i) => expect(Math.abs(value - closed[i])).toBeLessThan(1e-9 * (1 + Math.abs(value))));
});

test('unknown keys are refused, and the valid ones are listed', async ({ page }) => {
  await start(page);
  await ready(page);
  const valid = {
    layers: ['schedule', 'seed', 'window', 'alpha', 'reference', 'split'],
    robustness: ['t', 'draws', 'seed', 'split'],
    subspaces: ['layer', 'basis', 'low', 'high', 'count', 'tolerance'],
    decomposition: ['layers', 'into', 'alpha'],
    averages: ['layers', 'by', 'seed'],
    diagonalToy: ['a', 'r', 'factors', 'ends', 'points'],
  };
  for (const [name, keys] of Object.entries(valid)) {
    const message = await call(page, name, { colour: 'red' }).then(
      () => '',
      (error: unknown) => String(error),
    );
    expect(message, name).toContain('colour');
    for (const key of keys) expect(message, name).toContain(key);
  }
});
