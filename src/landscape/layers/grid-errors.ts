/** Standard errors over examples of a layer grid's cells (methods.md §1), from the losses of single examples. */
import type { ExampleScores } from '../evaluator.ts';
import { contributions } from '../example-scores.ts';
import { standardError } from '../standard-error.ts';
import { cellReference } from './cell-weights.ts';
import type { CellErrors, LayerGrid } from './results.ts';

const AGAINST = ['full', 'chord', 'own', 'ownMean', 'base'] as const;
type Against = (typeof AGAINST)[number];
type Quantity = keyof ExampleScores;

export function unknownErrors(cells: number): CellErrors {
  const unknown = (): Float64Array => new Float64Array(cells).fill(NaN);
  const both = (): { loss: Float64Array; error: Float64Array } => ({ loss: unknown(), error: unknown() });
  return { full: both(), chord: both(), own: both(), ownMean: both(), base: both() };
}

/** Losses of single examples of one pair: of its ends, and of every cell [rows, alpha] of each side. */
export interface PairScores {
  readonly endA: ExampleScores;
  readonly endB: ExampleScores;
  readonly intoA: readonly ExampleScores[];
  readonly intoB: readonly ExampleScores[];
}

/** Enters what the scores of a pair, of `count` examples or a part of them, say into the grid's errors. */
export function enterErrors(grid: LayerGrid, pair: number, scores: PairScores, count: number): void {
  if (grid.errors === undefined) return;
  const columns = grid.alpha.length;
  const size = grid.rows.length * columns;
  for (const side of ['A', 'B'] as const) {
    const [cells, into] = side === 'A' ? [scores.intoA, grid.errors.intoA] : [scores.intoB, grid.errors.intoB];
    const replacedColumn = grid.alpha.indexOf(side === 'A' ? 1 : 0);
    const base = side === 'A' ? scores.endA : scores.endB;
    for (const [at, cell] of cells.entries()) {
      const whole = grid.rows[Math.floor(at / columns)].length === grid.rows[0].length;
      const full = { start: scores.endA, end: scores.endB };
      const replaced = replacedColumn < 0 ? null : cells[at - (at % columns) + replacedColumn];
      const own = whole ? full : replaced === null ? null : side === 'A' ? { start: base, end: replaced } : { start: replaced, end: base };
      for (const against of AGAINST) {
        const found = referenceOf(against, grid.alpha[at % columns], { full, own, base });
        for (const quantity of ['loss', 'error'] as const) into[against][quantity][pair * size + at] = errorOf(cell, found, quantity, count);
      }
    }
  }
}

interface Ends {
  readonly start: ExampleScores;
  readonly end: ExampleScores;
}

function referenceOf(
  against: Against,
  alpha: number,
  { full, own, base }: { full: Ends; own: Ends | null; base: ExampleScores },
): (Ends & { weight: number }) | null {
  if (against === 'base') return { start: base, end: base, weight: 0 };
  const { ends, weight } = against === 'ownMean' ? { ends: 'own' as const, weight: 0.5 } : cellReference(against, alpha);
  const found = ends === 'own' ? own : full;
  return found === null ? null : { ...found, weight };
}

function errorOf(cell: ExampleScores, found: (Ends & { weight: number }) | null, quantity: Quantity, count: number): number {
  return found === null ? NaN : standardError(contributions(cell[quantity], found.start[quantity], found.end[quantity], found.weight), count);
}
