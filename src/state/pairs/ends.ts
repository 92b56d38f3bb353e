/** The quality of the ends that a figure of the laboratory was made of: barriers are measured against it. */
import type { Split } from '../../datasets/dataset.ts';
import type { AppState } from '../app-state.ts';
import type { LabGrids, OfPair } from '../figures/lab-results.ts';

export interface EndQuality {
  readonly loss: number;
  readonly accuracy: number;
}

export interface EndsOfPairs {
  readonly split: Split;
  /** Not finite where it is still to come. */
  readonly pairs: readonly { readonly name: string; readonly a: EndQuality; readonly b: EndQuality }[];
}

/** Of the shown figure's own networks and data; null where it has none, or lists its ends itself. */
export function shownEnds({ lab, view }: Pick<AppState, 'lab' | 'view'>): EndsOfPairs | null {
  switch (view.lab.figure) {
    case 'barriers':
      return ofGrids(lab.barriers.result);
    case 'cumulative':
      return ofGrids(lab.cumulative.result);
    case 'robustness':
      return ofPair(lab.robustness.result, (found) => ({ a: found.a.clean, b: found.b.clean }));
    case 'subspaces':
      return ofPair(lab.subspaces.result, ({ clean }) => clean);
    default:
      return null;
  }
}

function ofGrids(figure: LabGrids | null): EndsOfPairs | null {
  const grid = (figure?.naive ?? figure?.aligned)?.findLast((found) => found !== null) ?? null;
  if (figure === null || grid === null) return null;
  const at = ({ loss, accuracy }: typeof grid.endA, pair: number): EndQuality => ({ loss: loss[pair], accuracy: accuracy[pair] });
  return { split: figure.split, pairs: figure.pairs.map((name, pair) => ({ name, a: at(grid.endA, pair), b: at(grid.endB, pair) })) };
}

function ofPair<Result>(
  figure: OfPair<Result> | null,
  ends: (found: Result) => { readonly a: EndQuality; readonly b: EndQuality },
): EndsOfPairs | null {
  const found = figure?.naive ?? figure?.aligned ?? null;
  return figure === null || found === null ? null : { split: figure.split, pairs: [{ name: figure.pairName, ...ends(found) }] };
}
