/** Random moves of each layer beside the move to the other network, at the same distance. */
import type { Robustness } from '../../landscape/layers/results.ts';
import type { FigureDefinition } from './definition.ts';
import type { OfPair } from './lab-results.ts';
import { labShown } from './lab-shown.ts';
import { computePair, pairKey } from './pair-figure.ts';
import { asItIs, examplesOf, runRecipe } from './recipe-run.ts';

/** Fractions of the distance, as published. */
export const ROBUSTNESS_T: readonly number[] = [0.5, 1];

export const ROBUSTNESS: FigureDefinition<OfPair<Robustness>> = {
  urgency: 1,
  shown: labShown('robustness'),
  key: (inputs) => pairKey(inputs, inputs.state.view.lab.robustness),
  compute: (context, show) => {
    const { lab, split } = context.state.view;
    const settings = { t: ROBUSTNESS_T, ...lab.robustness };
    return computePair<Robustness>(
      context,
      ({ a, b }, placeB, onPartial) =>
        runRecipe(
          context,
          { recipe: 'robustness', networks: [asItIs(a.id), placeB(b.id)], examples: [examplesOf(context, split)], settings },
          onPartial,
        ),
      show,
    );
  },
};
