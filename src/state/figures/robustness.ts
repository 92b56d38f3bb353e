/** Random moves of each layer beside the move to the other network, at the same distance. */
import { listOf, numberIn } from '../../base/check.ts';
import { numberSetting, type Settings } from '../../base/setting.ts';
import type { Robustness, RobustnessSide } from '../../landscape/layers/robustness.ts';
import { given, taken } from '../scripting/reading.ts';
import { both, callRecipe, checkCallSeed, figureCall, PAIR_KEYS, pairOf, rowsOf } from './call.ts';
import type { FollowingFigure } from './definition.ts';
import { MAX_SEED } from './lab-view.ts';
import { computePair, endsOfPair, pairKey, type OfPair } from './pair-figure.ts';
import { asItIs, examplesOf, runRecipe } from './recipe-run.ts';
import { NEGLIGIBLE, ofPair, signed } from './sentence-words.ts';

export interface RobustnessView {
  readonly draws: number;
  readonly seed: number;
}

const MAX_DRAWS = 50;
/** Fractions of the distance, as published. */
const DISTANCES: readonly number[] = [0.5, 1];

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
} satisfies Settings<RobustnessView>;

const CALL = figureCall('robustness', async (tools, argument, options) => {
  const value = given(argument, [...PAIR_KEYS, 't', 'draws', 'seed']);
  const settings = {
    t: taken<readonly number[]>(value, 't', listOf(numberIn(1e-6, 10), 1, 16), DISTANCES),
    draws: taken(value, 'draws', ROBUSTNESS_SETTINGS.draws.check, ROBUSTNESS_SETTINGS.draws.standard),
    seed: taken(value, 'seed', checkCallSeed, 1),
  };
  const { names, t, distance, a, b } = await callRecipe(tools, 'robustness', pairOf(value), settings, options);
  const side = ({ clean, random, path }: RobustnessSide) => ({
    clean,
    random: both(random, (values) => rowsOf(values, t.length * settings.draws).map((row) => rowsOf(row, settings.draws))),
    path: both(path, (values) => rowsOf(values, t.length)),
  });
  return { layers: [...names], t, distance, a: side(a), b: side(b) };
});

export const ROBUSTNESS: FollowingFigure<RobustnessView, OfPair<Robustness>, typeof CALL> = {
  kind: 'follows',
  words: {
    tab: 'Robustness',
    title: 'Random moves of the same length',
    status: 'robustness',
    term: 'robustness',
    reading:
      'Dots are random directions, diamonds the way to the other network, both as far from the end. Above zero in the difference: the way to the other network costs more than a random one of that length.',
  },
  settings: ROBUSTNESS_SETTINGS,
  urgency: 1,
  key: (inputs) => pairKey(inputs, inputs.settings),
  compute: (context, show) => {
    const settings = { t: DISTANCES, ...context.settings };
    return computePair<Robustness>(
      context,
      ({ a, b }, placeB, onPartial) =>
        runRecipe(
          context,
          { recipe: 'robustness', networks: [asItIs(a.id), placeB(b.id)], examples: [examplesOf(context, context.state.view.split)], settings },
          onPartial,
        ),
      show,
    );
  },
  sentence: ({ result, state }) => (result === null ? null : ofPair(state.view.lab, result, describe(result))),
  advice: '',
  ends: (result) => endsOfPair(result, ({ a, b }) => ({ a: a.clean, b: b.clean })),
  call: CALL,
};

/** 'Half-way to B the test loss is 0.26 above A’s; as far in a random direction 0.02 (mean of 5 draws).' Of A, all layers. */
function describe({ naive, aligned, split }: OfPair<Robustness>): string | null {
  const found = naive ?? aligned;
  const half = found?.t.indexOf(0.5) ?? -1;
  if (found === null || half < 0) return null;
  const { names, t, draws, a } = found;
  const above = (row: number): { path: number; random: number } => {
    const cell = row * t.length + half;
    const drawn = a.random.loss.subarray(cell * draws, (cell + 1) * draws);
    return { path: a.path.loss[cell] - a.clean.loss, random: drawn.reduce((sum, loss) => sum + loss, 0) / draws - a.clean.loss };
  };
  const full = above(0);
  const verdict =
    !Number.isFinite(full.path) || !Number.isFinite(full.random)
      ? ''
      : full.path > 2 * Math.max(full.random, NEGLIGIBLE)
        ? ': the way to B costs more than a random one of that length'
        : full.random > 2 * Math.max(full.path, NEGLIGIBLE)
          ? ': the way to B costs less than a random one of that length'
          : ': the way to B is no special direction';
  const layers = names.slice(1).map((name, l) => ({ name, ...above(l + 1) }));
  const worst = layers.reduce((most, layer) => (layer.path - layer.random > most.path - most.random ? layer : most), layers[0]);
  const single =
    layers.length === 1 ? '' : ` Of single layers ${worst.name} stands out most: ${signed(worst.path)} towards B, ${signed(worst.random)} at random.`;
  return `Half-way to B the ${split} loss of A changes by ${signed(full.path)}, as far in a random direction by ${signed(full.random)} (mean of ${draws} draw${draws === 1 ? '' : 's'})${verdict}.${single}`;
}
