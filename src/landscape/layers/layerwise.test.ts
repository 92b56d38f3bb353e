import { describe, expect, it } from 'vitest';
import type { Activation } from '../../nn/architecture.ts';
import { initialise } from '../../nn/initialise.ts';
import { expectClose } from '../../testing/close.ts';
import { NO_EXAMPLES, chain, networkOf, toyEvaluator } from '../../testing/toy-evaluator.ts';
import { SMALL, smallExamples, smallNetworks } from '../../testing/small-networks.ts';
import { toLayerBarriers } from '../../testing/layer-barriers.ts';
import { computeCurve } from '../path/curve.ts';
import { layerNames } from './layer-schedule.ts';
import { computeLayers } from './layerwise.ts';
import { createReferenceEvaluator, parametersAt } from '../reference-evaluator.ts';
import type { LayerProfile } from '../results.ts';
import { segment } from '../segment.ts';

/** Parameters of two linear layers: w₁, b₁, w₂, b₂. */
const diagonal = toyEvaluator(([w1, , w2]) => (w1 * w2 - 1) ** 2);
const A = networkOf(chain(1), [1, 0, 1, 0]);
const B = networkOf(chain(1), [5, 0, 0.2, 0]);
const request = { a: A, b: B, examples: NO_EXAMPLES, schedule: 'single' as const, alpha: [0.5] };

describe('the diagonal linear network (methods.md §4), r = 5', () => {
  it('full 0.64; second layer into A 0.16; first layer into A 4.0', async () => {
    const { full, restA, layers } = toLayerBarriers(await computeLayers(diagonal, request));
    expectClose([full, restA[1], restA[0]], [0.64, 0.16, 4], 1e-6, 1e-7);
    expect(layers).toEqual(['layer 1', 'layer 2']);
  });

  it('into B the other way round, at any α', async () => {
    const alpha = [0, 0.25, 0.5, 1];
    const profile = await computeLayers(diagonal, { ...request, alpha });
    for (const [i, t] of alpha.entries()) {
      const w1 = 1 + 4 * t;
      const w2 = 1 - 0.8 * t;
      const columns = alpha.length;
      expectClose([profile.lossIntoA[columns + i], profile.lossIntoA[2 * columns + i]], [(w1 - 1) ** 2, (w2 - 1) ** 2], 1e-6, 1e-6);
      expectClose([profile.lossIntoB[columns + i], profile.lossIntoB[2 * columns + i]], [(0.2 * w1 - 1) ** 2, (5 * w2 - 1) ** 2], 1e-6, 1e-6);
      expectClose([profile.lossIntoA[i], profile.lossIntoB[i]], [(w1 * w2 - 1) ** 2, (w1 * w2 - 1) ** 2], 1e-6, 1e-6);
      expectClose([profile.errorIntoA[columns + i]], [profile.lossIntoA[columns + i] / 10], 1e-9, 1e-9);
    }
    expectClose(profile.distance, [4, 0.8], 1e-6, 0);
    expectClose(profile.cosine, [1, 1], 1e-12, 0);
  });
});

describe('layer-wise barriers of networks', () => {
  const examples = smallExamples(40, 1);
  const evaluator = createReferenceEvaluator();
  const [a, b] = smallNetworks(2);

  it('cumulative of all layers is the full row, which is the midpoint barrier of the curve', async () => {
    const fromInput = toLayerBarriers(await computeLayers(evaluator, { a, b, examples, schedule: 'fromInput', alpha: [0.5] }));
    const fromOutput = toLayerBarriers(await computeLayers(evaluator, { a, b, examples, schedule: 'fromOutput', alpha: [0.5] }));
    const { loss } = await computeCurve(evaluator, { a, b, examples, points: 3, range: [0, 1], refine: false });
    expectClose([fromInput.full], [loss[1] - 0.5 * (loss[0] + loss[2])], 1e-6, 1e-7);
    expect(fromInput.restA[2]).toBe(fromInput.full);
    expect(fromOutput.restB[0]).toBe(fromInput.full);
    const single = toLayerBarriers(await computeLayers(evaluator, { a, b, examples, schedule: 'single', alpha: [0.5] }));
    expect(fromInput.restA[0]).toBe(single.restA[0]);
    expect(fromOutput.restB[2]).toBe(single.restB[2]);
    expect(fromInput.layers).toEqual(['layer 1', 'layers 1–2', 'layers 1–3']);
    expect(layerNames('fromOutput', 3)).toEqual(['layers 1–3', 'layers 2–3', 'layer 3']);
  });

  it('at α = 0 into A, and at α = 1 into B, nothing moves: no barrier against the chord', async () => {
    const profile = await computeLayers(evaluator, { a, b, examples, schedule: 'single', alpha: [0, 1] });
    for (let row = 1; row <= 3; row++) expectClose([profile.lossIntoA[2 * row], profile.lossIntoB[2 * row + 1]], [0, 0], 0, 0);
    expect(profile.endpoints.lossA).not.toBe(profile.endpoints.lossB);
  });

  it('θ^{A,S} and θ^{B,S} are as defined', () => {
    const { layers } = { layers: [1] };
    const forward = segment(a, b, layers);
    const into = parametersAt(forward, [0.3]);
    const back = parametersAt({ ...segment(b, a, layers) }, [0.7]);
    const { range } = { range: [6 * 4 + 18, 6 * 4 + 18 + 6 * 5 + 15] };
    for (let i = 0; i < into.length; i++) {
      const inside = i >= range[0] && i < range[1];
      const mixed = 0.7 * a.parameters[i] + 0.3 * b.parameters[i];
      expectClose([into[i], back[i]], inside ? [mixed, mixed] : [a.parameters[i], b.parameters[i]], 1e-6, 1e-6);
    }
  });

  it.each<Activation>(['relu', 'tanh', 'gelu', 'linear'])(
    "%s: the last layer's own-segment barrier is at most 0 (convex there)",
    async (activation) => {
      for (let seed = 0; seed < 5; seed++) {
        const ends = [initialise({ ...SMALL, activation }, seed), initialise({ ...SMALL, activation }, seed + 10)] as const;
        const { loss } = await evaluator.evaluate(segment(ends[0], ends[1], [2]), Float64Array.of(0, 0.5, 1), examples);
        expect(loss[1] - 0.5 * (loss[0] + loss[2])).toBeLessThanOrEqual(1e-9);
      }
    },
  );

  it('partial profiles hold NaN in the rows to come, and cancelling ends it', async () => {
    const partials: LayerProfile[] = [];
    const final = await computeLayers(
      evaluator,
      { a, b, examples, schedule: 'single', alpha: [0.5] },
      { onPartial: (partial) => partials.push(partial) },
    );
    expect(partials.length).toBe(6);
    expect([...partials[0].lossIntoA].map(Number.isNaN)).toEqual([false, true, true, true]);
    expect(partials[3].lossIntoA[1]).toBe(final.lossIntoA[1]);
    const controller = new AbortController();
    const reason = new DOMException('stop', 'AbortError');
    await expect(
      computeLayers(
        evaluator,
        { a, b, examples, schedule: 'single', alpha: [0.5] },
        { signal: controller.signal, onPartial: () => controller.abort(reason) },
      ),
    ).rejects.toBe(reason);
    await expect(computeLayers(evaluator, { a, b, examples, schedule: 'single', alpha: [NaN] })).rejects.toMatchObject({ argument: 'alpha[0]' });
  });
});
