/** What the page calls the settings of a link, for messages to a person who knows them by their labels. */
import { DATA_SETTINGS } from '../../datasets/settings.ts';
import { ARCHITECTURE_SETTINGS } from '../../nn/architecture-settings.ts';
import { TRAINING_SETTINGS } from '../../nn/training-settings.ts';
import { ALIGNMENT_SETTING } from '../alignment-settings.ts';

/** By key, without a role's prefix, and by property where a check names that; only where the page has a word that the key does not give away. */
const LABELS: Readonly<Record<string, string>> = {
  ...labelsOf(DATA_SETTINGS.file, 'data.'),
  ...labelsOf(DATA_SETTINGS.mnist, 'data.'),
  ...labelsOf(ARCHITECTURE_SETTINGS, 'architecture.'),
  ...labelsOf(TRAINING_SETTINGS, 'training.'),
  align: ALIGNMENT_SETTING.label,
  'curve.metric': 'Quantity along the path',
  'curve.barrier': 'Barrier',
  'plane.show': 'Which plane',
  'plane.metric': 'Quantity',
  'plane.surface': 'Map or surface',
  'plane.resolution': 'Sharpness',
  'plane.paths': 'Training paths',
  'layers.schedule': 'Layers interpolated',
  'layers.along': 'Where on the path',
  'layers.metric': 'Barrier of',
  'layers.into': 'The other layers',
  pairs: 'What A and B share',
  'pairs.kind': 'What A and B share',
  'pairs.count': 'Pairs',
  'pairs.seed': 'Seed',
  pair: 'Pair shown',
  'barriers.most': 'Epochs shown, at most',
  'barriers.reference': 'Barrier against',
  'barriers.replaced': 'Layers',
  'cumulative.sequence': 'Layers join',
  'cumulative.seed': 'Seed of the order',
  'cumulative.window': 'Layers in the window',
  'subspaces.layer': 'Noise in',
  'subspaces.basis': 'Training subspace',
  'toy.factors': 'Weights',
  'averaging.layers': 'Layers averaged',
  'sweep.over': 'What is varied',
  'sweep.rates': 'Learning rates',
  'sweep.tasks': 'Tasks',
};

/** The label of the setting that an error's argument names, such as 'A.rate' or 'hidden[2]'; null where there is no other word for it. */
export function settingLabel(argument: string): string | null {
  const key = argument.replace(/^(?:edit|[ABC])\./, '').replace(/\[\d+\]$/, '');
  return Object.hasOwn(LABELS, key) ? LABELS[key] : null;
}

type Labelled = Readonly<Record<string, { readonly link: string; readonly label: string }>>;

function labelsOf(settings: Labelled, path: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const [property, { link, label }] of Object.entries(settings)) {
    // 'noise' says what the page's 'Noise' says.
    if (property === label.toLowerCase()) continue;
    labels[link] = label;
    labels[path + property] = label;
  }
  return labels;
}
