/** Two clients, their average and averages of some layers, on each client's half of the data, on all of it, and on the test split. */
import { nullable, numberIn, oneOf, type Check } from '../../base/check.ts';
import { distinctList, otherSetting, type Settings } from '../../base/setting.ts';
import type { Share } from '../../datasets/share.ts';
import type { DatasetSpec } from '../../datasets/spec.ts';
import type { ExamplesReference } from '../../compute/protocol.ts';
import { layersName } from '../../landscape/layers/layer-schedule.ts';
import type { Averages } from '../../landscape/layers/results.ts';
import { parameterLayout } from '../../nn/layout.ts';
import { RidgelineError } from '../../base/errors.ts';
import { formatUncertain } from '../../base/format.ts';
import type { NetworkRecipe } from '../experiment.ts';
import type { ShownPair } from '../pairs/networks.ts';
import { checkId, given, required, taken } from '../scripting/reading.ts';
import { both, callRecipe, checkCallSeed, checkLayerNumbers, countedLayers, figureCall, rowsOf, type PairArgument } from './call.ts';
import { isBeyondError, scaleOf } from './sentences/certainty.ts';
import type { FollowingFigure } from './definition.ts';
import { counted, MAX_LAYERS, uncounted } from './lab-view.ts';
import { computePair, pairKey, requirePair, type OfPair, type PairComputation } from './pair-figure.ts';
import { asItIs, examplesOf, runRecipe } from './recipe-run.ts';
import { ofPair, sentence } from './sentences/sentence-words.ts';

export interface AveragingView {
  /** The layers averaged besides the average of all; null: all but the last. */
  readonly layers: readonly number[] | null;
}

export interface AveragingFigure extends OfPair<Averages> {
  /** Names of the sets of examples, in the order of the scores. */
  readonly sets: readonly string[];
  /** own: the halves the pair was trained on; random: halves of common training data, drawn for this figure. */
  readonly halves: 'own' | 'random';
}

/** Stand in for the clients' halves where both were trained on everything. */
const DRAWN: readonly [Share, Share] = [
  { by: 'random', part: 0, seed: 0 },
  { by: 'random', part: 1, seed: 0 },
];
const SETS: Readonly<Record<AveragingFigure['halves'], readonly string[]>> = {
  own: ['half of A', 'half of B', 'both halves', 'test'],
  random: ['one half', 'the other half', 'all training', 'test'],
};
/** Names of the call's sets of examples. */
const CALL_SETS = ['half 1', 'half 2', 'train', 'test'] as const;

const checkLayers: Check<AveragingView['layers']> = nullable(distinctList(numberIn(0, MAX_LAYERS - 1, 'integer'), 0, MAX_LAYERS));

export const AVERAGING_SETTINGS = {
  layers: otherSetting<AveragingView['layers']>({
    label: 'Layers averaged',
    link: 'averaging.layers',
    explanation: 'The layers averaged besides the average of all; the others stay the client’s own.',
    standard: null,
    check: checkLayers,
    // '1,2,5'; 'none'; 'hidden' for all but the last.
    write: (layers) => (layers === null ? 'hidden' : layers.length === 0 ? 'none' : layers.map(counted).join(',')),
    read: (text, key) => checkLayers(text === 'hidden' ? null : text === 'none' ? [] : text.split(',').map(uncounted), key),
  }),
} satisfies Settings<AveragingView>;

const CALL = figureCall('averages', async (tools, argument, options) => {
  const value = given(argument, ['a', 'b', 'layers', 'by', 'seed']);
  const pair: PairArgument = { a: required(value, 'a', checkId), b: required(value, 'b', checkId), split: 'train' };
  const count = parameterLayout(tools.session.library.get(pair.a, 'a').network.architecture).layers.length;
  const hidden = Array.from({ length: Math.max(1, count - 1) }, (_, l) => l + 1);
  const chosen = taken<readonly number[]>(value, 'layers', checkLayerNumbers, hidden);
  const by = taken<Share['by']>(value, 'by', oneOf(['random', 'class']), 'random');
  const half = (part: 0 | 1): Share => ({ by, part, seed: by === 'class' ? 0 : taken(value, 'seed', checkCallSeed, 0) });
  const examples = (dataset: DatasetSpec): ExamplesReference[] => [
    { dataset, split: 'train', share: half(0) },
    { dataset, split: 'train', share: half(1) },
    { dataset, split: 'train', share: null },
    { dataset, split: 'test', share: null },
  ];
  const settings = { layers: countedLayers(tools, value, chosen, 'layers') };
  const { models, scores } = await callRecipe(tools, 'averages', pair, settings, options, { examples });
  return { models: [...models], sets: [...CALL_SETS], ...both(scores, (values) => rowsOf(values, CALL_SETS.length)) };
});

export const AVERAGING: FollowingFigure<AveragingView, AveragingFigure, typeof CALL> = {
  kind: 'follows',
  words: {
    tab: 'Averaging',
    title: 'Clients and their averages',
    status: 'averaging',
    term: 'federated',
    reading:
      'Where each client learnt from its own half of the data alone, see whether averaging all layers, or only those chosen, serves both halves better than either client. The sentence says so where the halves are only drawn here.',
  },
  settings: AVERAGING_SETTINGS,
  urgency: 1,
  key: (inputs) => pairKey(inputs, inputs.settings),
  compute: async (context, show) => {
    const { halves, shares } = sharesOf(requirePair(context).networks);
    const complete = (figure: OfPair<Averages>): AveragingFigure => ({ ...figure, halves, sets: SETS[halves] });
    const examples = [...shares.map((share) => examplesOf(context, 'train', share)), examplesOf(context, 'train'), examplesOf(context, 'test')];
    const compute: PairComputation<Averages> = (pair, placeB) =>
      runRecipe(context, {
        recipe: 'averages',
        networks: [asItIs(pair.a.id), placeB(pair.b.id)],
        examples,
        settings: { layers: averagedLayers(context.settings.layers, pair) },
      });
    return complete(await computePair(context, compute, (partial) => show(complete(partial))));
  },
  sentence: ({ result, state }) => (result === null ? null : ofPair(state.view.lab, result, describe(result))),
  advice: '',
  // The figure lists its ends itself: the clients.
  ends: () => null,
  call: CALL,
};

/** What of a pair its data are known by. */
export type Clients = Readonly<Record<'a' | 'b', { readonly recipe: NetworkRecipe | null }>>;

/** The clients' halves, or halves drawn for the figure. Throws `invalid-argument` where the clients' data are not the two halves of one split: an average on overlapping data would be no federated one. */
export function sharesOf({ a, b }: Clients): { halves: AveragingFigure['halves']; shares: readonly [Share, Share] } {
  const [own, other] = [a.recipe, b.recipe].map((recipe) => (recipe?.kind === 'trained' ? recipe.share : null));
  if (own === null && other === null) return { halves: 'random', shares: DRAWN };
  if (own !== null && other !== null && own.by === other.by && own.seed === other.seed && own.part !== other.part)
    return { halves: 'own', shares: [own, other] };
  const [ofA, ofB] = [own, other].map(shareWords);
  throw new RidgelineError(
    'invalid-argument',
    `The clients must have learnt the two halves of one split; A learnt ${ofA}, B ${ofB}. Choose networks of one split, or train pairs with halves of the data.`,
    { argument: 'shares', received: `${ofA}; ${ofB}` },
  );
}

function shareWords(share: Share | null): string {
  if (share === null) return 'all data or data that are not known';
  return share.by === 'class' ? `half ${share.part + 1} by class` : `half ${share.part + 1} of the random split with seed ${share.seed}`;
}

/** Those chosen that the networks have; else all but the last. */
function averagedLayers(chosen: readonly number[] | null, { a }: ShownPair): number[] {
  const count = parameterLayout(a.network.architecture).layers.length;
  const layers = Array.from({ length: count }, (_, l) => l);
  return chosen === null ? layers.slice(0, Math.max(1, count - 1)) : layers.filter((l) => chosen.includes(l));
}

const MATCHED = 'matched neuron by neuron, ';

function describe(figure: AveragingFigure): string | null {
  const { naive, aligned, sets } = figure;
  const first = naive ?? aligned;
  if (first === null) return null;
  const { clients, average } = averageWords(first, sets.length);
  const halves = figure.halves === 'own' ? '' : '(The halves are drawn for this figure: neither client is known to have learnt from one alone.)';
  const more = naive === null || aligned === null ? null : sentence(`${MATCHED}${averageWords(aligned, sets.length).average}.`);
  return sentence(`on the test examples ${clients}; ${naive === null ? MATCHED : ''}${average}.`, more, halves === '' ? null : halves);
}

/** Of the test split: both clients, and their average, of all layers and of some. @param sets how many sets of examples there are, the test split last */
function averageWords(averages: Averages, sets: number): { clients: string; average: string } {
  const at = (model: (typeof averages.models)[number]): number => averages.models.indexOf(model) * sets + sets - 1;
  const loss = (model: (typeof averages.models)[number]): string => formatUncertain(averages.scores.loss[at(model)], averages.se.loss[at(model)]);
  const test = (model: (typeof averages.models)[number]): number => averages.scores.loss[at(model)];
  const better = test('someIntoB') < test('someIntoA') ? 'someIntoB' : 'someIntoA';
  const some = test(better);
  const clients = { a: test('a'), b: test('b') };
  const verdict = Number.isFinite(test('average'))
    ? `their average is ${comparison(averages, at('average'), clients)}, ${loss('average')} (${differences(averages, at('average'), clients)})`
    : 'their average is no working network';
  const chosen =
    averages.layers.length === 0 || !Number.isFinite(some) ? '' : `; with ${layersName(averages.layers)} averaged alone, at best ${loss(better)}`;
  return { clients: `client A has a loss of ${loss('a')}, client B of ${loss('b')}`, average: `${verdict}${chosen}` };
}

/** How far the average is from each client: differences example by example, whose errors are not those of the losses themselves. */
function differences({ scores, overA, overB }: Averages, average: number, clients: { a: number; b: number }): string {
  const loss = scores.loss[average];
  const from = (client: 'a' | 'b', { [average]: error }: Float64Array): string => {
    const text = formatUncertain(loss - clients[client], error);
    return `${loss > clients[client] ? '+' : ''}${text} against ${client.toUpperCase()}`;
  };
  return `${from('a', overA)}, ${from('b', overB)}`;
}

/** The average beside both clients, as far as the error of each difference tells them apart. */
function comparison({ scores, overA, overB }: Averages, average: number, clients: { a: number; b: number }): string {
  const loss = scores.loss[average];
  const scale = scaleOf([loss, clients.a, clients.b]);
  const words = (['a', 'b'] as const).map((client) => {
    const difference = loss - clients[client];
    if (!isBeyondError(difference, (client === 'a' ? overA : overB)[average], scale)) return 'like';
    return difference < 0 ? 'better than' : 'worse than';
  });
  if (words[0] === words[1]) return words[0] === 'like' ? 'like either within the error' : `${words[0]} either`;
  const [a, b] = words.map((word, i) => `${word === 'like' ? 'within the error, like' : word} client ${'AB'[i]}`);
  return words[0] === 'like' ? `${a} and ${b}` : `${a} and${words[1] === 'like' ? ',' : ''} ${b}`;
}
