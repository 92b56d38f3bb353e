/** Which layers carry the barrier between A and B, by sets of them. */
import type { Split } from '../../datasets/dataset.ts';
import { choiceSetting, type Settings } from '../../base/setting.ts';
import type { LayerProfile, LayerSchedule } from '../../landscape/results.ts';
import type { Metric } from '../experiment.ts';
import { formatList, formatUncertain } from '../../base/format.ts';
import { isBeyondError, scaleOf } from './sentences/certainty.ts';
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

interface Alone {
  readonly name: string;
  readonly into: 'A' | 'B';
  /** Over the loss of the network that the other layers come from. */
  readonly rise: number;
  readonly se: number;
}

/**
 * Which single layers cost most half-way, each over the network it is averaged into, so that ends that differ do not count as a cost; of
 * the two ways the worse. null where the average of all layers costs nothing beyond its error, or nothing is known.
 */
export function carriersSentence(profile: LayerProfile | null): string | null {
  if (profile === null || profile.schedule !== 'single' || profile.layers.length < 2) return null;
  const column = profile.alpha.indexOf(0.5);
  const full = profile.lossIntoA[column] ?? NaN;
  const { lossA, lossB } = profile.endpoints;
  const scale = scaleOf([lossA, lossB, full]);
  if (!(full > 0) || !isBeyondError(full, profile.errors.lossIntoA[column], scale)) return null;
  const layers = profile.layers.map((name, l) => costAlone(profile, name, (l + 1) * profile.alpha.length + column));
  if (layers.some(({ rise }) => !Number.isFinite(rise))) return null;
  const largest = layers.reduce((most, layer) => (layer.rise > most.rise ? layer : most));
  if (!(largest.rise > 0) || !isBeyondError(largest.rise, largest.se, scale))
    return 'No single layer averaged alone raises the loss beyond its error.';
  const size = `${formatUncertain(largest.rise, largest.se)} half-way over ${largest.into}`;
  if (largest.rise < 0.1 * full) return `No single layer carries it: ${largest.name} alone costs ${size}.`;
  // Errors added as if independent: what both share would only make a difference surer.
  const alike = layers.filter(({ rise, se }) => !isBeyondError(largest.rise - rise, Math.hypot(known(largest.se), known(se)), scale));
  return alike.length === 1
    ? `Alone, ${largest.name} costs most, ${size}.`
    : `Alone, ${formatList(alike.map(({ name }) => name))} cost most, alike within the error, up to ${size}.`;
}

function known(se: number): number {
  return Number.isFinite(se) ? se : 0;
}

/** Barriers half-way are against the mean of the ends: half their difference leads back to either. */
function costAlone({ lossIntoA, lossIntoB, errors, endpoints: { lossA, lossB } }: LayerProfile, name: string, at: number): Alone {
  const intoA: Alone = { name, into: 'A', rise: lossIntoA[at] + (lossB - lossA) / 2, se: errors.overA[at] };
  const intoB: Alone = { name, into: 'B', rise: lossIntoB[at] + (lossA - lossB) / 2, se: errors.overB[at] };
  return intoB.rise > intoA.rise ? intoB : intoA;
}
