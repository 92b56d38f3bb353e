/** A figure that only a test adds to the table: figure, table and text. */
import { keyedLayout } from '../../plots/draw/base-layout.ts';
import type { Figure } from '../../plots/draw/figure.ts';
import type { FigureTheme } from '../../plots/draw/colours.ts';
import type { NumberTable } from '../../plots/draw/table.ts';
import { formatNumber } from '../../base/format.ts';

export interface GapInput {
  readonly gap: number;
}

export function gapFigure({ gap, theme }: GapInput & { readonly theme: FigureTheme }): Figure {
  return { surface: false, data: [{ type: 'bar', x: ['A – B'], y: [gap] }], layout: keyedLayout(theme, { l: 40, r: 8, t: 8, b: 24 }) };
}

export function gapTable({ gap }: GapInput): NumberTable {
  return { title: 'gap', columns: ['gap'], rows: [[gap]] };
}

export function gapText({ gap }: GapInput): string {
  return `The parameters lie ${formatNumber(gap)} apart.`;
}
