/** Schemas of what the figures of the laboratory show. */
import {
  constantSchema,
  floatsSchema,
  integersSchema,
  listSchema,
  nullableSchema,
  realSchema,
  realsSchema,
  recordSchema,
  ruledSchema,
  textSchema,
  wholeSchema,
  wordSchema,
  type Schema,
} from '../../../base/schema.ts';
import type { Averages, Decomposition, Subspaces } from '../../../landscape/layers/results.ts';
import type { Robustness, RobustnessSide } from '../../../landscape/layers/robustness.ts';
import type { SensitivityFigure, SweepEntry } from '../../pairs/sweep.ts';
import type { AveragingFigure } from '../../figures/averaging.ts';
import type { LabCell } from '../../figures/barriers.ts';
import type { DecompositionFigure } from '../../figures/decomposition.ts';
import type { LabGrids } from '../../figures/grids.ts';
import { MAX_LAYERS, MAX_PAIRS } from '../../figures/lab-view.ts';
import type { OfPair } from '../../figures/pair-figure.ts';
import type { RobustnessFigure } from '../../figures/robustness.ts';
import { GRID_SCHEMA } from './grid.ts';
import {
  areLong,
  byPathFields,
  fieldSchema,
  fineFieldSchema,
  fineScoreSchema,
  isFieldLong,
  layerSchema,
  nameSchema,
  numbersSchema,
  ofPairFields,
  rowNamesSchema,
  splitSchema,
} from './parts.ts';

const MOST_COLUMNS = 1001;
const MOST_EPOCHS = 1_000_000;
const MOST_DRAWS = 100;
const MOST_SEED = 1e9;
const MOST_EXAMPLES = 70_000;
/** Inputs of the examples that are drawn: 24 images, or as many points. */
const MOST_INPUTS = 150_000;
const MOST_ENTRIES = 8;
const LONGEST_KEY = 20_000;

const gridsOfEpochs = listSchema(nullableSchema(GRID_SCHEMA), 1, MOST_COLUMNS);

const GRIDS_SCHEMA: Schema<LabGrids> = ruledSchema(
  recordSchema<LabGrids>({
    split: splitSchema,
    pairs: listSchema(nameSchema, 1, MAX_PAIRS),
    epochs: listSchema(wholeSchema(0, MOST_EPOCHS), 1, MOST_COLUMNS),
    ...byPathFields<LabGrids['naive'] & object>(gridsOfEpochs),
  }),
  ({ pairs, epochs, naive, aligned }) =>
    [naive, aligned].every(
      (grids) => grids === null || (areLong(epochs.length, grids) && grids.every((grid) => grid === null || grid.pairs === pairs.length)),
    ),
  'one grid an epoch, of as many pairs as are named',
);

const sideSchema = recordSchema<RobustnessSide>({
  clean: fineScoreSchema,
  random: fineFieldSchema,
  own: fineFieldSchema,
  path: fineFieldSchema,
});

const robustnessSchema: Schema<Robustness> = ruledSchema(
  recordSchema<Robustness>({
    names: rowNamesSchema,
    t: numbersSchema,
    draws: wholeSchema(1, MOST_DRAWS),
    seed: wholeSchema(0, MOST_SEED),
    distance: numbersSchema,
    a: sideSchema,
    b: sideSchema,
  }),
  ({ names, t, draws, distance, a, b }) =>
    areLong(names.length, distance) &&
    [a, b].every(
      ({ random, own, path }) =>
        isFieldLong(names.length * t.length * draws, random) && isFieldLong(t.length * draws, own) && isFieldLong(names.length * t.length, path),
    ),
  'moves of as many rows, distances and draws as are named',
);

const ROBUSTNESS_SCHEMA: Schema<RobustnessFigure> = recordSchema<RobustnessFigure>({
  ...ofPairFields(robustnessSchema),
  epochs: listSchema(wholeSchema(0, MOST_EPOCHS), 1, MOST_COLUMNS),
  epoch: wholeSchema(0, MOST_EPOCHS),
});

const subspacesSchema: Schema<Subspaces> = ruledSchema(
  recordSchema<Subspaces>({
    layer: nullableSchema(layerSchema),
    basis: wordSchema(['checkpoints', 'ends']),
    tolerance: realSchema,
    dimension: wholeSchema(0, 1e9),
    parameters: wholeSchema(1, 1e9),
    distance: realSchema,
    norms: numbersSchema,
    draws: wholeSchema(1, MOST_DRAWS),
    seed: wholeSchema(0, MOST_SEED),
    clean: recordSchema<Subspaces['clean']>({ a: fineScoreSchema, b: fineScoreSchema }),
    towards: fineFieldSchema,
    away: fineFieldSchema,
    training: fineFieldSchema,
    complement: fineFieldSchema,
  }),
  ({ norms, draws, towards, away, training, complement }) =>
    norms.length > 0 && isFieldLong(norms.length, towards, away) && isFieldLong(norms.length * draws, training, complement),
  'losses at as many lengths and draws as are named',
);

const SUBSPACES_SCHEMA: Schema<OfPair<Subspaces>> = recordSchema<OfPair<Subspaces>>(ofPairFields(subspacesSchema));

const averagesSchema: Schema<Averages> = recordSchema<Averages>({
  layers: listSchema(layerSchema, 0, MAX_LAYERS),
  models: listSchema(wordSchema(['a', 'b', 'average', 'someIntoA', 'someIntoB']), 1, 5),
  scores: fieldSchema,
  se: fieldSchema,
  overA: numbersSchema,
  overB: numbersSchema,
});

const AVERAGING_SCHEMA: Schema<AveragingFigure> = ruledSchema(
  recordSchema<AveragingFigure>({
    ...ofPairFields(averagesSchema),
    sets: listSchema(nameSchema, 1, 8),
    halves: wordSchema(['own', 'random']),
  }),
  ({ naive, aligned, sets }) =>
    [naive, aligned].every(
      (found) =>
        found === null ||
        (isFieldLong(found.models.length * sets.length, found.scores, found.se) &&
          areLong(found.models.length * sets.length, found.overA, found.overB)),
    ),
  'scores of each model on each set of examples',
);

const CELL_SCHEMA: Schema<LabCell> = recordSchema<LabCell>({
  path: wordSchema(['naive', 'aligned']),
  into: wordSchema(['A', 'B']),
  row: wholeSchema(0, MAX_LAYERS),
  column: wholeSchema(0, MOST_COLUMNS),
});

const examplesSchema = realsSchema(MOST_EXAMPLES, 'printed');
const decompositionSchema: Schema<Decomposition> = ruledSchema(
  recordSchema<Decomposition>({
    alpha: realSchema,
    into: wordSchema(['A', 'B']),
    weight: realSchema,
    contribution: examplesSchema,
    d: examplesSchema,
    j: examplesSchema,
    ey: examplesSchema,
    label: integersSchema(MOST_EXAMPLES),
    predicted: integersSchema(MOST_EXAMPLES),
    mean: realSchema,
    se: realSchema,
  }),
  ({ contribution, d, j, ey, label, predicted }) => areLong(contribution.length, d, j, ey, label, predicted),
  'as many numbers as examples',
);

const DECOMPOSITION_SCHEMA: Schema<DecompositionFigure> = ruledSchema(
  recordSchema<DecompositionFigure>({
    cell: CELL_SCHEMA,
    split: splitSchema,
    against: nameSchema,
    title: nameSchema,
    pair: wholeSchema(0, MAX_PAIRS - 1),
    pairs: wholeSchema(1, MAX_PAIRS),
    decomposition: decompositionSchema,
    examples: recordSchema<DecompositionFigure['examples']>({ index: integersSchema(MOST_EXAMPLES), x: floatsSchema(MOST_INPUTS, 'drawn') }),
  }),
  ({ decomposition, examples: { index, x } }) =>
    index.every((at) => at >= 0 && at < decomposition.contribution.length) && (index.length === 0 || x.length % index.length === 0),
  'examples of those that are measured',
);

const entrySchema: Schema<SweepEntry> = recordSchema<SweepEntry>({
  name: nameSchema,
  key: textSchema(LONGEST_KEY),
  status: wordSchema(['waiting', 'training', 'measuring', 'stopped', 'done', 'failed']),
  grid: nullableSchema(GRID_SCHEMA),
  error: constantSchema(() => null),
});

const SENSITIVITY_SCHEMA: Schema<SensitivityFigure> = recordSchema<SensitivityFigure>({
  over: wordSchema(['learningRate', 'task']),
  entries: listSchema(entrySchema, 1, MOST_ENTRIES),
  secondsLeft: constantSchema(() => null),
});

/** By figure. The toy is computed where it is drawn: its settings are all there is to it. */
export const LAB_SCHEMAS = {
  barriers: GRIDS_SCHEMA,
  decomposition: DECOMPOSITION_SCHEMA,
  cumulative: GRIDS_SCHEMA,
  robustness: ROBUSTNESS_SCHEMA,
  subspaces: SUBSPACES_SCHEMA,
  averaging: AVERAGING_SCHEMA,
  sensitivity: SENSITIVITY_SCHEMA,
};
