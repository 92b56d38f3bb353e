/** Barriers of the diagonal network by closed form beside the computed ones. */
import type { DiagonalBarriers } from '../../landscape/layers/diagonal-toy.ts';
import { formatNumber } from '../../base/format.ts';
import { baseAxis, keyedLayout } from './base-layout.ts';
import { extentOf, finite, type Figure, type Trace } from './figure.ts';
import { roleColour, type FigureTheme } from './colours.ts';

/** Computed barriers at α = ½ as dots, closed forms as rings: rows full and then the sets of factors; into A and into B. */
export function toyBarriersFigure({ barriers, theme }: { readonly barriers: DiagonalBarriers; readonly theme: FigureTheme }): Figure {
  const rows = barriers.names.map((_, r) => r);
  const side = (values: Float64Array, closed: Float64Array | null, name: 'A' | 'B', shift: number): Trace[] => {
    const y = rows.map((r) => r + shift);
    const hover = rows.map(
      (r) =>
        `${barriers.names[r]}, into ${name}: <b>${formatNumber(values[r])}</b>${closed === null ? '' : `, closed form ${formatNumber(closed[r])}`}`,
    );
    const dots: Trace = {
      type: 'scatter',
      mode: 'markers+text',
      name: `into ${name}`,
      x: finite(values),
      y,
      marker: { size: 7 * theme.stroke, color: roleColour(name), symbol: name === 'A' ? 'circle' : 'square' },
      text: rows.map((r) => formatNumber(values[r])),
      textposition: 'middle right',
      textfont: { size: theme.fontSize, color: theme.ink },
      hovertext: hover,
      hoverinfo: 'text',
      cliponaxis: false,
    };
    return closed === null
      ? [dots]
      : [
          dots,
          {
            type: 'scatter',
            mode: 'markers',
            name: 'closed form',
            showlegend: name === 'A',
            x: finite(closed),
            y,
            marker: { size: 12 * theme.stroke, symbol: 'circle-open', color: theme.ink, line: { width: 1.25 * theme.stroke } },
            hoverinfo: 'skip',
            cliponaxis: false,
          },
        ];
  };
  const extent = extentOf([0, ...barriers.intoA, ...barriers.intoB]) ?? { low: 0, high: 1 };
  const span = Math.max(extent.high - extent.low, 1e-3);
  const longest = Math.max(...barriers.names.map((name) => name.length));
  return {
    surface: false,
    height: Math.ceil(barriers.names.length * 3 * theme.fontSize + 7 * theme.fontSize),
    data: [...side(barriers.intoA, barriers.closedIntoA, 'A', -0.18), ...side(barriers.intoB, barriers.closedIntoB, 'B', 0.18)],
    layout: {
      ...keyedLayout(theme, { l: 12 + 0.56 * theme.fontSize * longest, r: 8, t: 2.6 * theme.fontSize, b: 3.6 * theme.fontSize }),
      xaxis: {
        ...baseAxis(theme, 'barrier at α = ½'),
        range: [extent.low - 0.06 * span, extent.high + 0.18 * span],
        zeroline: true,
        zerolinecolor: theme.muted,
        zerolinewidth: 1,
        nticks: 5,
      },
      yaxis: {
        ...baseAxis(theme, ''),
        showgrid: false,
        range: [barriers.names.length - 0.4, -0.6],
        tickvals: rows,
        ticktext: barriers.names.map((name, r) => (r === 0 ? `<b>${name}</b>` : name)),
      },
    },
  };
}
