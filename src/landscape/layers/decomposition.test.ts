import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../linalg/random.ts';
import type { Architecture, Output } from '../../nn/architecture.ts';
import { exampleLosses } from '../../nn/forward.ts';
import { expectClose } from '../../testing/close.ts';
import { SMALL, smallExamples, smallNetworks } from '../../testing/small-networks.ts';
import { computeDecomposition, decompose } from './decomposition.ts';
import { createReferenceEvaluator } from '../reference-evaluator.ts';
import { standardError } from '../standard-error.ts';
import { gridBarriers } from './grid-barriers.ts';
import { computeLayerGrid } from './layer-grid.ts';
import { segment } from '../segment.ts';

const logistic: Architecture = { ...SMALL, classes: 2, output: 'logistic' };

describe('the identity of methods.md §1, in float64', () => {
  it.each<[Output, Architecture]>([
    ['softmax', SMALL],
    ['logistic', logistic],
  ])('%s: contribution = D − J − e_y, and J ≥ 0', (_, of) => {
    const outputs = of.output === 'logistic' ? 1 : 3;
    const random = seededRandom(1, 'logits');
    const logits = (scale: number): Float64Array => Float64Array.from({ length: 500 * outputs }, () => scale * random.normal());
    const y = Int32Array.from({ length: 500 }, () => random.below(of.classes));
    for (const [scale, alpha] of [
      [1, 0.5],
      [4, 0.25],
      [20, 0.9],
      [4, 0],
      [4, 1],
    ]) {
      const between = { a: logits(scale), b: logits(scale), mixed: logits(scale) };
      const { contribution, d, j, ey } = decompose(of, between, y, alpha);
      const [a, b, mixed] = [between.a, between.b, between.mixed].map((z) => exampleLosses(of, z, y, 500));
      expectClose(
        d.map((value, n) => value - j[n] - ey[n]),
        mixed.map((loss, n) => loss - (1 - alpha) * a[n] - alpha * b[n]),
        1e-12,
        1e-12,
      );
      expectClose(
        contribution,
        d.map((value, n) => value - j[n] - ey[n]),
        1e-12,
        1e-12,
      );
      expect(Math.min(...j)).toBeGreaterThan(-1e-13);
    }
  });

  it('a logistic output is the two-class softmax of (0, z)', () => {
    const y = Int32Array.of(0, 1, 1);
    const z = { a: Float64Array.of(1, -2, 3), b: Float64Array.of(0.5, 4, -1), mixed: Float64Array.of(-1, 2, 0.1) };
    const pairs = (values: Float64Array): Float64Array => Float64Array.from([...values].flatMap((value) => [0, value]));
    const two = decompose({ ...SMALL, classes: 2 }, { a: pairs(z.a), b: pairs(z.b), mixed: pairs(z.mixed) }, y, 0.3);
    const one = decompose(logistic, z, y, 0.3);
    for (const key of ['contribution', 'd', 'j', 'ey'] as const) expectClose(one[key], two[key], 1e-13, 1e-14, key);
  });

  it("a straight function costs nothing but Jensen's part; a logit that is not finite is told", () => {
    const a = Float64Array.of(1, 2, 3);
    const b = Float64Array.of(0, -1, 4);
    const mean = a.map((value, i) => 0.5 * (value + b[i]));
    const { contribution, d, j, ey } = decompose(SMALL, { a, b, mixed: mean }, Int32Array.of(2), 0.5);
    expectClose([d[0], ey[0], contribution[0]], [0, 0, -j[0]], 0, 1e-15);
    expect(j[0]).toBeGreaterThan(0.01);
    const broken = decompose(SMALL, { a, b, mixed: Float64Array.of(Infinity, 0, 0) }, Int32Array.of(2), 0.5);
    expect([broken.contribution[0], broken.d[0], broken.j[0], broken.ey[0]]).toEqual([NaN, NaN, NaN, NaN]);
  });
});

describe('the recipe', () => {
  const evaluator = createReferenceEvaluator();
  const examples = smallExamples(60, 1);
  const [a, b] = smallNetworks(2);

  it.each([
    { layers: null, into: 'A' as const, alpha: 0.5 },
    { layers: [1], into: 'A' as const, alpha: 0.3 },
    { layers: [2, 0], into: 'B' as const, alpha: 0.3 },
  ])('the mean is the barrier against the chord: $layers into $into at $alpha', async (settings) => {
    const result = await computeDecomposition(evaluator, { networks: [a, b], examples: [examples], settings });
    const ends = await evaluator.evaluate(segment(a, b), Float64Array.of(0, 1), examples);
    const layers = settings.layers === null ? null : [...settings.layers].sort();
    const line = segment(a, b, layers);
    const [slice, at] = settings.into === 'A' ? [line, settings.alpha] : [{ ...line, origin: b.parameters }, settings.alpha - 1];
    const { loss, accuracy } = await evaluator.evaluate(slice, Float64Array.of(at), examples);
    // Logits come back in float32.
    expectClose([result.mean], [loss[0] - (1 - settings.alpha) * ends.loss[0] - settings.alpha * ends.loss[1]], 1e-5, 1e-6);
    expectClose(
      result.contribution,
      result.d.map((value, n) => value - result.j[n] - result.ey[n]),
      1e-12,
      1e-12,
    );
    expectClose([result.predicted.filter((label, n) => label === result.label[n]).length / 60], [accuracy[0]], 1e-12, 0);
  });

  it('refuses bad settings and stops when cancelled', async () => {
    const input = { networks: [a, b], examples: [examples], settings: { layers: null, into: 'A' as const, alpha: 0.5 } };
    await expect(computeDecomposition(evaluator, { ...input, networks: [a] })).rejects.toMatchObject({ argument: 'networks' });
    await expect(computeDecomposition(evaluator, { ...input, examples: [] })).rejects.toMatchObject({ argument: 'examples' });
    await expect(computeDecomposition(evaluator, { ...input, settings: { ...input.settings, layers: [3] } })).rejects.toMatchObject({
      argument: 'layers[0]',
    });
    await expect(computeDecomposition(evaluator, { ...input, settings: { ...input.settings, layers: [1, 1] } })).rejects.toMatchObject({
      argument: 'layers',
    });
    await expect(computeDecomposition(evaluator, { ...input, settings: { ...input.settings, alpha: NaN } })).rejects.toMatchObject({
      argument: 'alpha',
    });
    const controller = new AbortController();
    const reason = new Error('superseded');
    await expect(computeDecomposition(evaluator, input, { signal: controller.signal, onProgress: () => controller.abort(reason) })).rejects.toBe(
      reason,
    );
  });
});

it('the mean of the contributions is the cell, against every reference, at every α, averaged or replaced, either way', async () => {
  const networks = smallNetworks(2);
  const examples = smallExamples(60, 2);
  const evaluator = createReferenceEvaluator();
  const alpha = [0, 0.3, 0.5, 1];
  const grid = await computeLayerGrid(evaluator, { networks, examples: [examples], settings: { sequence: 'single', seed: 0, window: 1, alpha } });
  for (const reference of ['full', 'chord', 'own'] as const) {
    for (const [into, replaced, row, column] of (['A', 'B'] as const).flatMap((side) =>
      [false, true].flatMap((whole) => [0, 2, 3].flatMap((r) => alpha.map((_, c) => [side, whole, r, c] as const))),
    )) {
      const cell = gridBarriers(grid, into, 'loss', reference, { replaced })[row * alpha.length + column];
      const settings = { layers: row === 0 ? null : [row - 1], into, alpha: alpha[column], reference, replaced };
      const { mean, contribution, se } = await computeDecomposition(evaluator, { networks, examples: [examples], settings });
      expectClose([mean], [cell], 0, 1e-6, `${reference} into ${into}, row ${row}, α = ${alpha[column]}, replaced ${replaced}`);
      expectClose([se], [standardError(contribution)], 1e-12, 0);
    }
  }
});
