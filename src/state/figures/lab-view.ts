/** What the figures of the layer laboratory share: which pairs of networks, which of them is shown, of what and along which paths. */
import { invalid, nullable, numberIn, record, type Check } from '../../base/check.ts';
import { checksOf, choiceSetting, numberSetting, otherSetting, standardsOf, type Settings } from '../../base/setting.ts';
import { MAX_HIDDEN_LAYERS } from '../../nn/architecture.ts';
import { asNumber } from '../../base/number-text.ts';

/**
 * Pairs of networks that share A's recipe but for seeds and shares: a common initialisation and another data order; another
 * initialisation too; a common initialisation and disjoint halves of the training data, drawn at random or by class.
 */
export interface PairChoice {
  readonly kind: 'order' | 'init' | 'halves' | 'classes';
  /** 1 to 8 pairs; the first has the roles A and B. */
  readonly count: number;
  readonly seed: number;
}

export type LabMetric = 'loss' | 'error';
export type LabPaths = 'naive' | 'aligned' | 'both';

export interface SharedLab {
  /** null: A and B alone, whatever they are. */
  readonly pairs: PairChoice | null;
  /** The pair shown, from 0; null: the mean of all. */
  readonly pair: number | null;
  readonly metric: LabMetric;
  readonly paths: LabPaths;
}

export const MAX_PAIRS = 8;
export const MAX_SEED = 1e9;
export const MAX_LAYERS = MAX_HIDDEN_LAYERS + 1;

/** All three stand in a link together. */
export const PAIR_SETTINGS = {
  kind: choiceSetting<PairChoice['kind']>({
    label: 'What A and B share',
    link: 'pairs',
    explanation: 'What the two networks of a pair have in common.',
    standard: 'order',
    choices: {
      order: ['same start, other data order', 'common initialisation'],
      init: ['other start', 'initialisation and order differ'],
      halves: ['halves of the data', 'same start; disjoint, drawn at random'],
      classes: ['halves by class', 'same start; no class in common'],
    },
  }),
  count: numberSetting({
    label: 'Pairs',
    link: 'pairs',
    explanation: 'How many are trained; the first has the roles A and B.',
    standard: 3,
    min: 1,
    max: MAX_PAIRS,
    whole: true,
  }),
  seed: numberSetting({
    label: 'Seed',
    link: 'pairs',
    explanation: 'Of the pairs’ initialisations, orders and shares.',
    standard: 1,
    min: 0,
    max: MAX_SEED,
    whole: true,
  }),
} satisfies Settings<PairChoice>;

/** What is trained where the view names no pairs. */
export const DEFAULT_PAIRS: PairChoice = standardsOf<PairChoice>(PAIR_SETTINGS);

export const checkPairChoice: Check<PairChoice> = record<PairChoice>(checksOf<PairChoice>(PAIR_SETTINGS));

const checkPairIndex: Check<number | null> = nullable(numberIn(0, MAX_PAIRS - 1, 'integer'));

/** A person counts layers and pairs from 1. */
export const counted = (value: number): string => String(value + 1);
export const uncounted = (text: string): number => asNumber(text) - 1;

export const SHARED_LAB = {
  pairs: otherSetting<SharedLab['pairs']>({
    label: 'What A and B share',
    link: 'pairs',
    explanation: 'Which pairs of networks the figures are made of.',
    standard: null,
    check: nullable(checkPairChoice),
    // 'order:3:1': kind, count, seed; 'roles' for A and B alone.
    write: (pairs) => (pairs === null ? 'roles' : [pairs.kind, pairs.count, pairs.seed].join(':')),
    read: (text, key) => {
      if (text === 'roles') return null;
      const [kind, count = '', seed = '', ...rest] = text.split(':');
      if (rest.length > 0) throw invalid(key, text, "pairs such as 'order:3:1' (kind, count, seed), or 'roles'");
      return checkPairChoice({ kind, count: asNumber(count), seed: asNumber(seed) }, key);
    },
  }),
  pair: otherSetting<SharedLab['pair']>({
    label: 'Pair shown',
    link: 'pair',
    explanation: 'One of several pairs, or the mean of all.',
    standard: null,
    check: checkPairIndex,
    // '2', or 'mean'.
    write: (pair) => (pair === null ? 'mean' : counted(pair)),
    read: (text, key) => checkPairIndex(text === 'mean' ? null : uncounted(text), key),
  }),
  metric: choiceSetting<LabMetric>({
    label: 'Quantity',
    link: 'lab.metric',
    explanation: 'Barriers of the loss, or of the share of errors.',
    standard: 'loss',
    choices: { loss: 'loss', error: 'error' },
  }),
  paths: choiceSetting<LabPaths>({
    label: 'As trained, or matched neuron by neuron',
    link: 'lab.paths',
    explanation: 'Along which paths the figures are measured.',
    standard: 'naive',
    choices: { naive: 'naive', aligned: 'aligned', both: 'both' },
  }),
} satisfies Settings<SharedLab>;
