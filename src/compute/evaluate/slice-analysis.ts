/**
 * What of a slice is the same at every point: which layers move, and whether the first that does is hoisted. Where the first moving layer
 * is f, its input does not move (the prefix, evaluated once), so its pre-activation is affine in the coordinates:
 * H·W(c) + b(c) = Z₀ + Σ cₖ·Zₖ, exactly. How points and examples are tiled is each evaluator's own.
 */
import type { Architecture } from '../../nn/architecture.ts';

/** With no more inputs than this, forming a layer at each point is cheaper than reading hoisted products. */
export const HOIST_INPUTS = 8;

/** The loss of an example, in multiply-adds an output. */
export const LOSS_WORK = 40;

export interface SliceAnalysis {
  /** Number of directions; coordinates are rows of this many numbers. */
  readonly directions: number;
  /** Whether each layer moves. */
  readonly moving: readonly boolean[];
  /** null where none moves. */
  readonly firstMoving: number | null;
}

/** @param layers which layers move along the directions; null: all */
export function analyseSlice({ hidden }: Architecture, directions: number, layers: readonly number[] | null): SliceAnalysis {
  const moving = Array.from({ length: hidden.length + 1 }, (_, l) => directions > 0 && (layers === null || layers.includes(l)));
  const first = moving.indexOf(true);
  return { directions, moving, firstMoving: first < 0 ? null : first };
}

/**
 * Whether products of layer `first` with its input are made once, for the origin and each direction that moves it, instead of its weights
 * at each point. Products of the inputs serve other slices through the same networks too; those of a prefix must pay within this one.
 * @param first the first layer that moves, or any where none does
 * @param points how many will be asked for
 */
export function hoistingPays(
  { inputs, hidden }: Architecture,
  { directions, firstMoving }: Pick<SliceAnalysis, 'directions' | 'firstMoving'>,
  first: number,
  points: number,
): boolean {
  const width = first === 0 ? inputs : hidden[first - 1];
  return width > HOIST_INPUTS && (first === 0 || firstMoving === null || points > directions + 1);
}
