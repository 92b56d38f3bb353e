/** Several panels in one figure: where each stands in the drawing area, and how its axes are called. */
import type { FigureTheme } from './colours.ts';

/** A panel's place in fractions of the drawing area, from left to right and from bottom to top. */
export interface PanelPlace {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

export interface PanelSpacing {
  readonly rows: number;
  readonly columns: number;
  /** Between neighbours, in fractions of the drawing area. */
  readonly across: number;
  readonly down: number;
}

/** Panels of one size, row by row from the top left. */
export function panelPlaces({ rows, columns, across, down }: PanelSpacing): PanelPlace[] {
  const width = (1 - across * (columns - 1)) / columns;
  const height = (1 - down * (rows - 1)) / rows;
  return Array.from({ length: rows * columns }, (_, i) => {
    const left = (i % columns) * (width + across);
    const top = 1 - Math.floor(i / columns) * (height + down);
    return { x: [left, Math.min(1, left + width)], y: [Math.max(0, top - height), top] };
  });
}

/** 'x', 'x2': how a trace names the axes of panel i. */
export function axisId(letter: 'x' | 'y', i: number): string {
  return i === 0 ? letter : `${letter}${i + 1}`;
}

/** 'xaxis', 'xaxis2': how the layout names them. */
export function axisKey(letter: 'x' | 'y', i: number): string {
  return i === 0 ? `${letter}axis` : `${letter}axis${i + 1}`;
}

/** A panel's name, over its left end. */
export function panelHeading(text: string, place: PanelPlace, theme: FigureTheme): Record<string, unknown> {
  return {
    text,
    x: place.x[0],
    y: place.y[1],
    xref: 'paper',
    yref: 'paper',
    xanchor: 'left',
    yanchor: 'bottom',
    yshift: 2,
    showarrow: false,
    font: { color: theme.ink, size: theme.fontSize },
  };
}
