/** The settings of a matching. */
import { completed, invalid, type Check } from '../base/check.ts';
import { asNumber } from '../base/number-text.ts';
import { checksOf, choiceSetting, flagSetting, numberSetting, otherSetting, standardsOf, type Settings } from '../base/setting.ts';
import type { AlignmentChoice } from './experiment.ts';

export const ALIGNMENT_SETTINGS = {
  method: choiceSetting({
    label: 'Method',
    link: 'align',
    explanation: "How the hidden units of B and C are matched with A's.",
    standard: 'weight',
    choices: {
      weight: ['weight matching', 'nearest weights'],
      activation: ['activation matching', 'most alike responses'],
      identity: ['identity', 'changes nothing: naive'],
      random: ['random order', 'shows that only the coordinates change'],
    },
  }),
  seed: numberSetting({
    label: 'Seed',
    link: 'align',
    explanation: 'Which orders of the layers, and which random permutations, are drawn.',
    standard: 1,
    min: Number.MIN_SAFE_INTEGER,
    max: Number.MAX_SAFE_INTEGER,
    whole: true,
  }),
  restarts: numberSetting({
    label: 'Restarts',
    link: 'align',
    explanation: 'How often weight matching of several hidden layers starts again; the best match is kept.',
    standard: 4,
    min: 1,
    max: 50,
    whole: true,
  }),
  signs: flagSetting({
    label: 'match sign flips too (odd activation)',
    link: 'align',
    explanation: 'A tanh or linear unit computes the same with the signs of its weights on both sides flipped.',
    standard: true,
  }),
  flips: flagSetting({
    label: 'match sign flips too (normalised after)',
    link: 'align',
    explanation: 'Where normalisation follows the activation, the signs of a unit’s gain, shift and outgoing weights can be flipped together.',
    standard: false,
  }),
  activations: flagSetting({
    label: 'start from activations too',
    link: 'align',
    explanation: 'One run of weight matching of several layers starts from activation matching on training data; without it, weights alone decide.',
    standard: true,
  }),
} satisfies Settings<AlignmentChoice>;

/** Choices of before there were flips and weights alone name neither. */
const checkAlignment: Check<AlignmentChoice> = completed<AlignmentChoice>(checksOf<AlignmentChoice>(ALIGNMENT_SETTINGS), {
  flips: ALIGNMENT_SETTINGS.flips.standard,
  activations: ALIGNMENT_SETTINGS.activations.standard,
});

/** The whole choice; in a link 'weight,1,4,signs': method, seed, restarts, signs; behind it ',flips' and ',alone' (no activations). */
export const ALIGNMENT_SETTING = otherSetting<AlignmentChoice>({
  label: 'Matching',
  link: 'align',
  explanation: 'How the hidden units of B and C are matched with those of A.',
  standard: standardsOf<AlignmentChoice>(ALIGNMENT_SETTINGS),
  check: checkAlignment,
  write: ({ method, seed, restarts, signs, flips, activations }) =>
    [method, seed, restarts, signs ? 'signs' : 'nosigns', ...(flips ? ['flips'] : []), ...(activations ? [] : ['alone'])].join(','),
  read: (text, key) => {
    const [method, seed = '', restarts = '', signs, ...rest] = text.split(',');
    const wrong = rest.some((word, i) => !['flips', 'alone'].includes(word) || rest.indexOf(word) !== i);
    if (wrong || (signs !== 'signs' && signs !== 'nosigns'))
      throw invalid(key, text, 'method,seed,restarts,signs (or nosigns), and then flips, alone or both where wanted');
    const numbers = { seed: asNumber(seed), restarts: asNumber(restarts) };
    const choice = { method, ...numbers, signs: signs === 'signs', flips: rest.includes('flips'), activations: !rest.includes('alone') };
    return checkAlignment(choice, key);
  },
});
