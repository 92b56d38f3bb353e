/** The pairs that the laboratory looks at, as networks of this browser that fit the data. */
import { fits } from '../data/fits.ts';
import type { FigureInputs } from '../figures/definition.ts';
import type { NetworkRecord } from '../networks/record.ts';
import { findPairs, pairRecipes } from './pairs.ts';

export interface ShownPair {
  readonly a: NetworkRecord;
  readonly b: NetworkRecord;
  /** 'seed 1 – seed 1/2'. */
  readonly name: string;
}

/** A and B; or of the view's choice the pairs that are here, by A's recipe (by the settings where A has none). None where there are none. */
export function shownPairs(inputs: FigureInputs): ShownPair[] {
  const { session, endpoints } = inputs;
  const pairs =
    inputs.state.view.lab.pairs === null ? [{ a: endpoints.A ?? null, b: endpoints.B ?? null }] : chosenPairs(inputs, inputs.state.view.lab.pairs);
  return pairs.flatMap(({ a: idA, b: idB }) => {
    if (idA === null || idB === null) return [];
    const [a, b] = [session.library.get(idA), session.library.get(idB)];
    return [{ a, b, name: `${a.name} – ${b.name}` }];
  });
}

function chosenPairs(
  { session, state, data, endpoints }: FigureInputs,
  choice: NonNullable<FigureInputs['state']['view']['lab']['pairs']>,
): { a: string | null; b: string | null }[] {
  const recipe = endpoints.A === undefined ? null : session.library.get(endpoints.A).recipe;
  const base = recipe?.kind === 'trained' ? recipe : state.experiment;
  return findPairs(
    state.networks.filter((entry) => fits(entry, data.summary)),
    pairRecipes(base, choice),
    data.spec,
  );
}
