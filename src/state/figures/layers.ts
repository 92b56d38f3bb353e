/** Which layers carry the barrier between A and B, by sets of them. */
import type { Split } from '../../datasets/dataset.ts';
import { choiceSetting, type Settings } from '../../base/setting.ts';
import type { LayerProfile, LayerSchedule } from '../../landscape/results.ts';
import type { Metric } from '../experiment.ts';
import { formatList, formatNumber } from '../../base/format.ts';
import type { FollowingFigure } from './definition.ts';
import { pathKey } from './inputs.ts';
import { NEGLIGIBLE } from './sentence-words.ts';

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

/** Which layers carry the naive barrier, from the single-layer row at the middle of the path; of the two ways the worse. */
export function carriersSentence(profile: LayerProfile | null, barrier: number): string | null {
  if (profile === null || profile.schedule !== 'single' || profile.layers.length < 2 || !(barrier >= NEGLIGIBLE)) return null;
  const columns = profile.alpha.length;
  const middle = profile.alpha.reduce((best, alpha, i) => (Math.abs(alpha - 0.5) < Math.abs(profile.alpha[best] - 0.5) ? i : best), 0);
  const at = (row: number): number => Math.max(profile.lossIntoA[row * columns + middle], profile.lossIntoB[row * columns + middle]);
  const values = profile.layers.map((_, l) => at(l + 1));
  if (values.some((value) => !Number.isFinite(value))) return null;
  const largest = Math.max(...values);
  if (largest < 0.1 * barrier) return `No single layer carries it: the largest alone makes ${formatNumber(Math.max(largest, 0))}.`;
  const carriers = profile.layers.filter((_, l) => values[l] >= 0.5 * largest);
  const named =
    carriers.length === profile.layers.length
      ? 'Each layer alone costs too'
      : `Of single layers, ${formatList(carriers)} cost${carriers.length === 1 ? 's' : ''} most`;
  return `${named} (up to ${formatNumber(largest)} for ${profile.layers[values.indexOf(largest)]} alone).`;
}
