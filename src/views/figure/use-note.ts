/** The quiet line under a figure, which goes into its files too: what its numbers were measured on. */
import { formatCount } from '../../base/format.ts';
import type { Split } from '../../datasets/dataset.ts';
import type { AppState } from '../../state/app-state.ts';
import { useApp } from '../use-app.ts';

/** 'two moons, test, N = 512'. */
function examplesWords({ data }: AppState, split: Split): string {
  if (data.result === null) return split;
  return `${data.result.name}, ${split}, N = ${formatCount(split === 'test' ? data.result.testSize : data.result.trainSize)}`;
}

/** 'A seed 1, B seed 2/5'; imported networks by name. */
function rolesWords({ networks, roles }: AppState): string {
  const words = (['A', 'B'] as const).flatMap((role) => {
    const entry = networks.find(({ id }) => id === roles[role]);
    if (entry === undefined) return [];
    const { seeds } = entry;
    const seed = seeds === null ? entry.name : `seed ${seeds.init === seeds.order ? seeds.init : `${seeds.init}/${seeds.order}`}`;
    return [`${role} ${seed}`];
  });
  return words.join(', ');
}

/** Of a figure of A and B. @param what α of the barrier and what it is measured against */
export function usePathNote(split: Split, what: string): string {
  return useApp((state) => [examplesWords(state, split), rolesWords(state), what].filter((part) => part !== '').join('; '));
}

/** Of a figure of pairs, by their names, which hold their seeds; of the one shown, or the mean of all. */
export function useGridNote(
  grids: { readonly split: Split; readonly pairs: readonly string[] } | null,
  pair: number | null,
  what: string,
): string | null {
  const mean = grids !== null && pair === null && grids.pairs.length > 1;
  return useApp((state) => {
    if (grids === null) return null;
    const named = pair === null ? grids.pairs : [grids.pairs[Math.min(pair, grids.pairs.length - 1)]];
    const certainty = mean ? `mean of ${grids.pairs.length} pairs, ± half its 95 % interval over them` : '± standard error over examples';
    return [examplesWords(state, grids.split), named.join(', '), what, certainty].join('; ');
  });
}

/** Of a figure of one pair. @param split null where the figure names its own sets of examples */
export function usePairNote(pairName: string | null, split: Split | null, what: string): string | null {
  return useApp((state) => {
    if (pairName === null) return null;
    return [split === null ? (state.data.result?.name ?? '') : examplesWords(state, split), pairName, what].filter((part) => part !== '').join('; ');
  });
}
