/** What the figures of the layer laboratory share: which pairs of networks, which of them is shown, of what and along which paths. */
import { completed, invalid, nullable, numberIn, type Check } from '../../base/check.ts';
import { checksOf, choiceSetting, numberSetting, otherSetting, type Settings } from '../../base/setting.ts';
import { MAX_HIDDEN_LAYERS } from '../../nn/architecture.ts';
import { asNumber } from '../../base/number-text.ts';
import { MAX_FIRST_EPOCHS } from '../../nn/seed-settings.ts';

/**
 * Pairs of networks that share A's recipe but for seeds and shares: a common initialisation and another data order; the first epochs
 * in common too; another initialisation; a common initialisation and disjoint halves of the training data, drawn at random or by class.
 */
export interface PairChoice {
  readonly kind: 'order' | 'epochs' | 'init' | 'halves' | 'classes';
  /** 1 to 8 pairs; the first has the roles A and B. */
  readonly count: number;
  readonly seed: number;
  /** How many first epochs the two share; of the kind 'epochs', and of it alone. */
  readonly epochs?: number;
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

/** All stand in a link together. */
export const PAIR_SETTINGS = {
  kind: choiceSetting<PairChoice['kind']>({
    label: 'What A and B share',
    link: 'pairs',
    explanation: 'What the two networks of a pair have in common.',
    standard: 'order',
    choices: {
      order: ['same start, other data order', 'common initialisation'],
      epochs: ['same start and first epochs', 'then other data orders'],
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
  epochs: numberSetting({
    label: 'Epochs shared',
    link: 'pairs',
    explanation: 'How many first epochs the two have in common; then each goes on in a data order of its own.',
    note: '0: the start alone',
    standard: 3,
    min: 0,
    max: MAX_FIRST_EPOCHS,
    whole: true,
  }),
} satisfies Settings<Required<PairChoice>>;

/** What is trained where the view names no pairs. */
export const DEFAULT_PAIRS: PairChoice = {
  kind: PAIR_SETTINGS.kind.standard,
  count: PAIR_SETTINGS.count.standard,
  seed: PAIR_SETTINGS.seed.standard,
};

const checkParts: Check<Required<PairChoice>> = completed<Required<PairChoice>>(checksOf<Required<PairChoice>>(PAIR_SETTINGS), {
  epochs: PAIR_SETTINGS.epochs.standard,
});

/** Other kinds have no epochs: whatever is given, equal pairs are equal. */
export const checkPairChoice: Check<PairChoice> = (value, argument) => {
  const { epochs, ...choice } = checkParts(value, argument);
  return choice.kind === 'epochs' ? { ...choice, epochs } : choice;
};

function readPairs(text: string, key: string): PairChoice | null {
  if (text === 'roles') return null;
  const [kind, count = '', seed = '', ...rest] = text.split(':');
  if (rest.length > (kind === 'epochs' ? 1 : 0))
    throw invalid(key, text, "pairs such as 'order:3:1' (kind, count, seed) or 'epochs:3:1:5' (and the epochs shared), or 'roles'");
  return checkPairChoice({ kind, count: asNumber(count), seed: asNumber(seed), ...(rest.length > 0 ? { epochs: asNumber(rest[0]) } : {}) }, key);
}

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
    // 'order:3:1': kind, count, seed; 'epochs:3:1:5': and the epochs shared; 'roles' for A and B alone.
    write: (pairs) =>
      pairs === null ? 'roles' : [pairs.kind, pairs.count, pairs.seed, ...(pairs.kind === 'epochs' ? [pairs.epochs] : [])].join(':'),
    read: readPairs,
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
