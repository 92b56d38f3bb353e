/** How B of a pair is matched onto its A, by the view's alignment: permutations kept in memory, no copies in the network list. */
import type { Alignment } from '../../landscape/results.ts';
import { alignmentDisabledReason, findAligned, looksAtData, matchingRequest } from '../networks/aligned-copies.ts';
import type { FigureContext } from '../figures/definition.ts';
import type { ShownPair } from './networks.ts';
import type { PlacedNetwork } from '../figures/recipe-run.ts';

/** B's own final permutation: it moves B's checkpoints too, so that they stay one run. */
export interface PairAlignment {
  readonly permutations: readonly Int32Array[];
  readonly signs: readonly Int8Array[] | null;
  /** Stands for it in keys. */
  readonly key: string;
}

/** One a pair; rejects where two networks cannot be matched. */
export async function alignPairs(context: FigureContext, pairs: readonly ShownPair[]): Promise<PairAlignment[]> {
  const alignments: PairAlignment[] = [];
  for (const pair of pairs) alignments.push(await alignOne(context, pair));
  return alignments;
}

/** Why the pairs have no aligned path; null where they have. */
export function pairsDisabledReason(pairs: readonly ShownPair[]): string | null {
  return pairs.map(({ a, b }) => alignmentDisabledReason(a.network, b.network)).find((disabledReason) => disabledReason !== null) ?? null;
}

/** A checkpoint of B, or B itself, moved by B's final permutation. */
export function permuted(id: string, { permutations, signs, key }: PairAlignment): PlacedNetwork {
  return { reference: { id, permutations, signs }, key: `${id} ${key}` };
}

async function alignOne({ session, state, data, run, remember }: FigureContext, { a, b }: ShownPair): Promise<PairAlignment> {
  const choice = state.view.alignment;
  const { architecture } = b.network;
  const request = matchingRequest(choice, architecture);
  const key = [a.id, request, looksAtData(choice, architecture) ? data.spec : null];
  const held = findAligned({ library: session.library, current: data }, { reference: a.id, network: b.id, choice })?.alignment ?? null;
  const made = await remember(['alignment', b.id, key], async () => {
    const alignment = held ?? (await run('align', { dataset: data.spec, reference: a.id, network: b.id, ...request }, { keep: false })).alignment;
    return movesOf(alignment);
  });
  return { ...made, key: JSON.stringify(key) };
}

function movesOf({ permutations, signs }: Alignment): Omit<PairAlignment, 'key'> {
  return { permutations, signs };
}
