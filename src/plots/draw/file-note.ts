/** A quiet line under a figure in a file. */
import { escapeLine, type Layout } from './figure.ts';

const SIZE = 12;
const ROOM = 2 * SIZE;

/** The layout with the line at the foot of the picture, under all that the figure draws there. @param layout what is changed, with the margins of `shown` */
export function withNote(layout: Record<string, unknown>, shown: Layout, note: string): Record<string, unknown> {
  const margin = shown['margin'] as { b?: number } | undefined;
  const bottom = (margin?.b ?? 0) + ROOM;
  const line = {
    text: escapeLine(note),
    x: 0,
    y: 0,
    xref: 'paper',
    yref: 'paper',
    xanchor: 'left',
    yanchor: 'bottom',
    yshift: 4 - bottom,
    showarrow: false,
    font: { size: SIZE },
  };
  return { ...layout, margin: { ...margin, b: bottom }, annotations: [...structuredClone([...shown.annotations]), line] };
}
