/** What a figure has in a file besides: a line under it, where its networks come from, and its key over it. */
import { escapeLine } from './figure.ts';

type Layout = Readonly<Record<string, unknown>>;

const FONT = 12;
const LINE = 17;
/** Characters that a line of a file's width takes. */
const WIDEST = 170;

/** The caption in lines, broken where it has a semicolon; none where there is nothing to say. @param widest characters that a line takes */
export function captionLines(caption: string, widest = WIDEST): readonly string[] {
  const lines: string[] = [];
  for (const part of caption.split('; ').filter((text) => text !== '')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + part.length > widest) lines.push(part);
    else lines[lines.length - 1] = `${last}; ${part}`;
  }
  return lines;
}

/** Pixels of a line of names over a figure. */
const KEY = 34;

/** The layout with its legend, over it. */
export function withKey(layout: Layout): Layout {
  const margin = layout['margin'] as { readonly t?: number } | undefined;
  return {
    ...layout,
    margin: { ...margin, t: (margin?.t ?? 0) + KEY },
    showlegend: true,
  };
}

/** The layout with room for the caption under it, and the caption. */
export function withCaption(layout: Layout, caption: string): Layout {
  const lines = captionLines(caption);
  if (lines.length === 0) return layout;
  const margin = layout['margin'] as { readonly b?: number } | undefined;
  const annotations = (layout['annotations'] ?? []) as readonly unknown[];
  const below = margin?.b ?? 0;
  return {
    ...layout,
    margin: { ...margin, b: below + lines.length * LINE + 8 },
    annotations: [
      ...annotations,
      {
        text: lines.map(escapeLine).join('<br>'),
        xref: 'paper',
        yref: 'paper',
        x: 0,
        y: 0,
        xanchor: 'left',
        yanchor: 'top',
        yshift: -below,
        align: 'left',
        showarrow: false,
        font: { size: FONT },
      },
    ],
  };
}
