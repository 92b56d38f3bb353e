/** The laboratory's settings in a link: `lab=cumulative&pairs=order:3:1&cumulative.sequence=window&cumulative.window=2`. */
import { invalid } from '../../base/check.ts';
import { asNumber } from '../../base/number-text.ts';
import { field, numeric, word, writeFields, yesNo, type Codec, type Field, type Pairs } from '../link/codec.ts';
import type { LinkReader } from '../link/reader.ts';
import { DEFAULT_LAB } from './lab-defaults.ts';
import { checkLabFigure, checkLabMetric, checkLabPaths, checkPairChoice, checkPairIndex, LAB_CHECKS } from './lab-schema.ts';
import type { LabView } from './lab-view.ts';

/** A person counts layers and pairs from 1. */
const counted = (value: number): string => String(value + 1);
const uncounted = (text: string): number => asNumber(text) - 1;

/** 'order:3:1': kind, count, seed; 'roles' for A and B alone. */
const pairsCodec: Codec<LabView['pairs']> = {
  write: (pairs) => (pairs === null ? 'roles' : [pairs.kind, pairs.count, pairs.seed].join(':')),
  read: (text, key) => {
    if (text === 'roles') return null;
    const [kind, count = '', seed = '', ...rest] = text.split(':');
    if (rest.length > 0) throw invalid(key, text, "pairs such as 'order:3:1' (kind, count, seed), or 'roles'");
    return checkPairChoice({ kind, count: asNumber(count), seed: asNumber(seed) }, key);
  },
};

/** '2', or 'mean'. */
const pairCodec: Codec<LabView['pair']> = {
  write: (pair) => (pair === null ? 'mean' : counted(pair)),
  read: (text, key) => checkPairIndex(text === 'mean' ? null : uncounted(text), key),
};

/** 'naive:A:3:5': path, side, row (0 = full) and column. */
const cellCodec: Codec<LabView['barriers']['cell']> = {
  write: (cell) => (cell === null ? 'none' : [cell.path, cell.into, cell.row, cell.column].join(':')),
  read: (text, key) => {
    if (text === 'none') return null;
    const [path, into, row = '', column = '', ...rest] = text.split(':');
    if (rest.length > 0) throw invalid(key, text, "a cell such as 'naive:A:3:5' (path, side, row, column), or 'none'");
    return LAB_CHECKS.barriers.cell({ path, into, row: asNumber(row), column: asNumber(column) }, key);
  },
};

/** '3', or 'all'. */
const layerCodec: Codec<LabView['subspaces']['layer']> = {
  write: (layer) => (layer === null ? 'all' : counted(layer)),
  read: (text, key) => LAB_CHECKS.subspaces.layer(text === 'all' ? null : uncounted(text), key),
};

/** '1,2,5'; 'none'; 'hidden' for all but the last. */
const layerListCodec: Codec<LabView['averaging']['layers']> = {
  write: (layers) => (layers === null ? 'hidden' : layers.length === 0 ? 'none' : layers.map(counted).join(',')),
  read: (text, key) => LAB_CHECKS.averaging.layers(text === 'hidden' ? null : text === 'none' ? [] : text.split(',').map(uncounted), key),
};

const LAB_FIELDS: readonly Field<LabView>[] = [
  field('lab', 'figure', word(checkLabFigure)),
  field('pairs', 'pairs', pairsCodec),
  field('pair', 'pair', pairCodec),
  field('lab.metric', 'metric', word(checkLabMetric)),
  field('lab.paths', 'paths', word(checkLabPaths)),
];

const BARRIER_FIELDS: readonly Field<LabView['barriers']>[] = [
  field('barriers.columns', 'columns', word(LAB_CHECKS.barriers.columns)),
  field('barriers.most', 'most', numeric(LAB_CHECKS.barriers.most)),
  field('barriers.reference', 'reference', word(LAB_CHECKS.barriers.reference)),
  field('barriers.replaced', 'replaced', yesNo),
  field('barriers.cell', 'cell', cellCodec),
];

const CUMULATIVE_FIELDS: readonly Field<LabView['cumulative']>[] = [
  field('cumulative.sequence', 'sequence', word(LAB_CHECKS.cumulative.sequence)),
  field('cumulative.seed', 'seed', numeric(LAB_CHECKS.cumulative.seed)),
  field('cumulative.window', 'window', numeric(LAB_CHECKS.cumulative.window)),
  field('cumulative.drawing', 'drawing', word(LAB_CHECKS.cumulative.drawing)),
];

const ROBUSTNESS_FIELDS: readonly Field<LabView['robustness']>[] = [
  field('robustness.draws', 'draws', numeric(LAB_CHECKS.robustness.draws)),
  field('robustness.seed', 'seed', numeric(LAB_CHECKS.robustness.seed)),
];

const SUBSPACE_FIELDS: readonly Field<LabView['subspaces']>[] = [
  field('subspaces.layer', 'layer', layerCodec),
  field('subspaces.draws', 'draws', numeric(LAB_CHECKS.subspaces.draws)),
  field('subspaces.seed', 'seed', numeric(LAB_CHECKS.subspaces.seed)),
  field('subspaces.basis', 'basis', word(LAB_CHECKS.subspaces.basis)),
];

const TOY_FIELDS: readonly Field<LabView['toy']>[] = [
  field('toy.a', 'a', numeric(LAB_CHECKS.toy.a)),
  field('toy.r', 'r', numeric(LAB_CHECKS.toy.r)),
  field('toy.factors', 'factors', numeric(LAB_CHECKS.toy.factors)),
];

const AVERAGING_FIELDS: readonly Field<LabView['averaging']>[] = [field('averaging.layers', 'layers', layerListCodec)];

const SENSITIVITY_FIELDS: readonly Field<LabView['sensitivity']>[] = [
  field('sweep.over', 'over', word(LAB_CHECKS.sensitivity.over)),
  field('sweep.rates', 'rates', {
    write: (rates) => rates.join(','),
    read: (text, key) => LAB_CHECKS.sensitivity.rates(text.split(',').map(asNumber), key),
  }),
  field('sweep.tasks', 'tasks', { write: (tasks) => tasks.join(','), read: (text, key) => LAB_CHECKS.sensitivity.tasks(text.split(','), key) }),
];

export function writeLab(pairs: Pairs, lab: LabView): void {
  writeFields(pairs, '', LAB_FIELDS, lab, DEFAULT_LAB);
  writeFields(pairs, '', BARRIER_FIELDS, lab.barriers, DEFAULT_LAB.barriers);
  writeFields(pairs, '', CUMULATIVE_FIELDS, lab.cumulative, DEFAULT_LAB.cumulative);
  writeFields(pairs, '', ROBUSTNESS_FIELDS, lab.robustness, DEFAULT_LAB.robustness);
  writeFields(pairs, '', SUBSPACE_FIELDS, lab.subspaces, DEFAULT_LAB.subspaces);
  writeFields(pairs, '', TOY_FIELDS, lab.toy, DEFAULT_LAB.toy);
  writeFields(pairs, '', AVERAGING_FIELDS, lab.averaging, DEFAULT_LAB.averaging);
  writeFields(pairs, '', SENSITIVITY_FIELDS, lab.sensitivity, DEFAULT_LAB.sensitivity);
}

export function readLab(reader: LinkReader): LabView {
  return {
    ...reader.fields(LAB_FIELDS, DEFAULT_LAB),
    barriers: reader.fields(BARRIER_FIELDS, DEFAULT_LAB.barriers),
    cumulative: reader.fields(CUMULATIVE_FIELDS, DEFAULT_LAB.cumulative),
    robustness: reader.fields(ROBUSTNESS_FIELDS, DEFAULT_LAB.robustness),
    subspaces: reader.fields(SUBSPACE_FIELDS, DEFAULT_LAB.subspaces),
    toy: reader.fields(TOY_FIELDS, DEFAULT_LAB.toy),
    averaging: reader.fields(AVERAGING_FIELDS, DEFAULT_LAB.averaging),
    sensitivity: reader.fields(SENSITIVITY_FIELDS, DEFAULT_LAB.sensitivity),
  };
}
