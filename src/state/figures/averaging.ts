/** Two clients, their average and averages of some layers, on each client's half of the data, on all of it, and on the test split. */
import type { Share } from '../../datasets/share.ts';
import type { Averages } from '../../landscape/layers/results.ts';
import { parameterLayout } from '../../nn/layout.ts';
import type { FigureDefinition } from './definition.ts';
import type { AveragingFigure, OfPair } from './lab-results.ts';
import { labShown } from './lab-shown.ts';
import { computePair, pairKey, requirePair, type PairComputation } from './pair-figure.ts';
import type { ShownPair } from '../pairs/networks.ts';
import { asItIs, examplesOf, runRecipe } from './recipe-run.ts';

/** Stand in for the clients' halves where both were trained on everything. */
const DRAWN: readonly [Share, Share] = [
  { by: 'random', part: 0, seed: 0 },
  { by: 'random', part: 1, seed: 0 },
];
const SETS: Readonly<Record<AveragingFigure['halves'], readonly string[]>> = {
  own: ['half of A', 'half of B', 'both halves', 'test'],
  random: ['one half', 'the other half', 'all training', 'test'],
};

export const AVERAGING: FigureDefinition<AveragingFigure> = {
  urgency: 1,
  shown: labShown('averaging'),
  key: (inputs) => pairKey(inputs, inputs.state.view.lab.averaging),
  compute: async (context, show) => {
    const { halves, shares } = sharesOf(requirePair(context).networks);
    const complete = (figure: OfPair<Averages>): AveragingFigure => ({ ...figure, halves, sets: SETS[halves] });
    const examples = [...shares.map((share) => examplesOf(context, 'train', share)), examplesOf(context, 'train'), examplesOf(context, 'test')];
    const chosen = context.state.view.lab.averaging.layers;
    const compute: PairComputation<Averages> = (pair, placeB) =>
      runRecipe(context, {
        recipe: 'averages',
        networks: [asItIs(pair.a.id), placeB(pair.b.id)],
        examples,
        settings: { layers: averagedLayers(chosen, pair) },
      });
    return complete(await computePair(context, compute, (partial) => show(complete(partial))));
  },
};

function sharesOf({ a, b }: ShownPair): { halves: AveragingFigure['halves']; shares: readonly [Share, Share] } {
  const [own, other] = [a.recipe, b.recipe].map((recipe) => (recipe?.kind === 'trained' ? recipe.share : null));
  return own === null || other === null ? { halves: 'random', shares: DRAWN } : { halves: 'own', shares: [own, other] };
}

/** Those chosen that the networks have; else all but the last. */
function averagedLayers(chosen: readonly number[] | null, { a }: ShownPair): number[] {
  const count = parameterLayout(a.network.architecture).layers.length;
  const layers = Array.from({ length: count }, (_, l) => l);
  return chosen === null ? layers.slice(0, Math.max(1, count - 1)) : layers.filter((l) => chosen.includes(l));
}
