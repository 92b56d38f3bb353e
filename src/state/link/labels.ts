/** What the page calls the settings of a link, for messages to a person who knows them by their labels. */
import { DATA_SETTINGS } from '../../datasets/settings.ts';
import { ARCHITECTURE_SETTINGS } from '../../nn/architecture-settings.ts';
import { TRAINING_SETTINGS } from '../../nn/training-settings.ts';
import { ALIGNMENT_SETTING } from '../alignment-settings.ts';
import type { AnyFigure } from '../figures/definition.ts';
import { SHARED_LAB } from '../figures/lab-view.ts';
import { FIGURES } from '../figures/table.ts';

/** By key, without a role's prefix, and by property where a check names that; only where the page has a word that the key does not give away. */
const LABELS: Readonly<Record<string, string>> = {
  ...labelsOf(DATA_SETTINGS.file, 'data.'),
  ...labelsOf(DATA_SETTINGS.mnist, 'data.'),
  ...labelsOf(ARCHITECTURE_SETTINGS, 'architecture.'),
  ...labelsOf(TRAINING_SETTINGS, 'training.'),
  align: ALIGNMENT_SETTING.label,
  'pairs.kind': 'What A and B share',
  'pairs.count': 'Pairs',
  'pairs.seed': 'Seed',
  ...figureLabels(SHARED_LAB),
  ...Object.fromEntries(Object.values<AnyFigure>(FIGURES).flatMap(({ settings }) => Object.entries(figureLabels(settings ?? {})))),
};

/** The label of the setting that an error's argument names, such as 'A.rate' or 'hidden[2]'; null where there is no other word for it. */
export function settingLabel(argument: string): string | null {
  const key = argument.replace(/^(?:edit|[ABC])\./, '').replace(/\[\d+\]$/, '');
  return Object.hasOwn(LABELS, key) ? LABELS[key] : null;
}

type Labelled = Readonly<Record<string, { readonly link: string; readonly label: string }>>;

/** By keys of a link, and by the properties that checks name. */
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

/** By keys of a link, which begin with the figure's name; 'toy.r' says what the page's 'r' says. */
function figureLabels(settings: object): Record<string, string> {
  const described = Object.values(settings as Labelled).filter(({ link, label }) => !link.endsWith(`.${label}`));
  return Object.fromEntries(described.map(({ link, label }) => [link, label]));
}
