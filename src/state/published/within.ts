/** Which changes of the view an author's figures can follow, and which need the networks. */
import { canonicalJson } from '../../base/hash.ts';
import { ownSettings } from '../figures/reading.ts';
import { FIGURES } from '../figures/table.ts';
import type { View } from '../view.ts';
import type { Published } from './published.ts';
import { PUBLISHABLE_NAMES, type PublishableName, type PublishedFigures } from './schemas/table.ts';

type Needs = (view: View, held: PublishedFigures) => unknown;

/** What of the view a figure is computed from, where that is not all of its settings; two views of which it says the same need one computation. */
const NEEDS: { readonly [K in PublishableName]?: Needs } = {
  curve: ({ curve: { points, extended } }) => ({ points, extended }),
  plane: planeNeeds,
  layers: ({ split, layers: { schedule, along } }) => ({ split, schedule, along }),
  barriers: (view) => ({ ...pairNeeds(view), pair: null, ...without(ownSettings(view, 'barriers'), ['cell']) }),
  decomposition: (view) => ({ ...pairNeeds(view), ...ownSettings(view, 'barriers') }),
  cumulative: (view) => ({ ...pairNeeds(view), pair: null, ...ownSettings(view, 'cumulative') }),
};

/** A figure of pairs depends on what they share and its settings; a run keeps its results, whatever the next one is to measure. */
function needsOf(name: PublishableName): Needs {
  if (FIGURES[name].kind === 'run') return () => null;
  return NEEDS[name] ?? ((view) => ({ ...pairNeeds(view), ...ownSettings(view, name) }));
}

/** Titles of the author's figures that would have to be computed anew for another view; none where they show it too. @param made the view that they were made with */
export function beyond({ figures }: Published, made: View, next: View): string[] {
  const changed = (name: PublishableName): boolean =>
    figures[name] !== undefined && canonicalJson(needsOf(name)(made, figures)) !== canonicalJson(needsOf(name)(next, figures));
  return PUBLISHABLE_NAMES.filter(changed).map((name) => FIGURES[name].words.title);
}

/** A pan or a zoom stays within the cells there are; of several planes one can be shown, and training paths left out. */
function planeNeeds({ split, plane }: View, { plane: held }: PublishedFigures): unknown {
  const { show, through, resolution, trajectories } = plane;
  const kinds = show === 'both' ? (['naive', 'aligned'] as const) : [show];
  const there = kinds.every((kind) => held?.[kind] != null) || show === 'both';
  const paths = [held?.naive, held?.aligned, held?.custom].some((figure) => (figure?.paths.length ?? 0) > 0);
  return {
    split,
    resolution,
    show: there && show !== 'custom' ? 'held' : show,
    through: show === 'custom' ? through : null,
    trajectories: trajectories && !paths,
  };
}

/** What figures of pairs share. */
function pairNeeds({ split, alignment, lab: { pairs, pair, paths } }: View): object {
  return { split, pairs, pair, paths, alignment: paths === 'naive' ? null : alignment };
}

function without(settings: object | null, keys: readonly string[]): object {
  return Object.fromEntries(Object.entries(settings ?? {}).filter(([key]) => !keys.includes(key)));
}
