import { describe, expect, it } from 'vitest';
import { distance, dot, subtract } from '../../linalg/vector.ts';
import type { Architecture } from '../../nn/architecture.ts';
import { initialise } from '../../nn/initialise.ts';
import { parameterLayout } from '../../nn/layout.ts';
import { expectClose } from '../../testing/close.ts';
import { NO_EXAMPLES, toyEvaluator } from '../../testing/toy-evaluator.ts';
import { computeRobustness, type Robustness } from './robustness.ts';

const architecture: Architecture = { inputs: 5, classes: 3, hidden: [7, 6], activation: 'relu', norm: 'after', output: 'softmax', init: 'he-normal' };
const [a, b] = [initialise(architecture, 1), initialise(architecture, 2)];
const { layers } = parameterLayout(architecture);
const settings = { t: [0.5, 1], draws: 3, seed: 7 };
const input = { networks: [a, b], examples: [NO_EXAMPLES], settings };

const apart = (from: Float32Array) => (p: Float64Array) => distance(p, from);

describe('robustness', () => {
  it('norms are t·‖δ_S‖ exactly, from both ends, at random and on the way', async () => {
    for (const end of ['a', 'b'] as const) {
      // The loss is the distance from the end itself.
      const result = await computeRobustness(toyEvaluator(apart((end === 'a' ? a : b).parameters)), input);
      expect(result.names).toEqual(['full', 'layer 1', 'layer 2', 'layer 3']);
      const expected = [
        distance(a.parameters, b.parameters),
        ...layers.map(({ range }) => distance(a.parameters, b.parameters, range.start, range.end)),
      ];
      expectClose(result.distance, expected, 1e-15, 0);
      const norms = expected.flatMap((norm) => settings.t.map((t) => t * norm));
      expectClose(result[end].path.loss, norms, 1e-6, 0);
      expectClose(
        result[end].random.loss,
        norms.flatMap((norm) => [norm, norm, norm]),
        1e-6,
        0,
      );
      expect(result[end].clean).toEqual({ loss: 0, accuracy: 1 });
    }
  });

  it('the second control of all layers moves each by t times its own part of the way', async () => {
    for (const { range } of [...layers, { range: { start: 0, end: a.parameters.length } }]) {
      const moved = (p: Float64Array): number => distance(p.slice(range.start, range.end), a.parameters.slice(range.start, range.end));
      const { a: side } = await computeRobustness(toyEvaluator(moved), input);
      const own = distance(a.parameters, b.parameters, range.start, range.end);
      expectClose(
        side.own.loss,
        settings.t.flatMap((t) => Array.from({ length: settings.draws }, () => t * own)),
        1e-6,
        0,
      );
    }
  });

  it("moves nothing but the row's layer", async () => {
    for (const [l, { range }] of layers.entries()) {
      const outside = (p: Float64Array): number =>
        p.reduce((sum, value, i) => (i >= range.start && i < range.end ? sum : sum + Math.abs(value - a.parameters[i])), 0);
      const { a: side } = await computeRobustness(toyEvaluator(outside), input);
      const cells = settings.t.length * settings.draws;
      expect([...side.random.loss.slice((l + 1) * cells, (l + 2) * cells)]).toEqual(new Array(cells).fill(0));
      expect(Math.min(...side.random.loss.slice(0, cells))).toBeGreaterThan(0.1);
    }
  });

  it('the way leads to the other end', async () => {
    const result = await computeRobustness(toyEvaluator(apart(b.parameters)), input);
    expectClose(result.a.path.loss.slice(0, 2), [result.distance[0] / 2, 0], 1e-6, 1e-5);
    expectClose([result.a.clean.loss], [result.distance[0]], 1e-12, 0);
    expect(result.b.clean.loss).toBe(0);
  });

  it('seeds repeat; a draw depends on nothing but seed, row and number', async () => {
    const slope = (p: Float64Array): number =>
      dot(
        p,
        Float64Array.from(p, (_, i) => Math.sin(i)),
      );
    const run = (change: Partial<typeof settings>): Promise<Robustness> =>
      computeRobustness(toyEvaluator(slope), { ...input, settings: { ...settings, ...change } });
    const [first, again, more, other] = await Promise.all([run({}), run({}), run({ draws: 5, t: [1] }), run({ seed: 8 })]);
    expect(again).toEqual(first);
    expect(other.a.random.loss).not.toEqual(first.a.random.loss);
    for (let row = 0; row < 4; row++)
      expect([...more.a.random.loss.slice(row * 5, row * 5 + 3)]).toEqual([...first.a.random.loss.slice(row * 6 + 3, row * 6 + 6)]);
    // One direction for every t, and for both ends.
    const moved = (side: Robustness['a'], at: number): number => side.random.loss[at] - side.clean.loss;
    for (let draw = 0; draw < 3; draw++)
      expectClose([2 * moved(first.a, draw), moved(first.b, draw)], [moved(first.a, 3 + draw), moved(first.a, draw)], 1e-9, 1e-9);
  });

  it('directions are uniform: the mean square of a component is ‖δ‖² / n', async () => {
    const along = (p: Float64Array): number => subtract(p, Float64Array.from(a.parameters))[3] ** 2;
    const { a: side, distance: norms } = await computeRobustness(toyEvaluator(along), { ...input, settings: { t: [1], draws: 50, seed: 1 } });
    const mean = side.random.loss.slice(0, 50).reduce((sum, value) => sum + value / 50, 0);
    // Of 50 draws, within four standard errors of √(2/50).
    expectClose([(mean * a.parameters.length) / norms[0] ** 2], [1], 0, 0.8);
  });

  it('partial results fill draw by draw; refusals; cancelling', async () => {
    const partials: Robustness[] = [];
    const seen: number[] = [];
    const final = await computeRobustness(toyEvaluator(apart(a.parameters)), input, {
      onPartial: (partial) => partials.push(partial),
      onProgress: ({ done, total }) => seen.push(done / total),
    });
    expect(partials.map(({ b: side }) => side.random.loss.filter(Number.isNaN).length)).toEqual([24, 16, 8]);
    expect(partials[0].b.path).toEqual(final.b.path);
    expect([seen[0], seen[seen.length - 1]]).toEqual([1 / 30, 1]);
    const evaluator = toyEvaluator(() => 0);
    for (const [argument, change] of Object.entries({ draws: { draws: 51 }, 't[1]': { t: [1, 0] }, t: { t: [] }, seed: { seed: 0.5 } })) {
      await expect(computeRobustness(evaluator, { ...input, settings: { ...settings, ...change } })).rejects.toMatchObject({
        code: 'invalid-argument',
        argument,
      });
    }
    expect(evaluator.count()).toBe(0);
    const controller = new AbortController();
    const reason = new Error('superseded');
    await expect(computeRobustness(evaluator, input, { signal: controller.signal, onPartial: () => controller.abort(reason) })).rejects.toBe(reason);
    expect(evaluator.count()).toBe(18);
  });
});
