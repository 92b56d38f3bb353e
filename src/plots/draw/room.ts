/** Room that words take beside and over a drawing area, in pixels, before anything is drawn: what margins are made of. */
import type { FigureTheme } from './colours.ts';
import type { Extent } from './figure.ts';
import { textExtents } from './label-places.ts';

/** Of plotly's key: the sign of an entry with the gaps beside it, the gap between entries, and that between its rows. */
const SIGN = 40;
const ITEM_GAP = 5;
const ROW_GAP = 10;
/** A digit of the figures' type, in sizes of it. */
const DIGIT = 0.63;

/** How high a key over the drawing area becomes (legendAbove). @param names of its entries, each its own group @param width of the drawing area */
export function keyHeight(names: readonly string[], width: number, theme: FigureTheme): number {
  let [rows, taken] = [1, 0];
  for (const name of names) {
    const next = SIGN + textExtents(name, theme.fontSize, 0).width + ITEM_GAP;
    if (taken > 0 && taken + next > width) [rows, taken] = [rows + 1, 0];
    taken += next;
  }
  const line = Math.max(1.3 * theme.fontSize, 16) + 3;
  return Math.ceil(rows * line + (rows - 1) * ROW_GAP + 2 * ITEM_GAP);
}

/** Left of a vertical axis: its numbers and its title. @param ticks how many at most (nticks) */
export function axisRoom({ low, high }: Extent, ticks: number, { fontSize }: FigureTheme): number {
  const largest = Math.max(Math.abs(low), Math.abs(high));
  const whole = largest >= 1 ? Math.floor(Math.log10(largest)) + 1 : 1;
  const decimals = high > low ? Math.max(0, -Math.floor(Math.log10((high - low) / ticks))) : 0;
  const signs = (low < 0 ? 1 : 0) + (decimals > 0 ? 0.5 : 0);
  return Math.ceil(DIGIT * fontSize * (whole + decimals + signs) + 1.35 * fontSize + 16);
}

/** Text in lines that are no longer than a width, broken between words. */
export function linesOf(text: string, width: number, fontSize: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines[lines.length - 1]} ${word}`;
    if (lines.length > 0 && textExtents(longer, fontSize, 0).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
