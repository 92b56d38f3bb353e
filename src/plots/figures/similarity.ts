/** The permutation as a picture: for each hidden layer the cosine between A's unit and B's unit in its place, before and after matching. */
import { baseAxis, baseLayout } from '../draw/base-layout.ts';
import { finite, type Figure, type Trace } from '../draw/figure.ts';
import type { FigureTheme } from '../draw/colours.ts';
import type { NumberTable } from '../draw/table.ts';
import { TRANSPARENT } from '../../ui/palette.ts';

export interface SimilarityInput {
  /** One array a hidden layer, in A's order of units. */
  readonly before: readonly Float32Array[];
  readonly after: readonly Float32Array[];
  /** Which unit of B stands in the place of A's, one array a hidden layer, counted from 0. */
  readonly permutations: readonly ArrayLike<number>[];
  readonly theme: FigureTheme;
}

const PER_ROW = 4;

interface Layer {
  readonly before: Float32Array;
  readonly after: Float32Array;
  readonly permutation: ArrayLike<number>;
}

/** One row a hidden unit of A: the unit of B that was put in its place, and how alike the two in its place are before and after. */
export function similarityTable(
  { before, after, permutations }: Omit<SimilarityInput, 'theme'>,
  signs: readonly ArrayLike<number>[] | null,
): NumberTable {
  return {
    title: 'matched-units',
    columns: ['hidden layer', 'unit of A', 'unit of B', 'sign', 'cosine before', 'cosine after'],
    rows: after.flatMap((values, layer) =>
      Array.from(values, (value, unit) => [
        layer + 1,
        unit + 1,
        permutations[layer][unit] + 1,
        signs?.[layer][unit] ?? 1,
        before[layer][unit],
        value,
      ]),
    ),
  };
}

function layerTraces({ before, after, permutation }: Layer, index: number, theme: FigureTheme): Trace[] {
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
      marker: { size, color: TRANSPARENT, line: { color: theme.naive, width: 1.25 * theme.stroke } },
      customdata: order.map((unit) => unit + 1),
      hovertemplate: 'before: A’s unit %{customdata}, B’s unit %{customdata}: %{y:.3f}<extra></extra>',
    },
    {
      type: 'scatter',
      mode: 'markers',
      name: 'after',
      ...axes,
      x,
      y: finite(order.map((unit) => after[unit])),
      marker: { size, color: theme.ink },
      customdata: order.map((unit) => [unit + 1, permutation[unit] + 1]),
      hovertemplate: 'after: A’s unit %{customdata[0]}, B’s unit %{customdata[1]}: %{y:.3f}<extra></extra>',
    },
  ];
}

/** Units sorted by their similarity after matching, best first; before is hollow, after filled. One panel a hidden layer. */
export function similarityFigure(input: SimilarityInput): Figure {
  const { theme, before, after, permutations } = input;
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
      [`xaxis${suffix}`, { ...baseAxis(theme, 'unit of A, best match first'), domain: place.x, ['anchor']: `y${suffix}`, nticks: 4 }],
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
    data: after.flatMap((values, index) =>
      layerTraces({ before: before[index] ?? new Float32Array(values.length), after: values, permutation: permutations[index] }, index, theme),
    ),
    layout: { ...layout, hovermode: 'closest', dragmode: false, ...Object.fromEntries(axes), annotations },
  };
}
