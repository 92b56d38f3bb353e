/** What a figure is: plain data and layout in plotly's terms, made by pure functions and drawn by Plot.tsx. */

export interface Trace {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** A line, a band or a dot in data coordinates. Those passed to Plot apart from the figure can move without a redraw. */
export interface Shape {
  readonly type: 'line' | 'rect' | 'circle';
  readonly [key: string]: unknown;
}

export interface Layout {
  readonly shapes: readonly Shape[];
  readonly annotations: readonly Readonly<Record<string, unknown>>[];
  readonly [key: string]: unknown;
}

export interface Figure {
  readonly data: readonly Trace[];
  readonly layout: Layout;
  /** True where drawing needs WebGL: the surface. */
  readonly surface: boolean;
  /** The page has a key of its own beside it; a file, which stands alone, has the names of its lines over it. */
  readonly keyInFiles?: boolean;
  /** What a pointer is told of a map whose traces tell nothing; made when asked for. */
  readonly cells?: () => readonly { readonly x: number; readonly y: number; readonly text: string }[];
  /** Pixels that it wants to be read, where that follows from what it shows; without it any height serves. */
  readonly height?: number;
}

/**
 * Text as plotly shows it, character by character: its labels read a subset of HTML, and names come from links and files.
 * Control characters are dropped and long names shortened to 80 characters.
 */
export function escapeText(text: string): string {
  return escapeLine(Array.from(text).slice(0, 80).join(''));
}

/** As `escapeText`, of any length: lines of our own words with names in them. */
export function escapeLine(text: string): string {
  const plain = Array.from(text, (character) => (character < ' ' ? ' ' : character)).join('');
  return plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Values for a trace: not finite becomes null, which plotly leaves out. */
export function finite(values: ArrayLike<number>): (number | null)[] {
  return Array.from(values, (value) => (Number.isFinite(value) ? value : null));
}

/** [rows, columns] row-major as rows, through `map`; not finite becomes null. */
export function gridRows(
  values: ArrayLike<number>,
  rows: number,
  columns: number,
  map: (value: number) => number = (value) => value,
): (number | null)[][] {
  return Array.from({ length: rows }, (_, row) => finite(Array.from({ length: columns }, (_, column) => map(values[row * columns + column]))));
}

export interface Extent {
  readonly low: number;
  readonly high: number;
}

/** Smallest and largest finite value; null where there is none. */
export function extentOf(values: Iterable<number>): Extent | null {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? { low, high } : null;
}
