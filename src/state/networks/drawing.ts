/** Two networks as a small picture shows them: units as dots, weights as lines, and where each unit of B goes when it is matched onto A. */
import { parameterLayout } from '../../nn/layout.ts';
import type { Network } from '../../nn/network.ts';
import type { Session } from '../session.ts';

export const MOST_DRAWN_UNITS = 48;
/** Inputs of images are too many to be dots. */
const MOST_DRAWN_INPUTS = 8;

/** A column of B's units, in the order of their places in B. */
export interface DrawnColumn {
  /** 'hidden layer 1'. */
  readonly name: string;
  /** Units of the layer; more than are drawn where it is wide. */
  readonly total: number;
  /** places[j]: where the unit at place j stands when it is matched. Of inputs and outputs the same place. */
  readonly places: Int32Array;
}

/** Weights between two neighbouring columns, [from, to] row-major, in the order of B's places; null where the inputs are not drawn. */
export type DrawnWeights = Float32Array | null;

export interface MatchingDrawing {
  readonly columns: readonly DrawnColumn[];
  /** Of B, as it was trained; of B′, moved back to B's places: they differ where signs were matched. */
  readonly weights: readonly { readonly before: DrawnWeights; readonly after: DrawnWeights; readonly reference: DrawnWeights }[];
}

/** Of A, B and B′; null where they are not all here. */
export function matchingDrawing({ store, library }: Pick<Session, 'store' | 'library'>): MatchingDrawing | null {
  const { roles, aligned } = store.getState();
  if (roles.A === null || roles.B === null || aligned.B === null) return null;
  const copy = library.get(aligned.B);
  if (copy.alignment === null) return null;
  return drawingOf(library.get(roles.A).network, library.get(roles.B).network, copy.network, copy.alignment.permutations);
}

/** @param permutations row i of the matched layer l is row permutations[l][i] of B's */
export function drawingOf(a: Network, b: Network, matched: Network, permutations: readonly Int32Array[]): MatchingDrawing {
  const { layers } = parameterLayout(b.architecture);
  // The units that stand first when matched, in the order of their places before.
  const hidden = permutations.map((permutation) => {
    const units = Array.from(permutation.subarray(0, MOST_DRAWN_UNITS), (unit, place) => ({ unit, place })).sort((p, q) => p.unit - q.unit);
    return { units: units.map(({ unit }) => unit), places: units.map(({ place }) => place) };
  });
  const straight = (count: number): { units: number[]; places: number[] } => {
    const all = Array.from({ length: count }, (_, i) => i);
    return { units: all, places: all };
  };
  const inputs = layers[0].inputs;
  const outputs = layers[layers.length - 1].outputs;
  const columns = [straight(Math.min(inputs, MOST_DRAWN_INPUTS)), ...hidden, straight(outputs)];
  const totals = [inputs, ...permutations.map(({ length }) => length), outputs];
  return {
    columns: columns.map(({ places }, i) => ({ name: columnName(i, columns.length), total: totals[i], places: Int32Array.from(places) })),
    weights: layers.map(({ outputs: width, weight }, l) => {
      if (l === 0 && inputs > MOST_DRAWN_INPUTS) return { before: null, after: null, reference: null };
      const [from, to] = [columns[l], columns[l + 1]];
      const pick = (network: Network, rows: readonly number[], cells: readonly number[]): Float32Array =>
        Float32Array.from(rows.flatMap((row) => cells.map((cell) => network.parameters[weight.start + row * width + cell])));
      return { before: pick(b, from.units, to.units), after: pick(matched, from.places, to.places), reference: pick(a, from.places, to.places) };
    }),
  };
}

function columnName(i: number, count: number): string {
  if (i === 0) return 'inputs';
  return i === count - 1 ? 'outputs' : `hidden layer ${i}`;
}
