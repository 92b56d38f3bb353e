/** Which layers carry the barrier between A and B, by sets of them. */
import type { Split } from '../../datasets/dataset.ts';
import { choiceSetting, type Settings } from '../../base/setting.ts';
import type { LayerProfile, LayerSchedule } from '../../landscape/results.ts';
import type { Metric } from '../experiment.ts';
import type { SetBarrier } from '../../landscape/layers/midpoints.ts';
import { SURE } from '../../landscape/standard-error.ts';
import { isBeyondError, scaleOf } from './sentences/certainty.ts';
import { singleLayerWords } from './sentences/single-layers.ts';
import type { FollowingFigure } from './definition.ts';
import { pathKey } from './inputs.ts';

export interface LayersView {
  readonly schedule: LayerSchedule;
  readonly along: 'midpoint' | 'alpha';
  readonly metric: Metric;
  readonly into: 'A' | 'B' | 'both';
}

export interface LayersFigure {
  /** Ids of A and B. */
  readonly networks: readonly [string, string];
  readonly split: Split;
  readonly naive: LayerProfile;
  readonly aligned: LayerProfile | null;
}

const ALPHAS = Array.from({ length: 11 }, (_, i) => i / 10);

export const LAYERS_SETTINGS = {
  schedule: choiceSetting<LayerSchedule>({
    label: 'Layers interpolated',
    link: 'layers.schedule',
    explanation: 'Which layers move together.',
    standard: 'single',
    choices: { single: 'one layer at a time', fromInput: 'from the input up to each layer', fromOutput: 'from each layer to the output' },
  }),
  along: choiceSetting<LayersView['along']>({
    label: 'Where on the path',
    link: 'layers.along',
    explanation: 'Half-way, or all along the path.',
    standard: 'midpoint',
    choices: { midpoint: 'α = ½', alpha: 'all α' },
  }),
  metric: choiceSetting<Metric>({
    label: 'Barrier of',
    link: 'layers.metric',
    explanation: 'What the barrier is measured in.',
    standard: 'loss',
    choices: { loss: 'the loss', accuracy: 'the error, in percentage points' },
  }),
  into: choiceSetting<LayersView['into']>({
    label: 'The other layers',
    link: 'layers.into',
    explanation: 'Whose layers stay as they are.',
    standard: 'both',
    choices: { A: 'from A (into A)', B: 'from B (into B)', both: 'from A and from B' },
  }),
} satisfies Settings<LayersView>;

export const LAYERS: FollowingFigure<LayersView, LayersFigure> = {
  kind: 'follows',
  words: { tab: 'Layers', title: 'Layers', status: 'layers', term: '', reading: '' },
  settings: LAYERS_SETTINGS,
  urgency: 2,
  key: (inputs) => pathKey(inputs, { split: inputs.state.view.split, schedule: inputs.settings.schedule, along: inputs.settings.along }),
  compute: async ({ state, settings, data, endpoints, run }) => {
    const { split } = state.view;
    const { A: a = '', B: b = '', "B'": copy } = endpoints;
    const request = { dataset: data.spec, a, split, schedule: settings.schedule, alpha: settings.along === 'midpoint' ? [0.5] : ALPHAS };
    const naive = await run('layers', { ...request, b });
    return { networks: [a, b], split, naive, aligned: copy === undefined ? null : await run('layers', { ...request, b: copy }) };
  },
  // The path's sentence takes it in: it needs the barrier that the layers carry.
  sentence: () => null,
  advice: '',
  ends: () => null,
  call: null,
};

/**
 * Which single layers have the largest barrier half-way, by the cells of the figure. null where the average of all layers has none beyond
 * its error, or nothing is known.
 */
export function carriersSentence(profile: LayerProfile | null): string | null {
  if (profile === null || profile.schedule !== 'single') return null;
  const { lossIntoA, lossIntoB, errors, endpoints, alpha } = profile;
  const column = alpha.indexOf(0.5);
  const full = lossIntoA[column] ?? NaN;
  const ends = { a: endpoints.lossA, b: endpoints.lossB };
  const scale = scaleOf([ends.a, ends.b, full]);
  if (!(full > 0) || !isBeyondError(full, errors.lossIntoA[column], scale)) return null;
  const layers = profile.layers.map((name, l): SetBarrier => {
    const at = (l + 1) * alpha.length + column;
    const intoA: SetBarrier = { name, into: 'A', value: lossIntoA[at], margin: SURE * errors.lossIntoA[at] };
    const intoB: SetBarrier = { name, into: 'B', value: lossIntoB[at], margin: SURE * errors.lossIntoB[at] };
    return intoB.value > intoA.value || Number.isNaN(intoB.value) ? intoB : intoA;
  });
  return singleLayerWords({ layers, full, scale, over: 1, ends });
}
