import { describe, expect, it } from 'vitest';
import { seededRandom } from '../linalg/random.ts';
import type { Architecture, Normalisation } from '../nn/architecture.ts';
import { initialise } from '../nn/initialise.ts';
import { expectClose } from '../testing/close.ts';
import { forwardLogits, scoreNetwork } from '../testing/float64-network.ts';
import { plainMatrixProduct } from '../testing/plain-matrix-product.ts';
import type { FieldTile } from './evaluator.ts';
import { createReferenceEvaluator, parametersAt } from './reference-evaluator.ts';
import { point } from './segment.ts';
import type { Slice } from './slice.ts';

const random = seededRandom(2, 'examples');
const examples = {
  x: Float32Array.from({ length: 30 * 5 }, () => random.normal()),
  y: Int32Array.from({ length: 30 }, () => random.below(3)),
  count: 30,
  inputs: 5,
  classes: 3,
};
const architecture = (norm: Normalisation, hidden = [7, 6]): Architecture => ({
  inputs: 5,
  classes: 3,
  hidden,
  activation: 'gelu',
  norm,
  output: 'softmax',
  init: 'he-normal',
});

function slice(norm: Normalisation, layers: readonly number[] | null, hidden?: number[]): Slice {
  const [origin, first, second] = [1, 2, 3].map((seed) => initialise(architecture(norm, hidden), seed).parameters);
  return { architecture: architecture(norm, hidden), origin, directions: [first, second], layers };
}

describe('reference evaluator', () => {
  it.each<[Normalisation, readonly number[] | null, number[]]>([
    ['none', null, [7, 6]],
    ['before', null, [7, 6]],
    ['after', [0], [7, 6]],
    ['before', [1], [7, 6]],
    ['none', [1, 2], [7, 6]],
    ['after', [], [7, 6]],
    ['none', null, []],
  ])('norm %s, layers %j, hidden %j: hoisting changes nothing', async (norm, layers, hidden) => {
    const evaluator = createReferenceEvaluator();
    const plane = slice(norm, layers, hidden);
    const coordinates = Float64Array.of(0, 0, 0.5, -1, 2, 0.25);
    const tiles: FieldTile[] = [];
    const field = await evaluator.evaluate(plane, coordinates, examples, { onTile: (tile) => tiles.push(tile) });
    for (let n = 0; n < 3; n++) {
      const { loss, accuracy } = scoreNetwork(plane.architecture, parametersAt(plane, coordinates.subarray(2 * n, 2 * n + 2)), examples);
      expectClose([field.loss[n], field.accuracy[n]], [loss, accuracy], 1e-12, 1e-14);
    }
    expect(tiles.flatMap((tile) => [...tile.loss])).toEqual([...field.loss]);
    const logits = await evaluator.logits(plane, coordinates.subarray(2, 4), examples);
    expectClose(logits, forwardLogits(plane.architecture, parametersAt(plane, [0.5, -1]), examples.x, 30), 1e-6, 1e-6);
  });

  it('gives the output of every hidden block', async () => {
    const network = initialise(architecture('after'), 4);
    const hidden = await createReferenceEvaluator().hiddenActivations(point(network), examples);
    expect(hidden.map((block) => block.length)).toEqual([210, 180]);
    // Normalised last, with gain 1 and shift 0: each row has mean 0 and variance just under 1.
    const row = hidden[0].subarray(7, 14);
    expectClose([row.reduce((sum, value) => sum + value, 0), row.reduce((sum, value) => sum + value * value, 0) / 7], [0, 1], 1e-3, 1e-6);
  });

  it('refuses data that does not fit, and stops when cancelled', async () => {
    const evaluator = createReferenceEvaluator();
    await expect(evaluator.evaluate(slice('none', null), Float64Array.of(0, 0), { ...examples, classes: 4 })).rejects.toMatchObject({
      code: 'shape-mismatch',
    });
    const controller = new AbortController();
    const reason = new DOMException('stop', 'AbortError');
    const running = evaluator.evaluate(slice('none', null), new Float64Array(200), examples, {
      signal: controller.signal,
      onTile: () => controller.abort(reason),
    });
    await expect(running).rejects.toBe(reason);
  });
});

describe('plain matrix product', () => {
  it('is Aᵀ·B', async () => {
    expect([...(await plainMatrixProduct.transposeTimes(Float32Array.of(1, 2, 3, 4), Float32Array.of(1, 10, 100, 2, 20, 200), 2, 2, 3))]).toEqual([
      7, 70, 700, 10, 100, 1000,
    ]);
  });
});
