/** Noise in the direction of the other network, in the training subspace, and orthogonal to it. */
import { nullable, numberIn } from '../../base/check.ts';
import { choiceSetting, numberSetting, otherSetting, type Settings } from '../../base/setting.ts';
import type { Field } from '../../landscape/evaluator.ts';
import type { Subspaces, TrainingBasis } from '../../landscape/layers/results.ts';
import { formatCount, formatNumber } from '../../base/format.ts';
import { columnEpochs, networkAt } from '../pairs/epochs.ts';
import { given, taken } from '../scripting/reading.ts';
import {
  both,
  callRecipe,
  checkCallSeed,
  checkLayerNumber,
  countedLayers,
  figureCall,
  PAIR_KEYS,
  pairOf,
  rowsOf,
  type CallTools,
  type PairArgument,
} from './call.ts';
import type { FollowingFigure } from './definition.ts';
import { counted, MAX_LAYERS, MAX_SEED, uncounted } from './lab-view.ts';
import { computePair, endsOfPair, pairKey, type OfPair } from './pair-figure.ts';
import { asItIs, examplesOf, runRecipe } from './recipe-run.ts';
import { ofPair, signed } from './sentences/sentence-words.ts';

export interface SubspacesView {
  /** From 0; null: the whole network. */
  readonly layer: number | null;
  readonly draws: number;
  readonly seed: number;
  readonly basis: TrainingBasis;
}

/** From a sixteenth of the distance to the other network to twice it, two norms an octave: the distance itself is among them. */
const NORMS = { low: 1 / 16, high: 2, count: 11, tolerance: 1e-6 } as const;
/** Epochs whose checkpoints, of both runs, span the training subspace. */
const MOST_EPOCHS = 21;

const checkLayer = nullable(numberIn(0, MAX_LAYERS - 1, 'integer'));

export const SUBSPACES_SETTINGS = {
  layer: otherSetting<SubspacesView['layer']>({
    label: 'Noise in',
    link: 'subspaces.layer',
    explanation: 'The layer that is moved, or the whole network.',
    standard: null,
    check: checkLayer,
    // '3', or 'all'.
    write: (layer) => (layer === null ? 'all' : counted(layer)),
    read: (text, key) => checkLayer(text === 'all' ? null : uncounted(text), key),
  }),
  draws: numberSetting({
    label: 'Draws',
    link: 'subspaces.draws',
    explanation: 'Random directions of each norm.',
    standard: 20,
    min: 1,
    max: 100,
    whole: true,
  }),
  seed: numberSetting({
    label: 'Seed',
    link: 'subspaces.seed',
    explanation: 'Of the noise.',
    standard: 1,
    min: 0,
    max: MAX_SEED,
    whole: true,
  }),
  basis: choiceSetting<SubspacesView['basis']>({
    label: 'Training subspace',
    link: 'subspaces.basis',
    explanation: 'What spans the directions that training used.',
    standard: 'checkpoints',
    choices: { checkpoints: 'both runs’ checkpoints', ends: ['A and B alone', 'what the paper’s released code spanned'] },
  }),
} satisfies Settings<SubspacesView>;

const CALL = figureCall('subspaces', async (tools, argument, options) => {
  const value = given(argument, [...PAIR_KEYS, 'layer', 'draws', 'seed', 'basis', 'low', 'high', 'count', 'tolerance']);
  const layer = taken<number | null>(value, 'layer', nullable(checkLayerNumber), null);
  const settings = {
    layer: layer === null ? null : countedLayers(tools, value, [layer], 'layer')[0],
    low: taken(value, 'low', numberIn(1e-6, 1e4), NORMS.low),
    high: taken(value, 'high', numberIn(1e-6, 1e4), NORMS.high),
    count: taken(value, 'count', numberIn(2, 64, 'integer'), NORMS.count),
    draws: taken(value, 'draws', numberIn(1, 200, 'integer'), SUBSPACES_SETTINGS.draws.standard),
    seed: taken(value, 'seed', checkCallSeed, 1),
    basis: taken<TrainingBasis>(value, 'basis', SUBSPACES_SETTINGS.basis.check, SUBSPACES_SETTINGS.basis.standard),
    tolerance: taken(value, 'tolerance', numberIn(1e-7, 0.5), NORMS.tolerance),
  };
  const pair = pairOf(value);
  const networks = settings.basis === 'ends' ? [] : trainingRuns(tools, pair);
  const found = await callRecipe(tools, 'subspaces', pair, settings, options, { networks });
  const { basis, dimension, parameters, distance, norms, clean, towards, away, training, complement } = found;
  const cloud = (field: Field) => both(field, (values) => rowsOf(values, settings.draws));
  return { layer, basis, dimension, parameters, distance, norms, clean, towards, away, training: cloud(training), complement: cloud(complement) };
});

export const SUBSPACES: FollowingFigure<SubspacesView, OfPair<Subspaces>, typeof CALL> = {
  kind: 'follows',
  words: {
    tab: 'Subspaces',
    title: 'Noise inside and outside the training directions',
    status: 'subspaces',
    term: 'subspaces',
    reading:
      'Noise of growing length around A. If the directions that training used cost more than all the others, sensitivity lies where the networks have moved.',
  },
  settings: SUBSPACES_SETTINGS,
  urgency: 1,
  key: (inputs) => pairKey(inputs, inputs.settings),
  compute: (context, show) => {
    const settings = { ...NORMS, ...context.settings };
    return computePair<Subspaces>(
      context,
      (pair, placeB, onPartial) => {
        const { a, b } = pair;
        const epochs = settings.basis === 'ends' ? [] : columnEpochs([pair], MOST_EPOCHS);
        const networks = [
          asItIs(a.id),
          placeB(b.id),
          ...epochs.map((epoch) => asItIs(networkAt(context.session, a, epoch))),
          ...epochs.map((epoch) => placeB(networkAt(context.session, b, epoch))),
        ];
        return runRecipe(context, { recipe: 'subspaces', networks, examples: [examplesOf(context, context.state.view.split)], settings }, onPartial);
      },
      show,
    );
  },
  sentence: ({ result, state }) => (result === null ? null : ofPair(state.view.lab, result, describe(result))),
  advice: '',
  ends: (result) => endsOfPair(result, ({ clean }) => clean),
  call: CALL,
};

/** Checkpoints of both runs, as the worker knows them. */
function trainingRuns({ session }: CallTools, { a, b }: PairArgument): string[] {
  const pair = { a: session.library.get(a, 'a'), b: session.library.get(b, 'b') };
  const epochs = columnEpochs([pair], MOST_EPOCHS);
  return [pair.a, pair.b].flatMap((record) => epochs.map((epoch) => networkAt(session, record, epoch)));
}

/** 'Noise as long as the way to B changes the test loss by +0.3 inside the 20 training directions, by +0.01 outside them.' */
function describe({ naive, aligned, split }: OfPair<Subspaces>): string | null {
  const found = naive ?? aligned;
  if (found === null) return null;
  const { norms, distance, draws, training, complement, clean, dimension, parameters, layer } = found;
  const at = norms.reduce((best, norm, i) => (Math.abs(Math.log(norm / distance)) < Math.abs(Math.log(norms[best] / distance)) ? i : best), 0);
  const median = (loss: Float64Array): number => {
    const drawn = loss.slice(at * draws, (at + 1) * draws).sort();
    return 0.5 * (drawn[Math.floor((draws - 1) / 2)] + drawn[Math.ceil((draws - 1) / 2)]) - clean.a.loss;
  };
  const where = layer === null ? '' : ` in layer ${layer + 1}`;
  return `Noise${where} of length ${formatNumber(norms[at], 2)} (B is ${formatNumber(distance, 2)} away) changes the ${split} loss of A by ${signed(median(training.loss))} inside the training subspace (${dimension} of ${formatCount(parameters)} dimensions), by ${signed(median(complement.loss))} orthogonal to it (medians of ${draws}), by ${signed(found.towards.loss[at] - clean.a.loss)} straight towards B.`;
}
