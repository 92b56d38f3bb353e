/**
 * The table of what a link can hold: key, where it lives, how its text is read and written. Values are short words and numbers,
 * so that a person can read a link and change it by hand.
 */
import { invalid } from '../../base/check.ts';
import { asNumber } from '../../base/number-text.ts';
import { ARCHITECTURE_SETTINGS } from '../../nn/architecture-settings.ts';
import type { ArchitectureChoice } from '../../nn/architecture.ts';
import { TRAINING_SETTINGS } from '../../nn/training-settings.ts';
import type { Training } from '../../nn/training.ts';
import { ALIGNMENT_SETTING } from '../alignment-settings.ts';
import type { View } from '../experiment.ts';
import { codecOf, field, fieldsOf, numeric, word, yesNo, type Codec, type Field } from './codec.ts';
import { checkFigure, checkPlace, checkProbe, checkSplit, VIEW_CHECKS } from '../schema.ts';

/** Raise when the format or any default changes, and keep reading the older ones. */
export const LINK_VERSION = 1;
export const LONGEST_LINK = 20_000;

export const ARCHITECTURE_FIELDS: readonly Field<ArchitectureChoice>[] = fieldsOf<ArchitectureChoice>(ARCHITECTURE_SETTINGS);
export const TRAINING_FIELDS: readonly Field<Training>[] = fieldsOf<Training>(TRAINING_SETTINGS);

export const CURVE_FIELDS: readonly Field<View['curve']>[] = [
  field('curve.metric', 'metric', word(VIEW_CHECKS.curve.metric)),
  field('curve.log', 'log', yesNo),
  field('curve.points', 'points', numeric(VIEW_CHECKS.curve.points)),
  field('curve.extended', 'extended', yesNo),
  field('curve.barrier', 'definition', word(VIEW_CHECKS.curve.definition)),
];

export const PLANE_FIELDS: readonly Field<View['plane']>[] = [
  field('plane.show', 'show', word(VIEW_CHECKS.plane.show)),
  field('plane.through', 'through', { write: (value) => value.join(','), read: (text, key) => VIEW_CHECKS.plane.through(text.split(','), key) }),
  field('plane.metric', 'metric', word(VIEW_CHECKS.plane.metric)),
  field('plane.surface', 'surface', yesNo),
  field('plane.resolution', 'resolution', numeric(VIEW_CHECKS.plane.resolution)),
  field('plane.paths', 'trajectories', yesNo),
  field('plane.window', 'window', {
    write: (value) => (value === null ? 'whole' : value.join(',')),
    read: (text, key) => VIEW_CHECKS.plane.window(text === 'whole' ? null : text.split(',').map(asNumber), key),
  }),
];

export const LAYER_FIELDS: readonly Field<View['layers']>[] = [
  field('layers.schedule', 'schedule', word(VIEW_CHECKS.layers.schedule)),
  field('layers.along', 'along', word(VIEW_CHECKS.layers.along)),
  field('layers.metric', 'metric', word(VIEW_CHECKS.layers.metric)),
  field('layers.into', 'into', word(VIEW_CHECKS.layers.into)),
];

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
  field('align', 'alignment', codecOf(ALIGNMENT_SETTING)),
  field('split', 'split', word(checkSplit)),
  field('probe', 'probe', probeCodec),
  field('large', 'large', { write: (value) => value ?? 'none', read: (text, key) => checkFigure(text === 'none' ? null : text, key) }),
];
