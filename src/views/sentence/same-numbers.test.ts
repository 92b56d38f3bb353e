import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Curve } from '../../landscape/results.ts';
import { curveText } from '../../plots/figures/curve.ts';
import { describeExperiment } from '../../state/figures/sentences/sentence.ts';
import { initialState } from '../../state/store.ts';
import { curveOfValues, measuredBarriers } from '../../testing/measured-curve.ts';

/** A path whose ends have the loss `end`, higher by `barrier` half-way. */
function curveOf(end: number, barrier: number): Curve {
  const report = measuredBarriers({ barrier: { lerp: barrier, mean: barrier, max: barrier }, at: { lerp: 0.5, mean: 0.5, max: 0.5 } }, barrier / 7);
  return { ...curveOfValues({ alpha: [0, 0.5, 1], loss: [end, end + barrier, end], se: barrier / 7 }), lossBarrier: report };
}

it('the sentence and the figure print a loss and a barrier alike, whatever their size', () => {
  const base = initialState('auto');
  const size = (least: number, most: number): fc.Arbitrary<number> => fc.double({ min: least, max: most, noNaN: true }).map((power) => 10 ** power);
  fc.assert(
    fc.property(size(-9, 3), size(-2.9, 8), (end, barrier) => {
      const test = curveOf(end, barrier);
      const pair = { test, train: test };
      const { text } = describeExperiment({
        ...base,
        roles: { A: 'a', B: 'b', C: null },
        figures: {
          ...base.figures,
          curve: { status: 'done', progress: null, error: null, result: { networks: ['a', 'b'], naive: pair, aligned: null } },
        },
      });
      const figure = /from (\S+) to \S+, barrier (\S+) ± \S+ at alpha/.exec(
        curveText({ naive: pair, aligned: null, split: 'test', metric: 'loss', definition: base.view.curve.definition }),
      );
      expect(figure).not.toBeNull();
      expect(text).toContain(` from ${figure?.[1] ?? ''} to `);
      expect(text).toContain(`a barrier of ${figure?.[2] ?? ''} ± `);
    }),
  );
});
