/** The settings of a matching. */
import { invalid, record, type Check } from '../base/check.ts';
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
    label: 'match sign flips too (tanh)',
    link: 'align',
    explanation: 'A tanh unit computes the same with the signs of its weights on both sides flipped.',
    standard: true,
  }),
} satisfies Settings<AlignmentChoice>;

const checkAlignment: Check<AlignmentChoice> = record<AlignmentChoice>(checksOf<AlignmentChoice>(ALIGNMENT_SETTINGS));

/** The whole choice; in a link 'weight,1,4,signs': method, seed, restarts, signs. */
export const ALIGNMENT_SETTING = otherSetting<AlignmentChoice>({
  label: 'Matching',
  link: 'align',
  explanation: 'How the hidden units of B and C are matched with those of A.',
  standard: standardsOf<AlignmentChoice>(ALIGNMENT_SETTINGS),
  check: checkAlignment,
  write: ({ method, seed, restarts, signs }) => [method, seed, restarts, signs ? 'signs' : 'nosigns'].join(','),
  read: (text, key) => {
    const [method, seed = '', restarts = '', signs, ...rest] = text.split(',');
    if (rest.length > 0 || (signs !== 'signs' && signs !== 'nosigns')) throw invalid(key, text, 'method,seed,restarts,signs (or nosigns)');
    return checkAlignment({ method, seed: asNumber(seed), restarts: asNumber(restarts), signs: signs === 'signs' }, key);
  },
});
