import { describe, expect, it } from 'vitest';
import type { Evaluator } from '../../landscape/evaluator.ts';
import { computePlane } from '../../landscape/plane/plane.ts';
import { planeThrough } from '../../landscape/plane/geometry.ts';
import { seededRandom } from '../../linalg/random.ts';
import type { Architecture } from '../../nn/architecture.ts';
import { initialise } from '../../nn/initialise.ts';
import { kernelModule } from '../../testing/kernel-module.ts';
import { startNodeBackend } from '../../testing/node-backend.ts';
import { inlineShard } from '../evaluate/wasm/inline-shard.ts';
import { KernelEvaluator } from '../evaluate/wasm/evaluator.ts';
import { inPieces } from '../evaluate/piecewise-evaluator.ts';
import { PlanePoints } from './plane-points.ts';
import { TfEvaluator } from '../evaluate/tfjs/evaluator.ts';

const module = kernelModule();
const EVALUATORS: Readonly<Record<string, () => Evaluator>> = {
  'wasm kernels': () => new KernelEvaluator([inlineShard(module), inlineShard(module)], inlineShard(module)),
  tfjs: () => new TfEvaluator('flat'),
};
/** Hoisted and not, one layer and several. */
const ARCHITECTURES: readonly Architecture[] = [
  { inputs: 2, classes: 2, hidden: [8], activation: 'relu', norm: 'none', output: 'logistic', init: 'he-normal' },
  { inputs: 20, classes: 3, hidden: [12, 9], activation: 'tanh', norm: 'after', output: 'softmax', init: 'he-normal' },
];
const job = { dataset: { id: 'moons', trainSize: 8, testSize: 8, noise: 0, seed: 1, arms: 2 }, a: 'a', b: 'b', c: 'c', split: 'test' } as const;

describe.each(Object.keys(EVALUATORS))('windows of a plane by %s', (name) => {
  it.each(ARCHITECTURES)('points computed among others have the bits of a fresh computation: $hidden', async (architecture) => {
    await startNodeBackend('wasm');
    const evaluator = EVALUATORS[name]();
    const random = seededRandom(5, 'windows');
    const examples = {
      x: Float32Array.from({ length: 37 * architecture.inputs }, () => random.normal()),
      y: Int32Array.from({ length: 37 }, () => random.below(architecture.classes)),
      count: 37,
      inputs: architecture.inputs,
      classes: architecture.classes,
    };
    const [a, b, c] = [1, 2, 3].map((seed) => initialise(architecture, seed));
    const geometry = planeThrough(a, b, c);
    const request = { a, b, c, geometry, examples, resolution: 9, margin: 0.25, home: [-0.5, 1.5, -0.5, 1.5] as const };
    const points = new PlanePoints();
    // A pan by one column, a zoom by two, one point's worth at a corner, and back.
    for (const window of [null, [-0.25, 1.75, -0.5, 1.5], [0, 1, 0, 1], [-0.75, 1.5, -0.5, 1.5], null] as const) {
      const kept = await computePlane(evaluator, { ...request, window, known: points.of(job) });
      const fresh = await computePlane(EVALUATORS[name](), { ...request, window });
      expect(kept).toEqual(fresh);
    }
  });

  it('pieces have the bits of the whole', async () => {
    await startNodeBackend('wasm');
    const [, architecture] = ARCHITECTURES;
    const random = seededRandom(6, 'pieces');
    const examples = {
      x: Float32Array.from({ length: 20 * 11 }, () => random.normal()),
      y: Int32Array.from({ length: 11 }, () => random.below(3)),
      count: 11,
      inputs: 20,
      classes: 3,
    };
    const [origin, ...directions] = [1, 2, 3].map((seed) => initialise(architecture, seed).parameters);
    const slice = { architecture, origin, directions, layers: null };
    const evaluator = EVALUATORS[name]();
    const told: number[] = [];
    for (const count of [1, 8, 21]) {
      const coordinates = Float64Array.from({ length: 2 * count }, () => random.normal());
      const pieces = await inPieces(evaluator).evaluate(slice, coordinates, examples, { onTile: (tile) => told.push(tile.start) });
      expect(pieces).toEqual(await evaluator.evaluate(slice, coordinates, examples));
    }
    expect(told).toEqual([0, 0, 0, 8, 16]);
    expect(await inPieces(evaluator).evaluate({ ...slice, directions: [] }, new Float64Array(0), examples)).toEqual(
      await evaluator.evaluate({ ...slice, directions: [] }, new Float64Array(0), examples),
    );
  });
});
