import { expect, it } from 'vitest';
import { exampleLosses } from '../../nn/forward.ts';
import { expectClose } from '../../testing/close.ts';
import { forwardLogits } from '../../testing/float64-network.ts';
import { pointOfSlice } from '../../testing/random-slice.ts';
import { SMALL, smallExamples, smallNetworks } from '../../testing/small-networks.ts';
import { createReferenceEvaluator } from '../reference-evaluator.ts';
import { segment } from '../segment.ts';
import { gridBarriers, gridErrors } from './grid-barriers.ts';
import { computeLayerGrid } from './layer-grid.ts';

const networks = smallNetworks(4);
const examples = smallExamples(120, 1);
const evaluator = createReferenceEvaluator();
const settings = { sequence: 'single' as const, seed: 0, window: 1, alpha: [0, 0.5, 1], errors: true };

it('are sd/√N of what each example adds to a cell, against the reference of that cell', async () => {
  const grid = await computeLayerGrid(evaluator, { networks, examples: [examples], settings });
  for (const [p, side, row, column] of [
    [0, 'A', 2, 1],
    [1, 'B', 3, 1],
    [1, 'A', 0, 1],
    [0, 'A', 1, 2],
    [1, 'B', 2, 0],
  ] as const) {
    const [a, b] = [networks[2 * p], networks[2 * p + 1]];
    const alpha = settings.alpha[column];
    const layers = row === 0 ? null : [row - 1];
    const losses = (at: number): Float64Array => {
      const slice = { ...segment(a, b, layers), origin: side === 'A' ? a.parameters : b.parameters };
      const theta = pointOfSlice(slice, [side === 'A' ? at : at - 1]);
      return exampleLosses(SMALL, forwardLogits(SMALL, theta, examples.x, 120), examples.y, 120);
    };
    const [endA, endB] = [a, b].map(({ parameters }) => exampleLosses(SMALL, forwardLogits(SMALL, parameters, examples.x, 120), examples.y, 120));
    const [start, end, own] = [losses(0), losses(1), losses(alpha)];
    const base = side === 'A' ? endA : endB;
    const at = (p * grid.rows.length + row) * 3 + column;
    const check = (reference: 'full' | 'chord' | 'own' | 'base', of: (i: number) => number, replaced = false): void => {
      const adds = own.map((value, i) => value - of(i));
      const mean = adds.reduce((sum, value) => sum + value, 0) / 120;
      const se = Math.sqrt(adds.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 119 / 120);
      expectClose([gridErrors(grid, side, 'loss', reference, { replaced })[at]], [se], 1e-5, 1e-7, `${reference} ${side} ${row}`);
      if (reference !== 'base')
        expectClose([gridBarriers(grid, side, 'loss', reference, { replaced })[at]], [mean], 1e-5, 1e-6, `${reference} ${side} ${row}`);
    };
    check('full', (i) => (endA[i] + endB[i]) / 2);
    check('chord', (i) => (1 - alpha) * endA[i] + alpha * endB[i]);
    check('own', (i) => (1 - alpha) * start[i] + alpha * end[i]);
    check('own', (i) => (start[i] + end[i]) / 2, true);
    check('full', (i) => (endA[i] + endB[i]) / 2, true);
    check('base', (i) => base[i]);
  }
});

it('are measured where they are asked for, in a long row of α at its ends and its middle alone', async () => {
  const plain = await computeLayerGrid(evaluator, { networks, examples: [examples], settings: { ...settings, errors: false } });
  expect(plain.errors).toBeUndefined();
  expect([...gridErrors(plain, 'A', 'loss', 'full')].every(Number.isNaN)).toBe(true);
  const long = await computeLayerGrid(evaluator, {
    networks: networks.slice(0, 2),
    examples: [examples],
    settings: { ...settings, alpha: [0, 0.25, 0.5, 0.75, 1] },
  });
  const known = [...gridErrors(long, 'B', 'error', 'chord')].slice(5, 10).map(Number.isFinite);
  expect(known).toEqual([true, false, true, false, true]);
});
