/** The permutation as a picture: for each hidden layer the cosine between A's unit and B's unit in its place, before and after matching. */
import { baseAxis, baseLayout } from '../draw/base-layout.ts';
import { finite, type Figure, type Trace } from '../draw/figure.ts';
import type { FigureTheme } from '../draw/colours.ts';
import { TRANSPARENT } from '../../ui/palette.ts';

export interface SimilarityInput {
  /** One array a hidden layer, in A's order of units. */
  readonly before: readonly Float32Array[];
  readonly after: readonly Float32Array[];
  readonly theme: FigureTheme;
}

const PER_ROW = 4;

function layerTraces(before: Float32Array, after: Float32Array, index: number, theme: FigureTheme): Trace[] {
  const order = Array.from(after.keys()).sort((i, j) => after[j] - after[i]);
  const x = order.map((_, rank) => rank + 1);
  const axes = { xaxis: index === 0 ? 'x' : `x${index + 1}`, yaxis: index === 0 ? 'y' : `y${index + 1}` };
  const size = order.length > 128 ? 3 : 5;
  return [
    {
      type: 'scatter',
      mode: 'markers',
      name: 'before',
      ...axes,
      x,
      y: finite(order.map((unit) => before[unit])),
      marker: { size, color: TRANSPARENT, line: { color: theme.naive, width: 1.25 } },
      hovertemplate: 'before %{y:.3f}<extra></extra>',
    },
    {
      type: 'scatter',
      mode: 'markers',
      name: 'after',
      ...axes,
      x,
      y: finite(order.map((unit) => after[unit])),
      marker: { size, color: theme.ink },
      hovertemplate: 'after %{y:.3f}<extra></extra>',
    },
  ];
}

/** Units sorted by their similarity after matching, best first; before is hollow, after filled. One panel a hidden layer. */
export function similarityFigure(input: SimilarityInput): Figure {
  const { theme, before, after } = input;
  const columns = Math.min(PER_ROW, Math.max(1, after.length));
  const rows = Math.max(1, Math.ceil(after.length / columns));
  const layout = baseLayout(theme, { l: 48, r: 8, t: 24, b: 44 });
  const panel = (index: number): { x: [number, number]; y: [number, number] } => {
    const column = index % columns;
    const row = Math.floor(index / columns);
    const width = 1 / columns;
    const height = 1 / rows;
    return {
      x: [column * width + 0.02, (column + 1) * width - 0.02],
      y: [1 - (row + 1) * height + (rows > 1 ? 0.06 : 0), 1 - row * height - (rows > 1 ? 0.06 : 0)],
    };
  };
  const axes = Array.from(after.keys()).flatMap((index): (readonly [string, Record<string, unknown>])[] => {
    const suffix = index === 0 ? '' : String(index + 1);
    const place = panel(index);
    return [
      [`xaxis${suffix}`, { ...baseAxis(theme, 'unit, sorted'), domain: place.x, ['anchor']: `y${suffix}`, nticks: 4 }],
      [
        `yaxis${suffix}`,
        {
          ...baseAxis(theme, index % columns === 0 ? 'cosine' : ''),
          domain: place.y,
          ['anchor']: `x${suffix}`,
          range: [-1.05, 1.05],
          showticklabels: index % columns === 0,
          nticks: 5,
        },
      ],
    ];
  });
  const annotations = after.map((values, index) => {
    const place = panel(index);
    return {
      text: `hidden layer ${index + 1}, ${values.length} units`,
      x: place.x[0],
      y: place.y[1],
      xref: 'paper',
      yref: 'paper',
      xanchor: 'left',
      yanchor: 'bottom',
      showarrow: false,
      font: { color: theme.ink, size: theme.fontSize },
    };
  });
  return {
    surface: false,
    data: after.flatMap((values, index) => layerTraces(before[index] ?? new Float32Array(values.length), values, index, theme)),
    layout: { ...layout, hovermode: 'closest', dragmode: false, ...Object.fromEntries(axes), annotations },
  };
}
