/** The settings of a network's architecture: words, bounds, links. */
import { invalid, numberIn, type Check } from '../base/check.ts';
import { RidgelineError } from '../base/errors.ts';
import { asNumber } from '../base/number-text.ts';
import { choiceSetting, otherSetting, type Settings } from '../base/setting.ts';
import { MAX_HIDDEN_LAYERS, MAX_WIDTH, type ArchitectureChoice } from './architecture.ts';

const width = numberIn(1, MAX_WIDTH, 'integer');

const checkHidden: Check<readonly number[]> = (value, argument) => {
  if (!Array.isArray(value)) throw invalid(argument, value, 'a list of hidden widths, such as [128] or [] for a linear model');
  if (value.length <= MAX_HIDDEN_LAYERS) return value.map((entry: unknown, l) => width(entry, `${argument}[${l}]`));
  throw new RidgelineError('invalid-argument', `${argument} lists ${value.length} hidden layers; at most ${MAX_HIDDEN_LAYERS} are supported.`, {
    argument,
    received: value.length,
  });
};

export const ARCHITECTURE_SETTINGS = {
  hidden: otherSetting<readonly number[]>({
    label: 'Widths',
    link: 'hidden',
    explanation: `The number of units of each hidden layer: at most ${MAX_HIDDEN_LAYERS} layers of 1 to ${MAX_WIDTH}.`,
    note: 'hidden layers, such as 64, 64; empty: linear',
    standard: [128],
    check: checkHidden,
    write: (value) => (value.length === 0 ? 'none' : value.join(',')),
    read: (text, key) => checkHidden(text === 'none' ? [] : text.split(',').map(asNumber), key),
  }),
  activation: choiceSetting({
    label: 'Activation',
    link: 'activation',
    explanation: 'The function that each hidden unit applies to its weighted sum.',
    standard: 'relu',
    choices: { relu: 'ReLU', tanh: 'tanh', gelu: 'GELU', linear: 'linear' },
  }),
  norm: choiceSetting({
    label: 'Layer norm',
    link: 'norm',
    explanation: 'Whether each hidden layer is normalised over its units, and on which side of the activation.',
    standard: 'none',
    choices: { none: 'none', before: 'before the activation', after: 'after the activation' },
  }),
  output: choiceSetting({
    label: 'Output',
    link: 'output',
    explanation: 'How the last layer tells the classes apart: one output a class, or a single one for two classes.',
    standard: 'softmax',
    choices: { softmax: 'softmax', logistic: 'one logistic unit' },
  }),
  init: choiceSetting({
    label: 'Start',
    link: 'init',
    explanation: 'The distribution that the weights are drawn from before training.',
    standard: 'pytorch',
    choices: {
      pytorch: 'PyTorch default',
      'he-normal': 'He, normal',
      'he-uniform': 'He, uniform',
      'xavier-normal': 'Xavier, normal',
      'xavier-uniform': 'Xavier, uniform',
    },
  }),
} satisfies Settings<ArchitectureChoice>;
