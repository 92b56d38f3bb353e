/** What the page of its own holds for its script. */
import type { PageDrawing, ShownFigure } from './shown-figure.ts';

/** By figure; spots by drawing. */
export interface PageData {
  readonly figures: readonly {
    readonly table: ShownFigure['table'];
    readonly spots: readonly PageDrawing['spots'][];
  }[];
}

/** Of the element in which the script finds it. */
export const PAGE_DATA_ID = 'ridgeline-data';
