/** The quiet line under a figure, which goes into its files too: what its numbers were measured on. */
import { splitWords } from '../../state/data/split-words.ts';
import { formatCount } from '../../base/format.ts';
import type { Split } from '../../datasets/dataset.ts';
import type { AppState } from '../../state/app-state.ts';
import type { Role } from '../../state/experiment.ts';
import type { DecompositionFigure } from '../../state/figures/decomposition.ts';
import { namedRoles } from '../../state/networks/named.ts';
import { useApp } from '../use-app.ts';

/** 'two moons, test, N = 512'. */
function examplesWords({ data }: AppState, split: Split): string {
  if (data.result === null) return split;
  return `${data.result.name}, ${splitWords(data.result, split)}, N = ${formatCount(split === 'test' ? data.result.testSize : data.result.trainSize)}`;
}

/** Of a figure of A and B. @param what α of the barrier and what it is measured against */
export function usePathNote(split: Split, what: string): string {
  return useRolesNote(split, ['A', 'B'], what);
}

/** Of a figure of the networks that have these roles. @param what it shows of them */
export function useRolesNote(split: Split, roles: readonly Role[], what: string): string {
  return useApp((state) => [examplesWords(state, split), namedRoles(state, roles), what].filter((part) => part !== '').join('; '));
}

/**
 * Of a figure of pairs, by their names, which hold their seeds; of the one shown, or the mean of all.
 * @param drawn how it shows what is within the error: cells without a colour; curves do not
 */
export function useGridNote(
  grids: { readonly split: Split; readonly pairs: readonly string[] } | null,
  pair: number | null,
  what: string,
  drawn: 'cells' | 'curves',
): string | null {
  const mean = grids !== null && pair === null && grids.pairs.length > 1;
  return useApp((state) => {
    if (grids === null) return null;
    const named = pair === null ? grids.pairs : [grids.pairs[Math.min(pair, grids.pairs.length - 1)]];
    const over = mean ? [`mean of ${grids.pairs.length} pairs`] : [];
    const blank = `cells within ${mean ? 'its 95 % interval over them' : 'twice the standard error over examples'} of 0 have no colour`;
    return [examplesWords(state, grids.split), `A – B: ${named.join(', ')}`, what, ...over, ...(drawn === 'cells' ? [blank] : [])].join('; ');
  });
}

/** Of a figure of one pair. @param split null where the figure names its own sets of examples */
export function usePairNote(pairName: string | null, split: Split | null, what: string): string | null {
  return useApp((state) => {
    if (pairName === null) return null;
    const examples = split === null ? (state.data.result?.name ?? '') : examplesWords(state, split);
    return [examples, `A – B: ${pairName}`, what].filter((part) => part !== '').join('; ');
  });
}

/** Of the examples behind a cell, whose title says which cell of which pair; null where none is shown. */
export function useCellNote(cell: Pick<DecompositionFigure, 'title' | 'split' | 'against'> | null): string | null {
  return useApp((state) =>
    cell === null
      ? null
      : [cell.title, examplesWords(state, cell.split), `loss against ${cell.against}`, '± standard error over examples'].join('; '),
  );
}
