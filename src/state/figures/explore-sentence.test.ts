import { describe, expect, it } from 'vitest';
import type { Curve, LayerProfile } from '../../landscape/results.ts';
import { fakeState } from '../../testing/fake-app.ts';
import { initialState } from '../store.ts';
import { describeExperiment } from './sentence.ts';
import type { AppState } from '../app-state.ts';

function curve(loss: number[], barrier: number): Curve {
  const report = { barrier: { lerp: barrier, mean: barrier, max: barrier }, at: { lerp: 0.5, mean: 0.5, max: 0.5 } };
  return {
    alpha: Float64Array.from([0, 0.5, 1]),
    loss: Float64Array.from(loss),
    accuracy: Float64Array.from([1, 1, 1]),
    lossBarrier: report,
    errorBarrier: report,
    refined: true,
  };
}

function state(naive: Curve | null, aligned: Curve | null = null, layers: LayerProfile | null = null): AppState {
  const base = initialState('auto');
  return {
    ...base,
    roles: { A: 'a', B: 'b', C: null },
    aligned: { B: aligned === null ? null : 'b2', C: null },
    figures: {
      ...base.figures,
      curve:
        naive === null
          ? base.figures.curve
          : {
              status: 'done',
              progress: null,
              error: null,
              result: {
                networks: ['a', 'b'],
                naive: { test: naive, train: naive },
                aligned: aligned === null ? null : { test: aligned, train: aligned },
              },
            },
      layers:
        layers === null
          ? base.figures.layers
          : { status: 'done', progress: null, error: null, result: { networks: ['a', 'b'], split: 'test', naive: layers, aligned: null } },
    },
  };
}

function profile(values: number[]): LayerProfile {
  const rows = Float64Array.from([0.2, ...values]);
  const zeros = new Float64Array(values.length);
  return {
    schedule: 'single',
    layers: values.map((_, l) => `layer ${l + 1}`),
    alpha: Float64Array.of(0.5),
    lossIntoA: rows,
    lossIntoB: rows,
    errorIntoA: rows,
    errorIntoB: rows,
    distance: zeros,
    cosine: zeros,
    endpoints: { lossA: 0, lossB: 0, accuracyA: 1, accuracyB: 1 },
  };
}

describe('the sentence', () => {
  it('tells a barrier that matching removes', () => {
    const { text, verdict } = describeExperiment(state(curve([0.004, 0.21, 0.004], 0.206), curve([0.004, 0.005, 0.004], 0.001)));
    expect(text).toBe(
      'Averaging A and B raises the test loss from 0.00400 to 0.210: a barrier of 0.206. Matched neuron by neuron, it does not: a barrier of 0.00100 is left.',
    );
    expect(verdict).toBe('removed');
  });

  it('says nothing of new networks that was measured of others', () => {
    const measured = state(curve([0.004, 0.21, 0.004], 0.206));
    expect(
      describeExperiment({
        ...measured,
        roles: { A: 'new', B: 'b', C: null },
        networks: fakeState().networks.map((entry) => (entry.id === 'a' ? { ...entry, id: 'new' } : entry)),
        figures: { ...measured.figures, curve: { ...measured.figures.curve, status: 'running' } },
      }),
    ).toMatchObject({ kind: 'busy', text: 'Measuring what lies between A and B.' });
  });

  it('is honest where matching lowers it only, does nothing or makes it worse', () => {
    const naive = curve([0.01, 0.25, 0.01], 0.24);
    const lowered = describeExperiment(state(naive, curve([0.01, 0.13, 0.01], 0.12)));
    expect(lowered.verdict).toBe('lowered');
    expect(lowered.text).toContain('(50 %): matching helps, but does not remove it');
    expect(describeExperiment(state(naive, curve([0.01, 0.25, 0.01], 0.23))).text).toContain('hardly helps');
    const raised = describeExperiment(state(naive, curve([0.01, 0.71, 0.01], 0.7)));
    expect(raised.verdict).toBe('raised');
    expect(raised.text).toContain('does not help here: the barrier rises to 0.700');
  });

  it('speaks of the way, not of the average, where the peak lies away from the middle', () => {
    const naive = { ...curve([0.1, 2, 0.1], 1.9), alpha: Float64Array.of(0, 0.15, 1) };
    expect(describeExperiment(state(naive)).text).toBe(
      'On the way from A to B the test loss rises from 0.100 to 2.00, at α = 0.15: a barrier of 1.90.',
    );
  });

  it('credits matching only where something was matched', () => {
    const shown = state(curve([0.01, 0.25, 0.01], 0.24), curve([0.01, 0.31, 0.01], 0.3));
    const made = (method: string): AppState => ({
      ...shown,
      networks: [{ id: 'b2', origin: { kind: 'aligned', source: 'b', reference: 'a', method } }] as unknown as AppState['networks'],
    });
    expect(describeExperiment(made('random')).text).toContain('shuffled at random the barrier is 0.300');
    expect(describeExperiment(made('identity')).text).toContain('nothing was matched');
    expect(describeExperiment(made('weight')).text).toContain('does not help here');
  });

  it('says so where there is no barrier to begin with', () => {
    const { text, verdict } = describeExperiment(state(curve([0.1, 0.1, 0.1], 0), curve([0.1, 0.1, 0.1], 0)));
    expect(verdict).toBe('none-to-remove');
    expect(text).toContain('There is no barrier. Matched neuron by neuron, it stays so.');
  });

  it('warns where the ends differ by over half the barrier', () => {
    expect(describeExperiment(state(curve([0.1, 0.5, 0.4], 0.25))).text).toContain('A and B themselves differ (0.100 and 0.400)');
    expect(describeExperiment(state(curve([0.1, 0.5, 0.12], 0.39))).text).not.toContain('themselves differ');
  });

  it('names the layers that carry the barrier', () => {
    const naive = curve([0, 0.2, 0], 0.2);
    expect(describeExperiment(state(naive, null, profile([0.15, 0.01, 0.02]))).text).toContain(
      'Of single layers, layer 1 costs most (up to 0.150 for layer 1 alone).',
    );
    expect(describeExperiment(state(naive, null, profile([0.001, 0.002, 0]))).text).toContain(
      'No single layer carries it: the largest alone makes 0.00200.',
    );
  });

  it('tells losses that are not finite', () => {
    expect(describeExperiment(state(curve([0.1, NaN, 0.1], NaN))).text).toContain('not finite');
  });

  it('says what is missing, and what to do', () => {
    const base = initialState('auto');
    expect(describeExperiment(base)).toMatchObject({ kind: 'empty', text: 'Train networks to see what lies between them.' });
    expect(describeExperiment({ ...base, pending: { train: [], files: ['a.csv'], estimateSeconds: null, authorBackend: null } }).text).toContain(
      'drop it on this page',
    );
    expect(describeExperiment({ ...base, data: { status: 'running', result: null, progress: null, error: null } })).toMatchObject({
      kind: 'busy',
      text: 'Loading the data.',
    });
    const run = { names: ['seed 1', 'seed 2'], points: [[], []], epoch: 3.4, epochs: 10, secondsLeft: 75, paused: false };
    expect(describeExperiment({ ...base, training: { status: 'running', result: run, progress: null, error: null } }).text).toBe(
      'Training 2 networks: epoch 3 of 10, 1 min 15 s to go.',
    );
  });
});
