import { describe, expect, it } from 'vitest';
import { expectClose } from '../../testing/close.ts';
import type { Field } from '../evaluator.ts';
import { cumulativeBarriers } from './cumulative.ts';
import { gridBarriers, meanOverPairs, overPairs, rowDistances } from './grid-barriers.ts';
import { meanMidpoints } from './midpoints.ts';
import type { LayerGrid } from './results.ts';

const field = (...loss: number[]): Field => ({ loss: Float64Array.from(loss), accuracy: Float64Array.from(loss, (value) => 1 - value / 10) });

/** Two pairs of two layers, joined from the output; columns α = 0, ½ and 1. */
const grid: LayerGrid = {
  sequence: 'fromOutput',
  rows: [[0, 1], [1], [0, 1]],
  names: ['full', 'layer 2', 'layers 1–2'],
  alpha: Float64Array.of(0, 0.5, 1),
  pairs: 2,
  intoA: field(1, 5, 3, 1, 2, 4, 1, 5, 3, /* second pair */ 2, 9, 2, 2, 3, 5, 2, 9, 2),
  intoB: field(1, 5, 3, 2, 4, 3, 1, 5, 3, /* second pair */ 2, 9, 2, 4, 1, 2, 2, 9, 2),
  endA: field(1, 2),
  endB: field(3, 2),
  distance: Float64Array.of(3, 4, 6, 8),
  cosine: Float64Array.of(0, 0, 0, 0),
};

describe('cumulativeBarriers', () => {
  it('of one pair, against the mean of the full ends', () => {
    // Ends 1 and 3: their mean is 2.
    expect(cumulativeBarriers(grid, 'A', { metric: 'loss', reference: 'full', pair: 0 })).toEqual({
      x: [0, 1, 2],
      names: ['no layer', 'layer 2', 'layers 1–2'],
      each: [
        [-1, 0, 3],
        [0, 1, 7],
      ],
      shown: [-1, 0, 3],
      even: [-1, 1, 3],
    });
  });

  it('is the mean over pairs, and the share an even one of the mean', () => {
    const { shown, even } = cumulativeBarriers(grid, 'B', { metric: 'loss', reference: 'full', pair: null });
    expect(shown).toEqual([0.5, 0.5, 5]);
    expect(even).toEqual([0.5, 2.75, 5]);
    const errors = cumulativeBarriers(grid, 'B', { metric: 'error', reference: 'full', pair: null });
    expectClose(errors.shown, [0.05, 0.05, 0.5], 1e-12, 1e-12);
  });

  it('against the segment’s own ends starts at nothing', () => {
    // Into A: from the end itself (1, 2) to the set replaced (4, 5).
    expect(cumulativeBarriers(grid, 'A', { metric: 'loss', reference: 'own', pair: null }).each).toEqual([
      [0, 2 - (1 + 4) / 2, 3],
      [0, 3 - (2 + 5) / 2, 7],
    ]);
  });

  it('is unknown where a network is not finite, the pair is not there or nothing was measured half-way', () => {
    const broken = { ...grid, intoA: field(...grid.intoA.loss.map((value, i) => (i === 13 ? Infinity : value))) };
    expect(cumulativeBarriers(broken, 'A', { metric: 'loss', reference: 'full', pair: null }).shown).toEqual([-0.5, NaN, 5]);
    expect(cumulativeBarriers(grid, 'A', { metric: 'loss', reference: 'full', pair: 7 }).shown).toEqual([NaN, NaN, NaN]);
    const elsewhere = { ...grid, alpha: Float64Array.of(0, 0.25, 1) };
    expect(cumulativeBarriers(elsewhere, 'A', { metric: 'loss', reference: 'full', pair: 0 }).shown).toEqual([-1, NaN, NaN]);
  });
});

describe('readings over pairs', () => {
  it('take the pair asked for, or the mean, with the range of what is finite', () => {
    const values = Float64Array.of(1, 10, 3, NaN, 5, 30);
    expect(overPairs(values, 3, 2, 0, null)).toEqual({ value: 3, low: 1, high: 5, each: [1, 3, 5] });
    expect(overPairs(values, 3, 2, 1, null)).toEqual({ value: NaN, low: 10, high: 30, each: [10, NaN, 30] });
    expect(overPairs(values, 3, 2, 1, 2).value).toBe(30);
    expect(overPairs(Float64Array.of(NaN), 1, 1, 0, null)).toEqual({ value: NaN, low: NaN, high: NaN, each: [NaN] });
  });

  it('measure how far a row moves, and give each set the number of its cell', () => {
    expect([...rowDistances(grid)]).toEqual([5, 4, 5, 10, 8, 10]);
    const midpoints = meanMidpoints(grid, 'loss', null);
    expect(midpoints?.full).toBe(5);
    // A row's number is that of its cell, the larger of both ways: what the heatmap writes.
    for (const [row, cell] of (midpoints?.worst ?? []).entries()) {
      const cells = (['A', 'B'] as const).map(
        (side) => meanOverPairs(grid, gridBarriers(grid, side, 'loss', 'full'))[row * grid.alpha.length + grid.alpha.indexOf(0.5)],
      );
      expect(cell).toMatchObject({ name: grid.names[row], value: Math.max(...cells), into: cells[1] > cells[0] ? 'B' : 'A' });
    }
    // Two pairs, 3 and 7: t = 12.706 with one degree of freedom.
    expectClose([midpoints?.margin ?? NaN], [12.706 * 2], 1e-3, 0);
  });
});
