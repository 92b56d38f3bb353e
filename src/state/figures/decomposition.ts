/** Which examples carry a cell of the barrier heatmap: their contributions, and the examples to draw. */
import type { Decomposition } from '../../landscape/layers/results.ts';
import type { FigureContext, FigureDefinition } from './definition.ts';
import { columnEpochs, networkAt } from '../pairs/epochs.ts';
import type { DecompositionFigure } from './lab-results.ts';
import { labShown } from './lab-shown.ts';
import { shownCell, type LabCell, type LabView } from './lab-view.ts';
import { alignPairs, permuted } from '../pairs/alignment.ts';
import { pairKey, requirePair } from './pair-figure.ts';
import { asItIs, examplesOf, runRecipe } from './recipe-run.ts';

const WORST_IMAGES = 24;
/** Columns along α. */
const ALPHAS = 11;

export const DECOMPOSITION: FigureDefinition<DecompositionFigure> = {
  urgency: 0,
  shown: labShown('barriers'),
  key: (inputs) => {
    const { columns, most, replaced, cell } = inputs.state.view.lab.barriers;
    return cell === null ? null : pairKey(inputs, { columns, most, replaced, cell });
  },
  compute: computeCell,
};

async function computeCell(context: FigureContext): Promise<DecompositionFigure> {
  const { networks: pair } = requirePair(context);
  const { lab, split } = context.state.view;
  const epochs = columnEpochs([pair], lab.barriers.most);
  const cell = shownCell(
    lab.barriers.cell ?? { path: 'naive', into: 'A', row: 0, column: 0 },
    lab.paths,
    lab.barriers.columns === 'alpha' ? ALPHAS : epochs.length,
  );
  const place = placeOf(lab, cell, epochs);
  const [a, b] = [pair.a, pair.b].map((record) => networkAt(context.session, record, place.epoch));
  const [alignment] = cell.path === 'aligned' ? await alignPairs(context, [pair]) : [null];
  const networks = [asItIs(a), alignment === null ? asItIs(b) : permuted(b, alignment)];
  const settings = { layers: cell.row === 0 ? null : [cell.row - 1], into: cell.into, alpha: place.alpha };
  const decomposition = await runRecipe(context, { recipe: 'decomposition', networks, examples: [examplesOf(context, split)], settings });
  const title = [
    cell.row === 0 ? 'all layers' : `layer ${cell.row}`,
    `into ${cell.into}`,
    `α = ${place.alpha}`,
    `epoch ${place.epoch}`,
    cell.path,
    pair.name,
  ].join(', ');
  return { cell, split, title, decomposition, examples: await drawn(context, decomposition) };
}

/** Epoch and α of a cell. */
function placeOf({ barriers }: LabView, { into, column }: LabCell, epochs: readonly number[]): { epoch: number; alpha: number } {
  const last = epochs[epochs.length - 1];
  if (barriers.columns === 'alpha') return { epoch: last, alpha: column / (ALPHAS - 1) };
  return { epoch: epochs[column] ?? last, alpha: !barriers.replaced ? 0.5 : into === 'A' ? 1 : 0 };
}

/** All points; of images those that add the most. */
async function drawn({ session, state, data, signal }: FigureContext, { contribution }: Decomposition): Promise<DecompositionFigure['examples']> {
  const { summary, spec } = data;
  const weight = (i: number): number => (Number.isNaN(contribution[i]) ? -Infinity : contribution[i]);
  const order = Int32Array.from(contribution.keys()).sort((i, j) => weight(j) - weight(i) || i - j);
  const index = summary.shape.kind === 'image' ? order.slice(0, WORST_IMAGES) : order.sort();
  const count = index.reduce((most, i) => Math.max(most, i + 1), 0);
  // Not through the cache: a split of images is large, and only a few are kept.
  const { x } = await session.client.run('examples', { dataset: spec, split: state.view.split, count }, { signal });
  const kept = new Float32Array(index.length * summary.inputs);
  index.forEach((at, i) => kept.set(x.subarray(at * summary.inputs, (at + 1) * summary.inputs), i * summary.inputs));
  return { index, x: kept };
}
