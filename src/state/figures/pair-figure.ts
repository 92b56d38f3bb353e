/** What figures of one pair have in common: which pair, naive, aligned or both, and what they depend on. */
import { RidgelineError } from '../../base/errors.ts';
import type { Split } from '../../datasets/dataset.ts';
import type { FigureContext, FigureInputs } from './definition.ts';
import type { EndQuality, EndsOfPairs } from '../pairs/ends.ts';
import { alignPairs, pairsDisabledReason, permuted, type PairAlignment } from '../pairs/alignment.ts';
import { shownPairs, type ShownPair } from '../pairs/networks.ts';
import { asItIs, type PlacedNetwork } from './recipe-run.ts';

/** null where the view leaves the path out, or (aligned) there is nothing to match. */
export interface ByPath<Result> {
  readonly naive: Result | null;
  readonly aligned: Result | null;
}

/** Of one pair, counted from 0. */
export interface OfPair<Result> extends ByPath<Result> {
  readonly split: Split;
  readonly pair: number;
  readonly pairName: string;
  /** How many pairs are there to choose from. */
  readonly pairs: number;
}

interface ChosenPair {
  /** From 0, of `pairs` that are there. */
  readonly pair: number;
  readonly pairs: number;
  readonly networks: ShownPair;
}

/** The pair that the view shows; the first where it shows the mean of all. null where there are no pairs. */
function shownPair(inputs: FigureInputs): ChosenPair | null {
  const pairs = shownPairs(inputs);
  const pair = Math.min(inputs.state.view.lab.pair ?? 0, pairs.length - 1);
  return pair < 0 ? null : { pair, pairs: pairs.length, networks: pairs[pair] };
}

export function pairKey(inputs: FigureInputs, settings: unknown): unknown {
  const shown = shownPair(inputs);
  if (shown === null) return null;
  const { alignment, lab, split } = inputs.state.view;
  const { a, b } = shown.networks;
  return {
    data: inputs.data.spec,
    pair: shown.pair,
    pairs: shown.pairs,
    networks: [a.id, b.id],
    split,
    paths: lab.paths,
    alignment: lab.paths === 'naive' ? null : alignment,
    settings,
  };
}

/** A network of B's side on a path: as it is, or moved by B's permutation. */
export type PlaceB = (id: string) => PlacedNetwork;

/** The pair that is shown, where the figure's key says there is one. */
export function requirePair(inputs: FigureInputs): ChosenPair {
  const shown = shownPair(inputs);
  if (shown === null) throw new RidgelineError('internal', 'The figure has no pair.');
  return shown;
}

export type PairComputation<Result> = (networks: ShownPair, placeB: PlaceB, show: (partial: Result) => void) => Promise<Result>;

/** The result of each path that the view shows, naive first. */
export async function computePair<Result>(
  context: FigureContext,
  compute: PairComputation<Result>,
  show: (partial: OfPair<Result>) => void,
): Promise<OfPair<Result>> {
  const { pair, pairs, networks } = requirePair(context);
  const { lab, split } = context.state.view;
  let figure: OfPair<Result> = { split, pair, pairs, pairName: networks.name, naive: null, aligned: null };
  const put =
    (path: 'naive' | 'aligned') =>
    (result: Result): void => {
      figure = { ...figure, [path]: result };
      show(figure);
    };
  if (lab.paths !== 'aligned') put('naive')(await compute(networks, asItIs, put('naive')));
  if (lab.paths !== 'naive' && pairsDisabledReason([networks]) === null) {
    const [alignment] = await alignPairs(context, [networks]);
    put('aligned')(await compute(networks, movedBy(alignment), put('aligned')));
  }
  return figure;
}

function movedBy(alignment: PairAlignment): PlaceB {
  return (id) => permuted(id, alignment);
}

/** Of the path that has come. */
export function endsOfPair<Result>(
  figure: OfPair<Result>,
  ends: (found: Result) => { readonly a: EndQuality; readonly b: EndQuality },
): EndsOfPairs | null {
  const found = figure.naive ?? figure.aligned;
  return found === null ? null : { split: figure.split, pairs: [{ name: figure.pairName, ...ends(found) }] };
}
