/** Curves, planes and layers in float64 against the shared reference numbers, and its permutations. */
import { expect, it } from 'vitest';
import { distance } from '../linalg/vector.ts';
import type { Network } from '../nn/network.ts';
import { expectClose } from '../testing/close.ts';
import { REFERENCE_CASES, loadReference, type ExpectedPath } from '../testing/reference.ts';
import { describeWithShared } from '../testing/shared.ts';
import { computeCurve } from './path/curve.ts';
import type { EvaluationExamples } from './evaluator.ts';
import { gridBarriers } from './layers/grid-barriers.ts';
import { computeLayerGrid } from './layers/layer-grid.ts';
import { planeThrough } from './plane/geometry.ts';
import { computePlane } from './plane/plane.ts';
import { permuteNetwork } from './align/permute.ts';
import { createReferenceEvaluator } from './reference-evaluator.ts';

const evaluator = createReferenceEvaluator();
/** Directions are float32, so a few units in the last place of each parameter. */
const RELATIVE = 2e-6;
const ABSOLUTE = 2e-7;
const ONE_EXAMPLE = 1e-3 + 1e-12;
/** Milliseconds: some ten seconds alone, more beside other work. */
const PATIENCE = 180_000;
/** Their aligned planes are checked at one cell a row; all others at every cell. */
const SLOW = new Set<string>(['cifar10-ln-128-128-128', 'mnist-relu-512', 'moons-relu-512', 'mnist-ln-64-64-64']);

async function checkPath(
  name: (typeof REFERENCE_CASES)[number],
  a: Network,
  b: Network,
  c: Network,
  want: ExpectedPath,
  alpha: number[],
  sparsePlane = false,
): Promise<void> {
  const { examples } = loadReference(name);
  const curve = await computeCurve(evaluator, { a, b, examples, points: 25, range: [0, 1], refine: false });
  expectClose(curve.alpha, alpha, 1e-14, 1e-15, 'alpha');
  expectClose(curve.loss, want.loss, RELATIVE, ABSOLUTE, 'curve loss');
  expectClose(curve.accuracy, want.accuracy, 0, ONE_EXAMPLE, 'curve accuracy');
  const { lerp, mean, max } = curve.lossBarrier.barrier;
  expectClose([lerp, mean, max], [want.barrier.lerp, want.barrier.mean, want.barrier.max], RELATIVE, ABSOLUTE, 'barrier');

  if (sparsePlane) await checkSomeCells(name, a, b, c, want);
  else await checkPlane(name, a, b, c, want);
}

const SEQUENCES = [
  ['single', 'single'],
  ['fromInput', 'cumulativeFromInput'],
  ['fromOutput', 'cumulativeFromOutput'],
] as const;

/** Barriers of the layers at ½, both ways, of several pairs at once. */
async function checkLayers(examples: EvaluationExamples, networks: readonly Network[], want: readonly ExpectedPath[]): Promise<void> {
  for (const [sequence, key] of SEQUENCES) {
    const grid = await computeLayerGrid(evaluator, { networks, examples: [examples], settings: { sequence, seed: 0, window: 1, alpha: [0.5] } });
    const intoA = want.flatMap(({ layerwise }) => [layerwise.full, ...layerwise[key].restA]);
    const intoB = want.flatMap(({ layerwise }) => [layerwise.full, ...layerwise[key].restB]);
    expectClose(gridBarriers(grid, 'A', 'loss', 'full'), intoA, RELATIVE, ABSOLUTE, `${sequence} into A`);
    expectClose(gridBarriers(grid, 'B', 'loss', 'full'), intoB, RELATIVE, ABSOLUTE, `${sequence} into B`);
  }
}

async function checkPlane(name: (typeof REFERENCE_CASES)[number], a: Network, b: Network, c: Network, want: ExpectedPath): Promise<void> {
  const { examples } = loadReference(name);
  const plane = await computePlane(evaluator, { a, b, c, examples, resolution: want.plane.x.length, margin: 0.25, window: null });
  expectClose([plane.unit], [want.plane.unit], 1e-12, 0, 'unit');
  const points = [plane.points.a, plane.points.b, plane.points.c];
  expectClose(
    points.flatMap(({ x, y }) => [x, y]),
    want.plane.pointsXY.flat(),
    1e-10,
    1e-12,
    'points',
  );
  expectClose(plane.x, want.plane.x, 1e-10, 1e-12, 'x');
  expectClose(plane.y, want.plane.y, 1e-10, 1e-12, 'y');
  expectClose(plane.loss, want.plane.loss.flat(), RELATIVE, ABSOLUTE, 'plane loss');
  expectClose(plane.accuracy, want.plane.accuracy.flat(), 0, ONE_EXAMPLE, 'plane accuracy');
}

/** Where the evaluation is slow: one cell a row, each in another column. */
async function checkSomeCells(name: (typeof REFERENCE_CASES)[number], a: Network, b: Network, c: Network, want: ExpectedPath): Promise<void> {
  const { x, y, loss } = want.plane;
  const columns = y.map((_, i) => (3 * i + 1) % x.length);
  const { slice } = planeThrough(a, b, c);
  const field = await evaluator.evaluate(slice, Float64Array.from(columns.flatMap((j, i) => [x[j], y[i]])), loadReference(name).examples);
  expectClose(
    field.loss,
    columns.map((j, i) => loss[i][j]),
    RELATIVE,
    ABSOLUTE,
    'plane loss',
  );
}

const permutations = (lists: number[][]): Int32Array[] => lists.map((list) => Int32Array.from(list));

describeWithShared('reference numbers in float64', () => {
  it.each(REFERENCE_CASES)(
    '%s: layers, single and cumulative, naive and aligned in one grid',
    async (name) => {
      const { a, b, examples, expected } = loadReference(name);
      await checkLayers(examples, [a, b, a, permuteNetwork(b, permutations(expected.aligned.permutationsB))], [expected.naive, expected.aligned]);
    },
    PATIENCE,
  );

  it.each(REFERENCE_CASES)(
    '%s: naive curve, barriers, plane',
    async (name) => {
      const { a, b, c, expected } = loadReference(name);
      await checkPath(name, a, b, c, expected.naive, expected.naive.alpha);
      expectClose(
        [distance(a.parameters, b.parameters), distance(a.parameters, c.parameters), distance(b.parameters, c.parameters)],
        [expected.distance.AB, expected.distance.AC, expected.distance.BC],
        1e-12,
        0,
        'distance',
      );
    },
    PATIENCE,
  );

  it.each(REFERENCE_CASES)(
    '%s: aligned by the given permutations',
    async (name) => {
      const { a, b, c, expected } = loadReference(name);
      const alignedB = permuteNetwork(b, permutations(expected.aligned.permutationsB));
      const alignedC = permuteNetwork(c, permutations(expected.aligned.permutationsC));
      expectClose(
        [distance(a.parameters, alignedB.parameters), distance(a.parameters, alignedC.parameters)],
        [expected.aligned.distance.AB, expected.aligned.distance.AC],
        1e-12,
        0,
        'distance',
      );
      await checkPath(name, a, alignedB, alignedC, expected.aligned, expected.naive.alpha, SLOW.has(name));
      expect(planeThrough(a, alignedB, alignedC).unit).toBeLessThan(planeThrough(a, b, c).unit);
    },
    PATIENCE,
  );
});
