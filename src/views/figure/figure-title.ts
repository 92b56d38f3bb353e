import { FIGURES } from '../../state/figures/table.ts';
import type { LargeName } from '../../state/view.ts';

/** What the page calls a figure of Explore. */
export function figureTitle(name: LargeName): string {
  return name === 'probe' ? 'Probe' : FIGURES[name].words.title;
}
