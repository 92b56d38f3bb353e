import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Curve, LayerProfile } from '../../../landscape/results.ts';
import { fakeState } from '../../../testing/fake-app.ts';
import { curveOfValues, measuredBarriers } from '../../../testing/measured-curve.ts';
import { initialState } from '../../store.ts';
import { describeExperiment, describeLab } from './sentence.ts';
import type { AppState } from '../../app-state.ts';

/** Ends, middle, and a barrier that lies half-way with a standard error of a twentieth of it. */
function curve(loss: number[], barrier: number, path: 'naive' | 'aligned' = 'naive'): Curve {
  const report = { barrier: { lerp: barrier, mean: barrier, max: barrier }, at: { lerp: 0.5, mean: 0.5, max: 0.5 } };
  return {
    ...curveOfValues({ alpha: [0, 0.5, 1], loss, se: Math.abs(barrier) / 20, path }),
    lossBarrier: measuredBarriers(report, Math.abs(barrier) / 20, path),
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
  const sure = new Float64Array(rows.length);
  return {
    schedule: 'single',
    layers: values.map((_, l) => `layer ${l + 1}`),
    alpha: Float64Array.of(0.5),
    lossIntoA: rows,
    lossIntoB: rows,
    errorIntoA: rows,
    errorIntoB: rows,
    errors: { lossIntoA: sure, lossIntoB: sure, errorIntoA: sure, errorIntoB: sure, overA: sure, overB: sure },
    distance: zeros,
    cosine: zeros,
    endpoints: { lossA: 0, lossB: 0, accuracyA: 1, accuracyB: 1 },
  };
}

describe('the sentence', () => {
  it('tells a barrier that matching removes, with what is left and how sure both are', () => {
    const { text, verdict } = describeExperiment(state(curve([0.004, 0.21, 0.004], 0.206), curve([0.004, 0.005, 0.004], 0.001, 'aligned')));
    expect(text).toBe(
      'Averaging A and B raises the test loss from 0.00400 to 0.210: a barrier of 0.206 ± 0.010 above the chord. Matched neuron by neuron, nearly all of it goes: 0.00100 ± 5.0e−5 is left; the barrier falls by 0.205 ± 0.010.',
    );
    expect(verdict).toBe('removed');
  });

  it('calls absent what lies within its error', () => {
    const sure = curve([0.004, 0.21, 0.004], 0.206);
    const within = { ...curve([0.004, 0.0042, 0.004], 0.0002, 'aligned') };
    const left = { ...within, lossBarrier: measuredBarriers(within.lossBarrier, 0.0003, 'aligned') };
    const { text, verdict } = describeExperiment(state(sure, left));
    expect(text).toContain(
      'Matched neuron by neuron, it goes: no barrier beyond its error is left (0.00020 ± 0.00030); the barrier falls by 0.206 ± 0.010.',
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
    const lowered = describeExperiment(state(naive, curve([0.01, 0.13, 0.01], 0.12, 'aligned')));
    expect(lowered.verdict).toBe('lowered');
    expect(lowered.text).toContain('falls by 0.120 ± 0.013 to 0.120 ± 0.0060 (50 %): matching helps, but does not remove it');
    const same = describeExperiment(state(naive, curve([0.01, 0.25, 0.01], 0.23, 'aligned')));
    expect(same.text).toContain('makes no difference beyond its error here (−0.010 ± 0.017): the barrier is 0.230 ± 0.01');
    expect(same.verdict).toBe('unchanged');
    const raised = describeExperiment(state(naive, curve([0.01, 0.71, 0.01], 0.7, 'aligned')));
    expect(raised.verdict).toBe('raised');
    expect(raised.text).toContain('does not help here: the barrier rises by 0.460 ± 0.037 to 0.700');
  });

  it('names the place of the barrier, not of the largest loss', () => {
    // The largest loss is the end A; the barrier stands at α = 0.75.
    const naive = curveOfValues({ alpha: [0, 0.25, 0.5, 0.75, 1], loss: [1, 0.75, 0.5, 0.6, 0.1], se: 0.01 });
    expect(describeExperiment(state(naive)).text).toBe(
      'Averaging A and B gives a test loss of 0.500, beside 1.00 at A and 0.100 at B. On the way there is a barrier of 0.275 ± 0.010 above the chord, at α = 0.75, where the loss is 0.600. A and B themselves differ (1.00 and 0.100), so that the size depends on what it is measured against: 0.275 ± 0.010 above the chord, 0.450 ± 0.010 above the mean of the ends, 0 above the worse end.',
    );
  });

  it('says so where the path lies below the chord, and of which definition there is no barrier', () => {
    const convex = curveOfValues({ alpha: [0, 0.25, 0.5, 0.75, 1], loss: [1, 0.4, 0.2, 0.4, 1], se: 0.01 });
    expect(describeExperiment(state(convex)).text).toBe(
      'Averaging A and B lowers the test loss from 1.00 to 0.200. There is no barrier above the chord. The path lies up to 0.800 ± 0.010 below the chord, at α = 0.50.',
    );
    const tilted = { ...state(curveOfValues({ alpha: [0, 0.5, 1], loss: [1, 0.5, 0.2], se: 0.01 })) };
    const mean: AppState = { ...tilted, view: { ...tilted.view, curve: { ...tilted.view.curve, definition: 'mean' } } };
    expect(describeExperiment(mean).text).toContain('Nothing between them lies higher than A itself, 0.400 above the mean of the ends.');
  });

  it('credits matching only where something was matched', () => {
    const shown = state(curve([0.01, 0.25, 0.01], 0.24), curve([0.01, 0.31, 0.01], 0.3, 'aligned'));
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
    expect(text).toContain('There is no barrier above the chord. Matched neuron by neuron, it stays so.');
  });

  it('warns where the ends differ by over half the barrier, and beyond the error', () => {
    expect(describeExperiment(state(curve([0.1, 0.5, 0.4], 0.25))).text).toContain('A and B themselves differ (0.100 and 0.400)');
    expect(describeExperiment(state(curve([0.1, 0.5, 0.12], 0.39))).text).not.toContain('themselves differ');
  });

  it('names the layers that carry the barrier, as far as their errors tell them apart', () => {
    const naive = curve([0, 0.2, 0], 0.2);
    const apart = profile([0.15, 0.01, 0.02]);
    expect(describeExperiment(state(naive, null, apart)).text).toContain('Largest single layer, layer 1, 0.15 into A = 75 % of full.');
    const wide = apart.lossIntoA.map(() => 0.07);
    const errors = { ...apart.errors, lossIntoA: wide, lossIntoB: wide };
    expect(describeExperiment(state(naive, null, { ...apart, errors })).text).toContain(
      'Largest single layer beyond its error, layer 1, 0.150 ± 0.070 into A = 75 % of full.',
    );
    expect(describeExperiment(state(naive, null, profile([0.001, 0.002, 0]))).text).toContain(
      'No single layer carries it: the largest, layer 2, 0.0020 into A = 1.0 % of full.',
    );
    // Where the network that the other layers come from lies above the mean of the ends, that is said beside the cell.
    const tilted = { ...profile([0.02, 0.06, 0.01]), endpoints: { lossA: 0.2, lossB: 0.1, accuracyA: 1, accuracyB: 1 } };
    expect(describeExperiment(state(naive, null, tilted)).text).toContain(
      'Largest single layer, layer 2, 0.060 into A = 30 % of full. (A itself lies 0.050 above the mean of the ends.)',
    );
  });

  it('says that A and B are the same network, and takes rounding for no barrier', () => {
    const rounding = curve([0.2, 0.2, 0.2], 8.67e-19);
    const same = state(rounding, rounding);
    const { figures } = same;
    const result = figures.curve.result === null ? null : { ...figures.curve.result, networks: ['a', 'a'] as const };
    const once = { ...same, roles: { A: 'a', B: 'a', C: null }, figures: { ...figures, curve: { ...figures.curve, result } } };
    expect(describeExperiment(once).text).toBe('A and B are the same network: nothing lies between them.');
    expect(describeExperiment(same).text).toBe(
      'Averaging A and B keeps the test loss where it is: 0.200 at A, 0.200 half-way, 0.200 at B. There is no barrier above the chord. Matched neuron by neuron, it stays so.',
    );
  });

  it('tells losses that are not finite', () => {
    expect(describeExperiment(state(curve([0.1, NaN, 0.1], NaN))).text).toContain('not finite');
  });

  it('says what is missing, and what to do', () => {
    const base = initialState('auto');
    expect(describeExperiment(base)).toMatchObject({ kind: 'empty', text: 'Train networks to see what lies between them.' });
    expect(
      describeExperiment({ ...base, pending: { train: [], files: ['a.csv'], needs: [], estimateSeconds: null, authorBackend: null } }).text,
    ).toContain('drop it on this page');
    expect(describeExperiment({ ...base, data: { status: 'running', result: null, progress: null, error: null } })).toMatchObject({
      kind: 'busy',
      text: 'Loading the data.',
    });
    const run = { names: ['seed 1', 'seed 2'], points: [[], []], epoch: 3.4, epochs: 10, secondsLeft: 75, paused: false };
    expect(describeExperiment({ ...base, training: { status: 'running', result: run, progress: null, error: null } }).text).toBe(
      'Training 2 networks: epoch 3 of 10, 1 min 15 s to go.',
    );
    const paused = { status: 'running', result: { ...run, paused: true }, progress: null, error: null } as const;
    expect(describeExperiment({ ...base, training: paused }).text).toBe('The training of 2 networks is paused at epoch 3 of 10.');
    expect(describeLab({ ...base, training: paused }).text).toBe('The training of 2 networks is paused at epoch 3 of 10.');
  });
});

/** The number behind a phrase, as the screen writes it. */
function told(text: string, phrase: RegExp): number | null {
  const found = phrase.exec(text);
  return found === null ? null : Number(found[1].replaceAll(',', '').replace('−', '-'));
}

/** Of the last digit that a number with this standard error is told to. */
function halfUnit(se: number): number {
  return se === 0 ? 0 : 0.51 * 10 ** (Math.floor(Math.log10(Number(se.toPrecision(2)))) - 1);
}

const LOSS = fc.double({ min: 0.001, max: 3, noNaN: true });
const SE = fc.double({ min: 0.0001, max: 0.3, noNaN: true });
const PATH = fc
  .integer({ min: 1, max: 4 })
  .chain((half) => fc.record({ loss: fc.array(LOSS, { minLength: 2 * half + 1, maxLength: 2 * half + 1 }), se: SE }));

function pathOf({ loss, se }: { loss: number[]; se: number }, path: 'naive' | 'aligned'): Curve {
  return curveOfValues({ alpha: loss.map((_, i) => i / (loss.length - 1)), loss, se, path });
}

it('of any curve, every clause of the sentence agrees with the numbers', () => {
  fc.assert(
    fc.property(PATH, fc.option(PATH), fc.constantFrom('lerp', 'mean', 'max'), (one, other, definition) => {
      const naive = pathOf(one, 'naive');
      const aligned = other === null ? null : pathOf(other, 'aligned');
      const shown = state(naive, aligned);
      const { text, verdict } = describeExperiment({ ...shown, view: { ...shown.view, curve: { ...shown.view.curve, definition } } });
      const near = (value: number | null, wanted: number, se = 0): void => {
        expect(value, text).not.toBeNull();
        expect(Math.abs((value ?? NaN) - wanted), `${text} ${wanted}`).toBeLessThanOrEqual(0.0051 * Math.abs(wanted) + halfUnit(se) + 1e-9);
      };
      const { loss } = one;
      const [a, b, middle] = [loss[0], loss[loss.length - 1], loss[(loss.length - 1) / 2]];
      const beyond = (value: number, se = one.se): boolean => value > 2 * se;
      // The average against its ends.
      const [up, down] = [beyond(middle - a) && beyond(middle - b), beyond(a - middle) && beyond(b - middle)];
      expect(text.startsWith('Averaging A and B raises'), text).toBe(up);
      expect(text.startsWith('Averaging A and B lowers'), text).toBe(down);
      expect(text.startsWith('Averaging A and B keeps'), text).toBe(!beyond(Math.abs(middle - a)) && !beyond(Math.abs(middle - b)));
      if (up || down) near(told(text, /loss from .+? to ([\d.,]+)[.:] /), middle);
      // The barrier: its size, its place and what it is above, as the definition says.
      const above = { lerp: 'above the chord', mean: 'above the mean of the ends', max: 'above the worse end' }[definition];
      const { barrier, at } = naive.lossBarrier;
      const has = (curve: Curve, se: number): boolean => {
        const place = curve.lossBarrier.at[definition];
        return place > 0 && place < 1 && beyond(curve.lossBarrier.barrier[definition], se);
      };
      const present = has(naive, one.se);
      const size = told(text, /a barrier of ([\d.,]*\d(?:e−?\d+)?)/);
      expect(size !== null, text).toBe(present);
      if (present) {
        near(size, barrier[definition], one.se);
        expect(text).toMatch(new RegExp(`a barrier of \\S+ ± \\S+ ${above}`));
        const place = told(text, /a barrier of [^.]+(?:\.\d+)?[^.]*?(?:\.\d+)? above [a-z ]+, at α = ([\d.]+\d),/);
        expect(Math.abs((place ?? 0.5) - at[definition]), text).toBeLessThanOrEqual(0.0051);
        expect(text).not.toContain('There is no barrier');
        // The loss that is said beside the barrier is that at the barrier's own α: less its reference it is the barrier.
        const there = told(text, /where the loss is ([\d.,]*\d(?:e−?\d+)?)/) ?? told(text, /raises the test loss from .+? to ([\d.,]+\d)[.:] /);
        const own = at[definition];
        const reference = { lerp: (1 - own) * a + own * b, mean: (a + b) / 2, max: Math.max(a, b) }[definition];
        if (there !== null) expect(Math.abs(there - reference - barrier[definition]), text).toBeLessThanOrEqual(0.0051 * there);
        expect(there !== null || text.includes(`gives a test loss`) || text.includes('keeps'), text).toBe(true);
      } else {
        expect(text).toMatch(new RegExp(`(There is no barrier ${above}|Nothing between them lies higher than [AB] itself, \\S+ ${above})`));
      }
      // Below the chord.
      const below = naive.lowest;
      expect(text.includes('below the chord'), text).toBe(beyond(-below.value) && -below.value > barrier[definition]);
      // The ends.
      expect(text.includes('themselves differ'), text).toBe(beyond(Math.abs(a - b)) && Math.abs(a - b) > barrier[definition] / 2);
      for (const [known, words] of [
        ['lerp', 'chord'],
        ['mean', 'mean of the ends'],
        ['max', 'worse end'],
      ] as const) {
        if (!text.includes('themselves differ')) break;
        const height = new RegExp(`(?:: |, )(no more than its error \\()?(−?[\\d.,]*\\d(?:e−?\\d+)?)( ± [^ )]+)?\\)? above the ${words}`).exec(
          text.slice(text.indexOf('measured against')),
        );
        const se = naive.lossBarrier.se[known];
        near(Number(height?.[2].replaceAll(',', '').replace('−', '-')), barrier[known], se);
        const nothing = Math.abs(barrier[known]) < 1e-5;
        if (!nothing) expect([height?.[1] !== undefined, height?.[3] !== undefined], text).toEqual([barrier[known] <= 2 * se, se > 0]);
      }
      // The matching: the error of the difference is that of both, which share nothing here.
      if (aligned === null || other === null) {
        expect(text).not.toContain('neuron by neuron');
        return;
      }
      const after = aligned.lossBarrier.barrier[definition];
      const change = after - barrier[definition];
      // On the border itself rounding decides.
      fc.pre(Math.abs(Math.abs(change) - 2 * Math.hypot(one.se, other.se)) > 1e-9);
      const surely = beyond(Math.abs(change), Math.hypot(one.se, other.se));
      expect(verdict).toBe(
        !present
          ? 'none-to-remove'
          : !surely
            ? 'unchanged'
            : change > 0
              ? 'raised'
              : !has(aligned, other.se) || after <= 0.1 * barrier[definition]
                ? 'removed'
                : 'lowered',
      );
      // What decides the verdict is told with it.
      const by = {
        raised: /rises by ([\d.,]*\d(?:e−?\d+)?) ± \S+ to/,
        lowered: /falls by ([\d.,]*\d(?:e−?\d+)?) ± \S+ to/,
        removed: /falls by ([\d.,]*\d(?:e−?\d+)?) ± /,
        unchanged: /error here \((−?[\d.,]*\d(?:e−?\d+)?) ± /,
      };
      if (verdict !== null && verdict !== 'none-to-remove')
        near(told(text, by[verdict]), verdict === 'unchanged' ? change : Math.abs(change), Math.hypot(one.se, other.se));
      if (verdict === 'lowered') near(told(text, /falls by \S+ ± \S+ to ([\d.,]*\d(?:e−?\d+)?)/), after, other.se);
      if (verdict === 'raised') near(told(text, /rises by \S+ ± \S+ to ([\d.,]*\d(?:e−?\d+)?)/), after, other.se);
      if (verdict === 'unchanged') near(told(text, /the barrier is ([\d.,]*\d(?:e−?\d+)?)/), after, other.se);
    }),
    { numRuns: 2000 },
  );
});

describe('what matching is said to have done', () => {
  it('where only the aligned path has a barrier: made by it only beyond the error of the difference', () => {
    const flat = curve([0.1, 0.1, 0.1], 0);
    expect(describeExperiment(state(flat, curve([0.1, 0.4, 0.1], 0.3, 'aligned'))).text).toMatch(/makes one of 0\.300/);
    const unsure = { ...flat, lossBarrier: measuredBarriers({ barrier: { lerp: 0.2, mean: 0.2, max: 0.2 }, at: flat.lossBarrier.at }, 0.2, 'naive') };
    expect(describeExperiment(state(unsure, curve([0.1, 0.4, 0.1], 0.3, 'aligned'))).text).toMatch(
      /there is one of 0\.300 .*no further .* than the error/,
    );
  });

  it('an end that lies above the mean of both is not called an error', () => {
    const at = { lerp: 0.5, mean: 1, max: 1 };
    const after = curve([0.1, 0.2, 0.3], 0, 'aligned');
    const tilted = { ...after, lossBarrier: measuredBarriers({ barrier: { lerp: 0, mean: 0.1, max: 0 }, at }, 0, 'aligned') };
    const shown = state(curve([0.1, 0.9, 0.3], 0.7), tilted);
    const { text } = describeExperiment({ ...shown, view: { ...shown.view, curve: { ...shown.view.curve, definition: 'mean' } } });
    expect(text).toContain('it goes: nothing between them lies higher than B′ itself; the barrier falls by 0.600 ± 0.035.');
  });

  it('which single layer costs most is left open where the largest is the least sure', () => {
    const layers = profile([0.15, 0.1]);
    const errors = { ...layers.errors, lossIntoA: Float64Array.of(0, 0.2, 0.001), lossIntoB: Float64Array.of(0, 0.2, 0.001) };
    const { text } = describeExperiment(state(curve([0.004, 0.21, 0.004], 0.206), null, { ...layers, errors }));
    expect(text).not.toMatch(/single layer|cost most|costs most/);
  });
});
