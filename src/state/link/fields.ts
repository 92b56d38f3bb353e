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
import { type Codec, codecOf, field, type Field, fieldsOf, word } from './codec.ts';
import { checkPlace, checkProbe, checkSplit } from '../schema.ts';
import { checkLabFigure, checkLarge, type LabView, type View } from '../view.ts';

/** Raise when the format or any default changes, and keep reading the older ones. */
export const LINK_VERSION = 1;
export const LONGEST_LINK = 20_000;

export const ARCHITECTURE_FIELDS: readonly Field<ArchitectureChoice>[] = fieldsOf<ArchitectureChoice>(ARCHITECTURE_SETTINGS);
export const TRAINING_FIELDS: readonly Field<Training>[] = fieldsOf<Training>(TRAINING_SETTINGS);

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
  field('large', 'large', { write: (value) => value ?? 'none', read: (text, key) => checkLarge(text === 'none' ? null : text, key) }),
];

/** The laboratory's figure; the settings that its figures share have descriptors. */
export const LAB_FIELDS: readonly Field<LabView>[] = [field('lab', 'figure', word(checkLabFigure))];
