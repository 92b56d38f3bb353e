import { describe, expect, it } from 'vitest';
import { RidgelineError } from '../base/errors.ts';
import { SEEDS_SETTING, validateSeed } from './seed-settings.ts';
import type { Training } from './training.ts';
import { checkArchitecture, checkSameShape, validateArchitectureChoice } from './validate-architecture.ts';
import { validateTraining } from './validate-training.ts';

function refused(body: () => unknown): RidgelineError {
  try {
    body();
  } catch (error) {
    if (error instanceof RidgelineError) return error;
    throw error;
  }
  return expect.fail('was accepted');
}

const defaults: Training = {
  epochs: 5,
  batchSize: 128,
  optimizer: 'adam',
  learningRate: 1e-3,
  momentum: 0.9,
  weightDecay: 0,
  schedule: 'constant',
  cycleMomentum: false,
  warmup: 0,
  clipNorm: 0,
  checkpoints: 20,
};

describe('architecture from outside', () => {
  it('fills in what is left out', () => {
    expect(validateArchitectureChoice({ hidden: [] })).toEqual({ hidden: [], activation: 'relu', norm: 'none', output: 'softmax', init: 'pytorch' });
    const whole = { hidden: [2048, 1], activation: 'gelu', norm: 'after', output: 'logistic', init: 'he-normal' };
    expect(validateArchitectureChoice(whole)).toEqual(whole);
  });

  it.each<[unknown, string, RegExp]>([
    [
      { hidden: [8], activaton: 'relu' },
      'architecture.activaton',
      /Unknown key 'activaton' in architecture\. Valid keys: hidden, activation, norm, output, init/,
    ],
    [{}, 'architecture.hidden', /list of hidden widths/],
    [{ hidden: [8, 0] }, 'architecture.hidden[1]', /whole number from 1 to 2048; received 0/],
    [{ hidden: [2049] }, 'architecture.hidden[0]', /received 2049/],
    [{ hidden: [1.5] }, 'architecture.hidden[0]', /received 1.5/],
    [{ hidden: ['8'] }, 'architecture.hidden[0]', /received '8'/],
    [{ hidden: [NaN] }, 'architecture.hidden[0]', /received NaN/],
    [{ hidden: new Array(13).fill(4) }, 'architecture.hidden', /13 hidden layers; at most 12/],
    [{ hidden: [8], activation: 'toString' }, 'architecture.activation', /'relu', 'tanh', 'gelu', 'linear'/],
    [null, 'architecture', /must be an object/],
    [[8], 'architecture', /must be an object.*a list of 1/],
  ])('refuses %j', (value, argument, message) => {
    const error = refused(() => validateArchitectureChoice(value));
    expect(error.argument).toBe(argument);
    expect(error.message).toMatch(message);
  });

  it('bounds the parameters at 20 million, by number, and ties logistic to two classes', () => {
    const choice = validateArchitectureChoice({ hidden: [2048, 2048, 2048, 2048, 2048] });
    expect(refused(() => checkArchitecture(choice, 3072, 10)).message).toMatch(/23,\d{3},\d{3} parameters; at most 20,000,000/);
    expect(checkArchitecture({ ...choice, hidden: [16] }, 2, 2)).toMatchObject({ inputs: 2, classes: 2, hidden: [16] });
    expect(refused(() => checkArchitecture({ ...choice, hidden: [16], output: 'logistic' }, 2, 3)).message).toMatch(/the data has 3/);
  });

  it('names both shapes where they differ', () => {
    const choice = validateArchitectureChoice({ hidden: [16], norm: 'before' });
    const [one, two] = [checkArchitecture(choice, 2, 2), checkArchitecture({ ...choice, norm: 'after' }, 2, 2)];
    expect(refused(() => checkSameShape([one, two], 'b')).message).toMatch(
      /2-16-2, relu, layer normalisation before and 2-16-2, relu, layer normalisation after/,
    );
    checkSameShape([one, { ...one, init: 'he-normal' }], 'b');
  });
});

describe('training and seeds from outside', () => {
  it('takes what is left out from the defaults', () => {
    expect(validateTraining({}, 'training', defaults)).toEqual(defaults);
    expect(validateTraining({ epochs: 3, optimizer: 'sgd', learningRate: 0.1 }, 'training', defaults)).toEqual({
      ...defaults,
      epochs: 3,
      optimizer: 'sgd',
      learningRate: 0.1,
    });
  });

  it.each<[object, string]>([
    [{ epochs: 0 }, 'training.epochs'],
    [{ epochs: 1e9 }, 'training.epochs'],
    [{ batchSize: 0.5 }, 'training.batchSize'],
    [{ learningRate: 0 }, 'training.learningRate'],
    [{ learningRate: Infinity }, 'training.learningRate'],
    [{ momentum: 1 }, 'training.momentum'],
    [{ weightDecay: -1 }, 'training.weightDecay'],
    [{ optimizer: 'Adam' }, 'training.optimizer'],
    [{ schedule: 1 }, 'training.schedule'],
    [{ warmup: 6 }, 'training.warmup'],
    [{ clipNorm: '5' }, 'training.clipNorm'],
    [{ checkpoints: 1 }, 'training.checkpoints'],
    [{ lr: 1 }, 'training.lr'],
  ])('refuses %j', (value, argument) => {
    expect(refused(() => validateTraining(value, 'training', defaults)).argument).toBe(argument);
  });

  it('reads seeds as numbers or pairs', () => {
    expect(validateSeed(7, 'seed')).toEqual({ init: 7, order: 7 });
    expect(SEEDS_SETTING.check([0, { init: 1, order: -2 }], 'seeds')).toEqual([
      { init: 0, order: 0 },
      { init: 1, order: -2 },
    ]);
    expect(refused(() => SEEDS_SETTING.check([], 'seeds')).argument).toBe('seeds');
    expect(refused(() => SEEDS_SETTING.check([1, { init: 1 }], 'seeds')).argument).toBe('seeds[1].order');
    expect(refused(() => validateSeed(0.5, 'seed')).argument).toBe('seed');
    expect(refused(() => validateSeed(2 ** 53, 'seed')).argument).toBe('seed');
  });
});
