/** Grids of all pairs over epochs, naive and aligned: what the heatmaps and the cumulative curves are made of. */
import type { Split } from '../../datasets/dataset.ts';
import type { LayerGrid, LayerGridSettings } from '../../landscape/layers/results.ts';
import { parameterLayout } from '../../nn/layout.ts';
import type { FigureContext, FigureInputs } from './definition.ts';
import { columnEpochs, networkAt } from '../pairs/epochs.ts';
import type { EndQuality, EndsOfPairs } from '../pairs/ends.ts';
import type { ByPath } from './pair-figure.ts';
import { alignPairs, pairsDisabledReason, permuted, type PairAlignment } from '../pairs/alignment.ts';
import { shownPairs, type ShownPair } from '../pairs/networks.ts';
import { asItIs, examplesOf, runRecipe } from './recipe-run.ts';

/** Grids of all pairs, one an epoch; null where it is to come. */
export interface LabGrids extends ByPath<readonly (LayerGrid | null)[]> {
  readonly split: Split;
  /** One name a pair, as the network list has them: 'seed 1 – seed 1/2'. */
  readonly pairs: readonly string[];
  /** Ascending. One epoch (the last) where the columns are α. */
  readonly epochs: readonly number[];
}

export interface GridPlan {
  readonly settings: LayerGridSettings;
  /** Columns: epochs, at most so many; or the last alone. */
  readonly epochs: number | 'last';
}

/** Everything that grids of a plan depend on; null where there are no pairs. */
export function gridsKey(inputs: FigureInputs, plan: GridPlan): unknown {
  const pairs = shownPairs(inputs);
  if (pairs.length === 0) return null;
  const { alignment, lab, split } = inputs.state.view;
  return {
    data: inputs.data.spec,
    pairs: pairs.map(({ a, b }) => [a.id, b.id]),
    split,
    paths: lab.paths,
    alignment: lab.paths === 'naive' ? null : alignment,
    plan,
  };
}

/** The last epoch first, then from there back: the end is what a person waits for. */
export async function computeGrids(context: FigureContext, plan: GridPlan, show: (partial: LabGrids) => void): Promise<LabGrids> {
  const pairs = shownPairs(context);
  const { lab, split } = context.state.view;
  const epochs = plan.epochs === 'last' ? columnEpochs(pairs, 2).slice(-1) : columnEpochs(pairs, plan.epochs);
  const blank = (): (LayerGrid | null)[] => epochs.map(() => null);
  let figure: LabGrids = {
    split,
    pairs: pairs.map(({ name }) => name),
    epochs,
    naive: lab.paths === 'aligned' ? null : blank(),
    aligned: lab.paths === 'naive' || pairsDisabledReason(pairs) !== null ? null : blank(),
  };
  const fill = async (path: 'naive' | 'aligned', alignments: readonly PairAlignment[] | null): Promise<void> => {
    const place = (column: number, grid: LayerGrid): void => {
      figure = { ...figure, [path]: figure[path]?.with(column, grid) ?? null };
      show(figure);
    };
    for (let column = epochs.length - 1; column >= 0; column--) {
      // Means over pairs have their interval over pairs; standard errors take work, and of the last epoch a pair can be looked at alone.
      const errors = pairs.length === 1 || column === epochs.length - 1;
      place(column, await gridAt(context, plan, { pairs, alignments, epoch: epochs[column], errors }, (partial) => place(column, partial)));
    }
  };
  if (figure.naive !== null) await fill('naive', null);
  if (figure.aligned !== null) await fill('aligned', await alignPairs(context, pairs));
  return figure;
}

function gridAt(
  context: FigureContext,
  { settings }: GridPlan,
  { pairs, alignments, epoch, errors }: { pairs: readonly ShownPair[]; alignments: readonly PairAlignment[] | null; epoch: number; errors: boolean },
  onPartial: (partial: LayerGrid) => void,
): Promise<LayerGrid> {
  const networks = pairs.flatMap(({ a, b }, i) => {
    const [idA, idB] = [networkAt(context.session, a, epoch), networkAt(context.session, b, epoch)];
    return [asItIs(idA), alignments === null ? asItIs(idB) : permuted(idB, alignments[i])];
  });
  // A window chosen for deeper networks covers all layers of these.
  const window = Math.min(settings.window, parameterLayout(pairs[0].a.network.architecture).layers.length);
  return runRecipe(
    context,
    { recipe: 'layerGrid', networks, examples: [examplesOf(context, context.state.view.split)], settings: { ...settings, window, errors } },
    onPartial,
  );
}

/** Of the last grid that has come. */
export function endsOfGrids(figure: LabGrids): EndsOfPairs | null {
  const grid = (figure.naive ?? figure.aligned)?.findLast((found) => found !== null) ?? null;
  if (grid === null) return null;
  const at = ({ loss, accuracy }: typeof grid.endA, pair: number): EndQuality => ({ loss: loss[pair], accuracy: accuracy[pair] });
  return { split: figure.split, pairs: figure.pairs.map((name, pair) => ({ name, a: at(grid.endA, pair), b: at(grid.endB, pair) })) };
}
