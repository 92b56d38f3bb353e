/** What the page of its own holds for its script. */
import type { ShownFigure } from './shown-figure.ts';

/** By figure; spots by drawing. */
export interface PageData {
  readonly figures: readonly {
    readonly table: ShownFigure['table'];
    readonly spots: readonly ShownFigure['drawings'][number]['light']['spots'][];
  }[];
}

/** Of the element in which the script finds it. */
export const PAGE_DATA_ID = 'ridgeline-data';
