import type { Hideable } from '../../state/scenes/scene.ts';

/** Parts that a lesson may leave out, as the page calls them. */
export const HIDEABLE_WORDS: readonly { readonly part: Hideable; readonly label: string }[] = [
  { part: 'data', label: 'Data' },
  { part: 'network', label: 'Network' },
  { part: 'training', label: 'Training' },
  { part: 'seeds', label: 'Seeds' },
  { part: 'train', label: 'The button that trains' },
  { part: 'networks', label: 'List of networks' },
  { part: 'align', label: 'Align' },
  { part: 'sentence', label: 'The sentence over the figures' },
  { part: 'options', label: 'Options of the figures' },
];
