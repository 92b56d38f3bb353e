import { expect, it } from 'vitest';
import { fakeGrid, fakeRobustness } from '../../testing/fake-lab.ts';
import { initialState } from '../store.ts';
import type { AppState } from '../app-state.ts';
import { shownEnds } from '../figures/sentences/sentence.ts';

it('the ends are those of the figure that is shown, not of one that was shown before', () => {
  const grid = fakeGrid('fromInput', 0.3);
  const base = initialState('auto');
  const cumulative = {
    ...base.figures.cumulative,
    status: 'done' as const,
    result: { split: 'test' as const, pairs: ['p', 'q', 'r'], epochs: [0, 100], naive: [grid, null], aligned: null },
  };
  const robustness = {
    ...base.figures.robustness,
    status: 'done' as const,
    result: { split: 'train' as const, pair: 1, pairs: 3, pairName: 'q', epochs: [0], epoch: 0, naive: fakeRobustness(2), aligned: null },
  };
  const shown = (figure: AppState['view']['lab']['figure']): AppState => ({
    ...base,
    figures: { ...base.figures, cumulative, robustness },
    view: { ...base.view, lab: { ...base.view.lab, figure } },
  });
  expect(shownEnds(shown('cumulative'))?.pairs.map(({ name, a, b }) => [name, a.loss, b.accuracy])).toEqual(
    ['p', 'q', 'r'].map((name, p) => [name, grid.endA.loss[p], grid.endB.accuracy[p]]),
  );
  expect(shownEnds(shown('robustness'))).toEqual({
    split: 'train',
    pairs: [{ name: 'q', a: fakeRobustness(2).a.clean, b: fakeRobustness(2).b.clean }],
  });
  expect(shownEnds(shown('barriers'))).toBeNull();
  expect(shownEnds(shown('subspaces'))).toBeNull();
  expect(shownEnds(shown('toy'))).toBeNull();
});
