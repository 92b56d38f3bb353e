import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../linalg/random.ts';
import { dot, norm, subtract } from '../../linalg/vector.ts';
import type { Architecture } from '../../nn/architecture.ts';
import { initialise } from '../../nn/initialise.ts';
import { parameterLayout } from '../../nn/layout.ts';
import type { Network } from '../../nn/network.ts';
import { expectClose } from '../../testing/close.ts';
import { chain, networkOf, NO_EXAMPLES, toyEvaluator } from '../../testing/toy-evaluator.ts';
import type { Subspaces, SubspacesSettings } from './results.ts';
import { computeSubspaces } from './subspaces.ts';

const architecture: Architecture = { inputs: 5, classes: 3, hidden: [7, 6], activation: 'relu', norm: 'none', output: 'softmax', init: 'he-normal' };
const start = initialise(architecture, 9);
const [a, b] = [initialise(architecture, 1), initialise(architecture, 2)];
const { layers, size } = parameterLayout(architecture);

/** On the way from one to the other, and off it. */
function checkpoint(from: Network, to: Network, t: number, seed: number): Network {
  const random = seededRandom(seed, 'checkpoint');
  return { architecture, parameters: from.parameters.map((value, i) => (1 - t) * value + t * to.parameters[i] + 0.05 * random.normal()) };
}

const checkpoints = [start, checkpoint(start, a, 0.5, 1), a, start, checkpoint(start, b, 0.5, 2), b];
const settings: SubspacesSettings = { layer: null, low: 0.1, high: 10, count: 5, draws: 4, seed: 3, basis: 'checkpoints', tolerance: 1e-6 };
const input = { networks: [a, b, ...checkpoints], examples: [NO_EXAMPLES], settings };

/** Every displacement from A that is evaluated, by the order of evaluation, and the result. */
async function displacements(change: Partial<SubspacesSettings>, networks = input.networks): Promise<{ result: Subspaces; vectors: Float64Array[] }> {
  const vectors: Float64Array[] = [];
  const evaluator = toyEvaluator((p) => vectors.push(subtract(p, networks[0].parameters)));
  const result = await computeSubspaces(evaluator, { ...input, networks, settings: { ...settings, ...change } });
  return { result, vectors };
}

/** The loss of the evaluator above counts from 1. */
function at(field: { readonly loss: Float64Array }, vectors: readonly Float64Array[]): Float64Array[] {
  return Array.from(field.loss, (n) => vectors[n - 1]);
}

function cosine(x: Float64Array, y: Float64Array): number {
  return dot(x, y) / (norm(x) * norm(y));
}

const scopes = [null, 0, 2].map((layer) => ({ layer, range: layer === null ? { start: 0, end: size } : layers[layer].range }));

describe.each(scopes)('subspaces of layer $layer', ({ layer, range }) => {
  const restrict = (vector: Float64Array): Float64Array => vector.map((value, i) => (i >= range.start && i < range.end ? value : 0));
  const delta = restrict(subtract(b.parameters, a.parameters));
  const spanning = [start, checkpoints[1], checkpoints[4], b].map(({ parameters }) => restrict(subtract(parameters, a.parameters)));

  it('norms are exact, spaced evenly in the logarithm; nothing moves outside the scope', async () => {
    const { result, vectors } = await displacements({ layer });
    expectClose(
      result.norms,
      [0.1, Math.sqrt(0.1), 1, Math.sqrt(10), 10].map((unit) => unit * norm(delta)),
      1e-12,
      0,
    );
    expectClose(
      at(result.towards, vectors).map((vector) => norm(vector)),
      result.norms,
      1e-6,
      0,
    );
    expectClose(
      at(result.away, vectors).map((vector) => norm(vector)),
      result.norms,
      1e-6,
      0,
    );
    for (const space of [result.training, result.complement]) {
      const norms = at(space, vectors).map((vector) => norm(vector));
      expectClose(
        norms,
        [...result.norms].flatMap((value) => [value, value, value, value]),
        1e-6,
        0,
      );
    }
    for (const [n, vector] of vectors.entries()) if (n + 1 !== result.clean.b.loss) expect(norm(subtract(vector, restrict(vector)))).toBe(0);
    expectClose(vectors[result.clean.b.loss - 1], subtract(b.parameters, a.parameters), 0, 0);
  });

  it('towards B, away from it; the complement is orthogonal to every displacement', async () => {
    const { result, vectors } = await displacements({ layer });
    expect([result.dimension, result.parameters]).toEqual([4, range.end - range.start]);
    for (const vector of at(result.towards, vectors)) expectClose([cosine(vector, delta)], [1], 1e-6, 0);
    for (const vector of at(result.away, vectors)) expectClose([cosine(vector, delta)], [-1], 1e-6, 0);
    for (const vector of at(result.complement, vectors)) for (const inside of spanning) expectClose([cosine(vector, inside)], [0], 0, 1e-6);
    // A draw's training direction and its complement are orthogonal too, and no two draws alike.
    const [training, complement] = [at(result.training, vectors), at(result.complement, vectors)];
    for (let i = 0; i < 4; i++) for (let j = 0; j < 4; j++) expectClose([cosine(training[i], complement[j])], [0], 0, 1e-6);
    expect(Math.abs(cosine(training[0], training[1]))).toBeLessThan(0.999);
    // One direction a draw, at every norm.
    expectClose([cosine(training[1], training[17]), cosine(complement[1], complement[17])], [1, 1], 1e-6, 0);
  });

  it('training directions lie in the span, and the interpolation direction does', async () => {
    const { result, vectors } = await displacements({ layer });
    // The Gram determinant of four spanning vectors and a fifth in their span is 0: solve for the fifth and see what is left.
    for (const vector of [...at(result.training, vectors).slice(0, 4), delta]) expect(remainder(vector, spanning)).toBeLessThan(1e-6);
    for (const vector of at(result.complement, vectors).slice(0, 4)) expectClose([remainder(vector, spanning)], [1], 1e-6, 0);
  });

  it('the span of the ends is span{θA, θB}', async () => {
    const { result, vectors } = await displacements({ layer, basis: 'ends' });
    const ends = [a, b].map(({ parameters }) => restrict(Float64Array.from(parameters)));
    expect([result.dimension, result.basis]).toEqual([2, 'ends']);
    for (const vector of [...at(result.training, vectors), delta]) expect(remainder(vector, ends)).toBeLessThan(1e-6);
    for (const vector of at(result.complement, vectors)) for (const end of ends) expectClose([cosine(vector, end)], [0], 0, 1e-6);
  });
});

/** Part of x outside a span, relative to x: by the normal equations, which share nothing with the recipe's basis. */
function remainder(x: Float64Array, span: readonly Float64Array[]): number {
  const rows = span.map((u) => [...span.map((v) => dot(u, v)), dot(u, x)]);
  for (let i = 0; i < rows.length; i++) {
    for (let r = 0; r < rows.length; r++) {
      if (r === i) continue;
      const factor = rows[r][i] / rows[i][i];
      rows[r] = rows[r].map((value, c) => value - factor * rows[i][c]);
    }
  }
  const rest = x.map((value, n) => value - span.reduce((sum, u, i) => sum + (rows[i][span.length] / rows[i][i]) * u[n], 0));
  return norm(rest) / norm(x);
}

describe('subspaces', () => {
  it('seeds repeat; a draw depends on nothing but seed, scope and number', async () => {
    const slope = (p: Float64Array): number => p.reduce((sum, value, i) => sum + value * Math.sin(i), 0);
    const run = (change: Partial<SubspacesSettings>): Promise<Subspaces> =>
      computeSubspaces(toyEvaluator(slope), { ...input, settings: { ...settings, ...change } });
    const [first, again, fewer, other] = await Promise.all([run({}), run({}), run({ draws: 2 }), run({ seed: 4 })]);
    expect(again).toEqual(first);
    expect([...fewer.complement.loss.slice(2, 4)]).toEqual([...first.complement.loss.slice(4, 6)]);
    expect([...fewer.training.loss.slice(2, 4)]).toEqual([...first.training.loss.slice(4, 6)]);
    expect(other.training.loss).not.toEqual(first.training.loss);
    expect(other.complement.loss).not.toEqual(first.complement.loss);
  });

  it('without checkpoints the subspace is the interpolation direction; where it is all there is, the complement is empty', async () => {
    const { result } = await displacements({}, [a, b]);
    expect(result.dimension).toBe(1);
    // Two parameters, two directions.
    const line = (values: number[]): Network => networkOf(chain(0), values);
    const whole = await computeSubspaces(
      toyEvaluator(([w]) => w),
      { ...input, networks: [line([0, 0]), line([1, 0]), line([1, 2])] },
    );
    expect([whole.dimension, whole.parameters]).toEqual([2, 2]);
    expect(whole.complement.loss.every(Number.isNaN)).toBe(true);
    expect(whole.training.loss.some(Number.isNaN)).toBe(false);
    // A tolerance above the ratio of the singular values leaves one.
    const nearly = { ...input, networks: [line([0, 0]), line([1, 0]), line([1, 1e-3])] };
    expect(
      (
        await computeSubspaces(
          toyEvaluator(() => 0),
          { ...nearly, settings: { ...settings, tolerance: 1e-2 } },
        )
      ).dimension,
    ).toBe(1);
    expect(
      (
        await computeSubspaces(
          toyEvaluator(() => 0),
          { ...nearly, settings: { ...settings, tolerance: 1e-5 } },
        )
      ).dimension,
    ).toBe(2);
  });

  it('partial results fill draw by draw; cancelling', async () => {
    const partials: Subspaces[] = [];
    const seen: number[] = [];
    await computeSubspaces(
      toyEvaluator(() => 1),
      input,
      { onPartial: (partial) => partials.push(partial), onProgress: ({ done, total }) => seen.push(done / total) },
    );
    expect(partials.map(({ complement }) => complement.loss.filter(Number.isNaN).length)).toEqual([20, 15, 10, 5]);
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((n) => n / 8));
    const controller = new AbortController();
    const reason = new Error('superseded');
    const evaluator = toyEvaluator(() => 1);
    await expect(computeSubspaces(evaluator, input, { signal: controller.signal, onPartial: () => controller.abort(reason) })).rejects.toBe(reason);
    expect(evaluator.count()).toBe(12);
  });

  it('refuses what has no answer, with the reason', async () => {
    const evaluator = toyEvaluator(() => 0);
    const refused = {
      layer: { layer: 3 },
      low: { low: 0 },
      high: { high: 0.1 },
      count: { count: 65 },
      draws: { draws: 201 },
      seed: { seed: NaN },
      tolerance: { tolerance: 0 },
    };
    for (const [argument, change] of Object.entries(refused)) {
      await expect(computeSubspaces(evaluator, { ...input, settings: { ...settings, ...change } })).rejects.toMatchObject({
        code: 'invalid-argument',
        argument,
      });
    }
    await expect(computeSubspaces(evaluator, { ...input, networks: [a, a] })).rejects.toThrow(/are the same in the whole network/);
    const broken = { architecture, parameters: a.parameters.map(() => NaN) };
    await expect(computeSubspaces(evaluator, { ...input, networks: [a, b, broken] })).rejects.toThrow(
      /checkpoint holds parameters that are not finite/,
    );
    // 16 vectors of 8.4 million numbers in float64: 1.07 GB.
    const large = [0, 1].map((value) => networkOf({ ...chain(0), hidden: [2048, 2048, 2048] }, [value]));
    await expect(computeSubspaces(evaluator, { ...input, networks: [large[0], ...new Array<Network>(16).fill(large[1])] })).rejects.toMatchObject({
      code: 'too-large',
    });
    expect(evaluator.count()).toBe(0);
  });
});
