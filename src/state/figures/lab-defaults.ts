/** What the laboratory shows before anyone chose. Links leave these out (defaults.ts). */
import type { LabView, PairChoice } from './lab-view.ts';

/** What is trained where the view names no pairs. */
export const DEFAULT_PAIRS: PairChoice = { kind: 'order', count: 3, seed: 1 };

export const DEFAULT_LAB: LabView = {
  pairs: null,
  pair: null,
  figure: 'barriers',
  metric: 'loss',
  paths: 'naive',
  barriers: { columns: 'epochs', most: 11, reference: 'full', replaced: false, cell: null },
  cumulative: { sequence: 'fromInput', seed: 1, window: 3, drawing: 'curves' },
  robustness: { draws: 5, seed: 1 },
  subspaces: { layer: null, draws: 20, seed: 1, basis: 'checkpoints' },
  toy: { a: 1, r: 5, factors: 2 },
  averaging: { layers: null },
  sensitivity: { over: 'learningRate', rates: [0.005, 0.02, 0.05, 0.1], tasks: ['moons', 'glyphs'] },
};
