/** Barriers of more and more layers, or of neighbouring ones, at α = ½. */
import { choiceSetting, numberSetting, type Settings } from '../../base/setting.ts';
import type { LayerSequence } from '../../landscape/layers/results.ts';
import { formatNumber } from '../../base/format.ts';
import { BARRIERS } from './barriers.ts';
import type { FigureInputs, FollowingFigure } from './definition.ts';
import { computeGrids, endsOfGrids, gridsKey, type GridPlan, type LabGrids } from './grids.ts';
import { MAX_LAYERS, MAX_SEED, type SharedLab } from './lab-view.ts';
import { fullWords, isBarrier, noBarrierWords, qualityWords, quantity, scopeWords, sentence, shownMidpoints } from './sentences/sentence-words.ts';

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

/** 'The barrier of 0.26 comes in between the 3rd and the 6th step: layers 1–2 make a tenth of it, layers 1–6 nine tenths.' */
function describe(figure: LabGrids, settings: CumulativeView, lab: SharedLab): string | null {
  const midpoints = shownMidpoints(figure, lab);
  if (midpoints === null) return null;
  const what = quantity(figure, lab);
  const { full, names, intoA, intoB } = midpoints;
  if (!Number.isFinite(full)) return `Half-way between A and B the ${what} is not finite: their average is no working network.`;
  const scope = scopeWords(figure, lab, midpoints);
  if (!(full > 0) || !isBarrier(midpoints))
    return sentence(
      `${scope}averaging all layers ${noBarrierWords(midpoints, what)}: there is no barrier to divide among them.`,
      qualityWords(midpoints, what),
    );
  // Of both ways the worse, row by row in the order in which layers joined.
  const rows = names.map((name, row) => ({ name, value: Math.max(intoA[row], intoB[row]) })).slice(1);
  const order = settings.sequence === 'fromOutput' ? rows.slice().reverse() : rows;
  if (settings.sequence === 'window') {
    const top = rows.reduce((best, row) => (row.value > best.value ? row : best), rows[0]);
    return sentence(
      `${scope}the whole path raises the ${what} by ${fullWords(midpoints)}; ${rows.length === 1 ? 'the window takes in every layer' : `of ${settings.window} neighbouring layers together, ${top.name} the most, by ${formatNumber(top.value, 2)}`}.`,
      qualityWords(midpoints, what),
    );
  }
  const quality = qualityWords(midpoints, what);
  // The end alone may lie as far above the mean of both as the whole barrier: where layers join says nothing then.
  if (quality !== null) return sentence(`${scope}the whole path raises the ${what} by ${fullWords(midpoints)}.`, quality);
  const first = order.find(({ value }) => value >= 0.1 * full);
  const most = order.find(({ value }) => value >= 0.9 * full);
  const grown =
    first === undefined || most === undefined
      ? 'no set of layers short of all reaches a tenth of it'
      : first.name === most.name
        ? `it appears at once, with ${first.name}`
        : `a tenth of it is there with ${first.name}, nine tenths with ${most.name}`;
  return sentence(`${scope}the whole path raises the ${what} by ${fullWords(midpoints)}: ${grown}.`);
}
