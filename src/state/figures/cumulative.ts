/** Barriers of more and more layers, or of neighbouring ones, at α = ½. */
import { choiceSetting, numberSetting, type Settings } from '../../base/setting.ts';
import type { Certain } from '../../landscape/layers/midpoints.ts';
import type { LayerSequence } from '../../landscape/layers/results.ts';
import { formatNumber } from '../../base/format.ts';
import { BARRIERS } from './barriers.ts';
import type { FigureInputs, FollowingFigure } from './definition.ts';
import { computeGrids, endsOfGrids, gridsKey, type GridPlan, type LabGrids } from './grids.ts';
import { MAX_LAYERS, MAX_SEED, type SharedLab } from './lab-view.ts';
import {
  alignedWords,
  fullWords,
  isBarrier,
  noBarrierWords,
  qualityWords,
  quantity,
  scopeWords,
  sentence,
  shownExcess,
  shownMidpoints,
} from './sentences/sentence-words.ts';

export interface CumulativeView {
  readonly sequence: Exclude<LayerSequence, 'single'>;
  readonly seed: number;
  readonly window: number;
  readonly drawing: 'curves' | 'heatmap';
}

export const CUMULATIVE_SETTINGS = {
  sequence: choiceSetting<CumulativeView['sequence']>({
    label: 'Layers join',
    link: 'cumulative.sequence',
    explanation: 'In which order layers are averaged.',
    standard: 'fromInput',
    choices: {
      fromInput: ['from the input', 'layers 1 to l'],
      fromOutput: ['from the output', 'layers l to k'],
      random: ['in a random order', 'a control: is it the place, or the number?'],
      window: ['a sliding window', 'w neighbouring layers'],
    },
  }),
  seed: numberSetting({
    label: 'Seed of the order',
    link: 'cumulative.seed',
    explanation: 'Of the random order.',
    standard: 1,
    min: 0,
    max: MAX_SEED,
    whole: true,
  }),
  window: numberSetting({
    label: 'Layers in the window',
    link: 'cumulative.window',
    explanation: 'How many neighbouring layers are averaged together.',
    standard: 3,
    min: 1,
    max: MAX_LAYERS,
    whole: true,
  }),
  drawing: choiceSetting<CumulativeView['drawing']>({
    label: 'Drawing',
    link: 'cumulative.drawing',
    explanation: 'Curves of the last epoch, or a heatmap over training.',
    standard: 'curves',
    choices: { curves: 'curves', heatmap: 'over training' },
  }),
} satisfies Settings<CumulativeView>;

export const CUMULATIVE: FollowingFigure<CumulativeView, LabGrids> = {
  kind: 'follows',
  words: {
    tab: 'Cumulative',
    title: 'Barrier of several layers together',
    status: 'cumulative',
    term: 'cumulative',
    reading:
      'Layers join one after another until all are averaged. Where the curve climbs, the barrier comes in; the dotted line is an even share for every layer.',
  },
  settings: CUMULATIVE_SETTINGS,
  urgency: 1,
  key: (inputs) => gridsKey(inputs, planOf(inputs)),
  compute: (context, show) => computeGrids(context, planOf(context), show),
  sentence: ({ result, settings, state }) => (result === null ? null : describe(result, settings, state.view.lab)),
  advice: '',
  ends: endsOfGrids,
  call: null,
};

function planOf(inputs: FigureInputs<CumulativeView>): GridPlan {
  const { sequence, seed, window, drawing } = inputs.settings;
  // Only what a sequence uses stands in the request, so that the same sets are the same request.
  const settings = { sequence, seed: sequence === 'random' ? seed : 0, window: sequence === 'window' ? window : 1, alpha: [0.5] };
  return { settings, epochs: drawing === 'heatmap' ? inputs.settingsOf(BARRIERS).most : 'last' };
}

/** 'The whole path raises the test loss by 0.26: a tenth of it is there with layers 1–2, nine tenths with layers 1–6.' */
function describe(figure: LabGrids, settings: CumulativeView, lab: SharedLab): string | null {
  const midpoints = shownMidpoints(figure, lab);
  if (midpoints === null) return null;
  const what = quantity(figure, lab);
  const { full } = midpoints;
  if (!Number.isFinite(full)) return `Half-way between A and B the ${what} is not finite: their average is no working network.`;
  const scope = scopeWords(figure, lab, midpoints);
  const [quality, aligned] = [qualityWords(midpoints, what), alignedWords(figure, lab)];
  if (!(full > 0) || !isBarrier(midpoints))
    return sentence(`${scope}averaging all layers ${noBarrierWords(midpoints, what, 'no barrier to divide among them')}.`, quality, aligned);
  // Of both ways the worse, row by row in the order in which layers joined.
  const rowsBeyond = (fraction: number): Row[] => {
    const rows = (shownExcess(figure, lab, fraction) ?? []).map((row, i) => ({ ...row, name: midpoints.names[i] })).slice(1);
    return settings.sequence === 'fromOutput' ? rows.reverse() : rows;
  };
  if (settings.sequence === 'window')
    return sentence(
      `${scope}the whole path raises the ${what} by ${fullWords(midpoints)}; ${windowWords(rowsBeyond(0), settings.window)}.`,
      quality,
      aligned,
    );
  // The end alone may lie as far above the mean of both as the whole barrier: where layers join says nothing then.
  if (quality !== null) return sentence(`${scope}the whole path raises the ${what} by ${fullWords(midpoints)}.`, quality, aligned);
  return sentence(`${scope}the whole path raises the ${what} by ${fullWords(midpoints)}: ${growthWords(rowsBeyond(0.1), rowsBeyond(0.9))}.`, aligned);
}

type Row = Certain & { readonly name: string };

/** An error that is not known counts for nothing. */
function marginOf({ margin }: Certain): number {
  return Number.isFinite(margin) ? margin : 0;
}

/** 'of 2 neighbouring layers together, layers 2–3 the most, by 0.12', or how many may be the most. */
function windowWords(rows: readonly Row[], window: number): string {
  if (rows.length === 1) return 'the window takes in every layer';
  const top = rows.reduce((best, row) => (row.value > best.value ? row : best), rows[0]);
  const rivals = rows.filter((row) => row !== top && row.value + marginOf(row) > top.value - marginOf(top));
  return `of ${window} neighbouring layers together, ${top.name} the most, by ${formatNumber(top.value, 2)}${rivals.length === 0 ? '' : `, though within the errors it may be ${rivals.length === 1 ? rivals[0].name : `any of ${rivals.length} others`}`}`;
}

/** With which layers a tenth and nine tenths of the barrier are there: rows in the order in which layers joined, less that part of it. */
function growthWords(tenth: readonly Row[], nineTenths: readonly Row[]): string {
  const [first, most] = [tenth, nineTenths].map(reached);
  if (first === null || most === null) return 'no set of layers short of all reaches a tenth of it';
  if (first.name === most.name && first.within === '' && most.within === '') return `it appears at once, with ${first.name}`;
  return `a tenth of it is there with ${first.name}${first.within}, nine tenths with ${most.name}${most.within}`;
}

/** The first row that is not below zero, and from where to where it may be within the error. */
function reached(rows: readonly Row[]): { name: string; within: string } | null {
  const found = rows.find(({ value }) => value >= 0);
  if (found === undefined) return null;
  const earliest = rows.find((row) => row.value + marginOf(row) >= 0) ?? found;
  // All layers together make the whole barrier.
  const latest = rows.find((row) => row.value - marginOf(row) >= 0) ?? rows[rows.length - 1];
  if (earliest === found && latest === found) return { name: found.name, within: '' };
  const from = earliest === found ? '' : `perhaps already with ${earliest.name}`;
  const to = latest === found ? '' : `surely only with ${latest.name}`;
  return { name: found.name, within: ` (within the error, ${[from, to].filter((part) => part !== '').join(', ')})` };
}
