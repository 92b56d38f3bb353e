import type { Layout } from './figure.ts';
import type { FigureTheme } from './colours.ts';
import { TRANSPARENT } from '../../ui/palette.ts';

/** Figures narrower than this, in pixels, have their panels under one another. */
export const NARROW = 520;

interface Margin {
  readonly l: number;
  readonly r: number;
  readonly t: number;
  readonly b: number;
}

/** What all two-dimensional figures share: the type family, transparent ground, no mode bar's own margins. */
export function baseLayout(theme: FigureTheme, margin: Margin): Layout {
  return {
    autosize: true,
    margin: { ...margin, pad: 0 },
    paper_bgcolor: TRANSPARENT,
    plot_bgcolor: TRANSPARENT,
    font: { family: "'Inter Variable', system-ui, sans-serif", size: theme.fontSize, color: theme.muted },
    hoverlabel: {
      bgcolor: theme.ink,
      bordercolor: theme.ink,
      font: { color: theme.paper, size: theme.fontSize, family: "'Inter Variable', system-ui, sans-serif" },
    },
    showlegend: false,
    shapes: [],
    annotations: [],
  };
}

/** A thin axis with quiet grid lines. */
export function baseAxis(theme: FigureTheme, title: string): Record<string, unknown> {
  return {
    title: { text: title, standoff: 8, font: { size: theme.fontSize, color: theme.muted } },
    color: theme.muted,
    gridcolor: theme.rule,
    linecolor: theme.rule,
    zeroline: false,
    ticks: '',
    fixedrange: true,
    separatethousands: true,
    // 1e-4, not the 100μ of engineers.
    exponentformat: 'power',
    // Looking for labels that stick out costs a tenth of a redraw.
    ticklabeloverflow: 'allow',
  };
}

/** One row of keys over the drawing area. */
export function legendAbove(theme: FigureTheme): Record<string, unknown> {
  return {
    orientation: 'h',
    x: 0,
    xanchor: 'left',
    yref: 'container',
    y: 1,
    yanchor: 'top',
    bgcolor: TRANSPARENT,
    font: { color: theme.muted, size: theme.fontSize },
    itemclick: false,
    itemdoubleclick: false,
  };
}

/** The layout of a figure that is read, not panned, its key above it. */
export function keyedLayout(theme: FigureTheme, margin: Margin): Layout {
  return { ...baseLayout(theme, margin), hovermode: 'closest', dragmode: false, showlegend: true, legend: legendAbove(theme) };
}
