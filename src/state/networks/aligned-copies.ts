/** Which networks can be matched, and the aligned copies that there are. */
import { canonicalJson } from '../../base/hash.ts';
import type { AlignRequest } from '../../compute/protocol.ts';
import type { DatasetSpec } from '../../datasets/spec.ts';
import { hasSignSymmetry, isOdd } from '../../landscape/align/permutation-spec.ts';
import type { Architecture } from '../../nn/architecture.ts';
import { checkSameShape } from '../../nn/validate-architecture.ts';
import type { AlignmentChoice } from '../experiment.ts';
import type { NetworkEntry } from '../shared-state.ts';
import type { NetworkRecord } from './record.ts';

export interface Pair {
  readonly reference: string;
  readonly network: string;
  readonly choice: AlignmentChoice;
}

/** The library, as far as it is searched here, and the current data. */
export interface Searched {
  readonly library: { find(test: (record: NetworkRecord) => boolean): NetworkRecord | null };
  readonly current: { readonly spec: DatasetSpec } | null;
}

/** Why two networks cannot be matched; null where they can. */
export function alignmentDisabledReason(a: Pick<NetworkEntry, 'architecture'>, b: Pick<NetworkEntry, 'architecture'>): string | null {
  if (a.architecture.hidden.length === 0) return 'A linear model has no hidden neurons to match.';
  try {
    checkSameShape([a.architecture, b.architecture], 'network');
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Whether what a matching gives depends on the data it is made on; else the networks alone decide. */
export function looksAtData({ method, activations }: AlignmentChoice, { hidden }: Pick<Architecture, 'hidden'>): boolean {
  return method === 'activation' || (method === 'weight' && activations && hidden.length > 1);
}

/** What the worker is asked for: signs where the choice wants those that the architecture allows. */
export function matchingRequest(
  { method, seed, restarts, signs, flips, activations }: AlignmentChoice,
  architecture: Architecture,
): Pick<AlignRequest, 'method' | 'seed' | 'restarts' | 'signs' | 'activations'> {
  return { method, seed, restarts, signs: isOdd(architecture) ? signs : flips && hasSignSymmetry(architecture), activations };
}

/** The aligned copy that this choice gave before, on these data where it looks at them, if it is still there. */
export function findAligned({ library, current }: Searched, { reference, network, choice }: Pair): NetworkRecord | null {
  const key = canonicalJson(choice);
  const data = canonicalJson(current?.spec ?? null);
  return library.find(
    ({ origin, choice: made, matchedOn }) =>
      origin.kind === 'aligned' &&
      origin.reference === reference &&
      origin.source === network &&
      canonicalJson(made) === key &&
      (matchedOn === null || canonicalJson(matchedOn) === data),
  );
}
