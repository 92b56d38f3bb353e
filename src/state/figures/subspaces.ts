/** Noise in the direction of the other network, in the training subspace, and orthogonal to it. */
import type { Subspaces } from '../../landscape/layers/results.ts';
import type { FigureDefinition } from './definition.ts';
import { columnEpochs, networkAt } from '../pairs/epochs.ts';
import type { OfPair } from './lab-results.ts';
import { labShown } from './lab-shown.ts';
import { computePair, pairKey } from './pair-figure.ts';
import { asItIs, examplesOf, runRecipe } from './recipe-run.ts';

/** From a sixteenth of the distance to the other network to twice it, two norms an octave: the distance itself is among them. */
export const SUBSPACE_NORMS = { low: 1 / 16, high: 2, count: 11, tolerance: 1e-6 } as const;
/** Epochs whose checkpoints, of both runs, span the training subspace. */
export const MOST_EPOCHS = 21;

export const SUBSPACES: FigureDefinition<OfPair<Subspaces>> = {
  urgency: 1,
  shown: labShown('subspaces'),
  key: (inputs) => pairKey(inputs, inputs.state.view.lab.subspaces),
  compute: (context, show) => {
    const { lab, split } = context.state.view;
    const settings = { ...SUBSPACE_NORMS, ...lab.subspaces };
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
        return runRecipe(context, { recipe: 'subspaces', networks, examples: [examplesOf(context, split)], settings }, onPartial);
      },
      show,
    );
  },
};
