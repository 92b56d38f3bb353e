/** What the page calls the settings of a link, for messages to a person who knows them by their labels. */
import type { AnyFigure } from '../figures/definition.ts';
import { SHARED_LAB } from '../figures/lab-view.ts';
import { FIGURES } from '../figures/table.ts';

/** By key, without a role's prefix; where the page has a word that the key does not give away. */
const LABELS: Readonly<Record<string, string>> = {
  'data.trainSize': 'Train',
  'data.testSize': 'Test',
  'data.scaling': 'Pixels',
  'data.labelColumn': 'Label column',
  hidden: 'Widths',
  norm: 'Layer norm',
  init: 'Start',
  batch: 'Batch',
  optimizer: 'Optimiser',
  rate: 'Learning rate',
  decay: 'Weight decay',
  warmup: 'Warm-up',
  'training.warmup': 'Warm-up',
  clip: 'Clip norm',
  align: 'Matching',
  'pairs.kind': 'What A and B share',
  'pairs.count': 'Pairs',
  'pairs.seed': 'Seed',
  ...labelsOf(SHARED_LAB),
  ...Object.fromEntries(Object.values<AnyFigure>(FIGURES).flatMap(({ settings }) => Object.entries(labelsOf(settings ?? {})))),
};

/** The label of the setting that an error's argument names, such as 'A.rate' or 'hidden[2]'; null where there is no other word for it. */
export function settingLabel(argument: string): string | null {
  const key = argument.replace(/^(?:edit|[ABC])\./, '').replace(/\[\d+\]$/, '');
  return Object.hasOwn(LABELS, key) ? LABELS[key] : null;
}

/** What the page calls each of a table's settings, by its key in a link. */
function labelsOf(settings: object): Record<string, string> {
  const described = Object.values(settings as Readonly<Record<string, { readonly link: string; readonly label: string }>>);
  return Object.fromEntries(described.map(({ link, label }) => [link, label]));
}
