/** The map of what differs between two computations of the same cells. */
import { formatChange } from '../../base/format.ts';
import { baseAxis, baseLayout } from '../draw/base-layout.ts';
import { divergingScale, type FigureTheme } from '../draw/colours.ts';
import { escapeText, gridRows, type Figure } from '../draw/figure.ts';

export interface DifferenceMap {
  readonly title: string;
  /** Coordinates of an axis, or names of rows or columns, the first below or left. */
  readonly x: readonly (number | string)[];
  readonly y: readonly (number | string)[];
  readonly xTitle: string;
  /** [y, x] row-major: the second less the first; NaN where one is not finite. */
  readonly values: Float64Array;
  /** What a value is: 'log₁₀ of the loss, here less the author’s'. */
  readonly quantity: string;
}

/** Half the width of the colours where nothing differs. */
const LEAST = 1e-12;

/** Largest size of a finite difference. */
export function largestOf({ values }: Pick<DifferenceMap, 'values'>): number {
  return values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0);
}

/** Zero has the paper's colour; the scale ends at the largest difference. */
export function differenceFigure(map: DifferenceMap, theme: FigureTheme): Figure {
  const cap = Math.max(LEAST, largestOf(map));
  const words = (axis: readonly (number | string)[]): (number | string)[] =>
    axis.map((value) => (typeof value === 'string' ? escapeText(value) : value));
  const named = map.y.some((value) => typeof value === 'string');
  return {
    data: [
      {
        type: 'heatmap',
        x: words(map.x),
        y: words(map.y),
        z: gridRows(map.values, map.y.length, map.x.length),
        zmin: -cap,
        zmax: cap,
        colorscale: divergingScale(theme.name),
        hovertemplate: `%{y}, %{x}<br>${escapeText(map.quantity)}: %{z:.3g}<extra></extra>`,
        colorbar: {
          tickvals: cap === LEAST ? [0] : [-cap, 0, cap],
          ticktext: cap === LEAST ? ['0'] : [formatChange(-cap, 2), '0', formatChange(cap, 2)],
          tickfont: { size: theme.fontSize, color: theme.muted },
          thickness: 10,
          outlinewidth: 0,
        },
      },
    ],
    layout: {
      ...baseLayout(theme, { l: named ? 72 : 44, r: 16, t: 8, b: 40 }),
      xaxis: baseAxis(theme, map.xTitle),
      yaxis: { ...baseAxis(theme, ''), ...(named ? { autorange: 'reversed' } : {}) },
    },
    surface: false,
  };
}
