/** Which examples carry a cell of the barrier heatmap: their contributions, and the examples to draw. Its settings are the heatmap's. */
import { nullable, oneOf } from '../../base/check.ts';
import type { Split } from '../../datasets/dataset.ts';
import type { BarrierReference, Decomposition } from '../../landscape/layers/results.ts';
import { epochName } from '../../base/epoch-name.ts';
import { alignPairs, permuted } from '../pairs/alignment.ts';
import { columnEpochs, lastOfEach, networkAt } from '../pairs/epochs.ts';
import { given, taken } from '../scripting/reading.ts';
import { BARRIERS, BARRIERS_SETTINGS, CELL_ALPHAS, shownCell, type BarriersView, type LabCell } from './barriers.ts';
import { callRecipe, checkAlpha, checkLayerNumbers, countedLayers, figureCall, PAIR_KEYS, pairOf } from './call.ts';
import type { FigureContext, FollowingFigure } from './definition.ts';
import { pairKey, requirePair } from './pair-figure.ts';
import { asItIs, examplesOf, runRecipe } from './recipe-run.ts';

export interface DecompositionFigure {
  readonly cell: LabCell;
  readonly split: Split;
  /** What the cell is measured against, in words. */
  readonly against: string;
  /** The cell in words: 'layer 2, into A, epoch 40, naive, seed 1 – seed 1/2'. */
  readonly title: string;
  /** The pair whose networks these are, counted from 0, and how many there are. */
  readonly pair: number;
  readonly pairs: number;
  readonly decomposition: Decomposition;
  /** Examples to draw: all points, or the worst images, worst first. `x` is [index.length, inputs]. */
  readonly examples: { readonly index: Int32Array; readonly x: Float32Array };
}

const WORST_IMAGES = 24;

const CALL = figureCall('decomposition', async (tools, argument, options) => {
  const value = given(argument, [...PAIR_KEYS, 'layers', 'into', 'alpha', 'reference']);
  const layers = taken<readonly number[] | null>(value, 'layers', nullable(checkLayerNumbers), null);
  const settings = {
    layers: layers === null ? null : countedLayers(tools, value, layers, 'layers'),
    into: taken<'A' | 'B'>(value, 'into', oneOf(['A', 'B']), 'A'),
    alpha: taken(value, 'alpha', checkAlpha, 0.5),
    reference: taken<BarrierReference>(value, 'reference', BARRIERS_SETTINGS.reference.check, 'chord'),
  };
  const { contribution, d, j, ey, label, predicted, mean, se } = await callRecipe(tools, 'decomposition', pairOf(value), settings, options);
  return { contribution, d, j, ey, label, predicted, mean, se };
});

export const DECOMPOSITION: FollowingFigure<null, DecompositionFigure, typeof CALL> = {
  kind: 'follows',
  words: { tab: 'Examples', title: 'Examples behind a cell', status: 'examples', term: 'decomposition', reading: '' },
  settings: null,
  urgency: 0,
  beside: BARRIERS,
  key: (inputs) => {
    const { columns, most, reference, replaced, cell } = inputs.settingsOf(BARRIERS);
    return cell === null ? null : pairKey(inputs, { columns, most, reference, replaced, cell });
  },
  compute: computeCell,
  sentence: () => null,
  advice: '',
  ends: () => null,
  call: CALL,
};

async function computeCell(context: FigureContext<null>): Promise<DecompositionFigure> {
  const { networks: pair, pair: chosen, pairs } = requirePair(context);
  const { lab, split } = context.state.view;
  const barriers = context.settingsOf(BARRIERS);
  const epochs = columnEpochs([pair], barriers.most);
  const cell = shownCell(
    barriers.cell ?? { path: 'naive', into: 'A', row: 0, column: 0 },
    lab.paths,
    barriers.columns === 'alpha' ? CELL_ALPHAS.length : epochs.length,
  );
  const place = placeOf(barriers, cell, epochs);
  const [a, b] = [pair.a, pair.b].map((record) => networkAt(context.session, record, place.epoch));
  const [alignment] = cell.path === 'aligned' ? await alignPairs(context, [pair]) : [null];
  const networks = [asItIs(a), alignment === null ? asItIs(b) : permuted(b, alignment)];
  const replaced = barriers.replaced && barriers.columns === 'epochs';
  const { reference } = barriers;
  const settings = { layers: cell.row === 0 ? null : [cell.row - 1], into: cell.into, alpha: place.alpha, reference, replaced };
  const decomposition = await runRecipe(context, { recipe: 'decomposition', networks, examples: [examplesOf(context, split)], settings });
  const title = [
    cell.row === 0 ? 'all layers' : `layer ${cell.row}`,
    `into ${cell.into}`,
    `α = ${place.alpha}`,
    epochName(place.epoch, lastOfEach(context.state)),
    cell.path,
    pair.name,
  ].join(', ');
  const examples = await drawn(context, decomposition);
  return { cell, split, title, pair: chosen, pairs, against: referenceWords(reference, replaced), decomposition, examples };
}

/** Where the cell is a mean over pairs, that the examples are those of one: its own number stands with them. @param shown the pair; null: the mean */
export function pairOfCellWords({ pair, pairs }: Pick<DecompositionFigure, 'pair' | 'pairs'>, shown: number | null): string | null {
  return shown !== null || pairs < 2 ? null : `These are the examples of pair ${pair + 1} of ${pairs}; the cell shows the mean of all ${pairs}.`;
}

/** What a cell is measured against: a chord has no place where layers are replaced. */
export function referenceWords(reference: BarrierReference, replaced: boolean): string {
  const line = replaced || reference === 'full' ? 'the mean of' : 'the chord between';
  return `${line} ${reference === 'own' ? 'the segment’s own two ends' : 'the full ends'}`;
}

/** Epoch and α of a cell. */
function placeOf({ columns, replaced }: BarriersView, { into, column }: LabCell, epochs: readonly number[]): { epoch: number; alpha: number } {
  const last = epochs[epochs.length - 1];
  if (columns === 'alpha') return { epoch: last, alpha: column / (CELL_ALPHAS.length - 1) };
  return { epoch: epochs[column] ?? last, alpha: !replaced ? 0.5 : into === 'A' ? 1 : 0 };
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
