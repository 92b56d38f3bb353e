/** The maps of what differs between an author's figures and those computed here: planes, and heatmaps of layers. */
import type { DifferenceMap } from '../../plots/figures/difference.ts';
import type { LayerGrid } from '../../landscape/layers/results.ts';
import type { LayerProfile } from '../../landscape/results.ts';
import type { LabGrids } from '../../state/figures/grids.ts';
import type { PlaneFigure } from '../../state/figures/planes.ts';
import { scaleOf, scaleRounding, shortRounding } from '../../state/published/codec/numbers.ts';
import type { Published } from '../../state/published/published.ts';

type Figures = Published['figures'];

/** Of every figure that both hold with the same cells. */
export function differenceMaps(author: Figures, here: Figures): DifferenceMap[] {
  return [
    ...planeMaps(author, here),
    ...layerMaps(author, here),
    ...gridMaps(author.barriers ?? author.cumulative, here.barriers ?? here.cumulative),
  ];
}

/** 0 where they differ by no more than a link rounds. */
function less(second: ArrayLike<number>, first: ArrayLike<number>): Float64Array {
  return Float64Array.from(second, (value, i) => beyond(value - first[i], shortRounding(first[i], 4)));
}

/** Of the logarithms of planes' losses. */
function logLess(second: Float64Array, first: Float64Array): Float64Array {
  const scale = scaleOf(first);
  return Float64Array.from(second, (value, i) =>
    beyond(value - first[i], scaleRounding(scale, first[i])) === 0 ? 0 : Math.log10(value) - Math.log10(first[i]),
  );
}

function beyond(difference: number, rounding: number): number {
  return Math.abs(difference) <= rounding ? 0 : difference;
}

function planeMaps(author: Figures, here: Figures): DifferenceMap[] {
  return (['naive', 'aligned', 'custom'] as const).flatMap((kind): DifferenceMap[] => {
    const [first, second]: (PlaneFigure | null)[] = [author.plane?.[kind] ?? null, here.plane?.[kind] ?? null];
    if (first === null || second === null || first.plane.loss.length !== second.plane.loss.length) return [];
    const { x, y } = second.plane;
    return [
      {
        title: `Plane, ${kind}`,
        x: Array.from(x),
        y: Array.from(y),
        xTitle: `in units of ‖${second.unit[1]} − ${second.unit[0]}‖`,
        values: logLess(second.plane.loss, first.plane.loss),
        quantity: 'log₁₀ of the loss, here less the author’s',
      },
    ];
  });
}

function layerMaps(author: Figures, here: Figures): DifferenceMap[] {
  return (['naive', 'aligned'] as const).flatMap((path): DifferenceMap[] => {
    const [first, second]: (LayerProfile | null)[] = [author.layers?.[path] ?? null, here.layers?.[path] ?? null];
    if (first === null || second === null || first.lossIntoA.length !== second.lossIntoA.length) return [];
    const sides = [less(second.lossIntoA, first.lossIntoA), less(second.lossIntoB, first.lossIntoB)];
    return sides.map((values, side) => ({
      title: `Layers, ${path}, into ${side === 0 ? 'A' : 'B'}`,
      x: Array.from(second.alpha, (alpha) => `α = ${alpha}`),
      y: ['full', ...second.layers],
      xTitle: '',
      values,
      quantity: 'barrier of the loss, here less the author’s',
    }));
  });
}

/** Losses half-way, means over pairs, over the epochs that both have. */
function gridMaps(author: LabGrids | undefined, here: LabGrids | undefined): DifferenceMap[] {
  return (['naive', 'aligned'] as const).flatMap((path) =>
    (['A', 'B'] as const).flatMap((side): DifferenceMap[] => {
      const [first, second] = [author?.[path] ?? null, here?.[path] ?? null];
      if (first === null || second === null || first.length !== second.length || here === undefined) return [];
      const names = second.findLast((grid) => grid !== null)?.names ?? [];
      const columns = second.map((grid, column) => lossesBetween(grid, first[column] ?? null, side, names.length));
      const values = Float64Array.from(
        { length: names.length * columns.length },
        (_, i) => columns[i % columns.length][Math.floor(i / columns.length)],
      );
      return [
        {
          title: `Layers, ${path}, into ${side}`,
          x: here.epochs.map((epoch) => `epoch ${epoch}`),
          y: names,
          xTitle: '',
          values,
          quantity: 'loss half-way, here less the author’s',
        },
      ];
    }),
  );
}

function lossesBetween(here: LayerGrid | null, author: LayerGrid | null, side: 'A' | 'B', rows: number): number[] {
  const of = (grid: LayerGrid): Float64Array => (side === 'A' ? grid.intoA.loss : grid.intoB.loss);
  if (here === null || author === null || of(here).length !== of(author).length) return new Array<number>(rows).fill(NaN);
  const width = here.alpha.length;
  const column = Math.max(0, here.alpha.indexOf(0.5));
  return Array.from({ length: rows }, (_, row) => {
    const at = (grid: LayerGrid): number => {
      let sum = 0;
      for (let pair = 0; pair < grid.pairs; pair++) sum += of(grid)[(pair * rows + row) * width + column] / grid.pairs;
      return sum;
    };
    return beyond(at(here) - at(author), shortRounding(at(author), 4));
  });
}
