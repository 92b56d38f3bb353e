/** The heatmap of single layers: columns are epochs at α = ½, or α at the last epoch. */
import { invalid, nullable, numberIn, oneOf, record, type Check } from '../../base/check.ts';
import { choiceSetting, flagSetting, numberSetting, otherSetting, type Settings } from '../../base/setting.ts';
import { gridBarriers, gridErrors } from '../../landscape/layers/grid-barriers.ts';
import { LAYER_SEQUENCES, type BarrierReference, type LayerGrid, type LayerSequence } from '../../landscape/layers/results.ts';
import { asNumber } from '../../base/number-text.ts';
import { given, taken } from '../scripting/reading.ts';
import { callRecipe, checkAlpha, checkCallSeed, checkLayerNumber, figureCall, PAIR_KEYS, pairOf } from './call.ts';
import type { FollowingFigure } from './definition.ts';
import { computeGrids, endsOfGrids, gridsKey, type GridPlan, type LabGrids } from './grids.ts';
import { MAX_LAYERS, type LabPaths, type SharedLab } from './lab-view.ts';
import {
  alignedWords,
  fullWords,
  isBarrier,
  layersWords,
  noBarrierWords,
  qualityWords,
  quantity,
  scopeWords,
  sentence,
  shownMidpoints,
} from './sentences/sentence-words.ts';

/** A cell of the barrier heatmap whose examples are shown. */
export interface LabCell {
  readonly path: 'naive' | 'aligned';
  readonly into: 'A' | 'B';
  /** Row of the grid: 0 = full. */
  readonly row: number;
  readonly column: number;
}

export interface BarriersView {
  readonly columns: 'epochs' | 'alpha';
  readonly most: number;
  readonly reference: BarrierReference;
  readonly replaced: boolean;
  readonly cell: LabCell | null;
}

const MOST_COLUMNS = 51;
/** Columns along α. */
export const CELL_ALPHAS: readonly number[] = Array.from({ length: 11 }, (_, i) => i / 10);

export const checkCell: Check<LabCell> = record<LabCell>({
  path: oneOf(['naive', 'aligned']),
  into: oneOf(['A', 'B']),
  row: numberIn(0, MAX_LAYERS, 'integer'),
  column: numberIn(0, MOST_COLUMNS - 1, 'integer'),
});

export const BARRIERS_SETTINGS = {
  columns: choiceSetting<BarriersView['columns']>({
    label: 'Columns',
    link: 'barriers.columns',
    explanation: 'Barriers over the recorded epochs, or along the path at the last one.',
    standard: 'epochs',
    choices: { epochs: 'over training', alpha: 'along α' },
  }),
  most: numberSetting({
    label: 'Epochs shown, at most',
    link: 'barriers.most',
    explanation: 'Recorded epochs are thinned evenly to so many.',
    standard: 11,
    min: 2,
    max: MOST_COLUMNS,
    whole: true,
  }),
  reference: choiceSetting<BarriersView['reference']>({
    label: 'Barrier against',
    link: 'barriers.reference',
    explanation: 'What a barrier is measured against.',
    standard: 'full',
    choices: {
      full: ['the mean of the full ends', 'as published'],
      chord: ['the chord between the full ends', 'differs from their mean along α'],
      own: ['the segment’s own two ends', 'never positive for the last layer'],
    },
  }),
  replaced: flagSetting({
    label: 'Layers',
    link: 'barriers.replaced',
    explanation: 'Layers are replaced fully by the other network’s, instead of averaged.',
    standard: false,
  }),
  cell: otherSetting<BarriersView['cell']>({
    label: 'Cell',
    link: 'barriers.cell',
    explanation: 'The cell whose examples are shown.',
    standard: null,
    check: nullable(checkCell),
    // 'naive:A:3:5': path, side, row (0 = full) and column.
    write: (cell) => (cell === null ? 'none' : [cell.path, cell.into, cell.row, cell.column].join(':')),
    read: (text, key) => {
      if (text === 'none') return null;
      const [path, into, row = '', column = '', ...rest] = text.split(':');
      if (rest.length > 0) throw invalid(key, text, "a cell such as 'naive:A:3:5' (path, side, row, column), or 'none'");
      return checkCell({ path, into, row: asNumber(row), column: asNumber(column) }, key);
    },
  }),
} satisfies Settings<BarriersView>;

const CALL = figureCall('layers', async (tools, argument, options) => {
  const value = given(argument, [...PAIR_KEYS, 'schedule', 'seed', 'window', 'alpha', 'reference']);
  const at = taken(value, 'alpha', checkAlpha, 0.5);
  const reference = taken<BarrierReference>(value, 'reference', BARRIERS_SETTINGS.reference.check, BARRIERS_SETTINGS.reference.standard);
  const settings = {
    sequence: taken<LayerSequence>(value, 'schedule', oneOf(LAYER_SEQUENCES), 'single'),
    seed: taken(value, 'seed', checkCallSeed, 1),
    window: taken(value, 'window', checkLayerNumber, 1),
    alpha: reference === 'own' ? [at, 0, 1] : [at],
    errors: true,
  };
  return layersReply(await callRecipe(tools, 'layerGrid', pairOf(value), settings, options), reference);
});

export const BARRIERS: FollowingFigure<BarriersView, LabGrids, typeof CALL> = {
  kind: 'follows',
  words: {
    tab: 'Layer by layer',
    title: 'Barrier of each layer',
    status: 'layer by layer',
    term: 'layer-barrier',
    reading:
      'Each cell averages one layer of A and B and leaves the others as they are in one of the two. Orange costs loss, purple gains. The row “full” averages everything. Press a cell to see which examples carry it.',
  },
  settings: BARRIERS_SETTINGS,
  urgency: 1,
  key: (inputs) => gridsKey(inputs, planOf(inputs.settings)),
  compute: (context, show) => computeGrids(context, planOf(context.settings), show),
  sentence: ({ result, state, settings }) => (result === null ? null : describe(result, state.view.lab, settings)),
  advice: '',
  ends: endsOfGrids,
  call: CALL,
};

/** The chosen cell where there are so many columns: settings may have changed since it was chosen. */
export function shownCell(cell: LabCell, paths: LabPaths, columns: number): LabCell {
  return { ...cell, path: paths === 'both' ? cell.path : paths, column: Math.min(cell.column, columns - 1) };
}

/** The ends of each segment are evaluated only where they are looked at: they triple the work. */
function planOf({ columns, most, reference, replaced }: BarriersView): GridPlan {
  const single = { sequence: 'single', seed: 0, window: 1 } as const;
  if (columns === 'alpha') return { settings: { ...single, alpha: CELL_ALPHAS }, epochs: 'last' };
  return { settings: { ...single, alpha: reference === 'own' || replaced ? [0, 0.5, 1] : [0.5] }, epochs: most };
}

/** 'Half-way the whole path raises the test loss by 0.26. Largest single layer, layer 2, 0.060 into B = 23 % of full.' */
function describe(figure: LabGrids, lab: SharedLab, { columns, reference, replaced }: BarriersView): string | null {
  const midpoints = shownMidpoints(figure, lab, reference);
  if (midpoints === null) return null;
  const { full, worst } = midpoints;
  const what = quantity(figure, lab);
  if (!Number.isFinite(full)) return `Half-way between A and B the ${what} is not finite: their average is no working network.`;
  const averaged = replaced && columns === 'epochs' ? 'with layers averaged, not replaced, ' : '';
  const scope = `${scopeWords(figure, lab, midpoints)}${averaged}`;
  const rest = [qualityWords(midpoints, what), alignedWords(figure, lab, reference)];
  if (!(full > 0) || !isBarrier(midpoints))
    return sentence(`${scope}averaging all layers of A and B ${noBarrierWords(midpoints, what, 'no barrier half-way')}.`, ...rest);
  const alone = worst.every(({ value }) => Number.isFinite(value))
    ? layersWords(midpoints, reference)
    : 'Some single layers lead where it is not finite.';
  return sentence(`${scope}half-way the whole path raises the ${what} by ${fullWords(midpoints)}.`, alone, ...rest);
}

interface LayersReply {
  readonly layers: string[];
  readonly restA: Float64Array;
  readonly restB: Float64Array;
  readonly full: number;
  readonly seA: Float64Array;
  readonly seB: Float64Array;
  readonly seFull: number;
}

/** Barriers of the loss at the first α, and their standard errors. */
function layersReply(grid: LayerGrid, reference: BarrierReference): LayersReply {
  const first = (values: Float64Array): Float64Array => Float64Array.from(grid.names, (_, row) => values[row * grid.alpha.length]);
  const [intoA, intoB] = (['A', 'B'] as const).map((side) => ({
    barriers: first(gridBarriers(grid, side, 'loss', reference)),
    errors: first(gridErrors(grid, side, 'loss', reference)),
  }));
  return {
    layers: grid.names.slice(1),
    restA: intoA.barriers.slice(1),
    restB: intoB.barriers.slice(1),
    full: intoA.barriers[0],
    seA: intoA.errors.slice(1),
    seB: intoB.errors.slice(1),
    seFull: intoA.errors[0],
  };
}
