/** Validators of the laboratory's part of the view. */
import { LAYER_SEQUENCES, type LayerSequence } from '../../landscape/layers/results.ts';
import { MAX_HIDDEN_LAYERS } from '../../nn/architecture.ts';
import { flag, invalid, listOf, nullable, numberIn, oneOf, record, type Check } from '../../base/check.ts';
import { LAB_FIGURES, type LabCell, type LabView, type PairChoice } from './lab-view.ts';

export const MAX_PAIRS = 8;
export const MAX_DRAWS = 50;
export const SWEEP_TASKS = ['moons', 'glyphs', 'mnist', 'cifar10'] as const;
const MAX_LAYERS = MAX_HIDDEN_LAYERS + 1;
const MOST_COLUMNS = 51;
const MOST_RATES = 8;

const seed = numberIn(0, 1e9, 'integer');
const layer = numberIn(0, MAX_LAYERS - 1, 'integer');
const sequence = LAYER_SEQUENCES.filter((name): name is Exclude<LayerSequence, 'single'> => name !== 'single');

export const checkPairChoice: Check<PairChoice> = record<PairChoice>({
  kind: oneOf(['order', 'init', 'halves', 'classes']),
  count: numberIn(1, MAX_PAIRS, 'integer'),
  seed,
});

export const checkCell: Check<LabCell> = record<LabCell>({
  path: oneOf(['naive', 'aligned']),
  into: oneOf(['A', 'B']),
  row: numberIn(0, MAX_LAYERS, 'integer'),
  column: numberIn(0, MOST_COLUMNS - 1, 'integer'),
});

/** A list without repeats. */
function distinct<T>(check: Check<T>, least: number, most: number): Check<T[]> {
  return (value, argument) => {
    const list = listOf(check, least, most)(value, argument);
    if (new Set(list).size === list.length) return list;
    throw invalid(argument, value, 'a list without repeats');
  };
}

/** Of either sign: the toy's hyperbola has two branches. */
const awayFromZero: Check<number> = (value, argument) => {
  const number = numberIn(-20, 20)(value, argument);
  if (Math.abs(number) >= 0.05) return number;
  throw invalid(argument, value, 'a number from 0.05 to 20, or its negative');
};

export const checkLayerList: Check<number[]> = distinct(layer, 0, MAX_LAYERS);

export const LAB_CHECKS = {
  barriers: {
    columns: oneOf(['epochs', 'alpha']),
    most: numberIn(2, MOST_COLUMNS, 'integer'),
    reference: oneOf(['full', 'own']),
    replaced: flag,
    cell: nullable(checkCell),
  },
  cumulative: { sequence: oneOf(sequence), seed, window: numberIn(1, MAX_LAYERS, 'integer'), drawing: oneOf(['curves', 'heatmap']) },
  robustness: { draws: numberIn(1, MAX_DRAWS, 'integer'), seed },
  subspaces: { layer: nullable(layer), draws: numberIn(1, 100, 'integer'), seed, basis: oneOf(['checkpoints', 'ends']) },
  toy: { a: awayFromZero, r: awayFromZero, factors: numberIn(2, 12, 'integer') },
  averaging: { layers: nullable(checkLayerList) },
  sensitivity: {
    over: oneOf(['learningRate', 'task']),
    rates: distinct(numberIn(1e-8, 100), 1, MOST_RATES),
    tasks: distinct(oneOf(SWEEP_TASKS), 1, SWEEP_TASKS.length),
  },
} as const;

export const checkLabFigure = oneOf(LAB_FIGURES);
export const checkLabMetric = oneOf(['loss', 'error']);
export const checkLabPaths = oneOf(['naive', 'aligned', 'both']);
export const checkPairIndex: Check<number | null> = nullable(numberIn(0, MAX_PAIRS - 1, 'integer'));

export const checkLab: Check<LabView> = record<LabView>({
  pairs: nullable(checkPairChoice),
  pair: checkPairIndex,
  figure: checkLabFigure,
  metric: checkLabMetric,
  paths: checkLabPaths,
  barriers: record<LabView['barriers']>(LAB_CHECKS.barriers),
  cumulative: record<LabView['cumulative']>(LAB_CHECKS.cumulative),
  robustness: record<LabView['robustness']>(LAB_CHECKS.robustness),
  subspaces: record<LabView['subspaces']>(LAB_CHECKS.subspaces),
  toy: record<LabView['toy']>(LAB_CHECKS.toy),
  averaging: record<LabView['averaging']>(LAB_CHECKS.averaging),
  sensitivity: record<LabView['sensitivity']>(LAB_CHECKS.sensitivity),
});
