/** Random moves of each layer beside the move to the other network, at the same distance. */
import { listOf, nullable, numberIn, type Check } from '../../base/check.ts';
import { asNumber } from '../../base/number-text.ts';
import { numberSetting, otherSetting, type Settings } from '../../base/setting.ts';
import type { Robustness, RobustnessSide } from '../../landscape/layers/robustness.ts';
import { given, taken } from '../scripting/reading.ts';
import { both, callRecipe, checkCallSeed, figureCall, PAIR_KEYS, pairOf, rowsOf } from './call.ts';
import type { FollowingFigure } from './definition.ts';
import { MAX_SEED } from './lab-view.ts';
import { columnEpochs, networkAt } from '../pairs/epochs.ts';
import { computePair, endsOfPair, pairKey, requirePair, type OfPair } from './pair-figure.ts';
import { asItIs, examplesOf, runRecipe } from './recipe-run.ts';
import { ofPair, signed } from './sentences/sentence-words.ts';

export interface RobustnessView {
  readonly draws: number;
  readonly seed: number;
  /** A recorded epoch; null: the networks as they are. */
  readonly epoch: number | null;
}

export interface RobustnessFigure extends OfPair<Robustness> {
  /** Those of which both networks have a checkpoint, the last being the networks as they are. */
  readonly epochs: readonly number[];
  /** The one that is shown. */
  readonly epoch: number;
}

const MAX_DRAWS = 50;
const MOST_EPOCHS = 1_000_000;
/** Checkpoints to choose from. */
const MOST_CHOICES = 1001;
/** Fractions of the distance, as published. */
const DISTANCES: readonly number[] = [0.5, 1];

const checkEpoch: Check<number | null> = nullable(numberIn(0, MOST_EPOCHS, 'integer'));

export const ROBUSTNESS_SETTINGS = {
  draws: numberSetting({
    label: 'Draws',
    link: 'robustness.draws',
    explanation: 'Random directions for each layer.',
    standard: 5,
    min: 1,
    max: MAX_DRAWS,
    whole: true,
  }),
  seed: numberSetting({
    label: 'Seed',
    link: 'robustness.seed',
    explanation: 'Of the random directions.',
    standard: 1,
    min: 0,
    max: MAX_SEED,
    whole: true,
  }),
  epoch: otherSetting<RobustnessView['epoch']>({
    label: 'Epoch',
    link: 'robustness.epoch',
    explanation: 'At which recorded epoch; of those before it the latest where it was not recorded.',
    standard: null,
    check: checkEpoch,
    // '40', or 'last'.
    write: (epoch) => (epoch === null ? 'last' : String(epoch)),
    read: (text, key) => checkEpoch(text === 'last' ? null : asNumber(text), key),
  }),
} satisfies Settings<RobustnessView>;

const CALL = figureCall('robustness', async (tools, argument, options) => {
  const value = given(argument, [...PAIR_KEYS, 't', 'draws', 'seed']);
  const settings = {
    t: taken<readonly number[]>(value, 't', listOf(numberIn(1e-6, 10), 1, 16), DISTANCES),
    draws: taken(value, 'draws', ROBUSTNESS_SETTINGS.draws.check, ROBUSTNESS_SETTINGS.draws.standard),
    seed: taken(value, 'seed', checkCallSeed, 1),
  };
  const { names, t, distance, a, b } = await callRecipe(tools, 'robustness', pairOf(value), settings, options);
  const side = ({ clean, random, own, path }: RobustnessSide) => ({
    clean,
    own: both(own, (values) => rowsOf(values, settings.draws)),
    random: both(random, (values) => rowsOf(values, t.length * settings.draws).map((row) => rowsOf(row, settings.draws))),
    path: both(path, (values) => rowsOf(values, t.length)),
  });
  return { layers: [...names], t, distance, a: side(a), b: side(b) };
});

export const ROBUSTNESS: FollowingFigure<RobustnessView, RobustnessFigure, typeof CALL> = {
  kind: 'follows',
  words: {
    tab: 'Robustness',
    title: 'Random moves of the same length',
    status: 'robustness',
    term: 'robustness',
    reading:
      'Dots are random directions, diamonds the way to the other network, both as far from the end. Above zero in the difference: the way to the other network costs more than a random one of that length. “by layer” moves every layer as far as it lies from the other’s, in a random direction: the fair comparison for all layers.',
  },
  settings: ROBUSTNESS_SETTINGS,
  urgency: 1,
  key: (inputs) => pairKey(inputs, inputs.settings),
  compute: async (context, show) => {
    const { draws, seed, epoch: wanted } = context.settings;
    const settings = { t: DISTANCES, draws, seed };
    const epochs = columnEpochs([requirePair(context).networks], MOST_CHOICES);
    const epoch = wanted === null ? epochs[epochs.length - 1] : (epochs.findLast((at) => at <= wanted) ?? epochs[0]);
    const examples = [examplesOf(context, context.state.view.split)];
    const computed = await computePair<Robustness>(
      context,
      ({ a, b }, placeB, onPartial) => {
        const networks = [asItIs(networkAt(context.session, a, epoch)), placeB(networkAt(context.session, b, epoch))];
        return runRecipe(context, { recipe: 'robustness', networks, examples, settings }, onPartial);
      },
      (partial) => show({ ...partial, epochs, epoch }),
    );
    return { ...computed, epochs, epoch };
  },
  sentence: ({ result, state }) => (result === null ? null : ofPair(state.view.lab, result, describe(result))),
  advice: '',
  ends: (result) => endsOfPair(result, ({ a, b }) => ({ a: a.clean, b: b.clean })),
  call: CALL,
};

/** Of A, all layers half-way to B: the change of the loss, those of both controls, and how many draws of each cost less than the way. */
function describe({ naive, aligned, split, epochs, epoch }: RobustnessFigure): string | null {
  const found = naive ?? aligned;
  const half = found?.t.indexOf(0.5) ?? -1;
  if (found === null || half < 0) return null;
  const { names, t, draws, a } = found;
  const beside = (row: number, drawn: Float64Array): { path: number; random: number; below: number } => {
    const path = a.path.loss[row * t.length + half];
    const random = drawn.reduce((sum, loss) => sum + loss, 0) / draws;
    return { path: path - a.clean.loss, random: random - a.clean.loss, below: drawn.filter((loss) => loss < path).length };
  };
  const alike = (row: number) => beside(row, a.random.loss.subarray((row * t.length + half) * draws, (row * t.length + half + 1) * draws));
  const full = alike(0);
  const own = beside(0, a.own.loss.subarray(half * draws, (half + 1) * draws));
  const finite = [full.path, full.random, own.random].every(Number.isFinite);
  const rank = finite ? ` The way to B costs more than ${full.below} of ${draws} of the former and ${own.below} of ${draws} of the latter.` : '';
  const layers = names.slice(1).map((name, l) => ({ name, ...alike(l + 1) }));
  const worst = layers.reduce((most, layer) => (layer.path - layer.random > most.path - most.random ? layer : most), layers[0]);
  const single =
    layers.length === 1
      ? ''
      : ` Of single layers the way costs most beside a random one in ${worst.name}: ${signed(worst.path)} towards B, ${signed(worst.random)} at random, more than ${worst.below} of ${draws}.`;
  const when = epoch === epochs[epochs.length - 1] ? '' : `After epoch ${epoch}: `;
  const means = `means of ${draws} draw${draws === 1 ? '' : 's'}`;
  return `${when}Half-way to B the ${split} loss of A changes by ${signed(full.path)}; as far at random by ${signed(full.random)} in all parameters alike, and by ${signed(own.random)} with every layer moved as far as its own part of the way (${means}).${rank}${single}`;
}
