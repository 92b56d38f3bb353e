/**
 * The table of what a link can hold: key, where it lives, how its text is read and written. Values are short words and numbers,
 * so that a person can read a link and change it by hand.
 */
import { SCHEDULES, OPTIMIZERS, type Training } from '../../nn/training.ts';
import type { ArchitectureChoice } from '../../nn/architecture.ts';
import { ACTIVATIONS, INITIALISATIONS, MAX_HIDDEN_LAYERS, MAX_WIDTH, NORMALISATIONS, OUTPUTS } from '../../nn/architecture.ts';
import { TRAINING_BOUNDS } from '../../nn/validate-training.ts';
import { invalid, listOf, numberIn, oneOf } from '../../base/check.ts';
import { asNumber, field, numeric, word, type Codec, type Field } from './codec.ts';
import { checkAlignment, checkPlace, checkProbe, checkSplit } from '../schema.ts';
import { checkLabFigure, checkLarge, type LabView, type View } from '../view.ts';

/** Raise when the format or any default changes, and keep reading the older ones. */
export const LINK_VERSION = 1;
export const LONGEST_LINK = 20_000;

/** '64,32'; 'none' for an empty list. */
export const widths: Codec<readonly number[]> = {
  write: (value) => (value.length === 0 ? 'none' : value.join(',')),
  read: (text, key) => listOf(numberIn(1, MAX_WIDTH, 'integer'), 0, MAX_HIDDEN_LAYERS)(text === 'none' ? [] : text.split(',').map(asNumber), key),
};

export const ARCHITECTURE_FIELDS: readonly Field<ArchitectureChoice>[] = [
  field('hidden', 'hidden', widths),
  field('activation', 'activation', word(oneOf(ACTIVATIONS))),
  field('norm', 'norm', word(oneOf(NORMALISATIONS))),
  field('output', 'output', word(oneOf(OUTPUTS))),
  field('init', 'init', word(oneOf(INITIALISATIONS))),
];

const bounded = (name: keyof typeof TRAINING_BOUNDS): Codec<number> => {
  const bounds: { min: number; max: number; integer?: boolean } = TRAINING_BOUNDS[name];
  return numeric(numberIn(bounds.min, bounds.max, bounds.integer === true ? 'integer' : 'real'));
};

export const TRAINING_FIELDS: readonly Field<Training>[] = [
  field('epochs', 'epochs', bounded('epochs')),
  field('batch', 'batchSize', bounded('batchSize')),
  field('optimizer', 'optimizer', word(oneOf(OPTIMIZERS))),
  field('rate', 'learningRate', bounded('learningRate')),
  field('momentum', 'momentum', bounded('momentum')),
  field('decay', 'weightDecay', bounded('weightDecay')),
  field('schedule', 'schedule', word(oneOf(SCHEDULES))),
  field('warmup', 'warmup', bounded('warmup')),
  field('clip', 'clipNorm', bounded('clipNorm')),
  field('checkpoints', 'checkpoints', bounded('checkpoints')),
];

/** 'weight,1,4,signs': method, seed, restarts, signs. */
export const alignmentCodec: Codec<View['alignment']> = {
  write: ({ method, seed, restarts, signs }) => [method, seed, restarts, signs ? 'signs' : 'nosigns'].join(','),
  read: (text, key) => {
    const [method, seed = '', restarts = '', signs, ...rest] = text.split(',');
    if (rest.length > 0 || (signs !== 'signs' && signs !== 'nosigns')) throw invalid(key, text, 'method,seed,restarts,signs (or nosigns)');
    return checkAlignment({ method, seed: asNumber(seed), restarts: asNumber(restarts), signs: signs === 'signs' }, key);
  },
};

/** 'naive,0.5', 'at,aligned,0.2,0.1' or a network's label. */
export const probeCodec: Codec<View['probe']> = {
  write: (probe) =>
    probe.kind === 'path' ? `${probe.path},${probe.alpha}` : probe.kind === 'plane' ? `at,${probe.plane},${probe.x},${probe.y}` : probe.endpoint,
  read: (text, key) => {
    const parts = text.split(',');
    if (parts.length === 1) return checkProbe({ kind: 'network', endpoint: text }, key);
    if (parts[0] !== 'at' && parts.length === 2) return checkProbe({ kind: 'path', path: parts[0], alpha: asNumber(parts[1]) }, key);
    if (parts.length === 4) return checkProbe({ kind: 'plane', plane: parts[1], x: asNumber(parts[2]), y: asNumber(parts[3]) }, key);
    throw invalid(key, text, "a probe such as 'naive,0.5', 'at,aligned,0.2,0.1' or 'A'");
  },
};

export const VIEW_FIELDS: readonly Field<View>[] = [
  field('place', 'place', word(checkPlace)),
  field('align', 'alignment', alignmentCodec),
  field('split', 'split', word(checkSplit)),
  field('probe', 'probe', probeCodec),
  field('large', 'large', { write: (value) => value ?? 'none', read: (text, key) => checkLarge(text === 'none' ? null : text, key) }),
];

/** The laboratory's figure; the settings that its figures share have descriptors. */
export const LAB_FIELDS: readonly Field<LabView>[] = [field('lab', 'figure', word(checkLabFigure))];
